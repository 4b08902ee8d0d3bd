r"""Looks at a query before any store sees it: it may ask of our data, and do nothing else.

Theory. A store would carry out ``SERVICE`` by calling other machines, so the query is read by a
grammar and refused by the tokens it is made of, never by looking for words: a comment or a text may
well hold them. The store then reads the same text by a grammar of its own, and the two must see the
same thing. They could differ where one of them turns ``\uXXXX`` into a character before it looks
for quotation marks, in what ends a comment, and in whether ``SERVICEx:y`` is one name; so such
escapes are part of a text or an IRI or refused, for our store and, written anew, for others
(`kg.query.escapes`), `own_query` leaves one kind of line end, and every prefix has to be declared.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.errors import Fault, Faults, Place, nearest, refuse
from kg.load.prefixes import Prefixes
from kg.query.escapes import ESCAPE, Strange, decoded, strange, unread
from kg.query.saved import Query
from kg.query.slips import slip
from kg.store import syntax_error

if TYPE_CHECKING:
    from kg.query.syntax import NotSparqlError, Shape, Tokens

UNKNOWN_FUNCTION = re.compile(r"function <(.*)> is not supported")  # as pyoxigraph says it
MOST_DEEP = 60  # brackets inside each other; those who write by hand need ten
MOST_LINKS = 1000  # parts in a chain, such as conditions; a store takes two or three times as many
CHANGING = frozenset({"NOW", "RAND", "UUID", "STRUUID"})  # the functions that give something new


@dataclass(frozen=True, slots=True)
class Form:
    """What a query is.

    Args:
        kind: ``SELECT``, ``ASK``, ``CONSTRUCT`` or ``DESCRIBE``.
        variables: those for which a term may be put in.
        steady: whether it finds the same again in the same data.
        default_graphs: the graphs of ours that it names in FROM.
        named_graphs: those it names in FROM NAMED.
        borrowed: the prefixes it uses and does not declare.
    """

    kind: str
    variables: frozenset[str]
    steady: bool = True
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    borrowed: tuple[str, ...] = ()


def inspect(query: Query, prefixes: Prefixes, graphs: Collection[str] = ()) -> Form:
    """What a query is, if it may run.

    Args:
        query: the question.
        prefixes: those it may use without declaring them.
        graphs: the IRIs of our graphs, which it may name in FROM and FROM NAMED.

    Raises:
        Faults: it is not SPARQL, changes data, reaches outside, calls a function there is not, or
            uses a prefix nobody declared.
    """
    form = look(query, prefixes, graphs)
    try:
        is_meaningless = _is_meaningless(query.text, tuple(prefixes.items()))
    except RuntimeError as error:
        raise unanswered(query, error) from error
    if is_meaningless:
        raise meaningless(query)
    return form


def look(query: Query, prefixes: Prefixes, graphs: Collection[str] = ()) -> Form:
    """The same for who puts the query to our own store next, and hears from it if it means nothing.

    Raises:
        Faults: as for `inspect`, but not that a query means nothing.
    """
    return _look(query.text, query.file, tuple(prefixes.items()), frozenset(graphs))


def meaningless(query: Query) -> Faults:
    """That a query is allowed by the grammar, and no store can make sense of it."""
    from kg.query.syntax import read

    start = slip(*read(query.text))
    if start is None:
        return Faults([Fault("query-meaning", Place(query.file))])
    return Faults([Fault("query-meaning", _at(query, start))])


def unanswered(query: Query, error: SyntaxError | RuntimeError) -> Faults:
    """Why our own store did not answer a query that it was given after a look.

    Raises:
        RuntimeError: the same, if it is no fault of the query.
    """
    if isinstance(error, SyntaxError):
        return meaningless(query)
    unknown = UNKNOWN_FUNCTION.search(str(error))
    if not unknown:
        raise error
    place = _at(query, _first(query, unknown[1]))
    return Faults([Fault("query-function", place, name=unknown[1])])


def _first(query: Query, iri: str) -> int:
    """Where a query names an IRI first, in full or by a prefix that it declares itself."""
    from kg.query.syntax import read

    tokens, _ = read(query.text)
    known, places = tokens.declared(), tokens.places("IRIREF", "PNAME")
    return next((tokens.starts[at] for at in places if _iri(tokens.texts[at], known) == iri), 0)


@lru_cache(maxsize=512)
def _is_meaningless(text: str, declared: tuple[tuple[str, str], ...]) -> bool:
    return syntax_error(text, dict(declared)) is not None


@lru_cache(maxsize=512)
def _look(
    text: str, file: str, declared: tuple[tuple[str, str], ...], graphs: frozenset[str]
) -> Form:
    query, prefixes = Query(text, file), dict(declared)
    tokens, shape = _tokens(query, prefixes)
    refuse(_strange(query, each) for each in strange(tokens))
    if shape.depth > MOST_DEEP or shape.links > MOST_LINKS:
        raise Faults([Fault("query-too-deep", Place(query.file))])
    own = tokens.declared()
    known = {**prefixes, **own}
    refuse(_strange_prefixes(query, known, tokens))
    refuse(_reaching_out(query, known, tokens, graphs))
    places = tokens.places("VAR") if shape.projected is None else shape.projected
    variables = [tokens.texts[place][1:] for place in places]
    steady = CHANGING.isdisjoint(each.upper() for each in tokens.of("WORD"))
    default, named_graphs = _from(tokens, known)
    used = {each.partition(":")[0] for each in tokens.of("PNAME")}
    borrowed = tuple(used.difference(own).intersection(prefixes))
    return Form(shape.kind, frozenset(variables), steady, default, named_graphs, borrowed)


def _tokens(query: Query, prefixes: Prefixes) -> "tuple[Tokens, Shape]":
    from kg.query.syntax import NotSparqlError, read

    try:
        return read(query.text)
    except NotSparqlError as error:
        raise Faults([_refusal(query, prefixes, error)]) from error


def _refusal(query: Query, prefixes: Prefixes, error: "NotSparqlError") -> Fault:
    """The fault of a text that does not parse: an update, or where the syntax goes wrong."""
    if error.changes:
        return Fault("query-changes", Place(query.file))
    if escape := unread(query.text, _offset(query, error.line, error.column)):
        return _strange(query, escape)
    # The store tells the place better, but for the end of the text, where it has only given up;
    # and it may look only if there is surely nothing to call.
    can_call = "service" in query.text.casefold() or ESCAPE.search(query.text)
    wrong = None if can_call else syntax_error(query.text, prefixes)
    place = wrong if wrong and _follows(query, *wrong) else (error.line, error.column)
    return Fault("query-syntax", _end_or(query, *place))


def _follows(query: Query, line: int, column: int) -> bool:
    """Whether anything but blanks follows a place."""
    first, *rest = query.text.split("\n")[line - 1 :] or [""]
    return bool("".join([first[column - 1 :], *rest]).strip())


def _strange_prefixes(query: Query, known: Mapping[str, str], tokens: "Tokens") -> Iterator[Fault]:
    first: dict[str, int] = {}
    for place in tokens.places("PNAME"):
        first.setdefault(tokens.texts[place].partition(":")[0], tokens.starts[place])
    for prefix, start in first.items():
        if prefix not in known:
            near = nearest(prefix, known)
            where = _at(query, start)
            yield Fault("query-prefix", where, name=prefix, near=near, allowed=sorted(known))


def _reaching_out(
    query: Query, known: Mapping[str, str], tokens: "Tokens", graphs: Iterable[str]
) -> Iterator[Fault]:
    """A fault for each way out of our data: SERVICE, and graphs that are not ours."""
    if tokens.of("SERVICE"):
        yield Fault("query-reaches-out", Place(query.file), name="SERVICE")
    default, named = _from(tokens, known)
    if not {*default, *named} <= {*graphs}:
        yield Fault("query-reaches-out", Place(query.file), name="FROM", allowed=sorted(graphs))


def _from(tokens: "Tokens", known: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The graphs that are named in FROM, and those in FROM NAMED."""
    default = [_iri(text, known) for kind, text in tokens.after("FROM") if kind != "NAMED"]
    named = [_iri(text, known) for _, text in tokens.after("NAMED")]
    return tuple(default), tuple(named)


