"""How sure the advice is, in words."""

from collections.abc import Iterable

from kg import vocabulary as nst
from kg.labels import Labels
from kg.messages import text
from kg.recommend.sentences import capitalised, in_a_row
from kg.recommend.stability import Stability


def stability_text(labels: Labels, found: Stability) -> str:
    """What happens to the first place if the weights are others, in a sentence or two."""
    per_cent = round(100 * found.share)
    values = {
        "criterion": _names(labels, found.first),
        "spread": found.spread,
        "share": min(per_cent, 99) if found.share < 1 else 100,
        "error": max(1, round(100 * found.error)),
    }
    told = [capitalised(text(_key(found), labels.language, **values))]
    if found.flips and found.share < 1:
        told.append(_flip(labels, found))
    return " ".join(told)


def _key(found: Stability) -> str:
    """Whether it is a tie, and if not, whether it always holds and is exact."""
    if len(found.first) > 1:
        return "stable-tie"
    if found.share == 1:
        return "about-always" if found.error else "stable-always"
    return "about-mostly" if found.error else "stable-mostly"


def _flip(labels: Labels, found: Stability) -> str:
    """The single weight whose change is the smallest."""
    flip = found.flips[0]
    key = "flip-up" if flip.at > flip.weight else "flip-down"
    reason = labels.label(nst.individual(flip.rule))
    other = _names(labels, [flip.then])
    values = {"reason": reason, "weight": flip.weight, "at": f"{flip.at:g}", "other": other}
    return text(key, labels.language, **values)


def _names(labels: Labels, criteria: Iterable[str]) -> str:
    return in_a_row([labels.label(nst.individual(each)) for each in criteria], labels.language)
