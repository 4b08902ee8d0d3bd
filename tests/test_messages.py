"""The program's own words: whole in every language, and none without a use."""

import ast
import string
from collections import Counter
from pathlib import Path

import pytest
import yaml

import kg
from kg.errors import Fault, Place
from kg.messages import (
    LANGUAGES,
    LOADER,
    causes,
    fault_text,
    interface,
    of_columns,
    of_the_diagrams,
    of_the_pages,
    of_the_service,
    themes,
)

PACKAGE = Path(str(kg.__file__)).parent


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def _words_in_the_code() -> Counter[str]:
    """Every string constant in the package, and how often it stands there."""
    return Counter(
        node.value
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def test_every_text_is_there_in_three_languages_with_the_same_placeholders() -> None:
    """No text lacks a language, and no language lacks a placeholder."""
    ours = {**interface(), **of_the_diagrams(), **of_the_pages(), **of_the_service()}
    for key, texts in {**ours, **causes()}.items():
        found = [_placeholders(texts[language]) for language in LANGUAGES]

        assert found[0] == found[1] == found[2], key


def test_every_head_and_theme_has_a_name_in_three_languages() -> None:
    """Which is a text: YAML takes the nynorsk word for now for a truth value."""
    for key, names in {**of_columns(), **themes()}.items():
        assert {language for language in LANGUAGES if isinstance(names[language], str)} == {
            *LANGUAGES
        }, key


@pytest.mark.parametrize(
    "path", sorted((PACKAGE / "messages").glob("*.yaml")), ids=lambda at: at.stem
)
def test_the_words_are_read_without_a_compiler_too(path: Path) -> None:
    """PyYAML's own reader is stricter than the one in C, and all there is on some machines."""
    written = path.read_text(encoding="utf-8")

    assert yaml.load(written, yaml.SafeLoader) == yaml.load(written, LOADER)  # noqa: S506


def test_every_fault_has_a_number_of_its_own() -> None:
    """Two causes never share a number."""
    numbers = Counter(cause["number"] for cause in causes().values())

    assert {number for number, times in numbers.items() if times > 1} == set()


def test_every_fault_in_the_code_has_a_text_and_every_text_a_fault() -> None:
    """The catalogue of faults and the code name the same causes."""
    named = {word for word in _words_in_the_code() if word in causes()}
    raised = {
        argument.value
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "Fault"
        for argument in node.args[:1]
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }

    assert raised - set(causes()) == set()
    assert set(causes()) - named == set()


def test_every_text_of_the_interface_is_used() -> None:
    """The interface holds no text that nothing says."""
    words = _words_in_the_code()
    parts = ("command-", "help-", "class-", "property-", "inverse-")
    keys = [*interface(), *of_the_diagrams(), *of_the_pages(), *of_the_service()]
    unused = {key for key in keys if key not in words and not key.startswith(parts)}

    assert len(keys) == len(set(keys))

    assert unused == set()


def test_the_caret_stands_below_the_column() -> None:
    """A fault with a source line shows where in it."""
    fault = Fault("header-not-yaml", Place("a.rq", 1, 4), source="#+ :")

    assert fault_text(fault, "en").splitlines()[1:] == ["    #+ :", "       ^"]
