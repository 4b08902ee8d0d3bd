"""From text to a syntax tree, or the one fault that stopped the reading.

A grammar is a language's own file, ``construct.lark`` or ``rl.lark``, and ``common.lark``. The
lexer knows the keywords that a rule may not use, so that ``OPTIONAL`` is refused as OPTIONAL and
not as an odd word.
"""

from functools import cache
from importlib.resources import files

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput, UnexpectedToken
from lark.lexer import PatternStr

from kg.errors import Fault, Place

__all__ = ["tree"]

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
_QUOTES = frozenset({'"', "'"})
_COMPARISONS = ("=", "!=", "<", ">", "<=", ">=")


def tree(text: str, file: str, language: str = "construct") -> Tree[Token]:
    """The syntax tree of a text: one CONSTRUCT query, or a set of rules in ``rl``.

    >>> tree("CONSTRUCT { ?x a ?y } WHERE { ?y a ?x }", "a.rq").data == "start"
    True
    """
    parser = _parser(language)
    try:
        return parser.parse(text)
    except UnexpectedInput as error:
        raise _fault(error, text, file, parser) from error


@cache
def _parser(language: str) -> Lark:
    parts = (files("kg.reason") / f"{name}.lark" for name in (language, "common"))
    return Lark(
        "\n".join(part.read_text(encoding="utf-8") for part in parts),
        parser="lalr",
        propagate_positions=True,
        maybe_placeholders=False,
    )


def _fault(error: UnexpectedInput, text: str, file: str, parser: Lark) -> Fault:
    lines = text.splitlines() or [""]
    allowed = _samples(_accepted(error), parser)
    if isinstance(error, UnexpectedToken) and error.token.type == "$END":
        place = Place(file, len(lines), len(lines[-1]) + 1)
        return Fault("unexpected-end", place, allowed=allowed, source=lines[-1])
    found = error.token if isinstance(error, UnexpectedToken) else _character(error, text)
    place = Place(file, error.line, error.column)
    source = lines[error.line - 1]
    if name := _unsupported(found, error):
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
    at_the_start = "CONSTRUCT" in _accepted(error)
    if kind == "REFUSED" or (kind == "_SELECT" and at_the_start):
        return found.upper()
    return ""


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
