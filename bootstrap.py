"""Makes the checkout's own virtual environments, and starts programs in them.

Standard library only, and in the syntax of Python 3.8, so that an old Python can still say what is
needed. An environment is finished when it holds the right stamp. The stamp is removed first and
written last, so whatever an interruption leaves behind is made again from scratch. Who makes an
environment holds a lock of the operating system, which ends with the process; others wait for it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import IO, NoReturn

ROOT = Path(__file__).resolve().parent
OLDEST = (3, 11)
KNOWN = ("python3.14", "python3.13", "python3.12", "python3.11")
FITS = f"import ensurepip, sys; sys.exit(sys.version_info < {OLDEST})"
TOO_OLD = """\
nestesteg trenger Python 3.11 eller nyere med venv og pip; dette er Python {version}.
nestesteg needs Python 3.11 or newer with venv and pip; this is Python {version}."""


def start(name: str, program: str, arguments: Sequence[str]) -> NoReturn:
    """Become a program of an environment, which is made first if need be."""
    require_python()
    become([str(executable(environment(name), program)), *arguments])


def require_python() -> None:
    """Go on in a newer Python from PATH if this one is too old; if there is none, say so."""
    if sys.version_info >= OLDEST:
        return
    for name in KNOWN:
        found = shutil.which(name)
        if found and subprocess.call([found, "-c", FITS], stderr=subprocess.DEVNULL) == 0:
            become([found, *sys.argv])
    sys.exit(TOO_OLD.format(version=sys.version.split()[0]))


def environment(name: str) -> Path:
    """The folder of an environment that is finished, with all that its requirement file lists."""
    folder = ROOT / ".venv" / name
    try:
        if not finished(folder, name):
            with alone(name):
                if not finished(folder, name):  # another process may have made it meanwhile
                    make(folder, name)
    except KeyboardInterrupt:
        say("Avbrutt. Neste kjøring begynner forfra.")
        sys.exit(130)
    return folder


def executable(folder: Path, program: str) -> Path:
    """Where an environment keeps a program."""
    if sys.platform == "win32":
        return folder / "Scripts" / f"{program}.exe"
    return folder / "bin" / program


def become(command: list[str]) -> NoReturn:
    """Replace this process; Windows cannot, so there the command runs below this one."""
    if sys.platform == "win32":
        sys.exit(subprocess.call(command))
    else:
        os.execv(command[0], command)


def finished(folder: Path, name: str) -> bool:
    """Whether an environment is whole, up to date, and still has its Python."""
    stamp = folder / "stamp"
    return (
        executable(folder, "python").exists()
        and stamp.is_file()
        and stamp.read_text(encoding="utf-8") == stamp_of(name)
    )


def stamp_of(name: str) -> str:
    """A digest of all that an environment is made of, with the place that it points to."""
    digest = hashlib.sha256(repr((str(ROOT), sys.version_info[:2])).encode())
    for source in (requirements(name), ROOT / "pyproject.toml", ROOT / "hatch_build.py"):
        digest.update(hashlib.sha256(source.read_bytes()).digest())
    return digest.hexdigest()


def requirements(name: str) -> Path:
    """The file that lists what an environment holds, each package with its hashes."""
    return ROOT / "requirements" / f"{name}.txt"


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Hold the lock of an environment; wait for whoever has it."""
    path = ROOT / ".venv" / f"{name}.lock"
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8") as file:
        if not locked(file):
            say("Venter på en annen kjøring, som gjør klart ...")
            while not locked(file):
                sleep(0.2)
        # If this process is killed, the pip that it leaves behind still holds the lock.
        os.set_inheritable(file.fileno(), True)  # noqa: FBT003 - it takes no keyword
        yield


def locked(file: IO[str]) -> bool:
    """Try to lock an open file for as long as this process, or one that it starts, has it open."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):  # what the one and the other say when it is taken
        return False
    return True


def make(folder: Path, name: str) -> None:
    """Build an environment from nothing and stamp it."""
    say("Gjør klart første gang; det tar et minutt ...")
    stamp = folder / "stamp"
    if stamp.exists():
        stamp.unlink()
    step("lage et virtuelt miljø (har denne Python venv og pip?)", sys.executable, venv(folder))
    python = str(executable(folder, "python"))
    say("Henter pakkene ...")
    step("hente pakkene", python, pip("--require-hashes", "-r", str(requirements(name))))
    step("installere nestesteg", python, pip("--no-deps", "--no-build-isolation", "-e", str(ROOT)))
    stamp.write_text(stamp_of(name), encoding="utf-8")


def venv(folder: Path) -> list[str]:
    """What Python is asked in order to make an empty environment."""
    return ["venv", "--clear", str(folder)]


def pip(*arguments: str) -> list[str]:
    """What Python is asked in order to install."""
    return ["pip", "install", "--quiet", "--no-input", "--disable-pip-version-check", *arguments]


def step(purpose: str, python: str, arguments: Sequence[str]) -> None:
    """Run a module of Python, silently unless it fails; then show all it said and stop."""
    done = subprocess.run(
        [python, "-m", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        close_fds=False,
        check=False,
    )
    if done.returncode:
        say(done.stdout.decode(errors="replace").rstrip())
        say(f"nestesteg: klarte ikke å {purpose}. Årsaken står over; prøv igjen når den er rettet.")
        sys.exit(1)


def say(text: str) -> None:
    """Tell the user something, apart from what the program itself prints."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()
