"""The facts of an advice, arranged as a recommendation in one language."""

from collections.abc import Iterator

from kg import vocabulary as nst
from kg.graph import Graph, objects, subjects, value
from kg.labels import Labels, word
from kg.load import Knowledge
from kg.recommend.advise import Advice
from kg.recommend.model import Card, Peer, Reason, Recommendation
from kg.recommend.notes import notes
from kg.recommend.offered import Offered
from kg.recommend.offers import Offers
from kg.recommend.readings import facts_of, number_of, word_of, words_of
from kg.recommend.sentences import Narrator
from kg.terms import Iri, Triple, local_name


def narrator(knowledge: Knowledge, advice: Advice, language: str) -> Narrator:
    """Who tells the facts of an advice in a language."""
    headers = {rule.header.id: rule.header for rule in knowledge.rules}
    return Narrator(Labels(advice.known, language), headers, advice.inference)


def arrange(knowledge: Knowledge, advice: Advice, language: str) -> Recommendation:
    """The cards by place, then by id; `with_changes` fills in what would change them."""
    teller = narrator(knowledge, advice, language)
    cards = [_card(teller, card) for card in subjects(advice.known, nst.TYPE, nst.CARD)]
    return Recommendation(
        actor=local_name(advice.request.actor),
        as_of=advice.request.as_of.isoformat(),
        model=word(advice.known, advice.request.model),
        language=language,
        cards=tuple(sorted(cards, key=lambda card: (card.rank, card.criterion))),
        notes=tuple(notes(teller)),
        compared=bool(objects(advice.known, nst.THE_REQUEST, nst.COMPARES_WITH)),
    )


def by_criterion(graph: Graph, actor: Iri) -> dict[Iri, Iri]:
    """The actor's cards by the criteria they are for."""
    return {
        criterion: card
        for card in subjects(graph, nst.TYPE, nst.CARD)
        if value(graph, card, nst.ACTOR) == actor
        for criterion in objects(graph, card, nst.CRITERION)
        if isinstance(criterion, Iri)
    }


def _card(teller: Narrator, card: Iri) -> Card:
    graph = teller.labels.graph
    offers = Offers(teller, card)
    offered = Offered(teller, offers)
    observation = value(graph, card, nst.RESTS_ON)
    return Card(
        criterion=word_of(graph, value(graph, card, nst.CRITERION)),
        rank=number_of(value(graph, card, nst.PLACE)),
        state=word_of(graph, value(graph, card, nst.STATE)),
        standing=word_of(graph, value(graph, card, nst.STANDING)),
        observed=word_of(graph, value(graph, observation, nst.OBSERVED_ON)) if observation else "",
        score=number_of(value(graph, card, nst.SCORE)),
        summary=" ".join(teller.sentence(fact) for fact in facts_of(graph, card, nst.STATE)),
        urgency=word_of(graph, value(graph, card, nst.URGENCY)),
        reasons=tuple(sorted(_reasons(teller, card), key=lambda each: (-each.weight, each.rule))),
        blocked_by=words_of(graph, objects(graph, card, nst.BLOCKED_BY)),
        unlocks=words_of(graph, objects(graph, card, nst.UNLOCKS)),
        actions=offered.actions(),
        examples=offered.examples(),
        instruments=offered.instruments(),
        questions=offered.questions(),
        barriers=offered.barriers(),
        more=tuple(offers.hidden.items()),
        learn_from=tuple(_peers(teller, card)),
    )


def _reasons(teller: Narrator, card: Iri) -> Iterator[Reason]:
    graph = teller.labels.graph
    for fact in facts_of(graph, card, nst.HAS_REASON):
        weight = subjects(graph, nst.WEIGHS, fact.object)[0]
        header = teller.header(fact)
        points = number_of(value(graph, weight, nst.POINTS))
        yield Reason(header.id, points, teller.sentence(fact), header.basis, header.sources)


def _peers(teller: Narrator, card: Iri) -> list[Peer]:
    """Whom to learn from: those with most in common first, no more than the setting says."""
    facts = facts_of(teller.labels.graph, card, nst.LEARNS_FROM)
    most = number_of(value(teller.labels.graph, nst.DEFAULTS, nst.SHOWS_AT_MOST))
    peers = [_peer(teller, fact) for fact in facts]
    return sorted(peers, key=lambda each: (-len(each.shares), each.actor))[:most]


def _peer(teller: Narrator, fact: Triple) -> Peer:
    graph = teller.labels.graph
    shares = words_of(graph, objects(graph, fact.object, nst.SHARES))
    return Peer(
        word_of(graph, fact.object), teller.sentence(fact), shares, teller.header(fact).basis
    )
