"""Situations drawn by chance, and the advice on the examples, for tests of what could be."""

from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from situations import AS_OF, circumstances, criteria, standings

from kg.load import Knowledge, read_assessment
from kg.reason import Program
from kg.recommend import Advice, advise, make_request

ROOT = Path(__file__).parent.parent
EXAMPLES = sorted(path.stem for path in ROOT.glob("examples/*.csv"))
DAYS = ("2023-05-01", "2025-12-01", "2026-06-01", "2026-11-23")
FEW = settings(
    max_examples=10,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # a smaller case costs minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def drawn(data: st.DataObject, knowledge: Knowledge, most: int = 30) -> list[str]:
    """What is told of an actor: lines for `situations.advised`."""
    days = st.sampled_from(DAYS)
    judged = st.tuples(days, st.sampled_from(standings(knowledge)))
    answered = st.tuples(days, st.sampled_from(["yes", "no", "unknown"]))
    told = st.dictionaries(st.sampled_from(criteria(knowledge)), judged)
    held = st.dictionaries(st.sampled_from(circumstances(knowledge)), answered, max_size=most)
    return [
        f"{day} {thing} {value}"
        for drawn in (told, held)
        for thing, (day, value) in data.draw(drawn).items()
    ]


def example(name: str, knowledge: Knowledge, program: Program, **choices: str) -> Advice:
    """The advice on an example; places name the file as seen from the project's root."""
    observations = read_assessment(Path("examples") / f"{name}.csv", knowledge.known, AS_OF)
    actors = frozenset(observation.actor for observation in observations)
    request = make_request(knowledge.known, actors, AS_OF, choices)
    return advise(knowledge, program, observations, request)
