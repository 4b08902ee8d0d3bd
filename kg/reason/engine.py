"""The fast engine: the same meaning as `kg.reason.naive`, on columns of integers.

Theory. Terms are numbered and facts are rows of three numbers. A rule is run by joining whole
columns, and from its second run on only with what is new to it: for each pattern of its body in
turn, that pattern is matched with the new facts alone, those before it with the old ones, those
after it with all; to a closure, new is what has a walk only by the new facts. So each solution is
met exactly once, and every one of them is a derivation.
Rules of a stratum are run in turn, each seeing what those before it made, until nothing new
comes; what a negation or a group looks at was complete before.

Of a solution only row numbers are kept: the fact that each pattern matched, the row of VALUES or
of a group, the term assigned. Bindings, absences and the contributors of a group follow from
these, and are made when they are asked for (`kg.reason.columns.ledger`).
"""

from collections.abc import Iterator
from time import monotonic

import numpy

from kg.reason.columns.arrays import Ints, keep_memory
from kg.reason.columns.body import Body
from kg.reason.columns.closing import newest
from kg.reason.columns.join import Facts, Window
from kg.reason.columns.ledger import Derivations, Entry
from kg.reason.columns.recipe import recipe
from kg.reason.columns.solutions import Solutions
from kg.reason.columns.store import Store
from kg.reason.columns.symbols import BLANK, IRI, Symbols
from kg.reason.columns.table import Table, concatenated
from kg.reason.fresh import renewed
from kg.reason.given import Given, triples
from kg.reason.limits import FACT, Clock, Limits, Watch
from kg.reason.model import (
    Closure,
    Inference,
    Nested,
    Node,
    Pattern,
    Program,
    Rule,
    Stratum,
    Variable,
)
from kg.reason.solve import instance
from kg.terms import Iri

__all__ = ["infer"]

Columns = tuple[Ints, Ints, Ints]


def infer(
    program: Program,
    facts: Given,
    *,
    proofs: bool = True,
    limits: Limits | None = None,
    clock: Clock = monotonic,
) -> Inference:
    """What follows from facts by a program; the facts stay as they are.

    Args:
        program: rules in strata.
        facts: triples, or a graph with an edge from subject to object whose key is the predicate.
        proofs: whether to keep the derivations; without them each fact has none.
        limits: what the run may take.
        clock: what measures its time.

    Raises:
        Faults: with the limit that was reached, and how far the run got.
    """
    known = _facts(facts, Watch(limits, clock))
    run = _Run(known, proofs=proofs)
    try:
        for number, stratum in enumerate(program, start=1):
            run.stratum(stratum, number, len(program))
    except TimeoutError:  # the caller's timer went off
        known.watch.late()
        raise
    return Inference(Derivations(known, run.entries, run.ends), program)


def _facts(given: Given, watch: Watch) -> Facts:
    keep_memory()
    symbols, store = Symbols(), Store()
    subjects, predicates, objects = symbols.columns(triples(given))
    store.give(subjects, predicates, objects)
    watch.keep(FACT * len(store))
    return Facts(symbols, store, watch, plain=symbols.are_nodes(subjects))


class _Run:
    """The facts so far, and how they were made."""

    def __init__(self, facts: Facts, *, proofs: bool) -> None:
        self._facts, self._proofs = facts, proofs
        self.entries: list[Entry] = []
        self.ends: list[int] = []

    def stratum(self, stratum: Stratum, number: int, of: int) -> None:
        """Runs the rules of a stratum, one of so many, until nothing new comes."""
        for rule in stratum.once:
            self._watched(_Task(rule, self._facts, proofs=self._proofs), number, of)
        waiting = [_Task(rule, self._facts, proofs=self._proofs) for rule in stratum.general]
        feeds = frozenset[Iri | None]().union(*(task.recipe.feeds for task in waiting))
        while sum([self._watched(task, number, of) for task in waiting]):
            waiting = [task for task in waiting if task.recipe.may_eat_of(feeds)]

    def _watched(self, task: "_Task", number: int, of: int) -> int:
        """Runs a rule within the limits of the run, and says how many facts that made."""
        self._facts.watch.begin(task.rule, number, of)
        self._facts.watch.look()
        made = self._apply(task)
        self._facts.watch.find(made)
        return made

    def _apply(self, task: "_Task") -> int:
        """Runs a rule on what is new to it, and says how many facts that made."""
        before = len(self._facts.store)
        for solutions in list(task.solutions()):
            heads = [made for made in task.heads(solutions.table) if len(made)]
            if self._proofs and heads:
                self.entries.append(Entry(len(self.ends), task.rule.name, solutions, heads))
                if self._facts.watch.weighs:
                    self._facts.watch.keep(solutions.weight + sum(map(len, heads)))
        self.ends.append(len(self._facts.store))
        return len(self._facts.store) - before


