"""How fast the rule engine is, beside its peers: ``python -m benchmarks``."""
