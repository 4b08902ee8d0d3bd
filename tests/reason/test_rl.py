"""What a text of SPARQL 1.2 RL means, where it is not what SPARQL means. The W3C suite has more."""

from collections.abc import Mapping

import pytest
from reason.graphs import PREFIXES, graph, graph_of, short, turtle_triples
from reason.proved import prove_all

from kg.errors import Faults
from kg.reason import Rule, check, infer, naive, stratify
from kg.reason.model import Assign, Call, Filter, Nested, Not, Pattern, Variable
from kg.reason.rl import parse_rl
from kg.terms import RDF, XSD, Blank, Iri, Literal, TripleTerm

X, Y = Variable("x"), Variable("y")
A, P, Q = Iri("urn:x:a"), Iri("urn:x:p"), Iri("urn:x:q")
TYPE, REIFIES = Iri(RDF + "type"), Iri(RDF + "reifies")


def rules(text: str) -> tuple[Rule, ...]:
    """The rules of a text; ``:`` is a prefix there already."""
    return parse_rl(PREFIXES + text, "r.srl", "http://e/r.srl")


def body(text: str) -> tuple[object, ...]:
    """The body of a rule."""
    return rules(f"RULE {{}} WHERE {{ {text} }}")[0].body


def derived(text: str, data: str) -> set[str]:
    """What follows from data by a text of rules, the same by both engines."""
    program, given = stratify(check(rules(text))), turtle_triples(data)
    found = [
        {str(fact) for fact in prove_all(run(program, graph_of(given)), given).facts}
        for run in (infer, naive.infer)
    ]

    assert found[0] == found[1]
    return {each.replace("urn:x:", "").replace("<", "").replace(">", "") for each in found[0]}


def refused(text: str) -> list[str]:
    """The keys of the faults for which a text is refused."""
    with pytest.raises(Faults) as refusal:
        stratify(check(rules(text)))
    return [fault.key for fault in refusal.value.each()]


def test_elements_stay_in_the_order_in_which_they_are_written() -> None:
    """A condition stands where it applies."""
    found = body("NOT { ?x :q ?y } ?x :p ?y . FILTER(?y > 1) SET(?z := ?y + 1) ?z :p ?x")

    assert [type(each) for each in found] == [Not, Pattern, Filter, Assign, Pattern]


def test_a_negation_sees_what_stands_before_it_only() -> None:
    """A variable bound later is another one to it."""
    data = ":a :p :b . :c :q :d ."

    assert derived("RULE { ?x :r ?y } WHERE { NOT { ?x :q ?z } ?x :p ?y }", data) == set()
    assert derived("RULE { ?x :r ?y } WHERE { ?x :p ?y NOT { ?x :q ?z } }", data) == {"a r b ."}


def test_an_error_in_set_drops_the_solution() -> None:
    """With every triple of the head."""
    text = "RULE { ?x :in ?o ; :out ?z } WHERE { ?x :data ?o . SET(?z := 1/?o) }"
    found = derived(text, ":x1 :data 1 . :x2 :data 0 .")

    assert {each.split()[0] for each in found} == {"x1"}
    assert len(found) == 2


def test_a_set_variable_may_be_looked_up_later() -> None:
    """Which joins it with the facts."""
    text = "RULE { ?x :r ?z } WHERE { ?x :p ?y . SET(?z := ?y) ?z :q ?x }"

    assert derived(text, ":a :p :b , :c . :b :q :a .") == {"a r b ."}


def test_data_forms_look_at_the_given_graph_alone() -> None:
    """Neither at what was derived nor at DATA blocks; a default may so deny what it gives."""
    default = "RULE { ?x :level 0 } WHERE { ?x a :T . NOT DATA { ?x :level ?any } }"
    found = derived(f"DATA {{ :c a :T }} {default}", ":a a :T . :b a :T ; :level 2 .")
    assert {each.split()[0] for each in found if "level" in each} == {"a", "c"}

    whole = "DATA { :c :p 1 } RULE { ?x :q 1 } WHERE DATA { ?x :p 1 NOT { ?x :q 1 } }"
    assert {each.split()[0] for each in derived(whole, ":a :p 1 .")} == {"c", "a"}
    assert {each.split()[1] for each in derived(whole, ":a :p 1 .")} == {"p", "q"}


def test_data_that_is_given_already_is_not_derived() -> None:
    """The result holds new facts only."""
    assert derived("DATA { :a :p :b , :c }", ":a :p :b .") == {"a p c ."}


