"""What could be: values put in place of what was observed."""

from collections.abc import Iterable, Mapping, Sequence

from kg import vocabulary as nst
from kg.errors import Fault, Faults, nearest, refuse
from kg.graph import objects, subjects
from kg.labels import word
from kg.load import Knowledge, Observation
from kg.load.cells import Words
from kg.recommend.advise import Advice
from kg.terms import Iri

Supposed = Mapping[Iri, Iri]


def read_supposed(knowledge: Knowledge, texts: Sequence[str]) -> dict[Iri, Iri]:
    """Things and their supposed values, each from ``ID=VALUE`` as an assessment writes them.

    Raises:
        Faults: everything that is wrong with the texts, at once.
    """
    words = Words(knowledge.known)
    supposed: dict[Iri, Iri] = {}
    faults: list[Fault] = []
    for text in texts:
        try:
            thing, value = _read(text, words)
            refuse([Fault("supposed-twice", name=word(words.graph, thing))] * (thing in supposed))
            supposed[thing] = value
        except Faults as group:
            faults += group.each()
    refuse(faults)
    return supposed


def _read(text: str, words: Words) -> tuple[Iri, Iri]:
    name, equals, value = (part.strip() for part in text.partition("="))
    if not (name and equals and value):
        raise Faults([Fault("not-supposed", name=text)])
    if name not in words.things:
        raise Faults([Fault("about-unknown", name=name, near=nearest(name, words.things))])
    thing = words.things[name]
    allowed = words.values[thing]
    if value.casefold() not in allowed:
        ids = list(dict.fromkeys(word(words.graph, each) for each in allowed.values()))
        near = nearest(value, ids)
        raise Faults([Fault("value-impossible", name=value, about=name, near=near, allowed=ids)])
    return thing, allowed[value.casefold()]


def suppose(advice: Advice, supposed: Supposed) -> tuple[Observation, ...]:
    """The observations as they would be if other values were seen on the day of the advice."""
    request = advice.request
    new = [
        Observation(request.actor, thing, value, request.as_of, "", None)
        for thing, value in supposed.items()
    ]
    replaced = {observation.iri for observation in new}
    return (*(each for each in advice.observations if each.iri not in replaced), *new)


def outside_model(advice: Advice, things: Iterable[Iri]) -> list[Fault]:
    """A fault for each criterion that the model does not have."""
    known = advice.known
    criteria = {*subjects(known, nst.TYPE, nst.CRITERION_CLASS)}
    ours = objects(known, advice.request.model, nst.HAS_CRITERION)
    allowed, model = sorted(word(known, each) for each in ours), word(known, advice.request.model)
    return [
        Fault("criterion-absent", name=word(known, each), model=model, allowed=allowed)
        for each in things
        if each in criteria and each not in ours
    ]
