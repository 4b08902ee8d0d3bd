"""Read by the one process that workers are copies of, and by nothing else.

Each of them then has the libraries and the grammar from the start. It is the one module that does
something when it is imported, for that is what it is imported for.
"""

from kg.pool import worker
from kg.query.syntax import read

__all__ = ["worker"]

read("ASK {}")
