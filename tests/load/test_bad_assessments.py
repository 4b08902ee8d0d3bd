"""What is wrong with an assessment is said, all at once, in three languages."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kg.errors import Faults
from kg.load import Knowledge, read_assessment
from kg.messages import LANGUAGES, faults_text

BAD = Path(__file__).parent.parent / "bad" / "assessment"
TODAY = date(2026, 11, 23)
NAMES = [*sorted(path.name for path in BAD.iterdir()), "fjordvik.cvs.csv"]


@pytest.mark.parametrize("name", NAMES)
def test_a_bad_assessment_is_refused_with_all_that_is_wrong(
    name: str,
    knowledge: Knowledge,
    golden: Callable[[str, str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every fault is told with its place, and nothing of the file is taken in."""
    monkeypatch.chdir(BAD)

    with pytest.raises(Faults) as refusal:
        read_assessment(Path(name), knowledge.graph, TODAY)

    told = [faults_text(refusal.value, language) for language in LANGUAGES]
    golden(f"bad-assessments/{name}.txt", "\n\n".join(told) + "\n")
