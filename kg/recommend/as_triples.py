"""Advice as RDF: what follows, what it rests on, and every statement in words.

Whoever reads the graph needs nothing else. The cards are as the rules made them. Each statement on
a card and each note is a node of its own (``rdf:Statement``, so that RDF 1.1 is enough) with its
sentence, and with the rule and the sections it is derived from. What the cards point to is named,
and says its basis and its sections; a reason's points stand with its weight. The observations, the
question and what advisers answered come along.
"""

from collections.abc import Iterable, Iterator

from kg import vocabulary as nst
from kg.graph import Graph, objects, subjects
from kg.load import Knowledge
from kg.load.responses import Response
from kg.recommend.advise import Advice
from kg.recommend.cards import narrator
from kg.recommend.sentences import Narrator
from kg.terms import Iri, Literal, Triple, local_name

SAID = (
    nst.STATE,
    nst.HAS_REASON,
    nst.SUGGESTS,
    nst.OFFERS_EXAMPLE,
    nst.LEARNS_FROM,
    nst.HAS_NOTE,
)
DESCRIBED_BY = (nst.TYPE, nst.PREF_LABEL, nst.DEFINITION, nst.BASIS, nst.DERIVED_FROM)


def as_triples(
    knowledge: Knowledge, advice: Advice, language: str, responses: Iterable[Response] = ()
) -> set[Triple]:
    """The advice as a graph, sentences in one language.

    Args:
        knowledge: what is known beforehand, and the rules.
        advice: with its proofs.
        language: of the sentences; names come in all.
        responses: what advisers answered; those to this actor's cards by the date are taken.
    """
    teller, graph, request = narrator(knowledge, advice, language), advice.known, _request(advice)
    follows = set(advice.inference.facts)
    asked = {fact for fact, _ in advice.request.facts()}
    own = {
        *(part for fact in follows for part in _said(teller, fact)),
        *(fact for each in advice.observations for fact, _ in each.facts()),
        *(fact for each in responses if _counts(each, advice) for fact in each.facts()),
        *(each for term in _pointed_to(follows | asked) for each in _described(graph, term)),
    }
    return {_renamed(fact, request) for fact in follows | asked | own}


def _request(advice: Advice) -> Iri:
    """A name for the question that is its own among those of other actors and dates."""
    asked = advice.request
    return Iri(f"{asked.actor.value}/request/{asked.as_of}/{local_name(asked.model)}")


def _renamed(fact: Triple, request: Iri) -> Triple:
    if nst.THE_REQUEST not in {fact.subject, fact.object}:
        return fact
    subject, target = (
        request if each == nst.THE_REQUEST else each for each in (fact.subject, fact.object)
    )
    return Triple(subject, fact.predicate, target)


def _said(teller: Narrator, fact: Triple) -> Iterator[Triple]:
    """A statement in words, with the rule and the sections it comes from."""
    about, target = fact.subject, fact.object
    if fact.predicate not in SAID or not (isinstance(about, Iri) and isinstance(target, Iri)):
        return
    header = teller.header(fact)
    node = Iri(f"{about.value}/{local_name(fact.predicate)}/{local_name(target)}")
    yield Triple(node, nst.TYPE, nst.STATEMENT)
    yield Triple(node, nst.SUBJECT, about)
    yield Triple(node, nst.PREDICATE, fact.predicate)
    yield Triple(node, nst.OBJECT, target)
    sentence = teller.sentence(fact)
    yield Triple(node, nst.COMMENT, Literal(sentence, nst.LANG_STRING, teller.language))
    for name in (header.id, *header.sources):
        yield Triple(node, nst.DERIVED_FROM, nst.individual(name))


def _counts(response: Response, advice: Advice) -> bool:
    """Whether an answer is to a card of this actor, and was given by the date."""
    asked = advice.request
    return response.actor == asked.actor and response.decided_on <= asked.as_of


def _pointed_to(facts: Iterable[Triple]) -> set[Iri]:
    return {fact.object for fact in facts if isinstance(fact.object, Iri)}


def _described(graph: Graph, term: Iri) -> Iterator[Triple]:
    """What something is called, what it is, and where it comes from; of a reason its weight too."""
    if not objects(graph, term, nst.BASIS):
        return
    for predicate in DESCRIBED_BY:
        yield from (Triple(term, predicate, each) for each in objects(graph, term, predicate))
    for weight in subjects(graph, nst.WEIGHS, term):
        yield Triple(weight, nst.WEIGHS, term)
        yield from (Triple(weight, nst.POINTS, each) for each in objects(graph, weight, nst.POINTS))
