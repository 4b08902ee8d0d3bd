"""The SPARQL front end: what a rule text stands for."""

import pytest
from reason.graphs import PREFIXES

from kg.errors import Faults
from kg.reason import Rule, parse
from kg.reason.model import (
    Aggregate,
    Assign,
    Call,
    Filter,
    Group,
    Node,
    Not,
    Pattern,
    Values,
    Variable,
)
from kg.terms import RDF, XSD, Iri, Literal

X, Y, Z = Variable("x"), Variable("y"), Variable("z")
P, Q = Iri("urn:x:p"), Iri("urn:x:q")


def rule(body: str, head: str = "?x :p ?y") -> Rule:
    """The rule of a body."""
    return parse(f"{PREFIXES}CONSTRUCT {{ {head} }} WHERE {{ {body} }}", "r.rq")[0]


def expression(text: str) -> object:
    """The expression of a FILTER."""
    found = rule(f"FILTER({text})").body[0]
    assert isinstance(found, Filter)
    return found.expression


def integer(lexical: str) -> Literal:
    """An integer."""
    return Literal(lexical, XSD + "integer")


def test_a_rule_is_named_after_its_file() -> None:
    """Unless the caller gives it a name."""
    text = "CONSTRUCT { ?x a ?y } WHERE { ?x a ?y }"

    assert parse(text, "rules/topic/some-claim.rq")[0].name == "some-claim"
    assert parse(text, "rules/topic/some-claim.rq", "other")[0].name == "other"


def test_a_header_is_a_comment() -> None:
    """Lines that begin with a hash mean nothing to SPARQL; the place counts them."""
    text = "#+ id: turn\n#+ OPTIONAL\nCONSTRUCT { ?x a ?y } WHERE { ?x a ?y } # end"

    place = parse(text, "r.rq")[0].place
    assert place is not None
    assert (place.line, place.column) == (3, 1)


def test_keywords_may_be_written_in_any_case() -> None:
    """But ``a`` is written small."""
    text = (
        "prefix : <urn:x:> construct { ?x :p ?y } where { ?x :q ?y filter not exists { ?x a ?y } }"
    )

    assert isinstance(parse(text, "r.rq")[0].body[-1], Not)
    with pytest.raises(Faults):
        rule("?x A ?y")


def test_semicolons_and_commas_are_written_out() -> None:
    """Each object gives a triple of its own, and a trailing semicolon none."""
    assert rule("?x :p ?y , ?z ; :q 1 ; .").body == (
        Pattern(X, P, Y),
        Pattern(X, P, Z),
        Pattern(X, Q, integer("1")),
    )


def test_blank_nodes_of_a_body_are_variables_of_the_rule() -> None:
    """They are named with a dot; the same label is the same variable."""
    first, second, third, fourth = rule("?x :p [ :q ?y ] , [] . _:b :p _:b").body

    assert isinstance(first, Pattern)
    assert isinstance(third, Pattern)
    assert isinstance(fourth, Pattern)
    assert second == Pattern(first.object, Q, Y)
    assert len({_dotted(node) for node in (first.object, third.object, fourth.object)}) == 3
    assert fourth.subject == fourth.object


def test_a_condition_ends_no_block_of_triples() -> None:
    """So a label means the same on both sides, and each block inside has labels of its own."""
    negation = "FILTER NOT EXISTS {{ ?x :q {} }}"
    text = f"?x :p _:a FILTER(?x != 1) {negation.format('_:b')} {negation.format('_:c')} _:a :q ?y"
    patterns = [each for each in rule(text).body if isinstance(each, Pattern)]

    assert len({_dotted(node) for node in (patterns[0].object, patterns[1].subject)}) == 1


def _dotted(node: Node) -> str:
    assert isinstance(node, Variable)
    assert node.name.startswith(".")
    return node.name


def test_a_path_is_a_chain_of_triples() -> None:
    """``/`` makes a joint, ``^`` turns a step round, brackets group."""
    first, second, third = rule("?x :p/^(:q/a) ?y").body

    assert isinstance(first, Pattern)
    assert isinstance(second, Pattern)
    assert isinstance(third, Pattern)
    assert (first.subject, first.predicate) == (X, P)
    assert (second.subject, second.predicate) == (Y, Q)
    assert third == Pattern(second.object, Iri(RDF + "type"), first.object)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("7", integer("7")),
        ("-7", integer("-7")),
        ("1.50", Literal("1.50", XSD + "decimal")),
        (".5e-3", Literal(".5e-3", XSD + "double")),
        ("true", Literal("true", XSD + "boolean")),
        ("'it'", Literal("it")),
        (r'"a\tb\u00e5\""', Literal('a\tbå"')),
        ('"""two\n"lines" """', Literal('two\n"lines" ')),
        ("''''quoted'' '''", Literal("'quoted'' ")),
        ('"hei"@nb-NO', Literal("hei", RDF + "langString", "nb-no")),
        ('"1"^^xsd:int', Literal("1", XSD + "int")),
        ('"1"^^<urn:d>', Literal("1", "urn:d")),
        ("<urn:a%20b>", Iri("urn:a%20b")),
        (r":a\,b", Iri("urn:x:a,b")),
        (":a.b-c", Iri("urn:x:a.b-c")),
        (":", Iri("urn:x:")),
        ("rdf:type", Iri(RDF + "type")),
    ],
)
def test_a_term_is_read_as_sparql_writes_it(text: str, term: object) -> None:
    """Numbers keep their form; language tags are put in small letters."""
    assert rule(f"?x :p {text} .").body == (Pattern(X, P, term),)  # type: ignore[arg-type]


