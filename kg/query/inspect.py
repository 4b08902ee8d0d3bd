r"""Looks at a query before any store sees it: it may ask of our data, and do nothing else.

Theory. A store would carry out ``SERVICE`` and ``FROM`` by calling other machines, so the query is
parsed with one library and refused by what stands in the tree, never by looking for words: a
comment or a text may well hold them. The store then parses the same text with another library, and
the two must see the same thing. They could differ where one of them turns ``\uXXXX`` into a
character before it looks for quotation marks, and in what ends a comment; so such escapes are
refused, and `own_query` leaves one kind of line end.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.errors import Fault, Faults, Place, nearest, refuse
from kg.load.prefixes import Prefixes
from kg.query.saved import Query
from kg.store import syntax_error

if TYPE_CHECKING:
    from rdflib.plugins.sparql.parserutils import CompValue

OUTSIDE = {"ServiceGraphPattern": "SERVICE", "DatasetClause": "FROM"}
ESCAPE = re.compile(r"\\[uU]")


@dataclass(frozen=True, slots=True)
class Form:
    """What a query is: its kind, and the variables for which a term may be put in."""

    kind: str
    variables: frozenset[str]


def inspect(query: Query, prefixes: Prefixes) -> Form:
    """What a query is, if it may run.

    Raises:
        Faults: it is not SPARQL, changes data, reaches outside, or uses a prefix nobody declared.
    """
    return _inspect(query.text, query.file, tuple(prefixes.items()))


@lru_cache(maxsize=512)
def _inspect(text: str, file: str, declared: tuple[tuple[str, str], ...]) -> Form:
    query, prefixes = Query(text, file), dict(declared)
    if escape := ESCAPE.search(query.text):
        raise Faults([_at(query, escape.start(), "query-escape")])
    prologue, body = _parsed(query, prefixes)
    nodes = list(_nodes(body))
    refuse(
        _strange_prefixes(query, {*prefixes} | {each.prefix for each in _nodes(prologue)}, nodes)
    )
    refuse(
        Fault("query-reaches-out", Place(query.file), name=word)
        for name, word in OUTSIDE.items()
        if any(node.name == name for node in nodes)
    )
    if syntax_error(query.text, prefixes):
        raise Faults([Fault("query-meaning", Place(query.file))])
    return Form(body.name, frozenset(_variables(body)))


def _parsed(query: Query, prefixes: Prefixes) -> "tuple[object, CompValue]":
    from pyparsing import ParseBaseException
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        prologue, body = parseQuery(query.text)
    except ParseBaseException as error:
        raise Faults([_refusal(query, prefixes, error.lineno, error.column)]) from error
    except RecursionError as error:
        raise Faults([Fault("query-too-deep", Place(query.file))]) from error
    return prologue, body


def _refusal(query: Query, prefixes: Prefixes, line: int, column: int) -> Fault:
    """The fault of a text that does not parse: an update, or where the syntax goes wrong."""
    from pyparsing import ParseBaseException
    from rdflib.plugins.sparql.parser import parseUpdate

    try:
        if len(parseUpdate(query.text)["request"]):
            return Fault("query-changes", Place(query.file))
    except (ParseBaseException, KeyError, RecursionError):
        pass
    # The store tells the place better, but for the end of the text, where it has only given up;
    # and it may look only if there is surely nothing to call.
    can_call = "service" in query.text.casefold()
    wrong = None if can_call else syntax_error(query.text, prefixes)
    return _syntax(query, *(wrong if wrong and _follows(query, *wrong) else (line, column)))


def _follows(query: Query, line: int, column: int) -> bool:
    """Whether anything but blanks follows a place."""
    first, *rest = query.text.split("\n")[line - 1 :] or [""]
    return bool("".join([first[column - 1 :], *rest]).strip())


def _nodes(tree: object) -> "Iterator[CompValue]":
    """Every named node of a tree, from the top."""
    from pyparsing import ParseResults
    from rdflib.plugins.sparql.parserutils import CompValue

    if isinstance(tree, CompValue):
        yield tree
        parts: Iterable[object] = tree.values()
    else:
        parts = tree if isinstance(tree, ParseResults | list | tuple) else ()
    for part in parts:
        yield from _nodes(part)


def _strange_prefixes(
    query: Query, known: set[str], nodes: "Iterable[CompValue]"
) -> Iterator[Fault]:
    used = dict.fromkeys(node.prefix or "" for node in nodes if node.name == "pname")
    for prefix in used:
        if prefix not in known:
            near = nearest(prefix, known)
            place = _at(query, query.text.find(f"{prefix}:"), "").place
            yield Fault("query-prefix", place, name=prefix, near=near, allowed=sorted(known))


def _variables(body: "CompValue") -> Iterator[str]:
    """The variables a SELECT projects by name; all of them in a query of another kind."""
    from rdflib.term import Variable

    projected = body.projection if body.name == "SelectQuery" else None
    if isinstance(projected, list):
        yield from (str(each.var) for each in projected if each.var is not None)
        return
    for node in [body, *_nodes(body)]:
        for part in node.values():
            yield from (str(each) for each in _flat(part) if isinstance(each, Variable))


def _flat(part: object) -> Iterator[object]:
    from pyparsing import ParseResults

    if isinstance(part, ParseResults | list | tuple):
        for each in part:
            yield from _flat(each)
    else:
        yield part


def _at(query: Query, offset: int, key: str) -> Fault:
    """A fault at a character of the query."""
    before = query.text[: max(offset, 0)]
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return _shown(query, line, column, key)


def _syntax(query: Query, line: int, column: int) -> Fault:
    """A fault of syntax; one at the end of the text stands behind what was written last."""
    if not _follows(query, line, column):
        written = query.text.rstrip()
        line, column = written.count("\n") + 1, len(written) - written.rfind("\n")
    return _shown(query, line, column, "query-syntax")


def _shown(query: Query, line: int, column: int, key: str) -> Fault:
    """A fault with the line it stands in; tabs are one column, as for the parsers."""
    lines = query.text.split("\n")
    source = lines[line - 1].replace("\t", " ") if 0 < line <= len(lines) else ""
    return Fault(key, Place(query.file, line, column), source=source)
