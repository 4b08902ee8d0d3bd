"""Rules written as texts and read again."""

from dataclasses import replace
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from conformance.exceptions import exceptions
from conformance.w3c import Case, cases
from hypothesis import given, settings
from reason.graphs import PREFIXES, graph, graph_of, triple
from reason.programs import FACTS, PROGRAMS, Texts, program

from kg.errors import Fault
from kg.reason import Program, Rule, check, infer, parse, stratify
from kg.reason.rl import parse_rl
from kg.reason.write import as_construct, as_rl, as_shacl, queries
from kg.terms import Triple

RULES = sorted((Path(__file__).parents[2] / "rules").rglob("*.rq"))
NAMES = {"": "urn:x:", "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#"}
REMOVED = exceptions("exceptions.tsv")
GOOD = [case for case in cases() if "Negative" not in case.kind and case.key not in REMOVED]


def nameless(rules: tuple[Rule, ...]) -> list[Rule]:
    """Rules without the names that only tell their place."""
    return [replace(each, name="" if each.name == str(each.place) else each.name) for each in rules]


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_our_rules_written_and_read_again_are_the_same(path: Path) -> None:
    """As queries always, in RL if it has the words."""
    (rule,) = parse(path.read_text(encoding="utf-8"), path.name)

    assert parse(as_construct(rule), path.name) == (rule,)
    assert parse(as_construct(rule, NAMES), path.name) == (rule,)
    try:
        text = as_rl([rule], NAMES)
    except Fault as refusal:
        assert refusal.key == "not-expressible"
    else:
        assert nameless(parse_rl(text, "r.srl")) == [replace(rule, name="")]


@pytest.mark.parametrize("case", GOOD, ids=lambda case: case.key)
def test_the_rules_of_the_suite_written_and_read_again_are_the_same(case: Case) -> None:
    """All that the draft can say."""
    rules = parse_rl(case.rules.read_text(encoding="utf-8"), case.rules.name, case.base)

    assert nameless(parse_rl(as_rl(rules), "r.srl")) == nameless(rules)
    assert nameless(parse_rl(as_rl(rules, NAMES), "r.srl")) == nameless(rules)


@settings(max_examples=100, deadline=None)
@given(texts=PROGRAMS)
def test_generated_rules_written_and_read_again_are_the_same(texts: Texts) -> None:
    """Whatever they hold."""
    for name, text in texts.items():
        (rule,) = parse(text, name)
        assert parse(as_construct(rule), name) == (rule,)


def by_queries(strata: Program, facts: set[Triple]) -> set[Triple]:
    """What the store derives by the queries written for a program."""
    store = pyoxigraph.Store()
    lines = "\n".join(map(str, facts))
    store.extend(pyoxigraph.parse(lines, pyoxigraph.RdfFormat.N_TRIPLES))
    for stratum in queries(strata):
        for text in stratum.once.values():
            _construct(store, text)
        size = -1
        while size < len(store):
            size = len(store)
            for text in stratum.general.values():
                _construct(store, text)
    return {triple(quad.triple) for quad in store} - facts


def _construct(store: pyoxigraph.Store, text: str) -> None:
    found = store.query(text)
    assert isinstance(found, pyoxigraph.QueryTriples)
    store.extend([pyoxigraph.Quad(*each) for each in found])


@settings(max_examples=100, deadline=None)
@given(texts=PROGRAMS, facts=FACTS)
def test_the_queries_in_their_order_give_what_the_engine_gives(
    texts: Texts, facts: set[Triple]
) -> None:
    """In a store that knows nothing of rules."""
    strata = program(texts)

    expected = set(infer(strata, graph_of(sorted(facts, key=str))).facts)
    assert by_queries(strata, facts) == expected


@pytest.mark.parametrize(
    "body",
    [
        "?x ^:p 2",
        "?x ^:p* 'a'",
        "?x (:p/^:q)+ 2",
        "?x ^(:p/^:q)+ 2",
        "?x :p ?y FILTER NOT EXISTS { ?x ^:p 2 }",
    ],
)
def test_what_is_said_of_a_literal_is_written_from_its_other_end(body: str) -> None:
    """For the front end lets no literal stand first."""
    rules = parse(f"{PREFIXES}CONSTRUCT {{ ?x :r ?x }} WHERE {{ {body} }}", "r.rq")

    assert parse(as_construct(rules[0]), "r.rq") == rules


def test_names_are_short_only_if_they_can_be_read_again() -> None:
    """Letters of other languages are; what looks like one is written in full."""
    text = f"{PREFIXES}CONSTRUCT {{ ?å :blå <urn:x:aª> }} WHERE {{ ?å :a·b <urn:x:1> , :😀 }}"
    rules = parse(text, "r.rq")
    written = as_construct(rules[0], NAMES)

    assert ":blå <urn:x:aª>" in written
    assert parse(written, "r.rq") == rules


