"""Which page the terms of a class stand on. No term is named here; a new class needs no line."""

from dataclasses import dataclass

from kg import vocabulary as nst
from kg.terms import Iri


@dataclass(frozen=True, slots=True)
class Shelf:
    """A page: its name, and the classes that stand on it, in order."""

    name: str
    title: str
    kinds: tuple[Iri, ...]


# A term of several classes stands by the first of them. What has no place is on the last shelf.
SHELVES = (
    Shelf("criteria", "shelf-criteria", (nst.CRITERION_CLASS, nst.MODEL)),
    Shelf("aspects", "shelf-aspects", (nst.ASPECT,)),
    Shelf("claims", "shelf-claims", (nst.CLAIM, nst.CLAIM_TYPE_CLASS)),
    Shelf("findings", "shelf-findings", (nst.FINDING,)),
    Shelf("tensions", "shelf-tensions", (nst.TENSION,)),
    Shelf("indicators", "shelf-indicators", (nst.INDICATOR, nst.DOCUMENTATION)),
    Shelf("barriers", "shelf-barriers", (nst.BARRIER,)),
    Shelf("actions", "shelf-actions", (nst.ACTION, nst.CIRCUMSTANCE)),
    Shelf(
        "instruments",
        "shelf-instruments",
        (nst.INSTRUMENT, nst.INSTRUMENT_TYPE, nst.INSTRUMENT_STATUS),
    ),
    Shelf("examples", "shelf-examples", (nst.EXAMPLE, nst.COUNTER_EXAMPLE)),
    Shelf("proposals", "shelf-proposals", (nst.PROPOSAL, nst.QUESTION)),
    Shelf(
        "roles",
        "shelf-roles",
        (nst.ROLE, nst.REGIONAL_OFFICE, nst.HOLDER, nst.AGENCY, nst.LEVEL),
    ),
    Shelf(
        "sources",
        "shelf-sources",
        (nst.DOCUMENT, nst.SECTION, nst.INQUIRY, nst.INTERVIEW, nst.INTERVIEW_MODE),
    ),
    Shelf(
        "scales",
        "shelf-scales",
        (nst.BASIS_CLASS, nst.STRENGTH_CLASS, nst.STANDING_CLASS, nst.STATE_CLASS, nst.ANSWER),
    ),
    Shelf("rules", "shelf-rules", (nst.RULE, nst.WEIGHT, nst.FRESHNESS, nst.SETTING)),
    Shelf(
        "municipalities",
        "shelf-municipalities",
        (
            nst.MUNICIPALITY,
            nst.FICTITIOUS_MUNICIPALITY,
            nst.COUNTY_CLASS,
            nst.CENTRALITY_CLASS,
            nst.KOSTRA_GROUP,
            nst.LANGUAGE_FORM,
            nst.REGISTER,
            nst.COMPILATION,
            nst.PUBLISHER,
        ),
    ),
    Shelf(
        "numbers", "shelf-numbers", (nst.MUNICIPALITY_NUMBER, nst.PERIOD, nst.MUNICIPALITY_CHANGE)
    ),
    Shelf("dataset", "shelf-dataset", (nst.DATASET_CLASS, nst.DISTRIBUTION, nst.CONCEPT_SCHEME)),
)
REST = SHELVES[-1]
KINDS = tuple(kind for shelf in SHELVES for kind in shelf.kinds)
