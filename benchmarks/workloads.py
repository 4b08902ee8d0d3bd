"""What is measured: facts, rules, and how many facts must follow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random

from kg.reason import Program, check, parse, stratify
from kg.terms import Iri, Triple

__all__ = ["Workload", "chain", "closure", "municipalities"]

SPACE = "urn:x:"
PREFIX = f"PREFIX : <{SPACE}>\n"


@dataclass(frozen=True)
class Workload:
    """Facts and rules in the languages of the engines that know any.

    Args:
        name: what the table calls it.
        facts: the given facts.
        texts: the rules as SPARQL.
        paths: the same with closures as paths, so that no rule feeds itself.
        nemo: the rules for Nemo, which reads the facts of a predicate as a relation of its name.
        clingo: the rules for clingo, facts likewise.
        python: the rules for pyDatalog, if it can run them.
        goals: the predicates that are derived.
        eye: the rules for EYE, which takes the atoms of a body as they stand.
    """

    name: str
    facts: Sequence[Triple]
    texts: Sequence[str]
    paths: Sequence[str]
    nemo: str
    clingo: str
    python: str
    goals: Sequence[str]
    eye: str = ""

    @cached_property
    def program(self) -> Program:
        """The rules in strata."""
        return self.read()

    @cached_property
    def walked(self) -> Program:
        """The rules with closures as paths, in strata."""
        return _read(self.paths)

    def read(self) -> Program:
        """The rules read, checked and put in strata."""
        return _read(self.texts)

    @cached_property
    def relations(self) -> Mapping[str, Sequence[tuple[str, str]]]:
        """The facts by predicate, as pairs of names."""
        found: dict[str, list[tuple[str, str]]] = {}
        for subject, predicate, target in self.facts:
            found.setdefault(short(predicate), []).append((short(subject), short(target)))
        return found


def _read(texts: Sequence[str]) -> Program:
    rules = (rule for n, text in enumerate(texts) for rule in parse(PREFIX + text, f"r{n}.rq"))
    return stratify(check(rules))


def short(term: object) -> str:
    """The name of a term without what all terms share."""
    return str(term)[1:-1].removeprefix(SPACE)


def _iri(name: str) -> Iri:
    return Iri(SPACE + name)


def _edges(name: str, pairs: Sequence[tuple[int, int]]) -> Workload:
    nodes = [_iri(f"n{number}") for number in range(1 + max(max(pair) for pair in pairs))]
    edge = _iri("edge")
    return Workload(
        name,
        [Triple(nodes[one], edge, nodes[other]) for one, other in pairs],
        [
            "CONSTRUCT { ?x :over ?y } WHERE { ?x :edge ?y }",
            "CONSTRUCT { ?x :over ?z } WHERE { ?x :over ?y . ?y :edge ?z }",
        ],
        ["CONSTRUCT { ?x :over ?y } WHERE { ?x :edge+ ?y }"],
        "over(?x, ?y) :- edge(?x, ?y). over(?x, ?z) :- over(?x, ?y), edge(?y, ?z).",
        "over(X, Y) :- edge(X, Y). over(X, Z) :- over(X, Y), edge(Y, Z).",
        "over(X, Y) <= edge(X, Y)\nover(X, Z) <= edge(X, Y) & over(Y, Z)",
        ["over"],
        "{ ?x :edge ?y } => { ?x :over ?y } . { ?x :over ?y . ?y :edge ?z } => { ?x :over ?z } .",
    )


def closure(nodes: int = 2_000, edges: int = 6_000) -> Workload:
    """The closure of a random graph without cycles."""
    random, pairs = Random(1), set[tuple[int, int]]()
    while len(pairs) < edges:
        one, other = sorted(random.sample(range(nodes), 2))
        pairs.add((one, other))
    return _edges(f"closure, {nodes:,} nodes, {edges:,} edges", sorted(pairs))


def chain(nodes: int = 1_000) -> Workload:
    """The closure of a chain, which takes as many rounds as there are nodes."""
    return _edges(f"closure, chain of {nodes:,}", [(each, each + 1) for each in range(nodes - 1)])


AGGREGATE = (
    "CONSTRUCT { ?m :done ?c } WHERE { { SELECT ?m ?c (COUNT(?i) AS ?n)"
    " { ?m :meets ?i . ?i :of ?c } GROUP BY ?m ?c HAVING (COUNT(?i) >= 3) } }"
)
JOIN = (
    "CONSTRUCT { ?m :done ?c } WHERE { ?m :meets ?i . ?i :of ?c . ?m :meets ?j . ?j :of ?c ."
    " ?m :meets ?k . ?k :of ?c . ?i :before ?j . ?j :before ?k . ?i :before ?k }"
)
OVER = [
    "CONSTRUCT { ?x :over ?y } WHERE { ?x :needs ?y }",
    "CONSTRUCT { ?x :over ?z } WHERE { ?x :over ?y . ?y :needs ?z }",
]
WALKED = "CONSTRUCT { ?x :over ?y } WHERE { ?x :needs+ ?y }"
REST = [
    """CONSTRUCT { ?m :blocked ?c } WHERE { ?m :kind :Municipality . ?c :over ?d
    FILTER NOT EXISTS { ?m :done ?d } FILTER NOT EXISTS { ?m :done ?c } }""",
    """CONSTRUCT { ?m :ready ?c } WHERE { ?m :kind :Municipality . ?c :kind :Criterion
    FILTER NOT EXISTS { ?m :done ?c } FILTER NOT EXISTS { ?m :blocked ?c } }""",
]
NEMO_AGGREGATE = """
    level(?m, ?c, #count(?i)) :- meets(?m, ?i), of(?i, ?c).
    done(?m, ?c) :- level(?m, ?c, ?n), ?n >= 3.
"""
NEMO_JOIN = """
    done(?m, ?c) :- meets(?m, ?i), of(?i, ?c), meets(?m, ?j), of(?j, ?c),
        meets(?m, ?k), of(?k, ?c),
        before(?i, ?j), before(?j, ?k), before(?i, ?k).
"""
NEMO_REST = """
    over(?x, ?y) :- needs(?x, ?y). over(?x, ?z) :- over(?x, ?y), needs(?y, ?z).
    blocked(?m, ?c) :- kind(?m, "Municipality"), over(?c, ?d), ~done(?m, ?d), ~done(?m, ?c).
    ready(?m, ?c) :- kind(?m, "Municipality"), kind(?c, "Criterion"), ~done(?m, ?c),
        ~blocked(?m, ?c).
"""
CLINGO_AGGREGATE = """
    done(M, C) :- kind(M, municipality), kind(C, criterion),
        #count{I : meets(M, I), of(I, C)} >= 3.
"""
CLINGO_JOIN = """
    done(M, C) :- meets(M, I), of(I, C), meets(M, J), of(J, C), meets(M, K), of(K, C),
        before(I, J), before(J, K), before(I, K).
"""
CLINGO_REST = """
    over(X, Y) :- needs(X, Y). over(X, Z) :- over(X, Y), needs(Y, Z).
    blocked(M, C) :- kind(M, municipality), over(C, D), not done(M, D), not done(M, C).
    ready(M, C) :- kind(M, municipality), kind(C, criterion), not done(M, C), not blocked(M, C).
"""

# In this order of the atoms it is fastest; (?s 1) says: after what follows without a negation.
EYE = """
{ ?i :before ?j . ?j :before ?k . ?i :before ?k . ?i :of ?c . ?j :of ?c . ?k :of ?c .
    ?m :meets ?i . ?m :meets ?j . ?m :meets ?k } => { ?m :done ?c } .
{ ?x :needs ?y } => { ?x :over ?y } .
{ ?x :over ?y . ?y :needs ?z } => { ?x :over ?z } .
{ ?m :kind :Municipality . ?c :over ?d .
    (?s 1) e:findall (1 { ?m :done ?d } ()) . (?s 1) e:findall (1 { ?m :done ?c } ()) }
    => { ?m :blocked ?c } .
{ ?m :kind :Municipality . ?c :kind :Criterion .
    (?s 2) e:findall (1 { ?m :done ?c } ()) . (?s 2) e:findall (1 { ?m :blocked ?c } ()) }
    => { ?m :ready ?c } .
"""


def municipalities(count: int, *, aggregate: bool) -> Workload:
    """Which criterion is done, blocked or ready, by how many of six indicators are met."""
    kind = "aggregate" if aggregate else "nine-atom join"
    done = AGGREGATE if aggregate else JOIN
    return Workload(
        f"{count:,} municipalities, {kind}",
        _observed(count),
        [done, *OVER, *REST],
        [done, WALKED, *REST],
        (NEMO_AGGREGATE if aggregate else NEMO_JOIN) + NEMO_REST,
        (CLINGO_AGGREGATE if aggregate else CLINGO_JOIN) + CLINGO_REST,
        "",
        ["done", "over", "blocked", "ready"],
        "" if aggregate else EYE,
    )


def _observed(count: int) -> list[Triple]:
    random, six = Random(2), range(6)
    kind, of, meets, before, needs = map(_iri, ["kind", "of", "meets", "before", "needs"])
    municipality, criterion = _iri("Municipality"), _iri("Criterion")
    criteria = [_iri(f"c{c}") for c in six]
    indicators = [[_iri(f"i{c}x{i}") for i in six] for c in six]
    facts = [Triple(each, kind, criterion) for each in criteria]
    for one, other in [(1, 0), (2, 1), (3, 1), (4, 2), (5, 3)]:
        facts.append(Triple(criteria[one], needs, criteria[other]))
    for c, row in enumerate(indicators):
        facts += [Triple(each, of, criteria[c]) for each in row]
        facts += [Triple(row[i], before, row[j]) for i in six for j in six if i < j]
    for number in range(count):
        place = _iri(f"m{number}")
        facts.append(Triple(place, kind, municipality))
        met = [each for row in indicators for each in row if random.random() < 0.55]
        facts += [Triple(place, meets, each) for each in met]
    return facts
