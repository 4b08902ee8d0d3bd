"""What a card offers for a meeting: derived, short, right for whom it is for, on one page."""

import math
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import product
from pathlib import Path

import pytest
from foreseen import EXAMPLES, example
from situations import AS_OF, advised, circumstances

from kg import vocabulary as nst
from kg.graph import objects, subjects
from kg.labels import Labels, word
from kg.load import Knowledge, load_knowledge, read_assessment
from kg.messages import LANGUAGES
from kg.reason import Program
from kg.recommend import Advice, Card, Recommendation, advise, arrange, make_request, prepare
from kg.recommend.handout import Handout
from kg.recommend.outline import Outliner
from kg.recommend.readings import most
from kg.recommend.writers import as_markdown, as_text
from kg.resources import data_root
from kg.terms import Iri

ROOT = Path(__file__).parent.parent.parent
EXERCISE = Path("tests/recommend/exercises/husbanken.csv")
Golden = Callable[[str, str], None]
# What an A4 page holds, about sixty lines; a longer line of Markdown takes more than one.
LINES, COLUMNS = 64, 95
ALL_GREEN = "anchoring strategy resources competence organisation involvement"


@pytest.fixture(autouse=True)
def _at_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    """Places name a file as it was given, so it is given the same wherever the tests run."""
    monkeypatch.chdir(ROOT)


@cache
def known() -> tuple[Knowledge, Program]:
    """The knowledge and the rules."""
    knowledge = load_knowledge(data_root())
    return knowledge, prepare(knowledge)


@cache
def advice_on(name: str) -> Advice:
    """The advice on an example, found once."""
    return example(name, *known())


@cache
def exercise() -> Advice:
    """The advice on the made-up exercise."""
    knowledge, program = known()
    observations = read_assessment(EXERCISE, knowledge.known, AS_OF)
    actors = frozenset(each.actor for each in observations)
    return advise(
        knowledge, program, observations, make_request(knowledge.known, actors, AS_OF, {})
    )


def told(advice: Advice, language: str = "nb") -> Recommendation:
    """The recommendation in a language."""
    return arrange(known()[0], advice, language)


def cards(advice: Advice) -> Iterator[tuple[Iri, Card]]:
    """Each card as derived, and as shown."""
    shown = {card.criterion: card for card in told(advice).cards}
    for each in subjects(advice.known, nst.TYPE, nst.CARD):
        (criterion,) = objects(advice.known, each, nst.CRITERION)
        yield each, shown[word(advice.known, criterion)]


def derived(advice: Advice, card: Iri, *predicates: Iri) -> set[str]:
    """The ids that the rules give a card."""
    found = (each for predicate in predicates for each in objects(advice.known, card, predicate))
    return {word(advice.known, each) for each in found}


@pytest.mark.parametrize(
    "advice", [*map(advice_on, EXAMPLES), exercise()], ids=[*EXAMPLES, "husbanken"]
)
def test_what_is_shown_and_what_is_hidden_is_what_the_rules_derive(advice: Advice) -> None:
    """Nothing is offered that no rule gives, and the number left out is told."""
    kinds: dict[str, tuple[Iri, tuple[Iri, ...]]] = {
        "actions": (nst.ACTIONS_AT_MOST, (nst.SUGGESTS,)),
        "examples": (nst.EXAMPLES_AT_MOST, (nst.OFFERS_EXAMPLE,)),
        "instruments": (nst.INSTRUMENTS_AT_MOST, (nst.OFFERS_INSTRUMENT,)),
        "questions": (nst.QUESTIONS_AT_MOST, (nst.ASKS_AFTER, nst.ASKS_AGAIN_AFTER)),
    }
    for (node, card), (kind, (limit, predicates)) in product(cards(advice), kinds.items()):
        shown = [each.id for each in getattr(card, kind)]
        every = derived(advice, node, *predicates)
        room = most(advice.known, limit) or 0

        assert len(shown) <= room * (2 if kind == "questions" else 1)
        assert len(shown) == len({*shown}) == len({*shown} & every)
        assert dict(card.more).get(kind, 0) == len(every) - len(shown)


@pytest.mark.parametrize("name", EXAMPLES)
def test_nothing_is_offered_without_its_ground(name: str) -> None:
    """Each action says because of what; each instrument and barrier names what is on the card."""
    for _, card in cards(advice_on(name)):
        actions = {each.id for each in card.actions}

        assert all(each.because for each in card.actions)
        assert all(each.because for each in card.instruments)
        assert all({*each.actions} <= actions for each in card.barriers)


def test_a_missing_sign_calls_for_its_action_before_what_is_only_open() -> None:
    """A sign seen to be missing puts what meets its barrier first, with the barrier told."""
    advice = advised(*known(), ["anchoring yellow", "leaders-meet-husbanken red"])
    (card,) = [each for each in told(advice).cards if each.criterion == "anchoring"]

    assert card.actions[0].because[0] == "leaders-meet-husbanken"
    assert card.barriers[0].id == "leaders-have-urgent-tasks"
    text = as_text(Outliner(Labels(advice.known, "nb")).outline(told(advice)))
    assert "er ikke på plass. Kan stå i veien" in " ".join(text.split())


