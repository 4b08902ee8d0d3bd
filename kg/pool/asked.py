"""A question that was looked at, and the forms in which it can be answered."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pyoxigraph import QueryResultsFormat, RdfFormat, parse_query_results

from kg.pool.limits import Limits
from kg.pool.question import Part, Question

__all__ = ["GRAPH_FORMS", "ROW_FORMS", "Asked", "in_form"]

ROW_FORMS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
GRAPH_FORMS = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdf": RdfFormat.RDF_XML,
}
ANY_NUMBER = 2**63


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was looked at, ready for the store."""

    question: Question
    limits: Limits
    prefixes: Mapping[str, str]
    borrowed: tuple[str, ...]
    steady: bool

    @property
    def most(self) -> Part:
        """How much is given: what is wanted, or all that may be given if that is less."""
        rows, most_bytes = self.limits.rows, self.limits.answer_bytes
        if not (part := self.question.part):
            return Part(rows, ANY_NUMBER, ANY_NUMBER, most_bytes)
        return replace(
            part, rows=min(rows, part.rows), answer_bytes=min(most_bytes, part.answer_bytes)
        )


def in_form(body: bytes, form: str) -> bytes:
    """Rows in JSON as one of `ROW_FORMS`."""
    if form == "json":
        return body
    read = parse_query_results(body, QueryResultsFormat.JSON)
    return read.serialize(format=ROW_FORMS[form]) or b""
