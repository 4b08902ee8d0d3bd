"""Everything that is measured: ours, and the peers, each from facts in memory to a count.

An engine is prepared for a workload and then run. Its rules are read before the clock starts, if
it can keep them; a line says so where they are read each time. Whatever a peer needs its facts in
(a file, a text) is made before the clock starts, too; reading it is part of the run. A run ends
when all facts that follow are there. It gives their number, if that is known by then, and a way to
read them, which serves only to make sure that all say the same.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.eye import EYE, command, files, proved
from benchmarks.floor import closed, judged
from benchmarks.workloads import PREFIX, SPACE, Workload, short
from kg.reason import infer
from kg.reason.model import Inference
from kg.reason.write import as_rl, as_shacl

if TYPE_CHECKING:
    import clingo
    import nmo_python
    import pyoxigraph
    from rdflib import Graph

    from kg.reason import Rule

__all__ = ["ENGINES", "EYE", "FLOOR", "OURS", "PYSHACL", "Fact", "Prepare", "Result"]

Fact = tuple[str, str, str]


class Result(NamedTuple):
    """How many facts follow, if that is known, and which; what a process says of its own time."""

    size: int | None
    read: Callable[[], set[Fact]]
    own: float | None = None


Prepare = Callable[[Workload], Callable[[], Result]]


def _told(inference: Inference) -> Result:
    return Result(
        len(inference.derivations),
        lambda: {(short(fact[0]), short(fact[1]), short(fact[2])) for fact in inference.facts},
    )


def _ours(workload: Workload) -> Callable[[], Result]:
    return lambda: _told(infer(workload.program, workload.facts))


def _without_proofs(workload: Workload) -> Callable[[], Result]:
    return lambda: _told(infer(workload.program, workload.facts, proofs=False))


def _closed(workload: Workload) -> Callable[[], Result]:
    """The closure as what SPARQL has for it, a path."""
    return lambda: _told(infer(workload.walked, workload.facts))


def _read_out(workload: Workload) -> Callable[[], Result]:
    def run() -> Result:
        facts = infer(workload.program, workload.facts).facts
        return Result(len(facts), lambda: {(short(s), short(p), short(o)) for s, p, o in facts})

    return run


def _reading(workload: Workload) -> Callable[[], Result]:
    """The rules are read, checked and put in order each time."""
    return lambda: _told(infer(workload.read(), workload.facts))


def _naive(workload: Workload) -> Callable[[], Result]:
    from kg.reason import naive

    return lambda: _told(naive.infer(workload.program, workload.facts))


def _floor(workload: Workload) -> Callable[[], Result]:
    derive = closed if "edge" in workload.relations else judged

    def run() -> Result:
        count, read = derive(workload.facts)
        return Result(count, lambda: {(short(s), p, short(o)) for s, p, o in read()})

    return run


def _nemo(workload: Workload) -> Callable[[], Result]:
    import nmo_python

    program = nmo_python.load_string(_nemo_text(workload))
    return lambda: _nemo_run(program, workload.goals)


def _nemo_reading(workload: Workload) -> Callable[[], Result]:
    """The same, and its rules are read each time."""
    import nmo_python

    text = _nemo_text(workload)
    return lambda: _nemo_run(nmo_python.load_string(text), workload.goals)


def _nemo_text(workload: Workload) -> str:
    """The rules as Nemo has them; its facts come from files, its quickest way in."""
    folder = Path(mkdtemp(prefix="nestesteg-bench-"))
    imports = []
    for name, rows in workload.relations.items():
        lines = "".join(f"{one},{other}\n" for one, other in rows)
        (folder / f"{name}.csv").write_text(lines, encoding="utf-8")
        source = f'csv{{resource="{folder / name}.csv", format=(string,string)}}'
        imports.append(f"@import {name} :- {source}.")
    exports = [f"@export {goal} :- csv{{}}." for goal in workload.goals]
    return "\n".join([*imports, workload.nemo, *exports])


def _nemo_run(program: "nmo_python.NemoProgram", goals: Sequence[str]) -> Result:
    import nmo_python

    engine = nmo_python.NemoEngine(program)
    engine.reason()
    return Result(
        None,
        lambda: {
            (row[0].strip('"'), goal, row[1].strip('"'))
            for goal in goals
            for row in engine.result(goal)
        },
    )


def _clingo(workload: Workload) -> Callable[[], Result]:
    import clingo

    facts = (
        f"{name}({one.lower()},{other.lower()})."
        for name, rows in workload.relations.items()
        for one, other in rows
    )
    text = "\n".join([*facts, workload.clingo])

    def run() -> Result:
        control = clingo.Control(["--warn=none"])
        control.add("base", [], text)
        control.ground([("base", [])])
        return Result(None, lambda: set(_atoms(control, workload.goals)))

    return run


def _atoms(control: "clingo.Control", goals: Iterable[str]) -> Iterator[Fact]:
    for goal in goals:
        for atom in control.symbolic_atoms.by_signature(goal, 2):
            one, other = map(str, atom.symbol.arguments)
            yield one, goal, other


def _store(workload: Workload) -> Callable[[], Result]:
    import pyoxigraph

    text = "\n".join(map(str, workload.facts))
    texts = {rule.name: PREFIX + workload.texts[int(rule.name[1:])] for rule in _rules(workload)}

    def run() -> Result:
        store = pyoxigraph.Store()
        store.bulk_load(text.encode(), pyoxigraph.RdfFormat.N_TRIPLES)
        given = len(store)
        for stratum in workload.program:
            size = -1
            while size < len(store):
                size = len(store)
                for rule in (*stratum.once, *stratum.general):
                    found = store.query(texts[rule.name])
                    assert isinstance(found, pyoxigraph.QueryTriples)
                    store.extend([pyoxigraph.Quad(*each) for each in found])
        return Result(len(store) - given, lambda: set(_derived(store, workload.goals)))

    return run


def _path(workload: Workload) -> Callable[[], Result]:
    """The closure as what SPARQL has for it, a path."""
    import pyoxigraph

    text = "\n".join(map(str, workload.facts))
    update = f"{PREFIX}INSERT {{ ?x :over ?y }} WHERE {{ ?x :edge+ ?y }}"

    def run() -> Result:
        store = pyoxigraph.Store()
        store.bulk_load(text.encode(), pyoxigraph.RdfFormat.N_TRIPLES)
        given = len(store)
        store.update(update)
        return Result(len(store) - given, lambda: set(_derived(store, workload.goals)))

    return run


def _derived(store: "pyoxigraph.Store", goals: Iterable[str]) -> Iterable[Fact]:
    import pyoxigraph

    for goal in goals:
        for quad in store.quads_for_pattern(None, pyoxigraph.NamedNode(SPACE + goal), None):
            yield short(quad.subject), goal, short(quad.object)


def _purrdf(workload: Workload) -> Callable[[], Result]:
    """It explains what it derives; its rules have no aggregates, and it needs a later Python."""
    import pyoxigraph
    from purrdf import shapes  # type: ignore[import-not-found,unused-ignore] # not for all Pythons

    data = "\n".join(map(str, workload.facts))
    rules = as_rl(_rules(workload))

    def run() -> Result:
        told = shapes.apply_rules(data, srl=rules, explain=True, max_join_steps=2**31)
        found = str(told["inferred"]).encode()
        return Result(
            found.count(b"\n"),
            lambda: set(_triples(pyoxigraph.parse(found, pyoxigraph.RdfFormat.N_TRIPLES))),
        )

    return run


def _eye(workload: Workload) -> Callable[[], Result]:
    """It proves what it derives; its rules have no aggregates here, and it is a process."""
    arguments = [*command(), *files(workload)]

    def run() -> Result:
        proof = proved(arguments)
        return Result(proof.size, proof.read, proof.seconds)

    return run


def _triples(found: "Iterable[pyoxigraph.Quad]") -> Iterator[Fact]:
    for quad in found:
        yield short(quad.subject), short(quad.predicate), short(quad.object)


def _rules(workload: Workload) -> "list[Rule]":
    return [rule for stratum in workload.program for rule in (*stratum.once, *stratum.general)]


def _pyshacl(workload: Workload) -> Callable[[], Result]:
    """SHACL's rules, closures as paths: no rule can wait there for one that feeds itself."""
    import pyshacl
    from rdflib import Graph, URIRef

    data = "\n".join(map(str, workload.facts))
    shapes = Graph().parse(data=as_shacl(workload.walked, SPACE + "shape"))
    goals = [URIRef(SPACE + goal) for goal in workload.goals]

    def run() -> Result:
        graph = pyshacl.shacl_rules(Graph().parse(data=data, format="nt"), shacl_graph=shapes)
        assert isinstance(graph, Graph)
        found = [each for goal in goals for each in graph.triples((None, goal, None))]
        return Result(len(found), lambda: _plain(found))

    return run


