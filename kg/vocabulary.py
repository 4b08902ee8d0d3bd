"""Every IRI the code names; no IRI string stands anywhere else in the package."""

from kg.terms import RDF, XSD, Iri

NST = "https://w3id.org/nestesteg/ns#"
ID = "https://w3id.org/nestesteg/id/"

TYPE = Iri(RDF + "type")
PREF_LABEL = Iri("http://www.w3.org/2004/02/skos/core#prefLabel")
DEFINITION = Iri("http://www.w3.org/2004/02/skos/core#definition")
NOTATION = Iri("http://www.w3.org/2004/02/skos/core#notation")
DERIVED_FROM = Iri("http://www.w3.org/ns/prov#wasDerivedFrom")
DATE = XSD + "date"
LANG_STRING = RDF + "langString"

ACTOR_CLASS = Iri(NST + "Actor")
ANSWER = Iri(NST + "Answer")
BASIS_CLASS = Iri(NST + "Basis")
CARD = Iri(NST + "Card")
CIRCUMSTANCE = Iri(NST + "Circumstance")
CLAIM = Iri(NST + "Claim")
CRITERION_CLASS = Iri(NST + "Criterion")
FICTITIOUS_MUNICIPALITY = Iri(NST + "FictitiousMunicipality")
FINDING = Iri(NST + "Finding")
FRESHNESS = Iri(NST + "Freshness")
INDICATOR = Iri(NST + "Indicator")
INSTRUMENT = Iri(NST + "Instrument")
MODEL = Iri(NST + "Model")
MUNICIPALITY = Iri(NST + "Municipality")
OBSERVATION = Iri(NST + "Observation")
REQUEST = Iri(NST + "Request")
RULE = Iri(NST + "Rule")
SECTION = Iri(NST + "Section")
SETTING = Iri(NST + "Setting")
STANDING_CLASS = Iri(NST + "Standing")
STATE_CLASS = Iri(NST + "State")
WEIGHT = Iri(NST + "Weight")

ABOUT = Iri(NST + "about")
ACTOR = Iri(NST + "actor")
AS_OF = Iri(NST + "asOf")
ASKS_ABOUT = Iri(NST + "asksAbout")
BASIS = Iri(NST + "basis")
BLOCKED_BY = Iri(NST + "blockedBy")
BLOCKS_FROM = Iri(NST + "blocksFrom")
CLAIM_TYPE = Iri(NST + "type")
CONSIDERS = Iri(NST + "considers")
CRITERION = Iri(NST + "criterion")
DONE_BY = Iri(NST + "doneBy")
FROM = Iri(NST + "from")
HAPPENED_IN = Iri(NST + "happenedIn")
HAS_CRITERION = Iri(NST + "hasCriterion")
HAS_NOTE = Iri(NST + "hasNote")
HAS_REASON = Iri(NST + "hasReason")
IN_MODEL = Iri(NST + "inModel")
IS_ACTIONABLE = Iri(NST + "isActionable")
MONTHS = Iri(NST + "months")
NOTE = Iri(NST + "note")
OBSERVED_ON = Iri(NST + "observedOn")
OFFERS_EXAMPLE = Iri(NST + "offersExample")
PLACE = Iri(NST + "place")
POINTS = Iri(NST + "points")
RANK = Iri(NST + "rank")
RESTS_ON = Iri(NST + "restsOn")
SCORE = Iri(NST + "score")
STANDING = Iri(NST + "standing")
STATE = Iri(NST + "state")
STRENGTH = Iri(NST + "strength")
SUGGESTS = Iri(NST + "suggests")
TO = Iri(NST + "to")
TOPIC = Iri(NST + "topic")
UNLOCKS = Iri(NST + "unlocks")
URGENCY = Iri(NST + "urgency")
VALUE = Iri(NST + "value")
WEIGHS = Iri(NST + "weighs")

PREREQUISITE = Iri(ID + "claim-prerequisite")
DEFAULTS = Iri(ID + "defaults")
THE_REQUEST = Iri(ID + "request")
GREEN = Iri(ID + "standing-green")


def individual(name: str) -> Iri:
    """The IRI of an individual by its id.

    >>> print(individual("bolig-for-velferd"))
    <https://w3id.org/nestesteg/id/bolig-for-velferd>
    """
    return Iri(ID + name)
