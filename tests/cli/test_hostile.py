"""What terminals, disks and strange files may do to the command: one clear fault, no traceback."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from lean import lean

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).parents[2]
FJORDVIK = str(ROOT / "examples" / "fjordvik.csv")
COMMANDS = (
    ["check"],
    ["recommend", FJORDVIK],
    ["diagram", "dependencies"],
    ["query", "--list"],
    ["query", "design-numbers"],
)
NAMES = "@prefix id: <https://w3id.org/nestesteg/id/> .\n"
NAMES += "@prefix nst: <https://w3id.org/nestesteg/ns#> .\n"


def run(*words: str | bytes, given: bytes = b"") -> tuple[int, str, str]:
    """Status, output and errors of the command."""
    command = [sys.executable, "-m", "kg", *words]
    done = subprocess.run(command, input=given, capture_output=True, check=False, cwd=ROOT)
    assert b"Traceback" not in done.stderr
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def shell(line: str, given: str = "") -> tuple[int, str]:
    """Status and errors of the command with its streams set by a shell."""
    command = ["sh", "-c", f'"{sys.executable}" -m kg {line}']
    done = subprocess.run(
        command, input=given, capture_output=True, check=False, cwd=ROOT, encoding="utf-8"
    )
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr
    return done.returncode, done.stderr


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the knowledge that may be spoilt, with few of its shapes and queries."""
    return lean(tmp_path)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("name", ["nowhere", "empty", "file"])
def test_a_folder_without_an_ontology_is_told_once(
    tmp_path: Path, words: list[str], name: str
) -> None:
    """Whether it is missing, empty or no folder."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").touch()

    status, output, errors = run(*words, "--knowledge", str(tmp_path / name), "--lang", "en")

    assert (status, output) == (1, "")
    assert errors.startswith(f"{tmp_path / name}: NS316 There is no ontology here.")
    assert errors.count("NS") == 1


@pytest.mark.parametrize(
    ("file", "text", "number"),
    [
        ("ontology/more.ttl", NAMES + "id:defaults nst:inModel id:nonsuch .", "NS333"),
        ("ontology/settings.ttl", "", "NS333"),
        ("ontology/more.ttl", NAMES + "id:w a nst:Weight ; nst:points 2.5 .", "NS334"),
        ("ontology/more.ttl", NAMES + "id:w a nst:Weight ; nst:points -1 .", "NS334"),
        ("ontology/more.ttl", NAMES + "id:w nst:weighs id:core-three .", "NS332"),
        ("ontology/weights.ttl", "", "NS327"),
    ],
)
def test_advice_and_check_refuse_a_design_that_is_not_whole(
    copy: Path, file: str, text: str, number: str
) -> None:
    """No advice rests on a default or a weight that is not there."""
    (copy / file).write_text(text, encoding="utf-8")

    for words in (["recommend", FJORDVIK], ["why", FJORDVIK, "strategy"], ["check"]):
        status, output, errors = run(*words, "--knowledge", str(copy))

        assert (status, output) == (1, "")
        assert f" {number} " in errors or errors.startswith(number)


def test_a_sentence_that_cannot_be_filled_gives_no_advice(copy: Path) -> None:
    """It is refused before anybody reads it."""
    rule = copy / "rules" / "reasons" / "core-three.rq"
    text = rule.read_text(encoding="utf-8")
    rule.write_text(text.replace('en: "', 'en: "{othr} '), encoding="utf-8")

    assert "NS324" in run("recommend", FJORDVIK, "--knowledge", str(copy))[2]


def test_marks_and_folders_among_the_knowledge(copy: Path) -> None:
    """A byte order mark is passed over; a folder in a file's place and odd bytes are told."""
    for name in ("rules/reasons/core-three.rq", "ontology/roles.ttl"):
        (copy / name).write_bytes(b"\xef\xbb\xbf" + (copy / name).read_bytes())
    (copy / "rules" / "x.rq").mkdir()
    (copy / "rules" / "y.rq").write_bytes(b"#+ id: \xff")

    told = run("check", "--knowledge", str(copy), "--lang", "en")[2].splitlines()

    assert [line.split(". ")[0] for line in told] == [
        "rules/x.rq: NS346 This is a folder, not a file.",
        "rules/y.rq:1: NS509 The file is not saved as UTF-8.",
    ]


def test_queries_that_no_parser_can_hold(tmp_path: Path) -> None:
    """Bytes that are no text, and more braces than a stack has room for."""
    deep = tmp_path / "deep.rq"
    deep.write_text("SELECT * {" + "{" * 5_000 + "}" * 5_001, encoding="utf-8")

    assert run("query", "-", given=b"SELECT \xff")[2].startswith("-:1: NS509")
    assert "NS518" in run("query", str(deep))[2]


@pytest.mark.parametrize("word", [b"\xff.csv", b"--actor=\xff"])
def test_an_argument_that_is_no_text_is_refused(word: bytes) -> None:
    """With what is wrong with it, in characters that can be written."""
    status, output, errors = run("recommend", word)

    assert (status, output) == (2, "")
    assert errors.startswith("NS111")
    assert "\\udcff" in errors


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize(
    "line",
    [
        "query --list >/dev/full",
        "query --help >/dev/full",
        "--help >&-",
        "query design-numbers >&-",
        "diagram dependencies --format text >/dev/full",
    ],
)
def test_output_that_cannot_be_written_is_told(line: str) -> None:
    """And nothing more is said at the end."""
    status, errors = shell(line)

    assert status in {1, 2}
    assert errors.startswith("NS112 Svaret kan ikke skrives ut.")
    assert errors.count("\n") == 1


def test_standard_input_and_errors_may_be_closed() -> None:
    """A status is left, and what can be said."""
    assert shell("query - <&-")[0] == 1
    assert shell("recommend nothing.csv 2>&-") == (1, "")


@pytest.mark.parametrize(("words", "status"), [(["check"], 130), (["serve", "--port", "0"], 0)])
def test_a_stop_is_quiet(words: list[str], status: int) -> None:
    """Nobody who stops the command is scolded."""
    command = [sys.executable, "-m", "kg", *words]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, **pipes) as running:  # type: ignore[call-overload]
        if words[0] == "serve":
            running.stdout.readline()
        _wait_for_start(running.pid)
        running.send_signal(signal.SIGINT)
        errors = running.communicate(timeout=30)[1]

    assert (running.returncode, errors) == (status, b"")


def _wait_for_start(process: int) -> None:
    """Waits until a process has loaded what its command needs."""
    maps = Path(f"/proc/{process}/maps")
    if not maps.exists():
        pytest.skip("needs /proc")
    while b"pyoxigraph" not in maps.read_bytes():
        os.sched_yield()


def test_nothing_in_a_table_steers_the_terminal() -> None:
    """Data stays as it is where it is data."""
    query = 'SELECT ("a\x1b[2J\u202eb" AS ?x) {}'.encode()

    assert "a\ufffd[2J\ufffdb" in run("query", "-", given=query)[1]
    assert "a\x1b[2J\u202eb" in run("query", "-", "--format", "csv", given=query)[1]
