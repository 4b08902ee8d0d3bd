"""What follows from facts, and on what grounds."""

from reason.graphs import PREFIXES, conclude, graph, short, turtle_triples

from kg.reason import Derivation, Inference, infer, parse, stratify
from kg.reason.model import Absent, Call, Filter, Gathered, Pattern, Variable
from kg.terms import RDF, XSD, Iri, Literal, Triple

X, Y, N = Variable("x"), Variable("y"), Variable("n")


def fact(text: str) -> Triple:
    """A fact written in Turtle."""
    return turtle_triples(f"{text} .")[0]


def the_derivation(inference: Inference, text: str) -> Derivation:
    """The only derivation of a fact."""
    (derivation,) = inference.derivations[fact(text)]
    return derivation


def test_a_rule_makes_every_triple_of_its_head() -> None:
    """For each way in which its body holds."""
    found = conclude(
        graph(":a :p :b , :c . :b :q 1 ."), "CONSTRUCT { ?x :r ?y . ?y a :R } WHERE { ?x :p ?y }"
    )

    assert short(found.facts) == {"a r b", "a r c", f"b {RDF}type R", f"c {RDF}type R"}


def test_given_facts_are_not_new() -> None:
    """What a rule says again is not told again."""
    found = conclude(graph(":a :p :b . :b :p :a ."), "CONSTRUCT { ?y :p ?x } WHERE { ?x :p ?y }")

    assert found.facts == ()


def test_rules_run_until_nothing_new_comes() -> None:
    """A closure needs as many rounds as its longest chain."""
    found = conclude(
        graph(":a :p :b . :b :p :c . :c :p :d . :d :p :a ."),
        "CONSTRUCT { ?x :over ?y } WHERE { ?x :p ?y }",
        "CONSTRUCT { ?x :over ?z } WHERE { ?x :over ?y . ?y :p ?z }",
    )

    assert len(found.facts) == 16


def test_a_variable_that_stands_twice_stands_for_one_term() -> None:
    """Within one pattern as well."""
    found = conclude(graph(":a :p :a , :b ."), "CONSTRUCT { ?x :self true } WHERE { ?x :p ?x }")

    assert short(found.facts) == {"a self true"}


def test_a_literal_makes_no_subject() -> None:
    """Such a triple is left out of the facts, the others of the head are not."""
    found = conclude(
        graph(":a :p 1 , :b ."), "CONSTRUCT { ?y :of ?x . ?x :has ?y } WHERE { ?x :p ?y }"
    )

    assert short(found.facts) == {"b of a", "a has b", "a has 1"}


def test_a_negation_is_a_premise_with_what_was_known() -> None:
    """Its patterns and conditions say exactly what was looked for and not found."""
    found = conclude(
        graph(":a :p :b . :b :q 1 . :c :p :d . :d :q 5 ."),
        "CONSTRUCT { ?x :poor ?y } WHERE { ?x :p ?y"
        " FILTER NOT EXISTS { ?y :q ?n FILTER(?n > 3 && ?x != ?y) } }",
    )

    three = Literal("3", XSD + "integer")
    a, b, q = Iri("urn:x:a"), Iri("urn:x:b"), Iri("urn:x:q")
    condition = Call("&&", (Call(">", (N, three)), Call("!=", (a, b))))
    assert short(found.facts) == {"a poor b"}
    assert the_derivation(found, ":a :poor :b") == Derivation(
        "r0", ((X, a), (Y, b)), (fact(":a :p :b"), Absent((Pattern(b, q, N), Filter(condition))))
    )


def test_a_group_is_a_premise_with_all_that_counted() -> None:
    """The row, and the premises of each member."""
    found = conclude(
        graph(":a :p :b , :c , :d . :b :ok true . :c :ok true . :e :p :b ."),
        "CONSTRUCT { ?x :fulfils ?n } WHERE { { SELECT ?x (COUNT(?y) AS ?n)"
        " { ?x :p ?y . ?y :ok true } GROUP BY ?x HAVING (COUNT(*) >= 2) } }",
    )

    a, two = Iri("urn:x:a"), Literal("2", XSD + "integer")
    members = ((fact(":a :p :b"), fact(":b :ok true")), (fact(":a :p :c"), fact(":c :ok true")))
    row = ((N, two), (X, a))
    assert short(found.facts) == {"a fulfils 2"}
    assert the_derivation(found, ":a :fulfils 2") == Derivation(
        "r0", row, (Gathered(row, members),)
    )


def test_a_group_without_grouping_counts_nothing_as_zero() -> None:
    """With GROUP BY there is no row for what is not there."""
    rule = (
        "CONSTRUCT {{ :all :n ?n }} WHERE {{ {{ SELECT {} (COUNT(?y) AS ?n) {{ ?x :p ?y }} {} }} }}"
    )
    facts = graph(":a :q :b .")

    assert short(conclude(facts, rule.format("", "")).facts) == {"all n 0"}
    assert conclude(facts, rule.format("?x", "GROUP BY ?x")).facts == ()


def test_an_aggregate_without_a_value_gives_no_row() -> None:
    """The sum of words is an error."""
    found = conclude(
        graph(':a :p 1 , 2 . :b :p 1 , "two" .'),
        "CONSTRUCT { ?x :sum ?s } WHERE { { SELECT ?x (SUM(?y) AS ?s) { ?x :p ?y } GROUP BY ?x } }",
    )

    assert short(found.facts) == {"a sum 3"}


