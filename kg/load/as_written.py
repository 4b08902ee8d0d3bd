"""Files of RDF read side by side, with the names that stand in them.

A blank node keeps the label that its file gives it, so that one can ask about it and the same files
give the same output. A label that an earlier file has used is another node here, and gets a number;
a node without a label gets one by its turn.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from pathlib import Path

from kg.errors import Place
from kg.load.turtle import content, parsed_as_written
from kg.terms import Blank, Term, Triple, TripleTerm

__all__ = ["AsWritten"]

_LABEL = re.compile(r"_:([\w.\-\u00b7]*[\w\-\u00b7])")


class AsWritten:
    """Reads one file after the other."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._meanings: dict[str, set[str]] = defaultdict(set)

    def read(self, path: Path, name: str) -> list[tuple[Triple, Place]]:
        """The triples of a file, with the file.

        Raises:
            Faults: the file cannot be read, or does not follow its format.
        """
        data, place = content(path, name), Place(name)
        found, prefixes = parsed_as_written(data, path.suffix, name)
        for prefix, namespace in prefixes.items():
            self._meanings[prefix].add(namespace)
        labels = self._labels(found, data)
        return [(_renamed(each, labels), place) for each in found]

    @property
    def meanings(self) -> Mapping[str, set[str]]:
        """What each prefix stands for in the files."""
        return self._meanings

    def _labels(self, found: list[Triple], data: bytes) -> dict[Blank, Blank]:
        """The label of each blank node of a file, none of which another file has."""
        blanks = dict.fromkeys(each for triple in found for each in _blanks(*triple))
        if not blanks:
            return {}
        written = {*_LABEL.findall(data.decode(errors="replace"))}
        own = {each.label for each in blanks if each.label in written}
        named = {each: each for each in blanks if each.label in own - self._taken}
        again = [each for each in blanks if each.label in own & self._taken]
        self._taken |= own
        named |= {
            each: self._new(f"{each.label}-{number}" for number in count(2)) for each in again
        }
        labels = map("b{}".format, count(1))
        return named | {each: self._new(labels) for each in blanks if each not in named}

    def _new(self, labels: Iterable[str]) -> Blank:
        """The first of some labels that nothing has."""
        label = next(each for each in labels if each not in self._taken)
        self._taken.add(label)
        return Blank(label)


def _blanks(*terms: Term) -> Iterator[Blank]:
    for term in terms:
        match term:
            case Blank():
                yield term
            case TripleTerm(subject, predicate, target):
                yield from _blanks(subject, predicate, target)


def _renamed(triple: Triple, labels: Mapping[Blank, Blank]) -> Triple:
    return Triple(*(_term(each, labels) for each in triple)) if labels else triple  # type: ignore[arg-type]


def _term(term: Term, labels: Mapping[Blank, Blank]) -> Term:
    match term:
        case Blank():
            return labels[term]
        case TripleTerm(subject, predicate, target):
            parts = (_term(each, labels) for each in (subject, predicate, target))
            return TripleTerm(*parts)  # type: ignore[arg-type]
    return term