def test_iris_are_resolved_against_the_base() -> None:
    """Also those of a prefix, whose empty fragment stays."""
    text = "BASE <http://e/a/b> PREFIX : <#> CONSTRUCT { <c> :d <../f#g> } WHERE { ?x <urn:#> $x }"

    found = parse(text, "r.rq")[0]
    assert found.head == (Pattern(Iri("http://e/a/c"), Iri("http://e/a/b#d"), Iri("http://e/f#g")),)
    assert found.body == (Pattern(X, Iri("urn:#"), X),)


def test_operators_bind_as_in_sparql() -> None:
    """Or, and, comparison, sum, product, sign: from weak to strong, and from the left."""
    one, two = integer("1"), integer("2")

    assert expression("?x || ?y && ?x = 1 - 2 - ?z * 2") == Call(
        "||",
        (
            X,
            Call(
                "&&",
                (Y, Call("=", (X, Call("-", (Call("-", (one, two)), Call("*", (Z, two))))))),
            ),
        ),
    )
    assert expression("!?x || -?y < +1") == Call(
        "||", (Call("!", (X,)), Call("<", (Call("-", (Y,)), integer("+1"))))
    )


def test_a_sign_that_touches_a_number_is_still_a_sum() -> None:
    """``?x -1*2`` is ``?x + (-1 * 2)``, as in SPARQL's own grammar."""
    product = Call("*", (integer("-1"), integer("2")))

    assert expression("?x -1*2") == Call("+", (X, product))
    assert expression('"1"^^xsd:int + 1') == Call("+", (Literal("1", XSD + "int"), integer("1")))
    assert expression("xsd:integer(?x)/2") == Call("/", (Call(XSD + "integer", (X,)), integer("2")))


def test_functions_are_named_in_capitals_and_casts_by_their_iri() -> None:
    """However they were written."""
    assert expression("isIri(?x)") == Call("ISIRI", (X,))
    assert expression("xsd:integer(?x)") == Call(XSD + "integer", (X,))
    assert expression("CONCAT()") == Call("CONCAT", ())
    assert expression("?x NOT IN (1, ?y) || ?x in ()") == Call(
        "||", (Call("not in", (X, integer("1"), Y)), Call("in", (X,)))
    )


def test_conditions_go_to_the_end_of_their_group_and_negations_after_them() -> None:
    """SPARQL applies them to the whole group, wherever they are written."""
    body = rule(
        "FILTER NOT EXISTS { FILTER(?x = ?y) ?x :q ?z } FILTER(?y > 1) ?x :p ?y . FILTER(BOUND(?x))"
    ).body

    kinds = [type(element) for element in body]
    assert kinds == [Pattern, Filter, Filter, Not]
    assert isinstance(body[-1], Not)
    assert [type(element) for element in body[-1].elements] == [Pattern, Filter]


def test_bind_and_values_are_elements() -> None:
    """One variable or several; UNDEF leaves one free."""
    assert rule("BIND(1 AS ?x) VALUES ?y { :p 2 } VALUES (?x ?z) { (1 UNDEF) (UNDEF 2) }").body == (
        Assign(X, integer("1")),
        Values((Y,), ((P,), (integer("2"),))),
        Values((X, Z), ((integer("1"), None), (None, integer("2")))),
    )


def test_a_sub_select_is_a_group() -> None:
    """An aggregate in HAVING is one of the group's, under a name of the parser's own."""
    (found,) = rule(
        "{ SELECT ?x (COUNT(DISTINCT ?y) AS ?n) (SUM(?z) AS ?s) WHERE { ?x :p ?y ; :q ?z }"
        " GROUP BY ?x HAVING (COUNT(*) > 2) }",
        head="?x :p ?s",
    ).body

    assert isinstance(found, Group)
    hidden = found.aggregates[2].variable
    assert found.by == (X,)
    assert found.elements == (Pattern(X, P, Y), Pattern(X, Q, Z))
    assert found.aggregates[:2] == (
        Aggregate(Variable("n"), "COUNT", Y, distinct=True),
        Aggregate(Variable("s"), "SUM", Z),
    )
    assert found.aggregates[2] == Aggregate(hidden, "COUNT", None)
    assert found.having == (Filter(Call(">", (hidden, integer("2")))),)
    assert hidden.name.startswith(".")


def test_a_variable_knows_where_it_stands_and_is_the_same_everywhere() -> None:
    """The place serves messages only."""
    first = rule("?x :p ?x").body[0]

    assert isinstance(first, Pattern)
    assert isinstance(first.subject, Variable)
    assert isinstance(first.object, Variable)
    assert first.subject == first.object
    assert first.subject.place != first.object.place


def test_a_select_may_be_the_whole_body() -> None:
    """With braces of its own or without, as in SPARQL 1.1, section 19.8 [54]."""
    select = "SELECT ?x (COUNT(?y) AS ?n) { ?x <urn:p> ?y } GROUP BY ?x"
    head = "CONSTRUCT { ?x <urn:n> ?n } WHERE"

    assert parse(f"{head} {{ {select} }}", "r.rq") == parse(f"{head} {{ {{ {select} }} }}", "r.rq")
