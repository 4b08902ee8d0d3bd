"""Everything that can be wrong with the knowledge, told at once.

Each module looks at one thing and gives its findings as faults; `everything` runs them all.
"""
