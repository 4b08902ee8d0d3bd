"""SPARQL servers elsewhere: asked instead of the store in memory, and filled from it."""
