"""What is said after the cards: the notes of the rules, and the tensions that touch the advice."""

from collections.abc import Iterator

from kg import vocabulary as nst
from kg.graph import objects, value
from kg.labels import word
from kg.messages import text
from kg.recommend.model import Note, Side
from kg.recommend.readings import bound, facts_of, most, word_of, words_of
from kg.recommend.sentences import Narrator, in_a_row
from kg.terms import Term, Triple


def notes(teller: Narrator) -> Iterator[Note]:
    """The notes in the order of their rules, then the tensions, then how many more there are."""
    for fact in facts_of(teller.labels.graph, nst.THE_REQUEST, nst.HAS_NOTE):
        header = teller.header(fact)
        yield Note(teller.sentence(fact), header.basis, header.sources)
    touched = _touched(teller)
    shown = touched[: most(teller.labels.graph, nst.TENSIONS_AT_MOST)]
    yield from (_tension(teller, fact) for fact in shown)
    if hidden := len(touched) - len(shown):
        yield Note(text("more-tensions", teller.language, count=hidden), "design", ())


def _touched(teller: Narrator) -> list[Triple]:
    """The tensions that touch the advice, those about what was observed first."""
    found = facts_of(teller.labels.graph, nst.THE_REQUEST, nst.TOUCHES)
    return sorted(
        found,
        key=lambda fact: (
            not bound(teller, fact, "circumstance"),
            -len(teller.inference.derivations[fact]),
            str(fact.object),
        ),
    )


def _tension(teller: Narrator, fact: Triple) -> Note:
    """A tension with its views, none of them left out for the other."""
    graph, labels, tension = teller.labels.graph, teller.labels, fact.object
    sides = [*_sides(teller, fact)]
    names = [text("quoted", teller.language, name=labels.label(each)) for each in sides]
    listed = in_a_row(names, teller.language)
    return Note(
        text("tension", teller.language, tension=labels.definition(tension), sides=listed),
        word_of(graph, value(graph, tension, nst.BASIS)),
        words_of(graph, objects(graph, tension, nst.DERIVED_FROM)),
        word(graph, tension),
        tuple(Side(word(graph, each), labels.definition(each)) for each in sides),
    )


def _sides(teller: Narrator, fact: Triple) -> Iterator[Term]:
    """The views, those that touch the advice first.

    Claims of one type say the same of several criteria, and are told once.
    """
    graph, touching = teller.labels.graph, bound(teller, fact, "side")
    sides = objects(graph, fact.object, nst.SIDE)
    told = set()
    for side in sorted(sides, key=lambda each: each not in touching):
        view = value(graph, side, nst.CLAIM_TYPE) or side
        if view not in told:
            told.add(view)
            yield side
