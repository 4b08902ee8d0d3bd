"""`nestesteg recommend` on many files: one recommendation an actor, as each would get alone."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

from benchmarks.invented import Inventor
from kg.cli import main
from kg.cli.progress import watched
from kg.load import Knowledge

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
NAMES = ["fjordvik", "langnes", "planes", "rikvoll", "storfoss"]
DAY = ("--as-of", "2026-11-23")
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Runs ``nestesteg recommend``: status, output, complaint."""

    def recommend(*words: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["nestesteg", "recommend", *map(str, words)])
        status = main()
        out, complaint = capsysbinary.readouterr()
        return status, out.decode(), complaint.decode()

    return recommend


def _told(run: Run, *words: object) -> str:
    status, out, complaint = run(*words, *DAY)
    assert (status, complaint) == (0, "")
    return out


def _table(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(["actor,date,about,value", *rows, ""]), encoding="utf-8")
    return path


@pytest.mark.parametrize("form", ["text", "md", "json"])
def test_many_files_are_told_one_after_another(form: str, run: Run) -> None:
    """In the order of the files, of a folder by name; each part is what the file alone gives."""
    files = [EXAMPLES / "storfoss.csv", EXAMPLES / "fjordvik.csv"]
    alone = [_told(run, file, "--format", form) for file in files]
    together = _told(run, *files, "--format", form)

    if form == "json":
        assert json.loads(together) == [json.loads(each) for each in alone]
        assert isinstance(json.loads(alone[0]), dict)
    else:
        line = "\n\n" + "-" * 80 + "\n\n"
        assert together.split(line) == [alone[0].rstrip("\n"), alone[1]]


def test_a_folder_is_read_by_name_and_always_gives_a_list(run: Run, tmp_path: Path) -> None:
    """Answers, other files and what a spreadsheet leaves behind are passed over."""
    told = json.loads(_told(run, EXAMPLES, "--format", "json", "--top", 1))
    assert [each["actor"] for each in told] == NAMES

    shutil.copy(EXAMPLES / "planes.csv", tmp_path)
    for name in ("a.csv.answers.ttl", ".~lock.planes.csv", "~$planes.xlsx", "les-meg.txt"):
        (tmp_path / name).write_text("", encoding="utf-8")
    told = json.loads(_told(run, tmp_path, tmp_path / "planes.csv", "--format", "json"))
    assert [each["actor"] for each in told] == ["planes"]


def test_a_file_about_several_actors_gives_each_its_own(run: Run, tmp_path: Path) -> None:
    """In the order in which they come; one of them can be chosen."""
    rows = [
        line
        for name in ("storfoss", "fjordvik")
        for line in (EXAMPLES / f"{name}.csv").read_text(encoding="utf-8").splitlines()[1:]
    ]
    heading = (EXAMPLES / "fjordvik.csv").read_text(encoding="utf-8").splitlines()[0]
    both = tmp_path / "both.csv"
    both.write_text("\n".join([heading, *rows]), encoding="utf-8")

    told = json.loads(_told(run, both, "--format", "json"))
    alone = [
        json.loads(_told(run, EXAMPLES / f"{name}.csv", "--format", "json"))
        for name in ("storfoss", "fjordvik")
    ]
    assert told == alone
    assert json.loads(_told(run, both, "--actor", "fjordvik", "--format", "json")) == alone[1]


def test_files_about_one_actor_are_read_together(run: Run, tmp_path: Path) -> None:
    """What both tell alike counts once; what they tell otherwise is refused, with both places."""
    one = _table(tmp_path / "a.csv", "fjordvik,2026-03-01,anchoring,red")
    other = _table(
        tmp_path / "b.csv", "fjordvik,2026-03-01,anchoring,red", "fjordvik,2026-03-01,silos,yes"
    )
    whole = json.loads(_told(run, other, "--format", "json"))
    assert json.loads(_told(run, one, other, "--format", "json")) == [whole]

    other = _table(other, "fjordvik,2026-03-01,anchoring,green")
    status, out, complaint = run(one, other, *DAY)
    assert (status, out) == (1, "")
    told = "anchoring hos fjordvik 2026-03-01 har en annen verdi her enn i"
    assert complaint == f"{other}:2: NS247 {told} {one}:2.\n"


def test_all_faults_of_all_files_are_told_and_nothing_else(run: Run, tmp_path: Path) -> None:
    """One that is wrong is enough: no recommendation is printed or written."""
    empty = tmp_path / "empty"
    empty.mkdir()
    bad = [
        _table(tmp_path / "a.csv", "fjordvik,2026-03-01,anchorin,red", "fjordvik,,silos,yes"),
        _table(tmp_path / "b.csv", "fjordvik,2026-03-01,silos,maybe"),
    ]
    output = tmp_path / "output"
    words = (EXAMPLES, *bad, empty, tmp_path / "none.csv", "--output", output)

    status, out, complaint = run(*words, "--compare", bad[0], *DAY)

    told = [line.split(" ")[:2] for line in complaint.splitlines() if line.startswith("/")]
    assert (status, out, output.exists()) == (1, "", False)
    assert told == [
        [f"{bad[0]}:2:", "NS223"],
        [f"{bad[0]}:3:", "NS215"],
        [f"{bad[1]}:2:", "NS224"],
        [f"{empty}:", "NS291"],
        [f"{tmp_path / 'none.csv'}:", "NS201"],
    ]


