"""The engine's nouns: rules, and what they derive.

One model serves every front end. A body is an ordered tuple of elements; each means what its class
says, whatever text it was read from:

- `Pattern` joins with the triples it matches.
- `Closure` joins with the pairs of nodes between which moves lead, taken over and over.
- `Filter` keeps a solution if the expression is true; an error counts as false.
- `Not` keeps a solution if its elements, started from that solution, find nothing.
- `Assign` binds a new variable; an error drops the solution.
- `Values` joins with the rows given; None in a row leaves that variable free.
- `Group` is a sub-query evaluated alone, one row a group, then joined.

A blank node in a head stands for a new node, one for each solution of the body; a body has none.
What is `base_only` is matched against the graph that was given, and never sees what was derived.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import NamedTuple, Self

from kg.errors import Place
from kg.terms import Iri, Term, Triple


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable; names of the parser's own begin with a dot.

    Where it stands in a text is no part of what it is: it serves messages only.
    """

    name: str
    place: Place | None = field(default=None, compare=False, repr=False)

    def __hash__(self) -> int:
        """The hash of its name, which Python keeps."""
        return hash(self.name)

    def __str__(self) -> str:
        """The variable as SPARQL writes it."""
        return f"?{self.name}"


@dataclass(frozen=True, slots=True)
class Nested:
    """A triple term that holds variables; without any it is a `TripleTerm`."""

    subject: "Node"
    predicate: "Node"
    object: "Node"

    def __str__(self) -> str:
        """The triple term as SPARQL writes it."""
        return f"<<( {self.subject} {self.predicate} {self.object} )>>"


Node = Variable | Nested | Term
Bindings = Mapping[Variable, Term]


class Pattern(NamedTuple):
    """A triple that may hold variables."""

    subject: Node
    predicate: Node
    object: Node


class Move(NamedTuple):
    """One move along a triple of a predicate: from its subject to its object, or back."""

    predicate: Iri
    back: bool = False


@dataclass(frozen=True, slots=True)
class Closure:
    """Two ends, the second reached from the first by some moves, all of them, over and over.

    With ``least`` 0 a node is reached from itself without a move: each node of the graph where both
    ends are variables, else the term at the end, whether it is in the graph or not.
    """

    subject: Node
    moves: tuple[Move, ...]
    object: Node
    least: int


@dataclass(frozen=True, slots=True)
class Call:
    """An operator or function applied to arguments: ``+``, ``&&``, ``in``, ``CONCAT`` ...

    A function of SPARQL's own is named in capitals, a cast by its IRI.
    """

    function: str
    arguments: tuple["Expression", ...]
    place: Place | None = field(default=None, compare=False, repr=False)


Expression = Call | Variable | Term


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition."""

    expression: Expression


@dataclass(frozen=True, slots=True)
class Not:
    """The absence of a match."""

    elements: tuple["Condition", ...]
    base_only: bool = False


@dataclass(frozen=True, slots=True)
class Assign:
    """A new variable and the expression that gives its value."""

    variable: Variable
    expression: Expression


@dataclass(frozen=True, slots=True)
class Values:
    """Rows of terms for some variables."""

    variables: tuple[Variable, ...]
    rows: tuple[tuple[Term | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Aggregate:
    """One aggregate of a group: COUNT, SUM, MIN, MAX or AVG; no expression means ``COUNT(*)``."""

    variable: Variable
    function: str
    expression: Expression | None
    distinct: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A sub-query with GROUP BY: the grouped variables, the aggregates, the body, HAVING.

    Without a grouped variable all solutions, even none, are one group. An aggregate in HAVING is
    one of the aggregates, under a name that begins with a dot.
    """

    by: tuple[Variable, ...]
    aggregates: tuple[Aggregate, ...]
    elements: tuple["Element", ...]
    having: tuple[Filter, ...] = ()


# What may stand in a negation.
Condition = Pattern | Closure | Filter
Element = Condition | Not | Assign | Values | Group