def test_what_was_asked_about_is_the_first_instrument() -> None:
    """A request about start loans puts them first where they serve the criterion."""
    advice = advised(*known(), ["anchoring green", "resources red"], {"topic": "start-loan"})
    (card,) = [each for each in told(advice).cards if each.criterion == "resources"]

    assert card.instruments[0].id == "start-loan"


def test_an_example_of_many_criteria_stays_off_the_cards_it_adds_nothing_to() -> None:
    """What shows three criteria or four is left to a note, unless it shows a suggested action."""
    for name in EXAMPLES:
        advice = advice_on(name)
        for node, card in cards(advice):
            used = {
                use
                for action in objects(advice.known, node, nst.SUGGESTS)
                for use in objects(advice.known, action, nst.USES)
            }
            for shown in card.examples:
                term = nst.individual(shown.id)
                several = len(objects(advice.known, term, Iri(nst.NST + "illustrates"))) > 2
                assert not several or used & {*objects(advice.known, term, nst.USES)}


def test_a_tension_is_told_with_all_its_views_only_where_it_touches_the_advice() -> None:
    """Plans are in tension where strategy comes first, and nowhere where all is in place."""
    touched = [note for note in told(advice_on("planes")).notes if note.tension]
    calm = advised(*known(), [f"{each} green" for each in ALL_GREEN.split()])

    assert "tension-own-or-integrated-plan" in {note.tension for note in touched}
    assert all(len(note.sides) >= 2 for note in touched)
    assert len(touched) == most(calm.known, nst.TENSIONS_AT_MOST)
    assert not any(note.tension for note in told(calm).notes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_cards_of_husbanken_itself(language: str, golden: Golden) -> None:
    """Husbanken gets its own actions and the report's open questions, in 80 columns."""
    advice = exercise()
    text = as_text(Outliner(Labels(advice.known, language)).outline(told(advice, language)))

    assert max(map(len, text.splitlines())) <= 80
    golden(f"cards/husbanken-exercise.{language}.txt", text + "\n")


def test_husbanken_is_not_spoken_of_as_a_municipality() -> None:
    """Each action is Husbanken's own, and no note calls it, or an office, what it is not."""
    lines = [f"{each} green" for each in ALL_GREEN.split()[:5]]
    for actor in ("husbanken", "office-vest"):
        recommendation = told(advised(*known(), [*lines, "involvement red"], actor=actor), "en")
        notes = " ".join(note.text for note in recommendation.notes)
        actions = [action for card in recommendation.cards for action in card.actions]

        assert actions
        assert all("Husbanken" in action.by for action in actions)
        assert "invented" not in notes
        assert "learning agent" not in notes
        assert "apply to Husbanken" in notes


@pytest.mark.parametrize("count", [1, 2])
def test_a_handout_fits_on_a_page(count: int, golden: Golden) -> None:
    """With one card or two, every example and the exercise, in every language."""
    for advice, language in product([*map(advice_on, EXAMPLES), exercise()], LANGUAGES):
        whole = told(advice, language)
        page = as_markdown(
            Handout(Labels(advice.known, language)).outline(
                replace(whole, cards=whole.cards[:count])
            )
        )

        assert lines_of(page.splitlines()) <= LINES, (whole.actor, language, page)
        if (whole.actor, language, count) in {("fjordvik", "nb", 2), ("langnes", "nn", 1)}:
            golden(f"cards/{whole.actor}.md", page + "\n")


def lines_of(page: Sequence[str]) -> int:
    """The lines a page takes: long ones take several, and empty ones are narrow."""
    return sum(math.ceil(len(line) / COLUMNS) for line in page)


def test_a_municipality_is_answered_in_its_own_form_of_norwegian() -> None:
    """Unless another language is asked for; where no form is known, in bokmål."""
    first = {
        words: answer(*words)
        for words in [("langnes",), ("langnes", "--lang", "en"), ("fjordvik",)]
    }

    assert "dei seks frå" in first["langnes",]
    assert "the six of" in first["langnes", "--lang", "en"]
    assert "de seks fra" in first["fjordvik",]


def answer(name: str, *words: str) -> str:
    """What the command prints for an example."""
    command = [sys.executable, "-m", "kg", "recommend", f"examples/{name}.csv", *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, encoding="utf-8")
    return done.stdout


def test_every_question_and_every_thing_offered_has_words_in_each_language() -> None:
    """No circumstance lacks its question, and nothing a card can offer lacks a name or a text."""
    knowledge, _ = known()
    kinds = (nst.ACTION, nst.BARRIER, nst.EXAMPLE, nst.INSTRUMENT, nst.TENSION, nst.QUESTION)
    offered = [each for kind in kinds for each in subjects(knowledge.known, nst.TYPE, kind)]
    asked = [*map(nst.individual, circumstances(knowledge))]
    asked += subjects(knowledge.known, nst.TYPE, nst.INDICATOR)

    for language in LANGUAGES:
        labels = Labels(knowledge.known, language)
        assert all(labels.text(each, nst.ASKS).endswith("?") for each in asked)
        assert all(labels.definition(each) for each in offered)
        assert all(labels.text(each, nst.PREF_LABEL) for each in [*offered, *asked])