def _iri(token: str, known: Mapping[str, str]) -> str:
    if token.startswith("<"):
        return decoded(token[1:-1])
    prefix, _, name = token.partition(":")
    return known.get(prefix, "") + name


def _strange(query: Query, escape: Strange) -> Fault:
    return Fault(escape.key, _at(query, escape.start), allowed=escape.allowed, name=escape.name)


def _at(query: Query, offset: int) -> Place:
    """The place of a character of the query."""
    before = query.text[:offset]
    return _shown(query, before.count("\n") + 1, len(before) - before.rfind("\n"))


def _offset(query: Query, line: int, column: int) -> int:
    """The character at a place."""
    return sum(len(each) + 1 for each in query.text.split("\n")[: line - 1]) + column - 1


def _end_or(query: Query, line: int, column: int) -> Place:
    """A place in what is written; one at the end of the text stands behind what was last."""
    if _follows(query, line, column):
        return _shown(query, line, column)
    written = query.text.rstrip()
    return _shown(query, written.count("\n") + 1, len(written) - written.rfind("\n"))


def _shown(query: Query, line: int, column: int) -> Place:
    """A place with the line it is in; tabs are one column, as for the parsers."""
    lines = query.text.split("\n")
    source = lines[line - 1].replace("\t", " ") if 0 < line <= len(lines) else ""
    return Place(query.file, line, column, text=source)
