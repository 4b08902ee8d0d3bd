"""The cards of the five invented municipalities, as people and programs read them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from situations import AS_OF

from kg.labels import Labels
from kg.load import Knowledge, read_assessment
from kg.messages import LANGUAGES
from kg.reason import Program
from kg.recommend import Recommendation, advise, arrange, make_request, with_changes
from kg.recommend.as_json import as_json
from kg.recommend.cards import narrator
from kg.recommend.outline import Outliner
from kg.recommend.request import criterion_of
from kg.recommend.why import Prover
from kg.recommend.writers import as_text

ROOT = Path(__file__).parent.parent.parent
NAMES = sorted(path.stem for path in ROOT.glob("examples/*.csv"))
Golden = Callable[[str, str], None]


@pytest.fixture(autouse=True)
def _at_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    """Places name a file as it was given, so it is given the same wherever the tests run."""
    monkeypatch.chdir(ROOT)


class Told:
    """The advice on an example, told in a language."""

    def __init__(self, name: str, knowledge: Knowledge, program: Program, language: str) -> None:
        path = Path("examples") / f"{name}.csv"
        observations = read_assessment(path, knowledge.graph, AS_OF)
        actors = frozenset(observation.actor for observation in observations)
        request = make_request(knowledge.graph, actors, AS_OF, {})
        self.advice = advise(knowledge, program, observations, request)
        self.teller = narrator(knowledge, self.advice, language)
        arranged = arrange(knowledge, self.advice, language)
        self.cards: Recommendation = with_changes(knowledge, program, self.advice, arranged)
        labels = Labels(self.advice.graph, language)
        self.outline = list(Outliner(labels).outline(self.cards))


@pytest.mark.parametrize("name", NAMES)
def test_the_cards_of_an_example(
    name: str, knowledge: Knowledge, program: Program, golden: Golden
) -> None:
    """Each invented municipality gets the advice its story calls for."""
    golden(f"cards/{name}.json", as_json(Told(name, knowledge, program, "nb").cards) + "\n")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_the_cards_in_words(
    name: str, language: str, knowledge: Knowledge, program: Program, golden: Golden
) -> None:
    """Every example reads well in every language, in 80 columns."""
    text = as_text(Told(name, knowledge, program, language).outline)

    assert max(map(len, text.splitlines())) <= 80
    golden(f"cards/{name}.{language}.txt", text + "\n")


@pytest.mark.parametrize(
    ("name", "criterion", "language"),
    [
        ("fjordvik", "anchoring", "nb"),
        ("fjordvik", "strategy", "nn"),
        ("fjordvik", "organisation", "nb"),
        ("storfoss", "anchoring", "nb"),
        ("langnes", "organisation", "en"),
        ("langnes", "strategy", "nb"),
    ],
)
def test_the_proof_of_a_card(
    name: str, criterion: str, language: str, knowledge: Knowledge, program: Program, golden: Golden
) -> None:
    """A proof goes down to observations and to sections of the report."""
    told = Told(name, knowledge, program, language)
    target = criterion_of(knowledge.graph, told.advice.request, criterion)

    proof = "\n".join(Prover(told.teller, told.advice).card(target).lines())

    golden(f"why/{name}-{criterion}.{language}.txt", proof + "\n")


@pytest.mark.parametrize("name", NAMES)
def test_the_json_is_that_of_the_contract(
    name: str, knowledge: Knowledge, program: Program
) -> None:
    """Every key the contract names is there; what a card offers besides comes after them."""
    content = json.loads(as_json(Told(name, knowledge, program, "nb").cards))

    assert [*content] == ["actor", "asOf", "model", "lang", "cards", "notes"]
    for card in content["cards"]:
        assert " ".join(card) == (
            "criterion rank state standing observed score summary indicator reasons "
            "blockedBy unlocks actions examples wouldChange "
            "instruments questions barriers more"
        )
        assert card["indicator"] in {"critical", "warning", "info"}
        assert card["score"] == sum(reason["weight"] for reason in card["reasons"])
        assert len(card["summary"]) < 140
