"""Pictures of what is known: builders make a `Diagram`, writers turn it into text or a drawing.

Builders read the graph and choose meanings; writers choose looks. No picture is made by hand.
"""

from kg.diagram.assessment import assessment
from kg.diagram.dependencies import dependencies
from kg.diagram.model import Diagram

__all__ = ["Diagram", "assessment", "dependencies"]
