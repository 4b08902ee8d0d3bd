"""``nestesteg format``: writes Turtle files in canonical order."""

import os
from argparse import Namespace
from contextlib import suppress
from pathlib import Path

from kg.cli.arguments import Parser
from kg.cli.output import say
from kg.errors import Fault, Faults, Place, refuse
from kg.messages import harmless

ENDING = ".ttl"


def declare(parser: Parser) -> None:
    """The command's arguments."""
    parser.positional("files", Path, several=True)


def run(arguments: Namespace) -> int:
    """Rewrites the files that are not in order, and names them; none if any is at fault."""
    from kg.load.files import each_once

    written: dict[Path, str] = {}
    faults: list[Fault] = []
    for path in each_once(arguments.files):
        try:
            written |= _rewritten(path)
        except Faults as group:
            faults += group.each()
    refuse(faults)
    for path, text in written.items():
        replace(path, text)
        say(harmless(f"{path}\n"))
    return 0


def _rewritten(path: Path) -> dict[Path, str]:
    """The text that a file should have, unless it has it."""
    from kg.load.canonical import canonical, is_canonical_of
    from kg.load.files import decoded, read_bytes
    from kg.load.turtle import parsed

    place = Place(str(path))
    if path.is_dir():
        raise Faults([Fault("file-is-a-folder", place)])
    if path.suffix != ENDING:
        raise Faults([Fault("format-only-turtle", place)])
    data = read_bytes(path, str(path))
    parsed(data, ENDING, str(path))  # says what is wrong with it, if anything is
    before = decoded(data, str(path))
    try:
        after = canonical(before)
        stable = is_canonical_of(after, before)
    except RecursionError:
        stable = False
    if not stable:
        raise Faults([Fault("format-unstable", place)])
    return {} if after.encode() == path.read_bytes() else {path: after}


def replace(path: Path, text: str) -> None:
    """Puts a text in a file's place all at once, so that nobody ever sees half of it.

    Raises:
        Faults: the file cannot be written; it is then as it was.
    """
    target = path.resolve()
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        beside.write_text(text, encoding="utf-8", newline="\n")
        if target.exists():
            beside.chmod(target.stat().st_mode)
        beside.replace(target)
    except OSError as error:
        raise Faults([Fault("output-unwritable", Place(str(path)))]) from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