def _pydatalog(workload: Workload) -> Callable[[], Result]:
    from pyDatalog import pyDatalog

    def run() -> Result:
        pyDatalog.clear()
        for name, rows in workload.relations.items():
            for one, other in rows:
                pyDatalog.assert_fact(name, one, other)
        pyDatalog.load(workload.python)
        answers = pyDatalog.ask("over(X, Y)").answers
        return Result(len(answers), lambda: {(one, "over", other) for one, other in answers})

    return run


def _reasonable(workload: Workload) -> Callable[[], Result]:
    import reasonable

    graph = _rdflib(workload)

    def run() -> Result:
        reasoner = reasonable.PyReasoner()
        reasoner.from_graph(graph)
        found = {fact for fact in reasoner.reason() if str(fact[1]) == SPACE + "over"}
        return Result(len(found), lambda: _plain(found))

    return run


def _owlrl(workload: Workload) -> Callable[[], Result]:
    import owlrl
    from rdflib import URIRef

    def run() -> Result:
        graph = _rdflib(workload)
        owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
        found = set(graph.triples((None, URIRef(SPACE + "over"), None)))
        return Result(len(found), lambda: _plain(found))

    return run


def _rdflib(workload: Workload) -> "Graph":
    """The edges as a property that is transitive by OWL's rules."""
    from rdflib import OWL, RDF, Graph, URIRef

    graph, over = Graph(), URIRef(SPACE + "over")
    graph.add((over, RDF.type, OWL.TransitiveProperty))
    for one, other in workload.relations["edge"]:
        graph.add((URIRef(SPACE + one), over, URIRef(SPACE + other)))
    return graph


def _plain(found: Iterable[tuple[object, ...]]) -> set[Fact]:
    return {(_name(one), _name(goal), _name(other)) for one, goal, other in found}


def _name(term: object) -> str:
    return str(term).removeprefix(SPACE)


PYSHACL = "pyshacl, SPARQL rules"
OURS, FLOOR = "ours, proofs kept", "numpy by hand (floor)"
ENGINES: Mapping[str, Prepare] = {
    OURS: _ours,
    "ours, proofs not kept": _without_proofs,
    "ours, every fact read": _read_out,
    "ours, rules read too": _reading,
    "ours, a path": _closed,
    FLOOR: _floor,
    "ours, naive": _naive,
    "nemo-python": _nemo,
    "nemo-python, rules read too": _nemo_reading,
    "pyoxigraph, by strata": _store,
    "pyoxigraph, a path": _path,
    "purrdf, with explanations": _purrdf,
    EYE: _eye,
    "clingo": _clingo,
    "pyDatalog": _pydatalog,
    PYSHACL: _pyshacl,
    "reasonable (OWL RL)": _reasonable,
    "owlrl (OWL RL)": _owlrl,
}
