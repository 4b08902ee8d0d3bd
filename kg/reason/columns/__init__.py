"""The columns below `kg.reason.engine`: terms as integers, facts as arrays of them.

A term is a number (`symbols`), a fact a row of three (`store`), found by sorted keys (`index`).
The solutions of a body are a table (`table`), made by a plan (`plan`) of joins (`join`),
conditions (`expressions`) and groups (`groups`), which `body` puts together. What was found is
kept as row numbers; `ledger` turns them back into derivations when somebody asks.
"""
