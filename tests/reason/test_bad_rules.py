"""Rule files that must be refused, each with exactly the faults that stand beside it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import Fault, Faults
from kg.messages import LANGUAGES, faults_text
from kg.reason import check, parse, parse_rl, stratify

FOLDER = Path(__file__).parents[1] / "bad" / "rules"
FILES = sorted([*FOLDER.glob("*.rq"), *FOLDER.glob("*.srl")])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_bad_rule_is_refused_with_exactly_these_faults(path: Path) -> None:
    """The place, the cause and the help offered are those that a reader has approved."""
    read = parse_rl if path.suffix == ".srl" else parse
    with pytest.raises(Faults) as refusal:
        stratify(check(read(path.read_text(encoding="utf-8"), path.name)))

    expected = path.with_suffix(".expected.txt").read_text(encoding="utf-8")
    assert expected == "".join(_line(fault) for fault in refusal.value.exceptions)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_label_in_two_blocks_is_told(language: str, golden: Callable[[str, str], None]) -> None:
    """In each language, with the line and a caret at the label that stands elsewhere already."""
    path = FOLDER / "a-blank-node-in-two-blocks.rq"
    with pytest.raises(Faults) as refusal:
        parse(path.read_text(encoding="utf-8"), path.name)

    golden(f"faults/{path.stem}.{language}.txt", faults_text(refusal.value, language) + "\n")


def _line(fault: Fault | ExceptionGroup[Fault]) -> str:
    """A fault in plain form: place, key and values, then what helps, each on a line of its own."""
    assert isinstance(fault, Fault)
    assert fault.place
    facts = " ".join(f"{name}={value}" for name, value in fault.values.items())
    helps = {
        "source": fault.source,
        "near": " ".join(fault.near),
        "allowed": " ".join(fault.allowed),
    }
    lines = [f"  {name}: {text}" for name, text in helps.items() if text]
    first = f"{fault.place.line}:{fault.place.column} {fault.key} {facts}".rstrip()
    return "\n".join([first, *lines, ""])
