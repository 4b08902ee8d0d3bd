"""The version, as a constant, so that nothing has to read package metadata at start-up."""

__all__ = ["__version__"]

__version__ = "0.1.0"
