"""The facts of an advice, arranged as a recommendation in one language."""

from collections.abc import Iterable, Iterator

from kg import vocabulary as nst
from kg.graph import Graph, objects, subjects, value
from kg.labels import Labels, word
from kg.load import Knowledge
from kg.recommend.advise import Advice
from kg.recommend.model import Action, Card, Example, Note, Peer, Reason, Recommendation
from kg.recommend.sentences import Narrator
from kg.terms import Iri, Literal, Term, Triple, local_name


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
        notes=tuple(_notes(teller)),
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
    observation = value(graph, card, nst.RESTS_ON)
    return Card(
        criterion=_word(graph, value(graph, card, nst.CRITERION)),
        rank=_number(value(graph, card, nst.PLACE)),
        state=_word(graph, value(graph, card, nst.STATE)),
        standing=_word(graph, value(graph, card, nst.STANDING)),
        observed=_word(graph, value(graph, observation, nst.OBSERVED_ON)) if observation else "",
        score=_number(value(graph, card, nst.SCORE)),
        summary=" ".join(teller.sentence(fact) for fact in _facts(graph, card, nst.STATE)),
        urgency=_word(graph, value(graph, card, nst.URGENCY)),
        reasons=tuple(sorted(_reasons(teller, card), key=lambda each: (-each.weight, each.rule))),
        blocked_by=_words(graph, objects(graph, card, nst.BLOCKED_BY)),
        unlocks=_words(graph, objects(graph, card, nst.UNLOCKS)),
        actions=tuple(_actions(teller, card)),
        examples=tuple(_example(teller, fact) for fact in _facts(graph, card, nst.OFFERS_EXAMPLE)),
        learn_from=tuple(_peers(teller, card)),
    )


def _reasons(teller: Narrator, card: Iri) -> Iterator[Reason]:
    graph = teller.labels.graph
    for fact in _facts(graph, card, nst.HAS_REASON):
        weight = subjects(graph, nst.WEIGHS, fact.object)[0]
        header = teller.header(fact)
        points = _number(value(graph, weight, nst.POINTS))
        yield Reason(header.id, points, teller.sentence(fact), header.basis, header.sources)


def _actions(teller: Narrator, card: Iri) -> list[Action]:
    """What to do, the answers to circumstances first."""
    criterion = _word(teller.labels.graph, value(teller.labels.graph, card, nst.CRITERION))
    facts = _facts(teller.labels.graph, card, nst.SUGGESTS)
    return sorted(
        (_action(teller, fact) for fact in facts), key=lambda each: criterion in each.because
    )


def _action(teller: Narrator, fact: Triple) -> Action:
    graph = teller.labels.graph
    because = {
        term
        for derivation in teller.inference.derivations[fact]
        for variable, term in derivation.bindings
        if variable.name == "because"
    }
    return Action(
        id=_word(graph, fact.object),
        text=teller.labels.definition(fact.object),
        by=teller.listed(objects(graph, fact.object, nst.DONE_BY)),
        because=_words(graph, because),
        basis=_word(graph, value(graph, fact.object, nst.BASIS)),
        sources=_words(graph, objects(graph, fact.object, nst.DERIVED_FROM)),
    )


def _example(teller: Narrator, fact: Triple) -> Example:
    graph = teller.labels.graph
    places = objects(graph, fact.object, nst.HAPPENED_IN)
    return Example(
        id=_word(graph, fact.object),
        text=teller.labels.definition(fact.object),
        municipality=teller.listed(places) if places else "",
        basis=_word(graph, value(graph, fact.object, nst.BASIS)),
        sources=_words(graph, objects(graph, fact.object, nst.DERIVED_FROM)),
    )


def _peers(teller: Narrator, card: Iri) -> list[Peer]:
    """Whom to learn from: those with most in common first, no more than the setting says."""
    facts = _facts(teller.labels.graph, card, nst.LEARNS_FROM)
    most = _number(value(teller.labels.graph, nst.DEFAULTS, nst.SHOWS_AT_MOST))
    peers = [_peer(teller, fact) for fact in facts]
    return sorted(peers, key=lambda each: (-len(each.shares), each.actor))[:most]


def _peer(teller: Narrator, fact: Triple) -> Peer:
    graph = teller.labels.graph
    shares = _words(graph, objects(graph, fact.object, nst.SHARES))
    return Peer(_word(graph, fact.object), teller.sentence(fact), shares, teller.header(fact).basis)


def _notes(teller: Narrator) -> Iterator[Note]:
    for fact in _facts(teller.labels.graph, nst.THE_REQUEST, nst.HAS_NOTE):
        header = teller.header(fact)
        yield Note(teller.sentence(fact), header.basis, header.sources)


def _facts(graph: Graph, subject: Iri, predicate: Iri) -> list[Triple]:
    return [Triple(subject, predicate, target) for target in objects(graph, subject, predicate)]


def _words(graph: Graph, terms: Iterable[Term]) -> tuple[str, ...]:
    return tuple(sorted(word(graph, term) for term in terms))


def _word(graph: Graph, term: Term | None) -> str:
    return word(graph, term) if term else ""


def _number(term: Term | None) -> int:
    return int(term.lexical) if isinstance(term, Literal) else 0
