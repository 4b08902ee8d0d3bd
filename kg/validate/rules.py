"""Whether rules say what they mean: their sentences, their reasons, their names."""

import string
from collections.abc import Iterable, Iterator
from pathlib import PurePath

from kg.errors import Fault, Place, nearest
from kg.graph import Graph, subjects
from kg.header import Texts
from kg.load import RuleText
from kg.reason import Rule
from kg.reason.model import Assign, Closure, Element, Group, Pattern, Values, Variable
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
            place = _line(text, "sentence")
            yield from sentence_findings(text.header.sentence, by_file[text.file], place)
            yield from _reason_findings(text, by_file[text.file], graph)


def bound_names(elements: Iterable[Element]) -> set[str]:
    """The variables a body binds, without those the parser made up."""
    names = {variable.name for element in elements for variable in _bound(element)}
    return {name for name in names if not name.startswith(".")}


def _bound(element: Element) -> Iterator[Variable]:
    match element:
        case Pattern():
            yield from (node for node in element if isinstance(node, Variable))
        case Closure(subject, _, target):
            yield from (node for node in (subject, target) if isinstance(node, Variable))
        case Assign(variable):
            yield variable
        case Values(variables):
            yield from variables
        case Group(by, aggregates):
            yield from by
            yield from (aggregate.variable for aggregate in aggregates)


def sentence_findings(sentences: Texts, rule: Rule, place: Place) -> Iterator[Fault]:
    """A fault for each placeholder that nothing fills.

    Args:
        sentences: those of the rule, by language.
        rule: the rule.
        place: where the sentences stand.
    """
    known = bound_names(rule.body)
    for language, sentence in sentences.items():
        try:
            parts = [*string.Formatter().parse(sentence)]
        except ValueError:
            yield Fault("sentence-malformed", place, language=language)
            continue
        for _, field, form, conversion in parts:
            written = _between_braces(field or "", form or "", conversion or "")
            if field is not None and not (written in known and written.isidentifier()):
                yield _placeholder_fault(written, known, language, place)


def _between_braces(field: str, form: str, conversion: str) -> str:
    return field + (f"!{conversion}" if conversion else "") + (f":{form}" if form else "")


def _placeholder_fault(written: str, known: set[str], language: str, place: Place) -> Fault:
    """What is wrong between braces: more than a name, or a name of nothing."""
    values = {"language": language, "name": written}
    if not written.isidentifier():
        return Fault("placeholder-not-a-name", place, allowed=sorted(known), **values)
    near = nearest(written, known)
    return Fault("placeholder-unbound", place, near=near, allowed=sorted(known), **values)


def _reason_findings(text: RuleText, rule: Rule, graph: Graph) -> Iterator[Fault]:
    own = individual(text.header.id)
    reasons = [pattern.object for pattern in rule.head if pattern.predicate == HAS_REASON]
    for reason in reasons:
        if reason != own:
            found = local_name(reason) if isinstance(reason, Iri) else reason
            yield Fault("reason-not-own", rule.place, name=text.header.id, found=found)
    weights = subjects(graph, WEIGHS, own) if reasons else [own]
    place, name = Place(text.file, 1), text.header.id
    if not weights:
        yield Fault("reason-without-weight", place, name=name)
    elif len(weights) > 1:
        found = ", ".join(local_name(weight) for weight in weights)
        yield Fault("reason-weighed-twice", place, name=name, found=found)


def _line(text: RuleText, key: str) -> Place:
    lines = enumerate(text.text.splitlines(), start=1)
    return Place(
        text.file, next((number for number, line in lines if line.startswith(f"#+ {key}:")), 1)
    )
