"""Puts terms in the places of variables, in the text of a query.

Theory. A store in memory takes terms beside the query; the SPARQL protocol has no place for them.
So they are written into the text, token by token (SPARQL 1.1, section 19.8): what looks like a
variable inside a text, an IRI or a comment is none and is left alone. A term takes the variable's
place wherever a term may stand. A list of what to select cannot hold one, so there the variable
goes: the reader knows its value. In ``GROUP BY`` and ``ORDER BY`` it stands in brackets, as an
expression. The heads of ``VALUES`` and ``AS`` cannot hold a term: a server will refuse it there.
"""

import re
from collections.abc import Iterator, Mapping

from kg.load.turtle import node
from kg.terms import Term

TOKEN = re.compile(
    r"""
      (?P<iri> <[^<>"{}|^`\\\x00-\x20]*> )
    | (?P<text> \"{3}(?:[^"\\]|\\.|\"{1,2}(?!\"))*\"{3} | '{3}(?:[^'\\]|\\.|'{1,2}(?!'))*'{3}
              | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*' )
    | (?P<comment> \#[^\n]* )
    | [?$](?P<variable> \w+ )
    | (?P<word> [^\W\d]\w* (?![\w-]*:) )
    | (?P<other> (?:[^\W\d][\w-]*)?:[\w:%.-]* | . )
    """,
    re.VERBOSE | re.DOTALL,
)
# The words after which a variable stands for a column, and those that end such a list.
LISTS = {"SELECT": "selected", "BY": "ordered"}
ENDS = {"WHERE", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES", "FROM"}


KINDS = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}


def finds_triples(query: str) -> bool:
    r"""Whether the answer to a query is triples, by the first word that says what it is.

    >>> finds_triples("# SELECT\nPREFIX select: <urn:select> CONSTRUCT { ?a ?b ?c } WHERE {}")
    True
    """
    words = (token["word"] or "" for token in TOKEN.finditer(query))
    kind = next((word.upper() for word in words if word.upper() in KINDS), "")
    return kind in {"CONSTRUCT", "DESCRIBE"}


def fill(query: str, given: Mapping[str, Term]) -> str:
    """A query with terms in the places of variables.

    >>> from kg.terms import Literal
    >>> fill("SELECT ?a ?b { ?a ?b ?c } # ?b", {"b": Literal("x")})
    'SELECT ?a  { ?a "x" ?c } # ?b'
    """
    return "".join(_filled(query, {name: str(node(term)) for name, term in given.items()}))


def _filled(query: str, written: Mapping[str, str]) -> Iterator[str]:
    inside, depth = "", 0
    for token in TOKEN.finditer(query):
        found, word = token[0], (token["word"] or "").upper()
        depth += {"(": 1, ")": -1}.get(found, 0)
        if word in LISTS:
            inside = LISTS[word]
        elif word in ENDS or found in {"{", "}"}:
            inside = ""
        yield _in_place(token, inside if not depth else "", written)


def _in_place(token: re.Match[str], inside: str, written: Mapping[str, str]) -> str:
    term = written.get(token["variable"] or "")
    if term is None:
        return token[0]
    return {"selected": "", "ordered": f"({term})"}.get(inside, term)