def test_the_least_and_the_greatest_are_by_the_order_of_order_by() -> None:
    """Which holds of every term, also of those that no sign compares."""
    found = conclude(
        graph(':a :p "b"@nb , "ab"@nb . :b :p 2 , 10 , "1" . :c :p :c , 1 . :d :p true , 1e0 .'),
        "CONSTRUCT { ?x :least ?s ; :most ?t } WHERE { { SELECT ?x (MIN(?y) AS ?s) (MAX(?y) AS ?t)"
        " { ?x :p ?y } GROUP BY ?x } FILTER(BOUND(?s) && BOUND(?t)) }",
    )

    assert short(found.facts) == {
        "a least ab",
        "a most b",
        "b least 2",
        "b most 1",
        "c least c",
        "c most 1",
        "d least true",
        "d most 1e0",
    }


def test_aggregates_give_what_sparql_says() -> None:
    """Different terms count as different, even if their values are equal."""
    found = conclude(
        graph(":a :p :b , :c , :d . :b :v 1 . :c :v 2 . :d :v 1 ."),
        "CONSTRUCT { ?x :c ?c ; :s ?s ; :d ?d ; :min ?min ; :max ?max ; :avg ?avg } WHERE {"
        " { SELECT ?x (COUNT(*) AS ?c) (SUM(?v) AS ?s) (SUM(DISTINCT ?v) AS ?d) (MIN(?v) AS ?min)"
        " (MAX(?v) AS ?max) (AVG(?v) AS ?avg) { ?x :p ?y . ?y :v ?v } GROUP BY ?x }"
        " FILTER(BOUND(?s) && BOUND(?d) && BOUND(?min) && BOUND(?max) && BOUND(?avg)) }",
    )

    assert short(found.facts) == {
        "a c 3",
        "a s 4",
        "a d 3",
        "a min 1",
        "a max 2",
        "a avg 1.333333333333333333",
    }


def test_an_assignment_that_fails_drops_the_solution() -> None:
    """One that works gives a term that was in no fact."""
    found = conclude(
        graph(":a :n 4 . :b :n 0 ."),
        "CONSTRUCT { ?x :part ?y } WHERE { ?x :n ?n BIND(8 / ?n AS ?y) }",
    )

    assert short(found.facts) == {"a part 2"}


def test_an_undefined_cell_leaves_its_variable_to_others() -> None:
    """Rows of VALUES are joined, before or after the patterns."""
    facts = graph(":a :p :b . :c :p :d .")
    values = "VALUES (?x ?y) { (:a UNDEF) (UNDEF :d) (:a :d) }"
    before = conclude(facts, f"CONSTRUCT {{ ?x :r ?y }} WHERE {{ {values} ?x :p ?y }}")
    after = conclude(facts, f"CONSTRUCT {{ ?x :r ?y }} WHERE {{ ?x :p ?y {values} }}")

    assert short(before.facts) == short(after.facts) == {"a r b", "c r d"}


def test_every_derivation_is_kept_once() -> None:
    """Also those found after the fact was."""
    found = conclude(
        graph(":a :p :b , :c . :b :q :d . :c :q :d . :a :s :d ."),
        "CONSTRUCT { ?x :r ?z } WHERE { ?x :p ?y . ?y :q ?z }",
        "CONSTRUCT { ?x :r ?z } WHERE { ?x :s ?z }",
        "CONSTRUCT { ?x :r ?z } WHERE { ?x :t ?z }",
        "CONSTRUCT { ?x :t ?z } WHERE { ?x :r ?z }",
    )

    ways = found.derivations[fact(":a :r :d")]
    assert sorted(way.rule for way in ways) == ["r0", "r0", "r1", "r2"]
    assert len(set(ways)) == 4


def test_bindings_name_what_the_author_named() -> None:
    """In order of name, without the joints of paths."""
    found = conclude(graph(":a :p :b . :b :q :c ."), "CONSTRUCT { ?x :r ?a } WHERE { ?x :p/:q ?a }")

    derivation = the_derivation(found, ":a :r :c")
    assert [variable.name for variable, _ in derivation.bindings] == ["a", "x"]
    assert derivation.premises == (fact(":a :p :b"), fact(":b :q :c"))


def test_the_given_graph_is_left_as_it_was() -> None:
    """Inference is a value of its own, and edge data mean nothing to it."""
    facts = graph(":a :p :b .")
    for *_, data in facts.edges(data=True):
        data["source"] = "somewhere"
    before = sorted(map(str, facts.edges(keys=True, data=True)))

    found = conclude(facts, "CONSTRUCT { ?y :q ?x } WHERE { ?x :p ?y }")

    assert short(found.facts) == {"b q a"}
    assert sorted(map(str, facts.edges(keys=True, data=True))) == before


def test_a_later_stratum_sees_all_of_an_earlier_one() -> None:
    """What is missing is missing for good."""
    found = conclude(
        graph(":a a :C . :b a :C . :a :p :x . :x :p :y ."),
        "CONSTRUCT { ?c :open true } WHERE { ?c a :C FILTER NOT EXISTS { ?c :far :y } }",
        "CONSTRUCT { ?x :far ?y } WHERE { ?x :p ?y }",
        "CONSTRUCT { ?x :far ?z } WHERE { ?x :far ?y . ?y :p ?z }",
    )

    assert {"b open true"} == {line for line in short(found.facts) if "open" in line}


def test_no_rules_and_no_facts_give_nothing() -> None:
    """The empty cases are no special cases."""
    rule = parse(PREFIXES + "CONSTRUCT { :a :p :b } WHERE { }", "r.rq")

    assert infer((), graph(":a :p :b .")).facts == ()
    assert short(infer(stratify(rule), graph("")).facts) == {"a p b"}
