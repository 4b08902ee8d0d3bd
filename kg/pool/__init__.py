"""Answers questions that anybody may write, in processes that can be stopped.

Theory. A store cannot be told to give a query up, neither by a thread nor by a signal; only the end
of its process stops it. So a question is put to one of a few workers, each a process with the same
data in memory: where it can be, copies of one process that has read it. A worker looks at the text
before its store sees it, cuts an answer that is too long, may take only so much memory, and can
open neither a file nor a socket any more once it is ready. One that has not answered at the
deadline is killed; a spare is there for the next question while another is started. What comes back
is an answer as bytes in the form that was asked for, so that whoever asked passes it on as it is.

A worker ends with the process that started it, however that ends, and takes the copy with it.
"""

from kg.pool.alone import Alone
from kg.pool.attend import attend
from kg.pool.limits import Limits
from kg.pool.once import ask_once
from kg.pool.pool import Call, Pool
from kg.pool.question import Part, Question, Reply
from kg.pool.snapshot import snapshot

__all__ = [
    "Alone",
    "Call",
    "Limits",
    "Part",
    "Pool",
    "Question",
    "Reply",
    "ask_once",
    "attend",
    "snapshot",
]
