"""Turtle, N-Triples and N-Quads -> triples with the file they stand in, and triples -> Turtle.

Here, and nowhere else, terms turn into pyoxigraph's and back.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from io import RawIOBase
from pathlib import Path
from typing import IO, cast

import pyoxigraph

from kg.errors import Fault, Faults, Place
from kg.load.files import read_bytes
from kg.terms import Blank, Iri, Literal, Term, Triple, TripleTerm, order

FORMATS = {
    ".ttl": pyoxigraph.RdfFormat.TURTLE,
    ".nt": pyoxigraph.RdfFormat.N_TRIPLES,
    ".nq": pyoxigraph.RdfFormat.N_QUADS,
}

# So many triples may lie inside each other: all that goes into one calls itself to do so.
DEEPEST = 200

# The parser says once more where it stands; places are told in one way.
PLACE_TOLD = re.compile(r"^(Parser )?error (at|between) [^:]*: ", re.IGNORECASE)


class TooDeepError(ValueError):
    """Triples lie too deep inside each other; what is said of the outermost."""


def read_rdf(path: Path, name: str, *, newest: bool = False) -> Iterator[tuple[Triple, Place]]:
    """The triples of an RDF file; graph names of N-Quads are left out.

    Args:
        path: the file; its ending says which format.
        name: what to call the file in places and faults.
        newest: whether it may say what only RDF 1.2 can: triple terms, text with a direction.

    Raises:
        Faults: there is no such file, it cannot be read, or it does not follow its format.
    """
    place, data = Place(name), content(path, name)
    yield from ((each, place) for each in parsed(data, path.suffix, name, newest=newest))


def content(path: Path, name: str) -> bytes:
    """What is in an RDF file.

    Raises:
        Faults: there is no such file, it cannot be read, or its ending says no format.
    """
    if path.suffix not in FORMATS and not path.is_dir():
        fault = Fault("rdf-format-unknown", Place(name), name=path.suffix, allowed=[*FORMATS])
        raise Faults([fault])
    return read_bytes(path, name)


def parsed(data: bytes, ending: str, name: str, *, newest: bool = False) -> list[Triple]:
    """The triples of a file's content, each blank node by a label that no other file has.

    Args:
        data: the content.
        ending: that of the file's name, one of `FORMATS`.
        name: what to call the file in faults.
        newest: whether it may say what only RDF 1.2 can.

    Raises:
        Faults: the content does not follow its format, or says more than it may.
    """
    quads = pyoxigraph.parse(data, FORMATS[ending], rename_blank_nodes=True)
    return _taken(quads, name, newest=newest)


def parsed_as_written(data: bytes, ending: str, name: str) -> tuple[list[Triple], dict[str, str]]:
    """The triples of a file's content, of RDF 1.2 too, by the labels it writes; and its prefixes.

    Raises:
        Faults: what `parsed` raises.
    """
    quads = pyoxigraph.parse(data, FORMATS[ending])
    return _taken(quads, name, newest=True), dict(quads.prefixes)


def _taken(quads: Iterable[pyoxigraph.Quad], name: str, *, newest: bool) -> list[Triple]:
    """What a parser gives, as triples of ours."""
    try:
        return [newest_triple(quad) if newest else triple(quad) for quad in quads]
    except TypeError as error:
        raise Faults([Fault("rdf-too-new", Place(name))]) from error
    except TooDeepError as error:
        fault = Fault("rdf-too-deep", Place(name), most=DEEPEST, name=error)
        raise Faults([fault]) from error
    except SyntaxError as error:
        raise Faults([_syntax_fault(error, name)]) from error


def _syntax_fault(error: SyntaxError, name: str) -> Fault:
    where = Place(name, error.lineno or 0, error.offset or 0)
    return Fault("rdf-syntax", where, detail=PLACE_TOLD.sub("", error.msg))


def parsed_by_line(data: bytes, name: str) -> Iterator[tuple[Triple, Place]]:
    """The triples of Turtle, each with the line it ends on.

    The parser does not tell, but takes more only when it needs it, and gets a line at a time.

    Raises:
        Faults: what `parsed` raises.
    """
    lines = _Lines(data)
    try:
        for each in pyoxigraph.parse(
            cast("IO[bytes]", lines), FORMATS[".ttl"], rename_blank_nodes=True
        ):
            yield triple(each), Place(name, lines.number)
    except TypeError as error:
        raise Faults([Fault("rdf-too-new", Place(name, lines.number))]) from error
    except SyntaxError as error:
        raise Faults([_syntax_fault(error, name)]) from error


class _Lines(RawIOBase):
    """Bytes that are read a line at a time, and how many lines were."""

    def __init__(self, data: bytes) -> None:
        self.number = 0
        self.waiting = iter(data.splitlines(keepends=True))
        self.rest = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if not self.rest:
            self.rest = next(self.waiting, b"")
            self.number += bool(self.rest)
        end = size if size >= 0 else len(self.rest)
        given, self.rest = self.rest[:end], self.rest[end:]
        return given


def parse_turtle(text: str, *, newest: bool = False) -> list[Triple]:
    """The triples of a Turtle text.

    Args:
        text: the text.
        newest: whether it may say what only RDF 1.2 can.

    Raises:
        SyntaxError: the text is not Turtle.
        TypeError: it says more than it may.
        TooDeepError: triples lie too deep inside each other.
    """
    quads = pyoxigraph.parse(text, pyoxigraph.RdfFormat.TURTLE)
    return [newest_triple(quad) if newest else triple(quad) for quad in quads]


def write_turtle(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> str:
    """Triples as Turtle, in order, with those of the prefixes that are used.

    Args:
        triples: what to write.
        prefixes: prefix -> namespace.
    """
    ordered = sorted(set(triples), key=lambda each: [order(part) for part in each])
    used = {iri for each in ordered for part in each for iri in _iris(part)}
    shown = {
        prefix: namespace
        for prefix, namespace in prefixes.items()
        if any(iri.startswith(namespace) for iri in used)
    }
    written = pyoxigraph.serialize(map(statement, ordered), format=FORMATS[".ttl"], prefixes=shown)
    return (written or b"").decode()


def _iris(term: Term) -> Iterator[str]:
    """The IRIs in a term, that of its datatype included."""
    match term:
        case Iri(value):
            yield value
        case Literal(datatype=datatype):
            yield datatype
        case TripleTerm(subject, predicate, target):
            for part in (subject, predicate, target):
                yield from _iris(part)


def canonically_labelled(triples: Iterable[Triple]) -> list[Triple]:
    """The triples with each anonymous node named by what is said of it (RDFC-1.0), in order."""
    said = pyoxigraph.Dataset()
    for each in map(statement, triples):
        said.add(pyoxigraph.Quad(each.subject, each.predicate, each.object))
    said.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted((triple(each) for each in said), key=lambda each: [*map(order, each)])


def triple(found: pyoxigraph.Triple | pyoxigraph.Quad) -> Triple:
    """A pyoxigraph triple, or a quad without its graph name, as one of ours."""
    return Triple(term(found.subject), Iri(found.predicate.value), term(found.object))


def newest_triple(found: pyoxigraph.Triple | pyoxigraph.Quad) -> Triple:
    """The same, of RDF 1.2.

    Raises:
        TooDeepError: more triples lie inside each other than may.
    """
    inner, depth = found.object, 0
    while isinstance(inner, pyoxigraph.Triple):
        inner, depth = inner.object, depth + 1
        if depth > DEEPEST:
            raise TooDeepError(found.subject)
    subject, target = newest_term(found.subject), newest_term(found.object)
    return Triple(subject, Iri(found.predicate.value), target)


def statement(given: Triple) -> pyoxigraph.Triple:
    """One of our triples as a pyoxigraph triple."""
    subject, predicate = node(given.subject), pyoxigraph.NamedNode(given.predicate.value)
    if isinstance(subject, pyoxigraph.Literal | pyoxigraph.Triple):
        message = f"this cannot be a subject: {given}"
        raise TypeError(message)
    return pyoxigraph.Triple(subject, predicate, node(given.object))


def term(found: object) -> Term:
    """A pyoxigraph term as one of ours."""
    match found:
        case pyoxigraph.NamedNode():
            return Iri(found.value)
        case pyoxigraph.BlankNode():
            return Blank(found.value)
        case pyoxigraph.Literal(direction=None):
            return Literal(found.value, found.datatype.value, found.language or "")
    message = f"not a term of RDF 1.1: {found}"
    raise TypeError(message)


def newest_term(found: object) -> Term:
    """A pyoxigraph term as one of ours, also what only RDF 1.2 has."""
    match found:
        case pyoxigraph.Literal(direction=pyoxigraph.BaseDirection(value=way)):
            return Literal(found.value, found.datatype.value, found.language or "", way)
        case pyoxigraph.Triple():
            parts = (found.subject, found.predicate, found.object)
            return TripleTerm(*map(newest_term, parts))  # type: ignore[arg-type]
    return term(found)


Node = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple


def node(given: Term) -> Node:
    """One of our terms as a pyoxigraph term.

    >>> term(node(Literal("grønn", language="nb"))).language
    'nb'
    """
    match given:
        case Iri(value):
            return pyoxigraph.NamedNode(value)
        case Blank(label):
            return pyoxigraph.BlankNode(label)
        case Literal(lexical, _, language, direction) if direction:
            way = pyoxigraph.BaseDirection(direction)
            return pyoxigraph.Literal(lexical, language=language, direction=way)
        case Literal(lexical, _, language) if language:
            return pyoxigraph.Literal(lexical, language=language)
        case Literal(lexical, datatype):
            return pyoxigraph.Literal(lexical, datatype=pyoxigraph.NamedNode(datatype))
        case TripleTerm(subject, predicate, target):
            return statement(Triple(subject, predicate, target))