DATA = ":a :p :b , 2 . :b :p :c , 0 ; :q :a , :b . :c :q :d , 3 . :d :p :d ."


@pytest.mark.parametrize(
    "text",
    [
        "RULE { ?x :r ?y } WHERE { NOT { ?x :q ?z } ?x :p ?y . ?y :q ?z }",
        "RULE { ?x :r ?y } WHERE { NOT { ?x :q ?y } ?x :p ?y }",
        "RULE { ?x :r ?z ; :s ?y } WHERE { ?x :p ?y . SET(?z := 6 / ?y) }",
        "RULE { ?x :r ?y } WHERE { ?x :p ?y . SET(?z := ?x) ?y :q ?z }",
        "RULE { ?x :r ?y } WHERE { ?x :q ?y . SET(?z := ?y - 1) ?w :p ?z }",
        "RULE { ?x :r ?y } WHERE { ?x :p ?y FILTER(?y != 2) NOT { ?y :p/:q ?x } }",
        "RULE { ?x :r ?y } WHERE { ?x :p _:b SET(?z := 1) _:b :p ?y NOT { _:b :p _:b } }",
        "RULE { ?x :r ?w } WHERE { ?x :q ?y SET(?z := ?y - 1) SET(?w := ?z - 1) ?x :p ?z }",
        "RULE { ?v :r ?z_ } WHERE { ?x :q ?y SET(?z := ?y - 1) ?v :p ?z . ?v :p ?z_ }",
        "RULE { ?x :r ?x_ } WHERE { ?x_ :q :a NOT { ?x :p ?x_ } ?x :p ?x }",
        "RULE { ?x :r ?z } WHERE { NOT { ?x :p ?z } ?x :q ?y SET(?z := ?y - 3) ?w :p ?z }",
        "RULE { ?x :r ?y } WHERE { ?x :r/:r ?y } RULE { ?x :r ?y } WHERE { ?x :p ?y }",
        "RULE { ?x :r <<( ?x :p ?y )>> } WHERE { ?x :p ?y NOT { ?y :q ?x } }",
        r"""DATA { :e :p :a } RULE { ?x :r 'a\\n\"b' , 'c'@nb , -1 , .5 } WHERE { ?x :p ?y }""",
    ],
)
def test_a_rule_of_rl_means_the_same_as_a_query(text: str) -> None:
    """Where the languages differ, the query says it otherwise."""
    strata = stratify(check(parse_rl(PREFIXES + text, "r.srl")))
    given_graph = graph(DATA)
    facts = {Triple(one, key, other) for one, other, key in given_graph.edges(keys=True)}

    derived = {_shortest(each) for each in infer(strata, given_graph).facts}
    assert {_shortest(each) for each in by_queries(strata, facts)} == derived


def _shortest(fact: Triple) -> str:
    """A fact as text; the store writes the number .5 as 0.5."""
    return str(fact).replace('"0.5"', '".5"')


def test_what_looks_at_the_given_graph_alone_has_no_query() -> None:
    """SPARQL has no word for it."""
    for text in ("RULE {} WHERE DATA {}", "RULE {} WHERE { NOT DATA { ?x :p ?y } }"):
        (rule,) = parse_rl(PREFIXES + text, "r.srl")
        with pytest.raises(Fault) as refusal:
            as_construct(rule)
        assert refusal.value.values == {"name": "DATA", "language": "SPARQL"}


@settings(max_examples=20, deadline=None)
@given(texts=PROGRAMS)
def test_a_shacl_document_holds_the_queries_in_their_order(texts: Texts) -> None:
    """Each with the number of its turn."""
    strata = program(texts)
    found = rdflib.Graph().parse(data=as_shacl(strata, "urn:x:shape"), format="turtle")
    shacl = rdflib.Namespace("http://www.w3.org/ns/shacl#")

    rules = {
        str(found.value(rule, shacl.construct)): int(str(found.value(rule, shacl.order)))
        for rule in found.objects(rdflib.URIRef("urn:x:shape"), shacl.rule)
    }
    steps = [texts for each in queries(strata) for texts in (each.once, each.general) if texts]
    assert rules == {text: turn for turn, step in enumerate(steps) for text in step.values()}


def test_a_variable_that_shacl_would_bind_goes_by_another_name() -> None:
    """As the focus node, which the author of the rule knew nothing of."""
    text = "CONSTRUCT { ?this_ :r ?this } WHERE { ?this_ :p ?this }"
    written = as_shacl(program({"r": PREFIXES + text}), "urn:x:shape")

    assert "?this_ <urn:x:p> ?this__ ." in written
