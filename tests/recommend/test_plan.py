"""Plans and learning spaces: as people read them, and beside brute force."""

from collections.abc import Callable
from datetime import date
from itertools import combinations, permutations
from pathlib import Path

import pytest
from foreseen import EXAMPLES, FEW, drawn, example
from hypothesis import given
from hypothesis import strategies as st
from situations import AS_OF, advised

from kg import vocabulary as nst
from kg.errors import Faults
from kg.graph import objects, value
from kg.load import Knowledge
from kg.load.target import read_target
from kg.messages import LANGUAGES, faults_text
from kg.reason import Program
from kg.recommend.cards import by_criterion, narrator
from kg.recommend.learning_space import (
    count_orders,
    feasible_states,
    inner_fringe,
    is_feasible,
    outer_fringe,
)
from kg.recommend.plan import FIND_OUT, make_plan
from kg.recommend.plan_outline import PlanOutliner, as_json
from kg.recommend.writers import as_markdown, as_text

Golden = Callable[[str, str], None]
Order = dict[int, frozenset[int]]


@st.composite
def orders(draw: st.DrawFn) -> Order:
    """A partial order of at most six items: each requires some that come before it, and theirs."""
    requires: Order = {}
    for item in range(draw(st.integers(0, 6))):
        direct = {each for each in requires if draw(st.booleans())}
        requires[item] = frozenset(direct.union(*(requires[each] for each in direct)))
    return requires


@given(orders())
def test_orders_and_states_are_those_of_brute_force(requires: Order) -> None:
    """All permutations that keep the order are counted, all closed subsets are states."""
    kept = sum(
        all(requires[item] <= {*order[:place]} for place, item in enumerate(order))
        for order in permutations(requires)
    )
    closed = {
        frozenset(each)
        for size in range(len(requires) + 1)
        for each in combinations(requires, size)
        if is_feasible(requires, frozenset(each))
    }

    assert count_orders(requires) == kept
    states = feasible_states(requires)
    assert (len(states), {*states}) == (len(closed), closed)


@given(orders(), st.data())
def test_fringes_are_the_steps_between_states(requires: Order, data: st.DataObject) -> None:
    """One of these items more or less leads to another feasible state, and no other does."""
    states = {*feasible_states(requires)}
    state = data.draw(st.sampled_from(sorted(states, key=sorted)))

    outer, inner = outer_fringe(requires, state), inner_fringe(requires, state)

    assert {*outer} == {each for each in requires if each not in state and state | {each} in states}
    assert {*inner} == {each for each in state if state - {each} in states}


def test_a_circle_has_no_order() -> None:
    """What requires itself by way of another is never learned."""
    assert count_orders({1: {2}, 2: {1}}) == 0


@FEW
@given(st.data())
def test_every_step_comes_after_what_the_rules_put_first(
    knowledge: Knowledge, program: Program, data: st.DataObject
) -> None:
    """No criterion is built before, or beside, one it has to come after; none is left out."""
    advice = advised(knowledge, program, drawn(data, knowledge, most=3), {"model": "extended"})
    plan = make_plan(advice)
    cards = by_criterion(advice.known, advice.request.actor)

    stage = {
        (step.criterion, step.kind == FIND_OUT): number
        for number, steps in enumerate(plan.stages)
        for step in steps
    }
    built = {criterion for criterion, finding in stage if not finding}
    assert built.isdisjoint(plan.done)
    assert built | {*plan.done} == {*cards}
    for criterion in built:
        for first in objects(advice.known, cards[criterion], nst.COMES_AFTER):
            assert stage[first, False] < stage[criterion, False]  # type: ignore[index]
        assert stage.get((criterion, True), 0) <= stage[criterion, False]
    assert 1 <= plan.best_orders <= plan.orders


@FEW
@given(st.data())
def test_what_can_be_started_is_the_first_stage_or_better_later(
    knowledge: Knowledge, program: Program, data: st.DataObject
) -> None:
    """Steps that nothing has to come before are exactly those of criteria that are not blocked."""
    advice = advised(knowledge, program, drawn(data, knowledge, most=3))
    cards = by_criterion(advice.known, advice.request.actor)

    for step in (each for stage in make_plan(advice).stages for each in stage):
        state = value(advice.known, cards[step.criterion], nst.STATE)
        assert state not in {nst.MET, nst.NOT_APPLICABLE}
        if state == nst.BLOCKED:
            assert step.after
        if state == nst.READY:
            assert not step.after


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", EXAMPLES)
def test_plans_in_words(
    name: str, language: str, knowledge: Knowledge, program: Program, golden: Golden
) -> None:
    """Every example has a plan that reads well, in 80 columns."""
    advice = example(name, knowledge, program)
    blocks = PlanOutliner(narrator(knowledge, advice, language)).outline(advice, make_plan(advice))

    told = as_text(blocks)

    assert max(map(len, told.splitlines())) <= 80
    golden(f"plan/{name}.{language}.txt", told + "\n")


def test_a_plan_as_json_and_markdown(
    knowledge: Knowledge, program: Program, golden: Golden
) -> None:
    """The same for another program, with all states, and as a handout."""
    advice = example("fjordvik", knowledge, program)
    plan, teller = make_plan(advice), narrator(knowledge, advice, "nb")

    golden("plan/fjordvik.json", as_json(teller, advice, plan, states=True) + "\n")
    golden("plan/fjordvik.md", as_markdown(PlanOutliner(teller, states=True).outline(advice, plan)))


@pytest.mark.parametrize(
    "text",
    [
        "criterion,value\nstrategy,yellow\n",
        "actor;date;about;value\nx;2026-01-01;strategy;yellow\n",
    ],
)
def test_a_target_of_its_own(
    text: str, knowledge: Knowledge, program: Program, tmp_path: Path
) -> None:
    """A target for one criterion brings along what has to come before it, and no more."""
    path = tmp_path / "target.csv"
    path.write_text(text, encoding="utf-8")
    target = read_target(path, knowledge.known, AS_OF)

    plan = make_plan(example("fjordvik", knowledge, program), target)

    told = [[step.criterion for step in stage] for stage in plan.stages]
    assert told == [[nst.individual("anchoring")], [nst.individual("strategy")]]
    assert {step.target for stage in plan.stages for step in stage} == {
        nst.GREEN,
        nst.individual("standing-yellow"),
    }


def test_everything_wrong_with_a_target_is_told(
    knowledge: Knowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unknown criteria, impossible values and what stands twice, each with its line."""
    monkeypatch.chdir(tmp_path)
    rows = "criterion,value\nstrateg,green\nstrategy,gren\nresources,red\nresources,green\n"
    Path("t.csv").write_text(rows, encoding="utf-8")

    with pytest.raises(Faults) as caught:
        read_target(Path("t.csv"), knowledge.known, date(2026, 11, 23))

    told = faults_text(caught.value, "en").splitlines()
    assert told[0] == "t.csv:2: NS245 “strateg” is not the id of a criterion."
    assert [line[:14] for line in told if line.startswith("t.csv")] == [
        "t.csv:2: NS245",
        "t.csv:3: NS224",
        "t.csv:5: NS246",
    ]
