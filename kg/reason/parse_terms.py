"""Terms: from the tokens of a rule text to IRIs, literals and variables."""

from lark import Token, Tree

from kg.reason.model import Variable
from kg.reason.scope import Found, Scope
from kg.terms import RDF, XSD, Iri, Literal, Term

__all__ = ["node", "term", "variable"]

_DIRECTIONS = ("ltr", "rtl")


def variable(token: Token, scope: Scope) -> Variable:
    """The variable, whether it is written ``?x`` or ``$x``."""
    return Variable(token[1:], scope.place(token))


def node(found: Found, scope: Scope) -> Variable | Term:
    """The variable or term that a piece of the text stands for."""
    if isinstance(found, Token) and found.type == "VAR":
        return variable(found, scope)
    return term(found, scope)


def term(found: Found, scope: Scope) -> Term:  # noqa: PLR0911 - one a form
    """The IRI or literal that a piece of the text stands for."""
    match found:
        case Token(type="NUMBER" | "SIGNED"):
            return _number(found)
        case Token(type="BOOLEAN"):
            return Literal(found.lower(), XSD + "boolean")
        case Token(type="A"):
            return Iri(RDF + "type")
        case Token():
            return scope.iri(found)
        case Tree(data="tagged", children=[Token() as text, Token() as tag]):
            return _tagged(_text(text, scope), tag, scope)
        case Tree(data="typed", children=[Token() as text, Token() as datatype]):
            return Literal(_text(text, scope), scope.iri(datatype).value)
        case Tree(children=[Token() as text]):
            return Literal(_text(text, scope))
    raise AssertionError(found)


def _tagged(text: str, tag: Token, scope: Scope) -> Literal:
    """A text in a language, perhaps with the direction in which it is written."""
    # RDF 1.1 lets a tag be written in any case; stores keep it in small letters.
    language, _, direction = tag[1:].partition("--")
    if not direction:
        return Literal(text, RDF + "langString", language.lower())
    if direction not in _DIRECTIONS:
        scope.fault("unknown-direction", tag, allowed=_DIRECTIONS, name=direction)
    return Literal(text, RDF + "dirLangString", language.lower(), direction)


def _number(token: Token) -> Literal:
    """The literal of a number; how it is written decides its type."""
    if "e" in token.lower():
        return Literal(str(token), XSD + "double")
    return Literal(str(token), XSD + ("decimal" if "." in token else "integer"))


def _text(token: Token, scope: Scope) -> str:
    return scope.unescape(token, 3 if token.startswith(('"""', "'''")) else 1)
