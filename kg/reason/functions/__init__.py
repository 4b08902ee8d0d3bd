"""The functions and operators of SPARQL that give the same value for the same arguments.

Each is a small function from terms to a term. Those that do not evaluate all their arguments
(``&&``, IF, BOUND ...) stand in `kg.reason.expression`.
"""

from collections.abc import Mapping

from kg.reason.functions.casts import CASTS
from kg.reason.functions.later import LATER
from kg.reason.functions.numbers import NUMBERS
from kg.reason.functions.signature import ANY, Function
from kg.reason.functions.strings import STRINGS
from kg.reason.functions.terms import TERMS
from kg.reason.functions.times import TIMES

__all__ = ["ANY", "FUNCTIONS", "Function"]

FUNCTIONS: Mapping[str, Function] = {**NUMBERS, **STRINGS, **TERMS, **TIMES, **CASTS, **LATER}
