"""Files in, facts out: each with the place it was read from."""

from kg.load.assessment import read_assessment
from kg.load.knowledge import Knowledge, RuleText, load_knowledge
from kg.load.observation import Observation

__all__ = ["Knowledge", "Observation", "RuleText", "load_knowledge", "read_assessment"]