def test_a_node_of_a_head_is_new_for_each_solution_and_one_within_it() -> None:
    """Also for solutions that differ only in what has no name."""
    found = derived(
        "RULE { _:n :of ?x ; :has _:n } WHERE { ?x :p [] }", ":a :p :b , :c . :d :p :b ."
    )
    nodes = {each.split()[0] for each in found}

    assert len(nodes) == 3
    assert len(found) == 6


def test_triple_terms_are_matched_inside_and_made() -> None:
    """And taken apart by functions."""
    text = """
      RULE { ?who :doubts ?s } WHERE { ?who :says <<( ?s :p ?o )>> . FILTER(OBJECT(?t) = ?o)
        NOT { ?s :p ?o } }
    """
    assert refused(text) == ["unsafe-variable"]
    text = text.replace(
        "FILTER(OBJECT(?t) = ?o)", "SET(?t := <<( ?s :p ?o )>>) FILTER(ISTRIPLE(?t))"
    )
    data = ":w :says <<( :a :p :b )>> , <<( :c :p :d )>> . :c :p :d ."

    assert derived(text, data) == {"w doubts a ."}
    made = derived("RULE { ?x :said <<( ?x :p ?y )>> } WHERE { ?x :p ?y }", ":a :p :b .")
    assert made == {"a said <<( a p b )>> .".replace("<<", "").replace(">>", "")}


def test_what_makes_terms_without_end_is_refused() -> None:
    """A triple term in a triple term, a new node for each node."""
    assert refused("RULE { ?x :p <<( ?x :p ?y )>> } WHERE { ?x :p ?y }") == ["not-stratified"]
    assert refused("RULE { [] :p ?x } WHERE { ?x :p ?y }") == ["not-stratified"]
    assert derived("RULE { ?x :q <<( ?x :p ?y )>> } WHERE DATA { ?x :q ?y }", ":a :q :b .")


def test_a_reifier_stands_for_a_triple_that_is_spoken_of() -> None:
    """Its name is the one given, or a new variable."""
    term = TripleTerm(A, P, Q)

    assert body("<< :a :p :q ~:r >> :q ?x") == (
        Pattern(Iri("urn:x:r"), REIFIES, term),
        Pattern(Iri("urn:x:r"), Q, X),
    )
    first, second = body("<< ?x :p :q >> a :T .")
    assert isinstance(first, Pattern)
    assert isinstance(second, Pattern)
    assert first == Pattern(second.subject, REIFIES, Nested(X, P, Q))


def test_an_annotation_states_the_triple_and_speaks_of_it() -> None:
    """Braces belong to the name just before them, or to a new one."""
    found = body(":a :p :q ~ ?x ~ ?y {| :q 1 |} {| :q 2 |}")
    one, two = (Literal(number, XSD + "integer") for number in "12")
    hidden = Variable(".0")

    assert found == (
        Pattern(A, P, Q),
        Pattern(X, REIFIES, TripleTerm(A, P, Q)),
        Pattern(Y, REIFIES, TripleTerm(A, P, Q)),
        Pattern(Y, Q, one),
        Pattern(hidden, REIFIES, TripleTerm(A, P, Q)),
        Pattern(hidden, Q, two),
    )


def test_a_list_is_its_cells() -> None:
    """The empty one is ``rdf:nil``."""
    (rule,) = rules("RULE { ?x :p (1 ?x) , () } WHERE { ?x a :T }")
    first, rest, nil = (Iri(RDF + name) for name in ("first", "rest", "nil"))
    one, two = Blank("b0"), Blank("b1")

    assert rule.head[0] == Pattern(X, P, one)
    assert set(rule.head[1:]) == {
        Pattern(one, first, Literal("1", XSD + "integer")),
        Pattern(one, rest, two),
        Pattern(two, first, X),
        Pattern(two, rest, nil),
        Pattern(X, P, nil),
    }


def test_a_text_may_have_a_direction() -> None:
    """Left or right, in small letters."""
    (found,) = body('?x :p "abc"@en--rtl')

    assert found == Pattern(X, P, Literal("abc", RDF + "dirLangString", "en", "rtl"))
    assert refused('DATA { :a :p "abc"@en--RTL }') == ["unknown-direction"]


