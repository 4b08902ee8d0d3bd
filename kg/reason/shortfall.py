"""What a rule fails by: the nouns of *why not*.

A fact that is not there is `Missing`. An `Attempt` is a rule that could have made it, and each
`Way` of the attempt is one way in which its body nearly holds: the fewest elements that fail, each
a `Lack`. Where no rule is to be asked, a `DeadEnd` says so. What would mend a walk that does not
lead there is a `Gap`; what a group would count besides is `Further`.
"""

from dataclasses import dataclass

from kg.reason.model import (
    Absent,
    Assign,
    Closure,
    Expression,
    Filter,
    Not,
    Pattern,
    Premise,
    Values,
    Variable,
)
from kg.terms import Term, Triple

__all__ = [
    "Attempt",
    "DeadEnd",
    "Differs",
    "Further",
    "Gap",
    "InTheWay",
    "Lack",
    "Missing",
    "NoRow",
    "Reason",
    "Row",
    "Ungathered",
    "Unreached",
    "Untrue",
    "Way",
]

Named = tuple[tuple[Variable, Term], ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """A pattern, with what is known put in, that nothing matches.

    What is `base_only` is missing from the graph that was given.
    """

    pattern: Pattern
    base_only: bool = False


@dataclass(frozen=True, slots=True)
class Unreached:
    """A path that repeats, with what is known put in: no walk leads from one end to the other."""

    closure: Closure
    base_only: bool = False


@dataclass(frozen=True, slots=True)
class InTheWay:
    """A negation that fails, and facts because of which it does: some of them, if they are many."""

    absent: Absent
    facts: tuple[Triple, ...]


@dataclass(frozen=True, slots=True)
class Untrue:
    """A condition that is false, with its values put in, or that has no value at all."""

    condition: Filter
    error: bool = False


@dataclass(frozen=True, slots=True)
class Differs:
    """A variable worked out to something else than it should be, or to nothing: None."""

    variable: Variable
    expression: Expression
    value: Term | None
    wanted: Term | None


@dataclass(frozen=True, slots=True)
class NoRow:
    """VALUES of which no row agrees with what is known."""

    values: Values
    known: Named


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a group, and what it was counted of.

    Args:
        values: the row.
        having: its HAVING with the values put in, each with whether it holds.
        contributors: the premises of each solution that counted.
        more: so many solutions that counted are not told.
        further: what one more lacks; None if one more would not help.
    """

    values: Named
    having: tuple[tuple[Filter, bool], ...]
    contributors: tuple[tuple[Premise, ...], ...] = ()
    more: int = 0
    further: "Further | None" = None


@dataclass(frozen=True, slots=True)
class Ungathered:
    """A group none of whose rows agrees with what is known.

    Args:
        known: what is known of its row.
        rows: the rows that come nearest.
        further: where there is none, what a solution lacks that would make one.
        whole: whether every row was looked at.
    """

    known: Named
    rows: tuple[Row, ...] = ()
    further: "Further | None" = None
    whole: bool = True


Lack = Missing | Unreached | InTheWay | Untrue | Differs | NoRow | Ungathered


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which the body of a rule nearly holds.

    Args:
        rule: the name of the rule; empty for the body of a negation.
        bindings: what has a value there.
        lacks: what fails, in body order: if it did not, the body would hold.
        conditions: what could not be tried, for it speaks of values that only what is missing has.
    """

    rule: str
    bindings: Named
    lacks: tuple[Lack, ...]
    conditions: tuple[Filter | Not | Assign, ...] = ()


@dataclass(frozen=True, slots=True)
class Further:
    """What a group lacks to count one solution more.

    Args:
        ways: the ways with the fewest lacks, the farthest first.
        more: so many ways, just as near, are not told.
        whole: whether everything was tried.
    """

    ways: tuple[Way, ...]
    more: int = 0
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Gap:
    """What a walk lacks to lead from one end to the other.

    Args:
        missing: triples that are not there.
        together: whether it takes them all; if not, any one of them will do.
        more: so many, each of which would do as well, are not told.
        whole: whether everything was tried that could make one of them the nearest.
    """

    missing: tuple[Missing, ...]
    together: bool = False
    more: int = 0
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Attempt:
    """A rule that could have made what is missing, and how near it came.

    Args:
        rule: its name; empty for the body of a negation.
        wanted: what it should have made; None for the body of a negation.
        reached: so many elements of its body, from the first on, hold together.
        length: so many there are.
        ways: the ways with the fewest lacks, the farthest first.
        more: so many ways, just as near, are not told.
        whole: whether everything was tried; if not, there may be more ways, or nearer ones.
    """

    rule: str
    wanted: Pattern | None
    reached: int
    length: int
    ways: tuple[Way, ...]
    more: int = 0
    whole: bool = True


@dataclass(frozen=True, slots=True)
class DeadEnd:
    """No rule is to be asked for what is missing.

    Args:
        pattern: what is missing.
        base_only: whether it had to be given, so that no rule counts.
        circular: whether rules make such facts, but each only from one that is missing itself.
    """

    pattern: Pattern
    base_only: bool = False
    circular: bool = False


Reason = Lack | Attempt | Way | DeadEnd | Gap | Row | Further
