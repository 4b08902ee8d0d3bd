"""The text of a query -> its tokens, if the grammar allows them; ``sparql.lark`` is the grammar.

A token is the same wherever it stands, so a keyword such as SERVICE is one token in every reading
of the text, and no comment, no text and no IRI can hold one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from lark import Lark, Token
from lark.exceptions import UnexpectedInput

from kg.query.scan import Scanner, Tokens, scanner_of

__all__ = ["NotSparqlError", "Shape", "Tokens", "read"]

OPENING = frozenset({"LBRACE", "LPAR", "LSQB", "OPEN_TERM", "OPEN_REIFIED"})
CLOSING = frozenset({"RBRACE", "RPAR", "RSQB", "CLOSE_TERM", "CLOSE_REIFIED"})
REPEATED = frozenset({"BANG", "PLUS", "DASH"})
# What may go on and on without a bracket; a store reads each link inside of the one before.
LINKING = frozenset(
    {"OR", "AND", "PLUS", "DASH", "SIGNED", "STAR", "SLASH", "VBAR", "AS"}
    | {"UNION", "MINUS", "OPTIONAL", "LATERAL", "FILTER", "GRAPH", "EXISTS"}
)
QUERIES = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


LONGEST_KEPT = 1000  # tokens of a query whose shape is kept


class NotSparqlError(ValueError):
    """A text the grammar does not allow: where it goes wrong, whether it wants to change data."""

    def __init__(self, line: int, column: int, *, changes: bool) -> None:
        super().__init__(f"{line}:{column}")
        self.line, self.column, self.changes = line, column, changes


@dataclass(frozen=True, slots=True)
class Shape:
    """What the kinds of the tokens of a query say by themselves, whatever their texts are.

    Args:
        kind: ``SELECT``, ``ASK``, ``CONSTRUCT`` or ``DESCRIBE``.
        depth: how many brackets, or signs before an expression, stand inside each other at most.
        projected: where in the order the variables are that a SELECT names without computing
            them; None for all.
        links: how many signs and words there are that make one part hang on the one before.
    """

    kind: str
    depth: int
    projected: tuple[int, ...] | None
    links: int = 0


def read(text: str) -> tuple[Tokens, Shape]:
    """The tokens of a query, and its shape.

    Whether the grammar allows a text hangs on the kinds of its tokens alone, so what was allowed
    once need not be parsed again where only names and numbers are others.

    Raises:
        NotSparqlError: it is no query.
    """
    tokens = _scanner().tokens(text)
    shape = _shape(tokens.kinds) if tokens else None
    if tokens and shape:
        return tokens, shape
    tokens = _told(_parsed(text))
    return tokens, _shape_of(tokens.kinds)


def _shape(kinds: tuple[str, ...]) -> Shape | None:
    """The shape of a query with tokens of these kinds; None if the grammar has none."""
    return _kept_shape(kinds) if len(kinds) <= LONGEST_KEPT else _parsed_shape(kinds)


@lru_cache(maxsize=1000)
def _kept_shape(kinds: tuple[str, ...]) -> Shape | None:
    return _parsed_shape(kinds)


def _parsed_shape(kinds: tuple[str, ...]) -> Shape | None:
    reading = _parser().parse_interactive()
    try:
        for kind in kinds:
            reading.feed_token(Token(kind, ""))
        reading.feed_eof()  # type: ignore[no-untyped-call]
    except UnexpectedInput:
        return None
    return _shape_of(kinds)


def _shape_of(kinds: tuple[str, ...]) -> Shape:
    kind = next(each for each in kinds if each in QUERIES)
    projected = _projected(kinds) if kind == "SELECT" else None
    return Shape(kind, _depth(kinds), projected, _links(kinds))


def _links(kinds: tuple[str, ...]) -> int:
    """The links outside of rows of data; the conditions of a HAVING have brackets only."""
    found, in_rows, linking = 0, False, LINKING
    for before, kind in zip(("", *kinds), kinds, strict=False):
        if kind == "HAVING":
            linking = LINKING | {"LPAR"}
        in_rows = before == "VALUES" or (in_rows and before != "RBRACE")
        found += kind in linking and not in_rows
    return found


def _depth(kinds: tuple[str, ...]) -> int:
    deepest = depth = signs = 0
    for kind in kinds:
        depth += (kind in OPENING) - (kind in CLOSING)
        signs = signs + 1 if kind in REPEATED else 0
        deepest = max(deepest, depth + signs)
    return deepest


def _projected(kinds: tuple[str, ...]) -> tuple[int, ...] | None:
    places: list[int] = []
    for place in _head(kinds):
        if kinds[place] == "STAR":
            return None
        if kinds[place] == "VAR":
            places.append(place)
    return tuple(places)


def _head(kinds: tuple[str, ...]) -> Iterator[int]:
    """Where the tokens of the SELECT clause outside of expressions are."""
    depth = 0
    for place in range(kinds.index("SELECT") + 1, len(kinds)):
        if not depth and kinds[place] in {"FROM", "WHERE", "LBRACE"}:
            return
        depth += (kinds[place] in OPENING) - (kinds[place] in CLOSING)
        if not depth:
            yield place


def _told(tokens: list[Token]) -> Tokens:
    """Tokens of lark as ours."""
    return Tokens(
        tuple(each.type for each in tokens),
        tuple(map(str, tokens)),
        tuple(each.start_pos or 0 for each in tokens),
    )


def _parsed(text: str) -> list[Token]:
    """The tokens of a query as lark finds them while it parses."""
    reading = _parser().parse_interactive(text)
    tokens: list[Token] = []
    try:
        for token in reading.iter_parse():
            tokens.append(token)  # noqa: PERF402 - those before an error are needed too
        reading.feed_eof(tokens[-1] if tokens else None)  # type: ignore[no-untyped-call]
    except UnexpectedInput as error:
        raise _refusal(error, tokens, text) from error
    return tokens


def _refusal(error: UnexpectedInput, tokens: list[Token], text: str) -> NotSparqlError:
    # A change starts with its verb, or with declarations before it.
    verb = getattr(error, "token", None)
    started = any(each.type in QUERIES for each in tokens)
    changes = getattr(verb, "type", "") == "CHANGE" and not started
    if getattr(verb, "type", "") == "$END":
        return NotSparqlError(text.count("\n") + 1, len(text) + 1, changes=False)
    return NotSparqlError(error.line, error.column, changes=changes)


@cache
def _parser() -> Lark:
    grammar = (files("kg.query") / "sparql.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", lexer="basic", maybe_placeholders=False)


@cache
def _scanner() -> Scanner:
    return scanner_of(_parser())
