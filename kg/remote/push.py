"""Fills a server with named graphs, by the SPARQL 1.1 Graph Store HTTP Protocol (section 5.3)."""

from collections.abc import Iterable
from urllib.parse import quote

import pyoxigraph

from kg.load.turtle import statement
from kg.remote.exchange import Address, exchange
from kg.remote.store import RemoteStore
from kg.terms import Iri, Triple

FORM = {"Content-Type": "text/turtle"}


def push(where: Address, name: Iri, facts: Iterable[Triple]) -> int:
    """Puts facts in the place of all that a server holds under one name; how many they are.

    To do so twice changes nothing.

    Raises:
        Faults: the server cannot be reached, or refuses.
    """
    written = [*map(statement, facts)]
    body = pyoxigraph.serialize(written, format=pyoxigraph.RdfFormat.N_TRIPLES)
    exchange(_named(where, name), "PUT", body or b"", FORM)
    return len(written)


def left_over(server: RemoteStore, pushed: Iterable[Iri]) -> tuple[Iri, ...]:
    """Our graphs that a server still holds from before, in order."""
    known = {*pushed}
    return tuple(name for name in server.graphs() if name not in known)


def remove(where: Address, name: Iri) -> None:
    """Takes a named graph out of a server.

    Raises:
        Faults: the server cannot be reached, or refuses.
    """
    exchange(_named(where, name), "DELETE", b"")


def _named(where: Address, name: Iri) -> Address:
    mark = "&" if "?" in where.url else "?"
    url = f"{where.url}{mark}graph={quote(name.value, safe='')}"
    return Address(url, where.user, where.password)
