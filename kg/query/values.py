"""What stands on the right of ``--param NAME=VALUE`` -> a term."""

from collections.abc import Iterable, Mapping

from kg.errors import Fault, Faults, nearest
from kg.load.days import read_day
from kg.load.prefixes import read_statement
from kg.store import SparqlStore
from kg.terms import XSD, Iri, Literal, Term, local_name
from kg.vocabulary import ALT_LABEL, DATE, ID, NOTATION, NST, PREF_LABEL, TYPE, individual

CLASS = "nst:"


def choices(store: SparqlStore, default: str) -> dict[str, Iri]:
    """What may stand in a default's place: the things of its kind, by the word that names them.

    None for a number or a date. Where the default is a class, its things.
    """
    found = {
        triple.subject
        for kind in kinds(store, default)
        for triple in store.match(TYPE, target=kind)
    }
    named = {_word(store, thing): thing for thing in found if isinstance(thing, Iri)}
    return dict(sorted(named.items()))


def kinds(store: SparqlStore, default: str) -> list[Iri]:
    """The classes of ours whose things may stand in a default's place."""
    if is_class(default):
        return [Iri(NST + default.removeprefix(CLASS))]
    kinds = [each.object for each in store.match(TYPE, subject=individual(default))]
    return [kind for kind in kinds if isinstance(kind, Iri) and kind.value.startswith(NST)]


def is_class(default: str) -> bool:
    """Whether a default is a class: a value of the class may be given, and need not be.

    >>> is_class("nst:Bridge"), is_class("bridge")
    (True, False)
    """
    return default.startswith(CLASS)


def _near(text: str, words: Iterable[str], names: Iterable[str]) -> tuple[str, ...]:
    """What was perhaps meant: a word that looks like the text, else a name that begins with it."""
    begun = [name for name in names if name.startswith(text.casefold())]
    return nearest(text, words) or tuple(sorted(begun)[:3]) or nearest(text.casefold(), names)


def _names(store: SparqlStore, things: Iterable[Iri]) -> dict[str, set[Iri]]:
    """Things by their names in every language, whatever the case."""
    names: dict[str, set[Iri]] = {}
    for thing in things:
        for kind in (PREF_LABEL, ALT_LABEL):
            for triple in store.match(kind, subject=thing):
                if isinstance(triple.object, Literal):
                    names.setdefault(triple.object.lexical.casefold(), set()).add(thing)
    return names


def _word(store: SparqlStore, thing: Iri) -> str:
    for triple in store.match(NOTATION, subject=thing):
        if isinstance(triple.object, Literal):
            return triple.object.lexical
    return local_name(thing)


def choose(store: SparqlStore, name: str, text: str, default: str) -> Term | None:
    """The value of a saved query's parameter; none if it may be left open and is.

    A thing goes by its word, its id or a name people know it by. What is put in is a term, never
    text.

    Raises:
        Faults: it names nothing of the default's kind, or several things.
    """
    if is_class(default) and text == default:
        return None
    expected, given = plain_value(default), plain_value(text)
    if expected is None:
        return _thing(store, name, text, default)
    if given is None or given.datatype != expected.datatype:
        raise Faults([Fault("parameter-value", name=name, value=text, allowed=[default])])
    return given


def _id(text: str) -> str:
    """The id in a text that may be written with its prefix or in full.

    >>> _id("id:bridge"), _id("<https://w3id.org/nestesteg/id/bridge>"), _id("bridge")
    ('bridge', 'bridge', 'bridge')
    """
    return text.removeprefix("<").removesuffix(">").removeprefix(ID).removeprefix("id:")


def plain_value(text: str) -> Literal | None:
    """A whole number or a date, if a text is one."""
    if text.isascii() and text.isdecimal():
        return Literal(str(int(text)), f"{XSD}integer")
    day = read_day(text)
    return Literal(day.isoformat(), DATE) if day else None


def _thing(store: SparqlStore, name: str, text: str, default: str) -> Iri:
    if known := _by_id(store, text, default):
        return known
    named = choices(store, default)
    by_id = {local_name(thing): thing for thing in named.values()}
    found = named.get(text) or by_id.get(_id(text))
    if found:
        return found
    by_name = _names(store, by_id.values())
    meant = by_name.get(text.casefold(), set())
    if len(meant) == 1:
        return next(iter(meant))
    near = _near(text, [*named], [*by_name])
    raise Faults([Fault("parameter-value", name=name, value=text, near=near, allowed=[*named])])


def _by_id(store: SparqlStore, text: str, default: str) -> Iri | None:
    """The thing of an id, found without going through all there are of its kind.

    None if it has to be looked for: the text may as well be the word of another thing.
    """
    name = _id(text)
    if not name.replace("-", "").isalnum() or store.match(NOTATION, target=Literal(text)):
        return None
    thing = individual(name)
    own = {each.object for each in store.match(TYPE, subject=thing)}
    return None if own.isdisjoint(kinds(store, default)) else thing


def read_value(store: SparqlStore, name: str, text: str) -> Term:
    """The value of a parameter of one's own query: an id, or a term as Turtle writes it.

    Raises:
        Faults: it is neither.
    """
    if store.match(TYPE, subject=individual(text)) if text.replace("-", "").isalnum() else ():
        return individual(text)
    try:
        return read_statement(f"[] a {text}", store.prefixes).object
    except Faults as error:
        labelled = store.match(PREF_LABEL)
        known = {local_name(each.subject) for each in labelled if isinstance(each.subject, Iri)}
        near = nearest(text, known)
        raise Faults([Fault("parameter-not-a-term", name=name, value=text, near=near)]) from error


def read_pairs(words: list[str]) -> Mapping[str, str]:
    """Words of the form ``NAME=VALUE`` as names and values.

    Raises:
        Faults: a word has another form, or a name stands twice.
    """
    given: dict[str, str] = {}
    for word in words:
        name, _, value = word.partition("=")
        if not value:
            raise Faults([Fault("parameter-malformed", name=word)])
        if name in given:
            raise Faults([Fault("parameter-twice", name=name)])
        given[name] = value
    return given
