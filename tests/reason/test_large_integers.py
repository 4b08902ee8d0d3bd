"""Integers that no column can hold, or whose sum none can: what is exact stays so."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reason.graphs import PREFIXES, graph
from reason.programs import program

from kg.reason import Inference, Program, naive
from kg.reason.engine import infer

pytestmark = pytest.mark.thorough

AGGREGATES = [
    "SUM(?v)",
    "SUM(DISTINCT ?v)",
    "AVG(?v)",
    "MIN(?v)",
    "MAX(?v)",
    "COUNT(DISTINCT ?v)",
]
COMPARED = "CONSTRUCT { ?x :less ?y } WHERE { ?x :v ?a . ?y :v ?b FILTER(?a < ?b && ?a != ?b) }"
EDGES = [2**31, 2**53, 2**62, 2**63, 2**64, 10**30]
NEAR = st.builds(
    lambda edge, step, sign: sign * (edge + step),
    st.sampled_from(EDGES),
    st.integers(-2, 2),
    st.sampled_from([1, -1]),
)


def grouped() -> Program:
    """A rule for each aggregate."""
    select = "SELECT ?x ({} AS ?n) {{ ?x :v ?v }} GROUP BY ?x"
    rule = f"CONSTRUCT {{{{ ?x :r{{}} ?n }}}} WHERE {{{{ {{{{ {select} }}}} }}}}"
    return program({f"r{n}": PREFIXES + rule.format(n, each) for n, each in enumerate(AGGREGATES)})


def agreed(strata: Program, facts: str) -> Inference:
    """What follows, which both engines must say."""
    known = graph(facts)
    found = infer(strata, known)
    assert set(found.facts) == set(naive.infer(strata, known).facts)
    return found


@pytest.mark.parametrize("sign", [1, -1])
def test_a_sum_that_no_column_can_hold_is_exact(sign: int) -> None:
    """Eleven hundred integers near the largest that a column has are added one by one."""
    values = [sign * (2**53 - number) for number in range(1_100)]
    found = agreed(grouped(), f":a :v {', '.join(map(str, values))} . :b :v 1, 2 .")

    sums = {str(fact.object) for fact in found.facts}
    assert any(str(sum(values)) in each for each in sums)


@settings(max_examples=40, deadline=None)
@given(values=st.lists(st.tuples(st.sampled_from("ab"), NEAR | st.integers()), min_size=1))
def test_aggregates_of_large_integers_agree(values: list[tuple[str, int]]) -> None:
    """Sums, means, extremes and counts, by whichever engine."""
    agreed(grouped(), " ".join(f":{name} :v {value} ." for name, value in values))


@settings(max_examples=25, deadline=None)
@given(values=st.lists(NEAR, min_size=17, max_size=24, unique=True))
def test_comparisons_of_large_integers_agree(values: list[int]) -> None:
    """So many that they would be compared as columns; each below all that are larger."""
    facts = " ".join(f":n{number} :v {value} ." for number, value in enumerate(values))
    found = agreed(program({"less": PREFIXES + COMPARED}), facts)

    assert len(found.facts) == len(values) * (len(values) - 1) // 2
