"""The arrows between the rooms, and what the door does not import."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import kg.reason

PACKAGE = Path(str(kg.__file__)).parent
# From the ground up; a module may import from its own layer and from those before it.
LAYERS = (
    {"terms", "errors", "resources", "version", "vocabulary", "markup", "alphabet"},
    {"graph", "messages"},
    {"labels", "header"},
    {"load", "store"},
    {"reason", "remote", "program", "validate", "query", "release", "sheet"},
    {"recommend", "pool"},
    {"diagram"},
    {"pages"},
    {"cli", "web", "workbench"},
)
READERS = {"lark", "numpy"}  # what rules and columns are read and run with
HEAVY = {
    "openpyxl",
    "rdflib",
    "networkx",
    "owlready2",
    "pyshacl",
    "pydot",
    "pyoxigraph",
    "rich",
    "starlette",
}


def _imports(path: Path) -> Iterator[str]:
    """What a module imports, but for what it needs only to check types."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (name.name for name in names)
            case ast.ImportFrom(module=str(module), names=names):
                yield from (f"{module}.{name.name}" for name in names)


def _room(module: str) -> str:
    """The room of a module of ours: the name after ``kg``."""
    return module.split(".")[1]


def _height(room: str) -> int:
    return next(height for height, rooms in enumerate(LAYERS) if room in rooms)


def _arrows() -> Iterator[tuple[str, str]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        room = path.relative_to(PACKAGE).with_suffix("").parts[0]
        if room not in {"__init__", "__main__"}:
            yield from (
                (room, _room(module)) for module in _imports(path) if module.startswith("kg.")
            )


def test_imports_go_one_way() -> None:
    """No room imports from a room above it."""
    wrong = {(room, other) for room, other in _arrows() if _height(room) < _height(other)}

    assert wrong == set()


def test_the_engine_stands_alone() -> None:
    """``kg.reason`` takes nothing from the rest of the package but terms and errors."""
    taken = {other for room, other in _arrows() if room == "reason"}

    assert taken == {"reason", "terms", "errors"}


def test_what_the_door_names_is_no_module() -> None:
    """Or importing that module would put it in the place of the function."""
    modules = {path.stem for path in (PACKAGE / "reason").iterdir()}

    assert modules & {*kg.reason.__all__} == set()


def _imported(*words: str) -> set[str]:
    """The packages that a command imports."""
    run = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "kg", *words],
        capture_output=True,
        check=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    )
    return {line.rsplit("|", 1)[-1].strip().split(".")[0] for line in run.stderr.splitlines()}


def test_help_imports_nothing_heavy() -> None:
    """A cold ``nestesteg --help`` imports no library that only some commands need."""
    imported = _imported("--help")

    assert imported & (HEAVY | READERS) == set()
    assert "kg" in imported


def test_advice_from_a_snapshot_imports_nothing_heavy() -> None:
    """Once the knowledge and its rules were read, advice needs nothing that reads them."""
    example = str(Path(__file__).parents[1] / "examples" / "fjordvik.csv")
    _imported("recommend", example)

    assert _imported("recommend", example) & (HEAVY | READERS) == set()
