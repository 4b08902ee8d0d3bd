"""Files in, facts out: each with the place it was read from."""

from kg.load.assessment import Observation, read_assessment
from kg.load.knowledge import Knowledge, RuleText, load_knowledge

__all__ = ["Knowledge", "Observation", "RuleText", "load_knowledge", "read_assessment"]
