"""The text of a query -> its tokens, if the grammar allows them; ``sparql.lark`` is the grammar.

A token is the same wherever it stands, so a keyword such as SERVICE is one token in every reading
of the text, and no comment, no text and no IRI can hold one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from lark import Lark, Token
from lark.exceptions import UnexpectedInput

__all__ = ["NotSparqlError", "Tokens", "read"]

OPENING = frozenset({"LBRACE", "LPAR", "LSQB", "OPEN_TERM", "OPEN_REIFIED"})
CLOSING = frozenset({"RBRACE", "RPAR", "RSQB", "CLOSE_TERM", "CLOSE_REIFIED"})
REPEATED = frozenset({"BANG", "PLUS", "DASH"})


class NotSparqlError(ValueError):
    """A text the grammar does not allow: where it goes wrong, whether it wants to change data."""

    def __init__(self, line: int, column: int, *, changes: bool) -> None:
        super().__init__(f"{line}:{column}")
        self.line, self.column, self.changes = line, column, changes


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a query in their order."""

    all: tuple[Token, ...]

    def of(self, *kinds: str) -> list[Token]:
        """The tokens of some kinds."""
        return [each for each in self.all if each.type in kinds]

    def after(self, kind: str) -> list[Token]:
        """What follows each token of a kind."""
        return [
            each
            for before, each in zip(self.all, self.all[1:], strict=False)
            if before.type == kind
        ]

    def declared(self) -> dict[str, str]:
        """The prefixes that are declared; of two the last, as everywhere."""
        found = zip(self.all, self.all[1:], self.all[2:], strict=False)
        return {name[:-1]: iri[1:-1] for word, name, iri in found if word.type == "PREFIX"}

    @property
    def kind(self) -> str:
        """``SELECT``, ``ASK``, ``CONSTRUCT`` or ``DESCRIBE``."""
        return self.of("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")[0].type

    @property
    def depth(self) -> int:
        """How many brackets, or signs before an expression, stand inside each other at most."""
        deepest = depth = signs = 0
        for token in self.all:
            depth += (token.type in OPENING) - (token.type in CLOSING)
            signs = signs + 1 if token.type in REPEATED else 0
            deepest = max(deepest, depth + signs)
        return deepest

    def projected(self) -> list[str] | None:
        """The variables a SELECT names without computing them; None for all."""
        names: list[str] = []
        for token in self._head():
            if token.type == "STAR":
                return None
            if token.type == "VAR":
                names.append(token[1:])
        return names

    def _head(self) -> Iterator[Token]:
        """The tokens of the SELECT clause outside of expressions."""
        start = next(place for place, each in enumerate(self.all) if each.type == "SELECT")
        depth = 0
        for token in self.all[start + 1 :]:
            if not depth and token.type in {"FROM", "WHERE", "LBRACE"}:
                return
            depth += (token.type in OPENING) - (token.type in CLOSING)
            if not depth:
                yield token


def read(text: str) -> Tokens:
    """The tokens of a query.

    Raises:
        NotSparqlError: it is none.
    """
    parser = _parser()
    reading = parser.parse_interactive(text)
    tokens: list[Token] = []
    try:
        for token in reading.iter_parse():
            tokens.append(token)  # noqa: PERF402 - those before an error are needed too
        reading.feed_eof(tokens[-1] if tokens else None)  # type: ignore[no-untyped-call]
    except UnexpectedInput as error:
        raise _refusal(error, tokens, text) from error
    return Tokens(tuple(tokens))


def _refusal(error: UnexpectedInput, tokens: list[Token], text: str) -> NotSparqlError:
    # A change starts with its verb, or with declarations before it.
    verb = getattr(error, "token", None)
    started = any(each.type in {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"} for each in tokens)
    changes = getattr(verb, "type", "") == "CHANGE" and not started
    if getattr(verb, "type", "") == "$END":
        return NotSparqlError(text.count("\n") + 1, len(text) + 1, changes=False)
    return NotSparqlError(error.line, error.column, changes=changes)


@cache
def _parser() -> Lark:
    grammar = (files("kg.query") / "sparql.lark").read_text(encoding="utf-8")
    return Lark(grammar, parser="lalr", lexer="basic", maybe_placeholders=False)
