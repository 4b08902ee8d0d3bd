r"""The text of a query -> its tokens, the same ones that lark's lexer finds, several times as fast.

Theory. lark tries one pattern after the other at each place, and most of ours are keywords. So what
stands most often is tried first, where no other pattern of the grammar could match instead: blanks
and comments; a variable; a word that nothing follows which could make it another token, which is
then looked up among the keywords; a name with its prefix; an IRI; brackets. Whatever none of these
takes is found by lark's own patterns in lark's order. If there is no token at some place, lark is
asked to say what is wrong.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.query.escapes import decoded

if TYPE_CHECKING:
    from lark import Lark
    from lark.lexer import TerminalDef

__all__ = ["Scanner", "Tokens", "scanner_of"]

SIGNS = {
    "{": "LBRACE",
    "}": "RBRACE",
    "(": "LPAR",
    ")": "RPAR",
    ";": "SEMICOLON",
    ",": "COMMA",
}


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a query in their order: their kinds, their texts, where they start."""

    kinds: tuple[str, ...]
    texts: tuple[str, ...]
    starts: tuple[int, ...]

    def of(self, *kinds: str) -> list[str]:
        """The texts of the tokens of some kinds."""
        return [self.texts[place] for place in self.places(*kinds)]

    def places(self, *kinds: str) -> list[int]:
        """Where in the order the tokens of some kinds are."""
        return [place for place, kind in enumerate(self.kinds) if kind in kinds]

    def after(self, kind: str) -> list[tuple[str, str]]:
        """The kind and the text of what follows each token of a kind."""
        following = (place + 1 for place in self.places(kind))
        return [
            (self.kinds[place], self.texts[place]) for place in following if place < len(self.kinds)
        ]

    def declared(self) -> dict[str, str]:
        """The prefixes that are declared; of two the last, as everywhere."""
        return {
            self.texts[place + 1][:-1]: decoded(self.texts[place + 2][1:-1])
            for place in self.places("PREFIX")
        }


@dataclass(frozen=True, slots=True)
class Scanner:
    """Finds tokens.

    Args:
        pattern: of one token or of what stands between; a group names its kind.
        keywords: the kinds of words in capitals.
    """

    pattern: re.Pattern[str]
    keywords: Mapping[str, str]

    def tokens(self, text: str) -> Tokens | None:
        """The tokens of a text; None if there is none at some place."""
        kinds: list[str] = []
        texts: list[str] = []
        starts: list[int] = []
        end = 0
        for found in self.pattern.finditer(text):
            start, before, end = found.start(), end, found.end()
            if start != before:
                return None
            kind, token = found.lastgroup or "", found[0]
            if kind == "Skipped":
                continue
            if kind == "Word":
                kind = self._of_word(token)
            elif kind == "Sign":
                kind = SIGNS[token]
            kinds.append(kind.upper() if kind in {"Var", "Pname", "Iriref"} else kind)
            texts.append(token)
            starts.append(start)
        return Tokens(tuple(kinds), tuple(texts), tuple(starts)) if end == len(text) else None

    def _of_word(self, word: str) -> str:
        """The kind of a word; of the keywords only ``a`` has to be small."""
        return "A" if word == "a" else self.keywords.get(word.upper(), "WORD")


def scanner_of(grammar: "Lark") -> Scanner:
    """The scanner of a grammar."""
    patterns = {each.name: each.pattern.to_regexp() for each in grammar.terminals}
    first = [
        r"(?P<Skipped>[ \t\r\n]+|\#[^\r\n]*)",
        rf"(?P<Var>{patterns['VAR']})",
        r"(?P<Word>[A-Za-z][A-Za-z0-9_]*(?![\w:.-]))",
        rf"(?P<Pname>(?=[A-Za-z][A-Za-z0-9_]*:){patterns['PNAME']})",
        rf"(?P<Iriref>{patterns['IRIREF']})",
        r"(?P<Sign>[},;(]|\{(?!\|)|\)(?!>))",
    ]
    rest = [
        f"(?P<{each.name}>{patterns[each.name]})" for each in sorted(grammar.terminals, key=_order)
    ]
    return Scanner(re.compile("|".join([*first, *rest])), _keywords(grammar))


def _order(terminal: "TerminalDef") -> tuple[int, int, int, str]:
    """That in which lark tries them."""
    pattern = terminal.pattern
    return (-terminal.priority, -pattern.max_width, -len(pattern.value), terminal.name)


def _keywords(grammar: "Lark") -> dict[str, str]:
    found: dict[str, str] = {}
    for terminal in grammar.terminals:
        words, _, rest = terminal.pattern.value.partition("(?![")
        if rest == r"\w:-])" and terminal.name not in {"A", "WORD"}:
            found |= dict.fromkeys(re.findall(r"[A-Za-z]+", words.upper()), terminal.name)
    return found
