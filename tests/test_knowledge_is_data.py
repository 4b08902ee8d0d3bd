"""What the system says about housing stands in the knowledge folders, not in the package."""

import re
from pathlib import Path

import pytest
from situations import circumstances, criteria

import kg
from kg.labels import Labels
from kg.load import Knowledge
from kg.messages import LANGUAGES
from kg.resources import data_files
from kg.vocabulary import individual

PACKAGE = Path(str(kg.__file__)).parent
# Words that a criterion shares with ordinary English, or with this program's own terms.
ORDINARY = {"context", "resources", "strategy", "organisation", "competence", "kompetanse"}


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8").casefold()


def _names(knowledge: Knowledge) -> set[str]:
    ids = [*criteria(knowledge), *circumstances(knowledge)]
    labels = [
        Labels(knowledge.graph, language).label(individual(each))
        for each in ids
        for language in LANGUAGES
    ]
    return {name.casefold() for name in [*ids, *labels]} - ORDINARY


def test_the_package_names_no_criterion_and_no_circumstance(knowledge: Knowledge) -> None:
    """No id or label of a criterion or circumstance stands in ``kg/``, docstrings included."""
    pattern = re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, _names(knowledge)))})(?![\w-])")
    found = {
        (path.name, name) for path in PACKAGE.rglob("*.py") for name in pattern.findall(_text(path))
    }

    assert found == set()


@pytest.mark.parametrize("name", sorted({"context", "resources", "strategy", "organisation"}))
def test_no_string_of_the_package_is_the_id_of_a_criterion(name: str) -> None:
    """Not even the ids that are ordinary words stand in ``kg/`` as strings."""
    quoted = re.compile(rf"""["']{name}["']""")

    assert [path.name for path in PACKAGE.rglob("*.py") if quoted.search(_text(path))] == []


@pytest.mark.parametrize(
    ("folder", "suffix"), [("ontology", ".ttl"), ("rules", ".rq"), ("queries", ".rq")]
)
def test_the_three_folders_are_found_and_can_be_read(folder: str, suffix: str) -> None:
    """The data is there, in a checkout and in an installed wheel."""
    files = data_files(folder, suffix)

    assert files
    assert all(path.read_text(encoding="utf-8") for path in files)
