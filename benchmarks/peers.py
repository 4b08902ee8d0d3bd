"""The services that are measured, each a process of its own over the same file, and a client."""

import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import sleep
from urllib.parse import quote

OURS, BARE, ENDPOINT = "ours", "oxigraph server", "rdflib-endpoint"
STARTING = 300  # seconds until a service listens


class Client:
    """One connection that stays open; as little as a client can do."""

    def __init__(self, port: int) -> None:
        self.channel = socket.create_connection(("127.0.0.1", port), timeout=120)
        self.channel.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def get(self, path: str, accept: str) -> bytes:
        """The body of what is at a path."""
        head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: {accept}\r\n\r\n"
        self.channel.sendall(head.encode())
        told, _, body = self._until(b"\r\n\r\n").partition(b"\r\n\r\n")
        assert b" 200 " in told.split(b"\r\n")[0], (told, path)
        if length := re.search(rb"(?i)content-length: (\d+)", told):
            while len(body) < int(length[1]):
                body += self._more()
            return body
        while not body.endswith(b"0\r\n\r\n"):
            body += self._more()
        return unchunked(body)

    def _until(self, mark: bytes) -> bytes:
        found = self._more()
        while mark not in found:
            found += self._more()
        return found

    def _more(self) -> bytes:
        found = self.channel.recv(1 << 18)
        assert found, "hung up"
        return found


def unchunked(body: bytes) -> bytes:
    """A body that came in chunks, as one."""
    parts = []
    while body:
        size, _, rest = body.partition(b"\r\n")
        parts.append(rest[: int(size, 16)])
        body = rest[int(size, 16) + 2 :]
    return b"".join(parts)


@dataclass(frozen=True, slots=True)
class Service:
    """A service that listens.

    Args:
        port: where.
        endpoint: the path at which it answers queries.
    """

    port: int
    endpoint: str

    def path(self, query: str) -> str:
        """Where a query is answered."""
        return f"{self.endpoint}?query={quote(query)}"


def free_port() -> int:
    """A port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as channel:
        return int(channel.getsockname()[1])


@contextmanager
def server(command: list[str], port: int) -> Iterator[None]:
    """A service as a process, once it listens."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, **quiet) as process:  # type: ignore[call-overload]
        try:
            _wait_for(process, port)
            yield
        finally:
            process.terminate()


def _wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(STARTING * 10):
        assert process.poll() is None, process.args
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            sleep(0.1)
        else:
            return
    raise TimeoutError(process.args)


def services(file: Path, stack: ExitStack, workers: int) -> dict[str, Service]:
    """All that are installed, each over a file of N-Triples."""
    ours, bare, other = (Service(free_port(), path) for path in ("/sparql", "/query", "/"))
    words = ["-m", "benchmarks.one_file", str(file), str(ours.port), str(workers)]
    stack.enter_context(server([sys.executable, *words], ours.port))
    found = {OURS: ours}
    if program := shutil.which("oxigraph"):
        where = ["--location", str(file.with_suffix(".bare"))]
        load = [program, "load", *where, "--file", str(file)]
        subprocess.run(load, check=True, capture_output=True)
        address = ["--bind", f"127.0.0.1:{bare.port}"]
        stack.enter_context(server([program, "serve-read-only", *where, *address], bare.port))
        found[BARE] = bare
    if program := shutil.which("rdflib-endpoint"):
        address = ["--host", "127.0.0.1", "--port", str(other.port)]
        stack.enter_context(server([program, "serve", *address, str(file)], other.port))
        found[ENDPOINT] = other
    return found
