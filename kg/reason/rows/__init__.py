"""Rules run row by row, for a small question on top of much that is known.

`kg.reason.engine` takes whole columns, which pays when many facts are new. Here the facts that are
known beforehand are numbered and indexed once, and each rule is made into steps once; after that a
question costs what it derives (`kg.reason.rows.reasoner`).
"""