@dataclass(frozen=True, slots=True)
class _Hashed:
    """What is hashed many times and deep: the hash is worked out once."""

    hashed: int | None = field(default=None, init=False, compare=False, repr=False)

    def _hash(self, *parts: object) -> int:
        found = self.hashed
        if found is None:
            found = hash(parts)
            object.__setattr__(self, "hashed", found)
        return found

    def __reduce__(self) -> tuple[type[Self], tuple[object, ...]]:
        """How it is copied: without the hash, which another process would not find the same."""
        names = (each.name for each in fields(self) if each.init)
        return type(self), tuple(getattr(self, name) for name in names)


@dataclass(frozen=True, slots=True)
class Rule(_Hashed):
    """A rule: whenever the body holds, so does every triple of the head.

    Facts stated beside rules are a rule without a body.
    """

    name: str
    head: tuple[Pattern, ...]
    body: tuple[Element, ...]
    place: Place | None = field(default=None, compare=False)
    base_only: bool = False

    def __hash__(self) -> int:
        """A hash that is kept."""
        return self._hash(self.name, self.head, self.body, self.base_only)


@dataclass(frozen=True, slots=True)
class Stratum:
    """Rules that may run together: each of `once` a single time, then `general` to a fixpoint."""

    once: tuple[Rule, ...]
    general: tuple[Rule, ...]


Program = tuple[Stratum, ...]


@dataclass(frozen=True, slots=True)
class Absent(_Hashed):
    """A premise that holds because nothing matches: a negation with what was known put in."""

    elements: tuple[Condition, ...]
    base_only: bool = False

    def __hash__(self) -> int:
        """A hash that is kept."""
        return self._hash(self.elements, self.base_only)


@dataclass(frozen=True, slots=True)
class Gathered(_Hashed):
    """A premise that holds of a whole group: the row it gave and every premise that counted."""

    row: tuple[tuple[Variable, Term], ...]
    contributors: tuple[tuple["Premise", ...], ...]

    def __hash__(self) -> int:
        """A hash that is kept."""
        return self._hash(self.row, self.contributors)


Premise = Triple | Absent | Gathered


@dataclass(frozen=True, slots=True)
class Derivation(_Hashed):
    """How a fact was made: the rule, the bindings by variable name, the premises in body order.

    The premises of a closure are the triples of one walk from end to end; of no moves, none.
    """

    rule: str
    bindings: tuple[tuple[Variable, Term], ...]
    premises: tuple[Premise, ...]

    def __hash__(self) -> int:
        """A hash that is kept."""
        return self._hash(self.rule, self.bindings, self.premises)


class Applied(NamedTuple):
    """A rule, and the bindings by which it made a fact."""

    rule: str
    bindings: tuple[tuple[Variable, Term], ...]


@dataclass(frozen=True, slots=True)
class Inference:
    """What follows from a graph: each new fact with its derivations, the first one well-founded.

    The first derivation of a fact rests on facts that were there before it, so that following first
    derivations always ends in the graph that was given.
    """

    derivations: Mapping[Triple, tuple[Derivation, ...]]
    program: Program

    def applied(self, fact: Triple) -> Sequence[Applied]:
        """What the derivations of a fact apply; an engine may know it before the premises."""
        found = getattr(self.derivations, "applied", None)
        if found is None:
            return [Applied(each.rule, each.bindings) for each in self.derivations[fact]]
        applied: Sequence[Applied] = found(fact)
        return applied

    def bound(self, fact: Triple, name: str) -> set[Term]:
        """All that a variable stands for in the derivations of a fact, known as `applied` is."""
        found = getattr(self.derivations, "bound", None)
        if found is not None:
            bound: set[Term] = found(fact, Variable(name))
            return bound
        every = (pair for each in self.derivations[fact] for pair in each.bindings)
        return {term for variable, term in every if variable.name == name}

    @property
    def facts(self) -> tuple[Triple, ...]:
        """The new facts, in the order in which they were found."""
        return tuple(self.derivations)