class _Task:
    """A rule while it is run: its bodies, and how many facts it has seen."""

    def __init__(self, rule: Rule, facts: Facts, *, proofs: bool) -> None:
        self.rule, self._facts = rule, facts
        self.recipe = recipe(rule)
        self._singly = self.recipe.singly
        self._sound = self.recipe.sound if facts.plain else frozenset[Pattern]()
        self._bodies = [
            Body(each, wanted, facts, proofs=proofs) for each, wanted in self.recipe.bodies
        ]
        self._seen: int | None = None

    def solutions(self) -> Iterator[Solutions]:
        """The solutions that rest on a fact that the rule has not seen yet."""
        store, seen = self._facts.store, self._seen
        end = store.given if self.rule.base_only else len(store)
        self._seen = end
        for body in self._bodies:
            if seen is None:
                yield body.solve(end)
            elif seen < end:
                yield from self._with_new(body, seen, end)

    def _with_new(self, body: Body, seen: int, end: int) -> Iterator[Solutions]:
        """The solutions in which some pattern matches a new fact, by the first that does."""
        windows: dict[int, Window] = {}
        for place, element in enumerate(body.elements):
            if isinstance(element, Pattern | Closure):
                if self._newest(element) >= seen:
                    yield body.solve(end, {**windows, place: Window(seen, end)}, place)
                windows[place] = Window(0, seen)

    def _newest(self, element: Pattern | Closure) -> int:
        """The row of the last fact that an element could match."""
        if isinstance(element, Closure):
            return newest(element, self._facts)
        rows = self._facts.relation(element.predicate).rows.all
        return int(rows[-1]) if len(rows) else -1

    def heads(self, table: Table) -> Iterator[Ints]:
        """For each triple of the head, the fact that each solution makes; -1 for none."""
        if self._singly:
            return (self._made(*columns) for columns in self._one_by_one(table))
        return (self._together(pattern, table) for pattern in self.rule.head)

    def _together(self, pattern: Pattern, table: Table) -> Ints:
        """What the solutions make of a triple of the head, in slices if there is a clock."""
        if not self._facts.watch.hurries:
            return self._at_once(pattern, table)
        slices = self._facts.watch.slices(table.size, table.size)
        return concatenated([self._at_once(pattern, table.part(*each)) for each in slices])

    def _at_once(self, pattern: Pattern, table: Table) -> Ints:
        """What solutions make of a triple of the head."""
        subjects, objects = (self._column(node, table) for node in (pattern[0], pattern[2]))
        if pattern in self._sound:
            predicate = self._number(pattern.predicate)
            return self._facts.store.rows_of(predicate, subjects, objects)
        return self._made(subjects, self._column(pattern.predicate, table), objects)

    def _column(self, node: Node, table: Table) -> Ints:
        """What a node of the head stands for in each solution; -1 if for nothing."""
        if isinstance(node, Variable) and node in table.values:
            return table.values[node]
        return numpy.full(table.size, self._number(node))

    def _one_by_one(self, table: Table) -> Iterator[Columns]:
        """The same where a solution makes new terms."""
        rows = self._facts.watch.along(range(table.size))
        heads = [self._instances(row, table) for row in rows]
        for patterns in zip(*heads, strict=True):
            columns = [
                [self._number(node) for node in nodes] for nodes in zip(*patterns, strict=True)
            ]
            subjects, predicates, objects = (numpy.array(each, numpy.int64) for each in columns)
            yield subjects, predicates, objects

    def _instances(self, row: int, table: Table) -> list[Pattern]:
        """The head as one solution makes it."""
        terms = self._facts.symbols.terms
        bindings = {name: terms[column[row]] for name, column in table.values.items()}
        return [instance(pattern, bindings) for pattern in renewed(self.rule, bindings)]

    def _number(self, node: Node) -> int:
        return -1 if isinstance(node, Variable | Nested) else self._facts.symbols.number(node)

    def _made(self, subjects: Ints, predicates: Ints, objects: Ints) -> Ints:
        """The facts of columns; a literal as subject or a predicate that is no IRI makes none."""
        kinds = self._facts.symbols.kinds
        valid = (subjects >= 0) & (predicates >= 0) & (objects >= 0)
        valid &= (kinds.take(subjects) <= BLANK) & (kinds.take(predicates) == IRI)
        if valid.all():
            return self._facts.store.rows(subjects, predicates, objects)
        found = numpy.full(len(subjects), -1)
        found[valid] = self._facts.store.rows(subjects[valid], predicates[valid], objects[valid])
        return found
