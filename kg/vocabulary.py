"""Every IRI the code names; no IRI string stands anywhere else in the package."""

from kg.terms import RDF, XSD, Iri

NST = "https://w3id.org/nestesteg/ns#"
ID = "https://w3id.org/nestesteg/id/"
VOID = "http://rdfs.org/ns/void#"

TYPE = Iri(RDF + "type")
ALT_LABEL = Iri("http://www.w3.org/2004/02/skos/core#altLabel")
PREF_LABEL = Iri("http://www.w3.org/2004/02/skos/core#prefLabel")
DEFINITION = Iri("http://www.w3.org/2004/02/skos/core#definition")
NOTATION = Iri("http://www.w3.org/2004/02/skos/core#notation")
DERIVED_FROM = Iri("http://www.w3.org/ns/prov#wasDerivedFrom")
OWL_TERMS = tuple(
    Iri(f"http://www.w3.org/2002/07/owl#{kind}")
    for kind in ("AnnotationProperty", "Class", "DatatypeProperty", "ObjectProperty")
)
ANNOTATION_PROPERTY = OWL_TERMS[0]
SHACL_MESSAGE = Iri("http://www.w3.org/ns/shacl#message")
SHACL_NAMESPACE = Iri("http://www.w3.org/ns/shacl#namespace")
SHACL_PREFIX = Iri("http://www.w3.org/ns/shacl#prefix")
DATE = XSD + "date"
LANG_STRING = RDF + "langString"

ACTOR_CLASS = Iri(NST + "Actor")
AGENCY = Iri(NST + "Agency")
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
NEXT_STEP = Iri(NST + "NextStep")
OBSERVATION = Iri(NST + "Observation")
REQUEST = Iri(NST + "Request")
RULE = Iri(NST + "Rule")
SECTION = Iri(NST + "Section")
SETTING = Iri(NST + "Setting")
STANDING_CLASS = Iri(NST + "Standing")
STATE_CLASS = Iri(NST + "State")
STRENGTH_CLASS = Iri(NST + "Strength")
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
MONTHS = Iri(NST + "months")
NOTE = Iri(NST + "note")
OBSERVED_ON = Iri(NST + "observedOn")
OFFERS_EXAMPLE = Iri(NST + "offersExample")
PLACE = Iri(NST + "place")
POINTS = Iri(NST + "points")
RANK = Iri(NST + "rank")
RESTS_ON = Iri(NST + "restsOn")
SAID_WHEN_ABSENT = Iri(NST + "saidWhenAbsent")
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

CLOSELY_BOUND = Iri(ID + "claim-closely-bound")
DETACHED_FROM = Iri(ID + "claim-detached-from")
ENTRY_POINT_FOR = Iri(ID + "claim-entry-point-for")
IMPLIED = Iri(ID + "strength-implied")
LEANS_ON = Iri(ID + "claim-leans-on")
OVERLAPS = Iri(ID + "claim-overlaps")
PREREQUISITE = Iri(ID + "claim-prerequisite")
DEFAULTS = Iri(ID + "defaults")
THE_REQUEST = Iri(ID + "request")
GREEN = Iri(ID + "standing-green")
BLOCKED = Iri(ID + "state-blocked")
MET = Iri(ID + "state-met")
NOT_APPLICABLE = Iri(ID + "state-not-applicable")
READY = Iri(ID + "state-ready")
RENEW = Iri(ID + "state-renew")
STATE_UNKNOWN = Iri(ID + "state-unknown")


def individual(name: str) -> Iri:
    """The IRI of an individual by its id.

    >>> print(individual("bolig-for-velferd"))
    <https://w3id.org/nestesteg/id/bolig-for-velferd>
    """
    return Iri(ID + name)
