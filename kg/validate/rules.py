"""Whether rules say what they mean: their sentences, their reasons, their names."""

import string
from collections.abc import Iterable, Iterator
from pathlib import PurePath

from kg.errors import Fault, Place, nearest
from kg.graph import Graph, subjects
from kg.load import RuleText
from kg.reason import Rule
from kg.reason.model import Assign, Element, Group, Pattern, Values, Variable
from kg.terms import Iri, local_name
from kg.vocabulary import HAS_REASON, WEIGHS, individual


def rule_findings(
    texts: Iterable[RuleText], rules: Iterable[Rule], graph: Graph
) -> Iterator[Fault]:
    """A fault for each odd name, placeholder nothing fills, and reason that is not its own."""
    by_file = {rule.place.file: rule for rule in rules if rule.place}
    for text in texts:
        name, stem = text.header.id, PurePath(text.file).stem
        if name != stem:
            yield Fault("id-not-file-name", Place(text.file, 1), name=name, stem=stem)
        if text.file in by_file:
            yield from _sentence_findings(text, by_file[text.file])
            yield from _reason_findings(text, by_file[text.file], graph)


def bound_names(elements: Iterable[Element]) -> set[str]:
    """The variables a body binds, without those the parser made up."""
    names = {variable.name for element in elements for variable in _bound(element)}
    return {name for name in names if not name.startswith(".")}


def _bound(element: Element) -> Iterator[Variable]:
    match element:
        case Pattern():
            yield from (node for node in element if isinstance(node, Variable))
        case Assign(variable):
            yield variable
        case Values(variables):
            yield from variables
        case Group(by, aggregates):
            yield from by
            yield from (aggregate.variable for aggregate in aggregates)


def _sentence_findings(text: RuleText, rule: Rule) -> Iterator[Fault]:
    known = bound_names(rule.body)
    place = _line(text, "sentence")
    for language, sentence in text.header.sentence.items():
        try:
            fields = [field for _, field, _, _ in string.Formatter().parse(sentence)]
        except ValueError:
            yield Fault("sentence-malformed", place, language=language)
            continue
        for field in fields:
            if field is not None and field not in known:
                near, allowed = nearest(field, known), sorted(known)
                values = {"language": language, "name": field}
                yield Fault("placeholder-unbound", place, near=near, allowed=allowed, **values)


def _reason_findings(text: RuleText, rule: Rule, graph: Graph) -> Iterator[Fault]:
    own = individual(text.header.id)
    reasons = [pattern.object for pattern in rule.head if pattern.predicate == HAS_REASON]
    for reason in reasons:
        if reason != own:
            found = local_name(reason) if isinstance(reason, Iri) else reason
            yield Fault("reason-not-own", rule.place, name=text.header.id, found=found)
    if reasons and not subjects(graph, WEIGHS, own):
        yield Fault("reason-without-weight", Place(text.file, 1), name=text.header.id)


def _line(text: RuleText, key: str) -> Place:
    lines = enumerate(text.text.splitlines(), start=1)
    return Place(
        text.file, next((number for number, line in lines if line.startswith(f"#+ {key}:")), 1)
    )
