"""RDF terms and triples as plain values (RDF 1.2 Concepts, section 3).

Terms are keys of large tables, so what makes them different is hashed as cheaply as it can be.
"""

from dataclasses import dataclass
from typing import NamedTuple

__all__ = [
    "RDF",
    "XSD",
    "Blank",
    "Iri",
    "Literal",
    "Term",
    "Triple",
    "TripleTerm",
    "local_name",
    "order",
]

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"


@dataclass(frozen=True, slots=True)
class Iri:
    """An absolute IRI.

    >>> print(Iri("https://example.org/a"))
    <https://example.org/a>
    """

    value: str

    def __hash__(self) -> int:
        """The hash of its text, which Python keeps."""
        return hash(self.value)

    def __str__(self) -> str:
        """The IRI as N-Triples writes it."""
        return f"<{self.value}>"


@dataclass(frozen=True, slots=True)
class Blank:
    """A blank node; its label means something only beside the other labels of one graph.

    >>> print(Blank("b0"))
    _:b0
    """

    label: str

    def __str__(self) -> str:
        """The node as N-Triples writes it."""
        return f"_:{self.label}"


@dataclass(frozen=True, slots=True)
class Literal:
    """A literal: lexical form, datatype IRI and, for text in a language, its tag and direction.

    >>> print(Literal("steg", RDF + "langString", "nb"), Literal("4", XSD + "integer"))
    "steg"@nb "4"^^<http://www.w3.org/2001/XMLSchema#integer>
    """

    lexical: str
    datatype: str = XSD + "string"
    language: str = ""
    direction: str = ""

    def __hash__(self) -> int:
        """The hash of its lexical form, which Python keeps; few literals share one."""
        return hash(self.lexical)

    def __str__(self) -> str:
        """The literal as N-Triples writes it."""
        text = f'"{self.lexical.translate(_ESCAPES)}"'
        if self.language:
            return f"{text}@{self.language}" + (f"--{self.direction}" if self.direction else "")
        return text if self.datatype == XSD + "string" else f"{text}^^<{self.datatype}>"


_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})


@dataclass(frozen=True, slots=True)
class TripleTerm:
    """A triple that is spoken of, and not thereby stated.

    >>> a = Iri("urn:a")
    >>> print(TripleTerm(a, a, Blank("b0")))
    <<( <urn:a> <urn:a> _:b0 )>>
    """

    subject: Iri | Blank
    predicate: Iri
    object: "Term"

    def __str__(self) -> str:
        """The triple as N-Triples writes it inside another."""
        return f"<<( {self.subject} {self.predicate} {self.object} )>>"


Term = Iri | Blank | Literal | TripleTerm


class Triple(NamedTuple):
    """A statement: subject, predicate, object."""

    subject: Term
    predicate: Iri
    object: Term

    def __str__(self) -> str:
        """The statement as N-Triples writes it."""
        return f"{self.subject} {self.predicate} {self.object} ."


def order(term: Term) -> tuple[int, str]:
    """A sort key: IRIs, then blank nodes, literals and triple terms, each by its text.

    >>> sorted([Literal("b"), Iri("urn:a")], key=order)[0]
    Iri(value='urn:a')
    """
    kinds = (Iri, Blank, Literal, TripleTerm)
    return kinds.index(type(term)), str(term)


def local_name(iri: Iri) -> str:
    """What stands after the last ``#`` or ``/`` of an IRI.

    >>> local_name(Iri("https://example.org/id/bridge"))
    'bridge'
    """
    return iri.value.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
