"""What the reading of one rule text keeps in hand: names declared so far, faults found so far.

A scope is made by `parse` for one text and forgotten with it.
"""

import re
import sys
from dataclasses import dataclass, field
from itertools import count
from typing import TypeAlias
from urllib.parse import urljoin

from lark import Token, Tree

from kg.errors import Fault, Place, nearest
from kg.reason.model import Variable
from kg.terms import Iri

__all__ = ["Found", "Scope", "declare", "unescape"]

Found: TypeAlias = Token | Tree[Token]

_ESCAPED = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_CHARACTERS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
# Halves of characters in another encoding, which are none themselves.
_SURROGATES = range(0xD800, 0xE000)
_UNKNOWN = "\N{REPLACEMENT CHARACTER}"
# What may not stand in an IRI, however it is written (SPARQL 1.1, section 19.8 [139]).
_ODD = re.compile(r"[\x00-\x20<>\"{}|^`\\]")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def unescape(text: str) -> str:
    r"""The text with its backslash escapes put right; U+FFFD for what is no character.

    >>> unescape(r"bl\u00e5\tb\xe6r".replace("\\xe6", "æ"))
    'blå\tbær'
    """
    return _ESCAPED.sub(_character, text)


def _resolved(iri: str, base: str) -> str:
    if _ABSOLUTE.match(iri):
        return iri
    joined = urljoin(base, iri)
    # urljoin drops an empty fragment, and with it the end of every ``PREFIX : <#>``.
    return joined + "#" if iri.endswith("#") else joined


def _character(escape: re.Match[str]) -> str:
    four, eight, letter = escape.groups()
    if letter:
        return _CHARACTERS.get(letter, letter)
    number = int(four or eight, 16)
    is_character = number <= sys.maxunicode and number not in _SURROGATES
    return chr(number) if is_character else _UNKNOWN


@dataclass
class Scope:
    """The names and the faults of one text."""

    file: str
    lines: list[str]
    base: str = ""
    prefixes: dict[str, str] = field(default_factory=dict)
    # Functions that the language of the text has not, or the engine, by name.
    refused: frozenset[str] = frozenset()
    faults: list[Fault] = field(default_factory=list)
    _numbers: "count[int]" = field(default_factory=count)

    def fresh(self) -> Variable:
        """A variable of the parser's own."""
        return Variable(f".{next(self._numbers)}")

    def place(self, found: Found | Variable) -> Place:
        """Where a piece of the text stands."""
        if isinstance(found, Variable):
            return found.place or Place(self.file)
        where = found if isinstance(found, Token) else found.meta
        line = where.line or 0
        text = self.lines[line - 1] if line else ""
        return Place(self.file, line, where.column or 0, text=text)

    def fault(self, key: str, found: Found | Variable, **details: object) -> None:
        """Notes a fault, so that the reading can go on."""
        self.faults.append(Fault(key, self.place(found), **details))  # type: ignore[arg-type]

    def refuse(self, name: str, found: Found, *allowed: str) -> None:
        """Notes a form of SPARQL that a rule may not have, and what it may have instead."""
        self.fault("unsupported-form", found, allowed=allowed, name=name)

    def unescape(self, token: Token, quotes: int) -> str:
        """The text between the quotation marks of a token, its escapes put right."""
        text = unescape(token[quotes:-quotes])
        if _UNKNOWN in text and _UNKNOWN not in token:
            self.fault("no-such-character", token, name=token)
        return text

    def iri(self, token: Token) -> Iri:
        """The IRI that a token stands for, whole or by a prefix."""
        if token.type == "PNAME":
            return self._by_prefix(token)
        iri = _resolved(self.unescape(token, 1), self.base)
        if odd := _ODD.search(iri):
            self.fault("character-in-iri", token, name=f"U+{ord(odd[0]):04X}")
        elif not _ABSOLUTE.match(iri):
            self.fault("relative-iri", token, name=iri)
        return Iri(iri)

    def _by_prefix(self, token: Token) -> Iri:
        prefix, _, name = token.partition(":")
        if prefix not in self.prefixes:
            near = [f"{known}:" for known in nearest(prefix, self.prefixes)]
            self.fault("undeclared-prefix", token, near=near, name=f"{prefix}:")
        return Iri(self.prefixes.get(prefix, "") + re.sub(r"\\(.)", r"\1", name))


def declare(declaration: Found, scope: Scope) -> None:
    """Puts a declaration of a base or a prefix in force."""
    match declaration:
        case Tree(data="base", children=[Token() as iri]):
            scope.base = scope.iri(iri).value
        case Tree(data="prefix", children=[Token() as prefix, Token() as iri]):
            scope.prefixes[prefix[:-1]] = scope.iri(iri).value
