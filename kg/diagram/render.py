"""DOT -> SVG or PNG by a Graphviz program; the only file that starts a process."""

import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from shutil import which

from kg.diagram.dot import as_dot
from kg.diagram.escape import plain
from kg.diagram.model import Diagram
from kg.diagram.svg import finished, texts
from kg.errors import Fault, Faults

VARIABLE = "NESTESTEG_DOT"
SECONDS = 10.0
SHARPNESS, MANY = 144, 150


@dataclass(frozen=True, slots=True)
class Renderer:
    """A program that understands dot's arguments, and how long it may take."""

    program: str
    seconds: float = SECONDS

    def svg(self, diagram: Diagram) -> bytes:
        """The diagram as SVG, with title and description.

        Raises:
            Faults: the program is missing, fails, takes too long or leaves out texts.
        """
        drawn = self._drawn(as_dot(diagram), "-Tsvg")
        if texts(drawn) < len(diagram.nodes):
            raise Faults([Fault("renderer-incomplete", program=self.program)])
        try:
            return finished(drawn, diagram)
        except ValueError as error:
            raise self._failure(0, str(error)) from error

    def png(self, diagram: Diagram) -> bytes:
        """The diagram as PNG, of many nodes in half the resolution: nobody opens 60 megapixels.

        Raises:
            Faults: the program is missing, fails or takes too long.
        """
        sharpness = SHARPNESS // 2 if len(diagram.nodes) > MANY else SHARPNESS
        return self._drawn(as_dot(diagram), "-Tpng", f"-Gdpi={sharpness}")

    def _drawn(self, dot: str, *arguments: str) -> bytes:
        done = self._run(dot.encode(), arguments)
        if done.returncode or not done.stdout:
            raise self._failure(done.returncode, done.stderr.decode(errors="replace"))
        return done.stdout

    def _run(self, dot: bytes, arguments: Iterable[str]) -> subprocess.CompletedProcess[bytes]:
        command = [self.program, *arguments]
        try:
            return subprocess.run(
                command, input=dot, capture_output=True, timeout=self.seconds, check=False
            )
        except subprocess.TimeoutExpired as error:
            slow = Fault("renderer-slow", program=self.program, seconds=f"{self.seconds:g}")
            raise Faults([slow]) from error
        except OSError as error:
            raise Faults([Fault("renderer-absent", program=self.program)]) from error

    def _failure(self, status: int, said: str) -> Faults:
        told = plain(said) or "-"
        return Faults([Fault("renderer-failed", program=self.program, status=status, detail=told)])


def find_renderer(chosen: str = "") -> Renderer:
    """The program that draws: the chosen one, the one installed beside us, or the system's.

    Args:
        chosen: what `VARIABLE` is set to, if it is.

    Raises:
        Faults: there is none.
    """
    folders = [Path(sysconfig.get_path("scripts")), Path(sys.executable).parent]
    bundled = (which("graphviz-pure", path=str(folder)) for folder in folders)
    program = chosen or next(filter(None, bundled), None) or which("dot")
    if not program:
        raise Faults([Fault("renderer-missing", variable=VARIABLE)])
    return Renderer(program)
