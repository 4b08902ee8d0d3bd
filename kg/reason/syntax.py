"""From text to a syntax tree, or the one fault that stopped the reading.

A grammar is a language's own file, ``construct.lark`` or ``rl.lark``, and ``common.lark``. The
lexer knows the keywords that a rule may not use, so that ``OPTIONAL`` is refused as OPTIONAL and
not as an odd word.
"""

import re
from functools import cache
from importlib.resources import files

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput, UnexpectedToken
from lark.lexer import PatternStr

from kg.errors import Fault, Place

__all__ = ["lines_of", "tree"]

# What a reader would write where the grammar expects such a token: the same in every language.
_SAMPLES = {
    "A": "a",
    "AGGREGATE": "COUNT(...)",
    "BLANK": "_:name",
    "BOOLEAN": "true",
    "IRIREF": "<iri>",
    "LANGTAG": "@nb",
    "NUMBER": "123",
    "PNAME": "prefix:name",
    "PNAME_NS": "prefix:",
    "STRING": '"text"',
    "VAR": "?variable",
    "WORD": "FUNCTION(...)",
}
_SILENT = frozenset(
    {"$END", "REFUSED", "_NEVER", "_EXISTS", "SIGNED", "QUESTION", "REDUCED", "VBAR"}
)
_OPENINGS = frozenset({"CONSTRUCT", "_PREFIX", "_BASE", "_SELECT"})
_TRAILING = {"_GROUP": "GROUP BY", "_HAVING": "HAVING", "_VALUES": "VALUES"}
_LATER = re.compile(r"<<\(?|\{\|")
_DEEPEST = 200
_QUOTES = frozenset({'"', "'"})
_COMPARISONS = ("=", "!=", "<", ">", "<=", ">=")


def tree(text: str, file: str, language: str = "construct") -> Tree[Token]:
    """The syntax tree of a text: one CONSTRUCT query, or a set of rules in ``rl``.

    >>> tree("CONSTRUCT { ?x a ?y } WHERE { ?y a ?x }", "a.rq").data == "start"
    True
    """
    parser = _parser(language)
    try:
        found = parser.parse(text)
    except UnexpectedInput as error:
        raise _fault(error, text, file, language) from error
    if deep := _too_deep(found):
        key, place = "rule-too-deep", Place(file, deep.meta.line, deep.meta.column)
        raise Fault(key, place, source=lines_of(text)[place.line - 1], most=_DEEPEST)
    return found


def lines_of(text: str) -> list[str]:
    """The lines as the parser counts them: only a line feed ends one."""
    return [line.removesuffix("\r").replace("\r", " ") for line in text.split("\n")]


def _too_deep(found: Tree[Token]) -> Tree[Token] | None:
    """A part inside more others than the readers of the tree, which call themselves, can take."""
    level, inside = 0, [found]
    while inside:
        if level > _DEEPEST:
            return inside[0]
        parts = (part for each in inside for part in each.children)
        level, inside = level + 1, [part for part in parts if isinstance(part, Tree)]
    return None


@cache
def _parser(language: str) -> Lark:
    parts = (files("kg.reason") / f"{name}.lark" for name in (language, "common"))
    return Lark(
        "\n".join(part.read_text(encoding="utf-8") for part in parts),
        parser="lalr",
        propagate_positions=True,
        maybe_placeholders=False,
    )


def _fault(error: UnexpectedInput, text: str, file: str, language: str) -> Fault:
    lines = lines_of(text.removesuffix("\n"))
    allowed = _samples(_accepted(error), _parser(language))
    if isinstance(error, UnexpectedToken) and error.token.type == "$END":
        place = Place(file, len(lines), len(lines[-1]) + 1)
        return Fault("unexpected-end", place, allowed=allowed, source=lines[-1])
    found = error.token if isinstance(error, UnexpectedToken) else _character(error, text)
    place = Place(file, error.line, error.column)
    source = lines[error.line - 1]
    name = _unsupported(found, error)
    if not name and language == "construct":
        name = _newer(found, error, text)
    if name:
        return Fault("unsupported-form", place, allowed=allowed, source=source, name=name)
    if isinstance(found, Token) and found.type in _OPENINGS and "$END" in _accepted(error):
        return Fault("several-forms", place, source=source, found=found)
    if found in _QUOTES:
        return Fault("unclosed-string", place, source=source)
    return Fault("syntax-error", place, allowed=allowed, source=source, found=found)


def _character(error: UnexpectedInput, text: str) -> str:
    return text[error.pos_in_stream] if error.pos_in_stream is not None else ""


def _unsupported(found: str, error: UnexpectedInput) -> str:
    """The name of a form of SPARQL that no rule may have, if that is what stands here."""
    kind = found.type if isinstance(found, Token) else ""
    accepted = _accepted(error)
    if kind == "REFUSED" or (kind == "_SELECT" and "CONSTRUCT" in accepted):
        return found.upper()
    return _TRAILING.get(kind, "") if "$END" in accepted else ""


def _newer(found: str, error: UnexpectedInput, text: str) -> str:
    """What SPARQL 1.2 writes of triple terms, if that is what stands here, and no comparison."""
    start = (error.pos_in_stream or 0) - (found == "|")
    later = _LATER.match(text, start)
    return later[0] if later and "_IN" not in _accepted(error) else ""


def _accepted(error: UnexpectedInput) -> set[str]:
    """The tokens that could have stood there; lark's own list also has some that could not."""
    parser = error.interactive_parser
    return set(parser.accepts()) if parser else set()  # type: ignore[no-untyped-call]


def _samples(terminals: set[str], parser: Lark) -> list[str]:
    shown: set[str] = set()
    for name in terminals - _SILENT:
        shown.update(_COMPARISONS if name == "COMPARE" else [_sample(name, parser)])
    return sorted(shown)


def _sample(name: str, parser: Lark) -> str:
    pattern = parser.get_terminal(name).pattern
    if name not in _SAMPLES and isinstance(pattern, PatternStr):
        return pattern.value
    return _SAMPLES.get(name, name.lstrip("_"))
