"""Terms in the place of variables, in the text of a query: for stores that cannot put them in.

Theory. Our own store puts terms in by itself (SEP-0007). A text for others is made by reading the
query as SPARQL's lexer does and writing each token back as it was, but for the variables that are
given, which become the N-Triples form of their term. A comment, a text or an IRI is one token, so
nothing in it is taken for a variable, and a term is one token, so nothing in it can become SPARQL.
Where the grammar wants a variable, the term stands as an expression: ``SELECT ("nb" AS ?lang)``, so
the answer keeps its columns; a column of ``VALUES`` gets another name and has to hold the term.
Others may read numbers of characters before anything else (`kg.query.escapes`), so none stands
where it could change what the text is: no comment keeps one.
"""

import re
from collections.abc import Mapping

from kg.query.escapes import in_one_reading
from kg.terms import Blank, Term

TOKEN = re.compile(
    r"""
    (?P<skipped> \s+ | \#[^\n]* )
  | (?P<text>    \"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
               | "(?:[^"\\\n]|\\.)*" | '(?:[^'\\\n]|\\.)*' )
  | (?P<iri>     <(?:[^<>"{}|^`\\\s]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*> )
  | (?P<variable>[?$]\w+ )
  | (?P<word>    [\w:%](?:[\w:%.-]|\\.)* )
  | (?P<sign>    . )
    """,
    re.VERBOSE | re.DOTALL,
)
NAMING = frozenset({"SELECT", "GROUP", "ORDER", "VALUES"})  # after these, variables are named
ENDING = frozenset({"WHERE", "FROM", "HAVING", "LIMIT", "OFFSET"})


def put_in(query: str, given: Mapping[str, Term]) -> str:
    """The query with terms for some of its variables.

    Args:
        query: SPARQL that can be parsed.
        given: the terms; not anonymous nodes, which mean nothing elsewhere.

    >>> from kg.terms import Literal
    >>> put_in("SELECT ?a ?n { ?a ?b ?n } # ?n", {"n": Literal("x", language="nb")})
    'SELECT ?a ("x"@nb AS ?n) { ?a ?b "x"@nb } # ?n'
    """
    if any(isinstance(term, Blank) for term in given.values()):
        raise ValueError(given)
    return put_in_written(query, {name: in_one_reading(str(term)) for name, term in given.items()})


def put_in_written(query: str, given: Mapping[str, str]) -> str:
    """The same with terms that are written already, as N-Triples."""
    return "".join(map(_Writer(given).written, TOKEN.finditer(query)))


class _Writer:
    """Writes token after token, and remembers in which clause it is."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self.given = given
        self.clause, self.depth = "", 0
        self.rows: dict[str, str] = {}  # what rows of data have to hold, by variable

    def written(self, token: re.Match[str]) -> str:
        """A token as it is to stand."""
        found = token[0]
        if token["text"]:
            return in_one_reading(found)
        if token["skipped"]:
            return found.replace("\\", "/")
        if token["variable"] and found[1:] in self.given:
            return self._variable(found, self.given[found[1:]])
        if token["word"]:
            self._word(found.upper())
        elif token["sign"]:
            return self._sign(found)
        return found

    def _word(self, word: str) -> None:
        if word in NAMING | ENDING:
            self.clause, self.depth = word if word in NAMING else "", 0

    def _sign(self, found: str) -> str:
        self.depth += (found == "(") - (found == ")")
        if found == "{":
            self.clause = "rows" if self.clause == "VALUES" else ""
        elif found == "}" and self.clause == "rows":
            kept, self.clause, self.rows = self.rows, "", {}
            return found + "".join(
                f" FILTER(SAMETERM({name}, {term}))" for name, term in kept.items()
            )
        elif found == "}":
            self.clause = ""
        return found

    def _variable(self, found: str, term: str) -> str:
        if self.clause == "VALUES":
            self.rows[f"{found}_given"] = term
            return f"{found}_given"
        if self.clause == "SELECT" and not self.depth:
            return f"({term} AS {found})"
        return f"({term})" if self.clause in {"GROUP", "ORDER"} and not self.depth else term
