"""The machine of nestesteg: load, reason, recommend, query, draw, serve.

It names no success criterion: what is said about housing stands in the knowledge folders.
"""
