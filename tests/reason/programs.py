"""Generated programs and facts.

Generated rules make ``:d0`` to ``:d4`` of ``:p``, ``:q`` and ``:n``. Those with a negation, a
group or an assignment look only at predicates below their own, so that every generated program
has strata; the others may look at their own predicate and the next, and so may feed each other.
"""

from collections.abc import Mapping, Sequence

from hypothesis import strategies as st
from reason.graphs import PREFIXES

from kg.reason import check, parse, stratify
from kg.reason.model import Program
from kg.terms import XSD, Iri, Literal, Triple

NAMES = [":a", ":b", ":c", ":d"]
VARIABLES = ["?x", "?y", "?z"]
# Paths that repeat; each is written with one predicate, or with two of them. After those with a
# star follows a step, so that what is reached without a move stands in a fact all the same.
REPEATED = [
    "{0}+",
    "^{0}+",
    "({0}/{1})+",
    "({0}/^{1})+",
    "{1}/{0}+",
    "{0}*/{1}",
    "^{1}/(^{0}/{1})*",
]

Texts = Mapping[str, str]


def program(texts: Texts) -> Program:
    """The strata of rule texts."""
    return stratify(check(rule for name, text in texts.items() for rule in parse(text, name)))


@st.composite
def atoms(draw: st.DrawFn, predicates: Sequence[str]) -> str:
    """A triple with at least one variable, perhaps with a path."""
    steps = draw(st.lists(st.sampled_from(predicates), min_size=1, max_size=2))
    path = "/".join(draw(st.sampled_from(["", "^"])) + step for step in steps)
    if draw(st.integers(0, 3)) == 0:
        path = draw(st.sampled_from(REPEATED)).format(steps[0], steps[-1])
    subject = draw(st.sampled_from(VARIABLES))
    target = draw(st.sampled_from([*VARIABLES, *VARIABLES, *NAMES]))
    return f"{subject} {path} {target} ."


CONDITIONS = [
    "FILTER(?x != :a)",
    "FILTER(isIRI(?x) && STR(?x) < 'urn:x:c')",
    "FILTER(?x IN (:a, :b, 1) || ?x > 1)",
    "FILTER(BOUND(?x))",
    "FILTER(!(?x = 1))",
]
ROWS = [
    "VALUES ?x { :a :b 1 }",
    "VALUES (?x ?y) { (:a UNDEF) (:b :c) (UNDEF 1) }",
    "VALUES ?w { :a :b }",
]
GROUPS = [
    "{{ SELECT ?x (COUNT(DISTINCT ?m) AS ?v) {{ ?x {0} ?m }} GROUP BY ?x HAVING (COUNT(*) > 1) }}",
    "{{ SELECT ?x (COUNT(*) AS ?v) {{ ?x {0}/{1} ?m FILTER(?m != :b) }} GROUP BY ?x }}",
    "{{ SELECT ?x (SUM(?m) AS ?v) {{ ?x {0} ?k ; :n ?m }} GROUP BY ?x }}",
    "{{ SELECT ?x (COUNT(*) AS ?v) {{ ?x {0}+ ?k . ?k {1}* ?m }} GROUP BY ?x }}",
    "{{ SELECT ?x (SUM(?m) AS ?v) {{ ?x ({0}/^{1})*/:n ?m }} GROUP BY ?x }}",
    "{{ SELECT ?x (MAX(?m) AS ?v) {{ ?x :n ?m FILTER NOT EXISTS {{ ?x {0} ?x }} }} GROUP BY ?x }}",
    "{{ SELECT (MIN(?m) AS ?v) {{ ?k :n ?m ; {0} ?o }} }} ?x {1} ?y",
    "{{ SELECT ?x (AVG(DISTINCT ?m) AS ?v) {{ ?x :n ?m }} GROUP BY ?x }} FILTER(?v >= 1)",
    "{{ SELECT (COUNT(?m) AS ?v) {{ ?m {0} ?m }} }} ?x {1} ?y FILTER(?v < 2)",
]
ASSIGNMENTS = ["?n + 1", "6 / ?n", "IF(?n > 1, :a, ?x)", "CONCAT(STR(?x), '!')", "IRI(STR(?x))"]


@st.composite
def monotone(draw: st.DrawFn, level: int) -> str:
    """A rule of triples, rows and conditions, that may feed itself and the next."""
    below = min(level // 2 * 2 + 2, 4)
    predicates = [":p", ":q", *(f":d{number}" for number in range(below))]
    body = [draw(atoms(predicates)) for _ in range(draw(st.integers(0, 2)))] + ["?x :p ?y ."]
    body += draw(st.lists(st.sampled_from(ROWS), max_size=1))
    body += draw(st.lists(st.sampled_from(CONDITIONS), max_size=1))
    return _rule(f"{draw(st.sampled_from(['?x', '?y']))} :d{level} ?x", draw(st.permutations(body)))


@st.composite
def closed(draw: st.DrawFn, level: int) -> str:
    """A rule with a negation, a group or an assignment, that looks below its pair only."""
    predicates = [":p", ":q", *(f":d{number}" for number in range(level // 2 * 2))]
    one, other = draw(st.sampled_from(predicates)), draw(st.sampled_from(predicates))
    match draw(st.sampled_from(["negation", "group", "assignment"])):
        case "negation":
            condition = draw(
                st.sampled_from(["", "FILTER(?z != ?x)", "FILTER(?z = :c || ?y = ?z)"])
            )
            path = draw(st.sampled_from(["{}", "{}", "{}+", "^{}+", "{}*", "(^{0}/{0})*"]))
            absent = f"FILTER NOT EXISTS {{ ?y {path.format(other)} ?z {condition} }}"
            return _rule(f"?x :d{level} ?y", draw(st.permutations([f"?x {one} ?y .", absent])))
        case "group":
            group = draw(st.sampled_from(GROUPS)).format(one, other)
            return _rule(f"?x :d{level} ?v", [group])
        case _:
            value = draw(st.sampled_from(ASSIGNMENTS))
            return _rule(f"?x :d{level} ?v", [f"?x {one} ?y ; :n ?n BIND({value} AS ?v)"])


def _rule(head: str, body: Sequence[str]) -> str:
    return f"{PREFIXES}CONSTRUCT {{ {head} }} WHERE {{ {' '.join(body)} }}"


PROGRAMS = st.lists(
    st.integers(0, 3).flatmap(lambda level: monotone(level) | closed(level)), min_size=1, max_size=5
).map(lambda texts: {f"r{number}": text for number, text in enumerate(texts)})
IRIS = st.sampled_from([Iri(f"urn:x:{name[1:]}") for name in NAMES])
INTEGERS = st.integers(0, 3).map(lambda value: Literal(str(value), XSD + "integer"))
FACTS = st.sets(
    st.one_of(
        st.builds(Triple, IRIS, st.sampled_from([Iri("urn:x:p"), Iri("urn:x:q")]), IRIS),
        st.builds(Triple, IRIS, st.sampled_from([Iri("urn:x:n"), Iri("urn:x:q")]), INTEGERS),
    ),
    min_size=3,
    max_size=14,
)