def test_rules_are_named_by_their_iri_or_their_place() -> None:
    """The DATA blocks of a text are one rule, whose nodes keep their labels across blocks."""
    text = "DATA { _:n :p 1 }\nRULE :r {} WHERE {}\nRULE {} WHERE {} DATA { _:n :p 2 }"
    data, named, unnamed = rules(text)

    assert (named.name, unnamed.name) == ("urn:x:r", "r.srl:4:1")
    assert {pattern.subject for pattern in data.head} == {Blank("b0")}


def test_expressions_are_those_of_sparql() -> None:
    """Without BOUND and COALESCE, and with triple terms."""
    (_, found) = body("?x :p ?y FILTER(?x = <<( :a :p ?y )>> || hasLang(?y))")

    term = Call("TRIPLE", (A, P, Y))
    assert found == Filter(Call("||", (Call("=", (X, term)), Call("HASLANG", (Y,)))))
    assert refused("RULE {} WHERE { ?x :p ?y FILTER(BOUND(?x)) }") == ["unsupported-form"]
    assert refused("RULE {} WHERE { ?x :p ?y FILTER(NOW() > ?y) }") == ["changing-function"]


TEXTS = {
    "http://e/r.srl": "IMPORTS <s.srl> DATA { <a> <p> 1 }",
    "http://e/s.srl": "IMPORTS <deep/t.srl> IMPORTS <r.srl> DATA { <a> <p> 2 }",
    "http://e/deep/t.srl": "PREFIX : <#> IMPORTS <../s.srl> DATA { :a <p> 3 }",
}


def imported(texts: Mapping[str, str]) -> tuple[Rule, ...]:
    """The rules of the first text, and those it imports from the others."""
    return parse_rl(texts["http://e/r.srl"], "r.srl", "http://e/r.srl", texts.get)


def test_imports_bring_each_text_once() -> None:
    """Also in a circle; each text has its own base and prefixes."""
    heads = [rule.head for rule in imported(TEXTS)]

    assert [str(head[0].object) for head in heads] == [
        f'"{number}"^^<{XSD}integer>' for number in (1, 2, 3)
    ]
    assert heads[2][0].subject == Iri("http://e/deep/t.srl#a")


def test_an_import_that_cannot_be_had_is_refused() -> None:
    """Because nothing is there, or because nothing may be imported."""
    texts = {"http://e/r.srl": "IMPORTS <gone.srl>"}
    with pytest.raises(Faults) as refusal:
        imported(texts)
    assert [fault.key for fault in refusal.value.each()] == ["import-not-found"]
    assert refused("IMPORTS <s.srl>") == ["import-not-allowed"]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("DATA { ?x :p 1 }", "variable-in-data"),
        ("VERSION '1.3'", "unknown-version"),
        ("VERSION '''1.2'''", "unknown-version"),
        ("RULE { ?x :p/:q ?y } WHERE { ?x :p ?y }", "unsupported-form"),
        ("RULE {} WHERE { ?x :p/:q ?y {| :r 1 |} }", "unsupported-form"),
        ("RULE {} WHERE { OPTIONAL { ?x :p ?y } }", "unsupported-form"),
        ("RULE {} WHERE { ?x :p/:q* ?y }", "syntax-error"),
        ("RULE { ?x :p ?y } WHERE { ?x :q 1 SET(?x := 2) }", "unbound-head-variable"),
        ("RULE {} WHERE { ?x :q 1 SET(?x := 2) }", "variable-already-bound"),
        ("RULE :r {} WHERE {} RULE :r {} WHERE {}", "same-rule-name"),
    ],
)
def test_what_is_not_allowed_is_refused_by_name(text: str, key: str) -> None:
    """By the reader or by the check."""
    assert key in refused(text)


def test_the_time_zone_of_a_moment_is_a_function_of_it() -> None:
    """As a text and as a duration; a moment without one has the empty text and no duration."""
    facts = graph(
        ":a :at '2026-11-23T09:00:00-03:30'^^xsd:dateTime . :b :at '2026-11-23'^^xsd:date ."
    )
    text = """RULE { ?x :zone ?z } WHERE { ?x :at ?t SET(?z := TZ(?t)) }
        RULE { ?x :off ?z } WHERE { ?x :at ?t SET(?z := TIMEZONE(?t)) }"""
    found = infer(stratify(check(parse_rl(PREFIXES + text, "r.srl"))), facts)

    assert short(found.facts) == {"a zone -03:30", "a off -PT3H30M", "b zone "}