@pytest.mark.parametrize("form", ["text", "md", "json", "ttl"])
def test_each_actor_gets_a_file(form: str, run: Run, tmp_path: Path) -> None:
    """The file holds what the actor alone would get; the names are those of the actors."""
    output = tmp_path / "for" / "each"
    files = [EXAMPLES / "storfoss.csv", EXAMPLES / "fjordvik.csv"]
    told = _told(run, *files, "--format", form, "--output", output)

    assert told == f"Skrev råd for 2 i mappen {output}.\n"
    ending = {"text": "txt"}.get(form, form)
    for file in files:
        alone = _told(run, file, "--format", form)
        assert (output / f"{file.stem}.{ending}").read_text(encoding="utf-8") == alone
    assert len([*output.iterdir()]) == 2


def test_a_folder_that_cannot_be_one_is_refused(run: Run, tmp_path: Path) -> None:
    """What looks like a file is wrong usage; a file in the way is told as it is."""
    file = EXAMPLES / "fjordvik.csv"
    status, out, complaint = run(file, "--output", tmp_path / "a.md")
    assert (status, out) == (2, "")
    assert complaint.startswith("NS292")

    (tmp_path / "taken").write_text("", encoding="utf-8")
    status, out, complaint = run(file, "--output", tmp_path / "taken")
    assert (status, out) == (1, "")
    assert complaint.startswith(f"{tmp_path / 'taken'}: NS293")


def test_advice_as_turtle_is_one_graph_that_says_all(run: Run) -> None:
    """Together it is what each alone gives; a query finds places, points, reasons and sections."""
    files = [EXAMPLES / "fjordvik.csv", EXAMPLES / "planes.csv"]
    alone = [Graph().parse(data=_told(run, file, "--format", "ttl")) for file in files]
    together = Graph().parse(data=_told(run, *files, "--format", "ttl"))
    assert isomorphic(together, alone[0] + alone[1])

    cards = json.loads(_told(run, files[0], "--format", "json"))["cards"]
    query = (ROOT / "tests" / "cli" / "reasons.rq").read_text(encoding="utf-8")
    found = {tuple(each.toPython() for each in row) for row in alone[0].query(query)}  # type: ignore[union-attr]
    assert found == {
        (card["criterion"], card["rank"], card["score"], each["weight"], each["text"], section)
        for card in cards
        for each in card["reasons"]
        for section in each["sources"]
    }


def test_whoever_is_alike_among_the_examples_is_named(run: Run) -> None:
    """Compared with a folder it is in, an actor learns from the others in it, never from itself."""
    told = json.loads(
        _told(run, EXAMPLES / "fjordvik.csv", "--compare", EXAMPLES, "--format", "json")
    )

    assert {each["actor"] for each in told["learnFrom"]} == {"planes"}


class _Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("terminal", "patience"), [(True, 0.0), (True, 60.0), (False, 0.0)])
def test_a_bar_is_shown_to_who_waits_at_a_terminal(
    *, terminal: bool, patience: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody else sees it, and it is not there for what is done at once; nothing is left out."""
    shown = _Terminal() if terminal else StringIO()
    monkeypatch.setattr(sys, "stderr", shown)
    monkeypatch.setattr("kg.cli.progress.PATIENCE", patience)
    monkeypatch.setenv("TERM", "xterm")

    assert [*watched(range(50), "Lager råd")] == [*range(50)]
    assert ("Lager råd" in shown.getvalue()) == (terminal and not patience)


def test_357_invented_actors_in_one_batch(knowledge: Knowledge, tmp_path: Path) -> None:
    """A real process advises them all, in order; some of them, run alone, get the same."""
    for number, each in enumerate(Inventor(knowledge.known, 357).invent(357)):
        path = tmp_path / f"{number:03}.csv"
        path.write_text(each.table(), encoding="utf-8")

    def told(path: Path) -> list[dict[str, object]]:
        command = [sys.executable, "-m", "kg", "recommend", str(path), *DAY, "--top", "1"]
        done = subprocess.run(
            [*command, "--format", "json"], capture_output=True, check=False, cwd=ROOT
        )
        assert (done.returncode, done.stderr) == (0, b"")
        found = json.loads(done.stdout)
        return found if isinstance(found, list) else [found]

    together = told(tmp_path)
    assert [each["actor"] for each in together] == [f"oppdiktet-{number}" for number in range(357)]
    for number in (0, 200):
        assert told(tmp_path / f"{number:03}.csv") == [together[number]]
