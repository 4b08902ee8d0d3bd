"""The prefixes a graph declares, and terms written with them."""

import re
from collections.abc import Mapping
from functools import cache

from kg.errors import Fault, Faults, nearest
from kg.graph import Graph, known_of, pairs, value
from kg.resources import data_root
from kg.terms import Iri, Literal, Term, Triple
from kg.vocabulary import SHACL_NAMESPACE, SHACL_PREFIX

Prefixes = Mapping[str, str]

# A text, an address, a label or a tag; or a name with its prefix.
_NAME = re.compile(
    r"""\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|<[^<>\s]*>|_:|@[\w-]+|[?$]\w+|((?:\w[\w.-]*)?):"""
)


def prefixes_of(graph: Graph) -> dict[str, str]:
    """The prefixes a graph declares with ``sh:declare``: prefix -> namespace, in order."""
    found = {}
    for declaration, name in pairs(graph, SHACL_PREFIX):
        namespace = value(graph, declaration, SHACL_NAMESPACE)
        if isinstance(name, Literal) and isinstance(namespace, Literal):
            found[name.lexical] = namespace.lexical
    return dict(sorted(found.items()))


@cache
def project_prefixes() -> Prefixes:
    """The prefixes of the project's own ``ontology/prefixes.ttl``.

    >>> project_prefixes()["id"]
    'https://w3id.org/nestesteg/id/'
    """
    from kg.load.turtle import read_rdf

    path = data_root() / "ontology" / "prefixes.ttl"
    return prefixes_of(known_of(read_rdf(path, path.name)))


def shortened(term: Term, prefixes: Prefixes) -> str:
    """A term as Turtle writes it, an IRI with its prefix if it has one.

    >>> shortened(Iri("urn:x:a"), {"x": "urn:x:"})
    'x:a'
    """
    if isinstance(term, Iri):
        for prefix, namespace in prefixes.items():
            if term.value.startswith(namespace) and term.value != namespace:
                return f"{prefix}:{term.value.removeprefix(namespace)}"
    return str(term)


def unknown_prefixes(text: str, prefixes: Prefixes) -> list[Fault]:
    """A fault for each prefix in a triple that stands for nothing.

    >>> [fault.key for fault in unknown_prefixes('x:a y:b "z:c"', {"x": "urn:x:"})]
    ['prefix-unknown']
    """
    names = dict.fromkeys(found[1] for found in _NAME.finditer(text) if found[1] is not None)
    return [
        Fault("prefix-unknown", name=f"{name}:", near=_alike(name, prefixes))
        for name in names
        if name not in prefixes
    ]


def _alike(name: str, prefixes: Prefixes) -> list[str]:
    return [f"{each}:" for each in nearest(name, prefixes, alike=0.5)]


def read_statement(text: str, prefixes: Prefixes, *, newest: bool = False) -> Triple:
    """The one triple of a text in N-Triples or with prefixes, with or without its full stop.

    Args:
        text: the triple.
        prefixes: those it may use.
        newest: whether it may say what only RDF 1.2 can.

    Raises:
        Faults: the text is not one triple.
    """
    from kg.load.turtle import parse_turtle

    declared = "".join(f"@prefix {prefix}: <{iri}> . " for prefix, iri in prefixes.items())
    ended = text.strip().removesuffix(".").rstrip()
    try:
        (triple,) = parse_turtle(f"{declared}\n{ended} .", newest=newest)
    except (SyntaxError, TypeError, ValueError) as error:
        raise Faults([Fault("not-a-triple", name=text)]) from error
    return triple
