"""Names of functions that a language of rules, or this engine, does not have."""

__all__ = ["CHANGING", "UNBUILT"]

# Their value depends on more than their arguments.
CHANGING = frozenset({"RAND", "NOW", "UUID", "STRUUID", "BNODE"})

UNBUILT = frozenset({"MD5", "SHA1", "SHA256", "SHA384", "SHA512"})
