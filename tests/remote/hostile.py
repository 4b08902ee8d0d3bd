"""A server on this machine that means ill: each path is another way to do harm."""

import gzip
import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import repeat
from threading import Event, Thread

JSON, TRIPLES = "application/sparql-results+json", "application/n-triples"
PAGE = b"<!doctype html><html><head><title>Service &amp; nothing else</title></head></html>"
ROW = b'{"a":{"type":"literal","value":"x"}}'
ROWS = b'{"head":{"vars":["a"]},"results":{"bindings":[' + b",".join([ROW] * 5000) + b"]}}"
HALF_A_TERM = (
    b'{"type":"tri\\u0070le","value":{"subject":{"type":"uri","value":"urn:s"},'
    b'"predicate":{"type":"uri","value":"urn:p"},"object":'
)
DEPTH = 100_000
DEEP = (
    b'{"head":{"vars":["a"]},"results":{"bindings":[{"a":'
    + HALF_A_TERM * DEPTH
    + b'{"type":"uri","value":"urn:o"}'
    + b"}}" * DEPTH
    + b"}]}}"
)
SHALLOW = DEEP.replace(HALF_A_TERM * DEPTH, HALF_A_TERM).replace(b"}}" * DEPTH, b"}}")
DEEP_LINE = b"<urn:s> <urn:p> " + b"<<( <urn:s> <urn:p> " * DEPTH + b"<urn:o>" + b" )>>" * DEPTH
SLOW = 0.02  # seconds between one letter and the next
ENDLESS = "without end"

Parts = Iterable[bytes]


def reply(form: str, body: bytes, status: str = "200 OK", **headers: object) -> list[bytes]:
    """A reply as HTTP has it."""
    told = {"Content_Type": form, "Content_Length": len(body), **headers}
    named = {key.replace("_", "-"): value for key, value in told.items() if value != ""}
    lines = [f"HTTP/1.1 {status}", *(f"{key}: {value}" for key, value in named.items())]
    return ["\r\n".join([*lines, "", ""]).encode(), body]


def begun(form: str = JSON, **headers: object) -> bytes:
    """The head of a reply."""
    return reply(form, b"", "200 OK", **headers)[0]


def letters(first: bytes) -> Iterator[bytes]:
    """Something, then one letter after the other."""
    yield first
    yield from repeat(b"a")


CHUNKED = {"Transfer_Encoding": "chunked", "Content_Length": ""}
HARM: dict[str, Callable[[], Parts]] = {
    "the head letter by letter": lambda: letters(b"HTTP/1.1 200 OK\r\nServer: "),
    "the body letter by letter": lambda: letters(begun(Content_Length=1_000_000)),
    "a refusal letter by letter": lambda: letters(
        reply("text/plain", b"", "500 No", Content_Length=1000)[0]
    ),
    "always to be continued": lambda: repeat(b"HTTP/1.1 100 Continue\r\n\r\n"),
    "nothing": lambda: iter(()),
    ENDLESS: lambda: _chain(begun(**CHUNKED), repeat(b"8000\r\n" + b" " * 0x8000 + b"\r\n")),
    "a line without end": lambda: repeat(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000),
    "a size without end": lambda: _chain(begun(**CHUNKED), repeat(b"0" * 1000)),
    "many headers": lambda: [b"HTTP/1.1 200 OK\r\n", b"X: x\r\n" * 500, b"\r\n"],
    "nonsense": lambda: [b"\0\1\2 NONSENSE\r\n\r\n"],
    "a file": lambda: reply("text/plain", b"", "302 Found", Location="file:///etc/passwd"),
    "another host": lambda: reply("", b"", "307 Go", Location="http://127.0.0.1:1/secret"),
    "round and round": lambda: reply("", b"", "301 Go", Location="/round%20and%20round"),
    "a bomb": lambda: reply(JSON, gzip.compress(b" " * 10_000_000), Content_Encoding="gzip"),
    "a page": lambda: reply("text/html", PAGE),
    "a page as a refusal": lambda: reply("text/html", PAGE, "503 No"),
    "signs as a refusal": lambda: reply("text/plain", b"\x1b[2J\x1b]0;owned\x07", "400 No"),
    "another form": lambda: reply("text/csv", b"a\r\n1\r\n"),
    "half of JSON": lambda: reply(JSON, ROWS[:1000]),
    "half of a body": lambda: [begun(Content_Length=len(ROWS)), ROWS[:1000]],
    "half of a chunk": lambda: [begun(**CHUNKED), b"4000\r\n" + ROWS[:1000]],
    "half of the triples": lambda: [begun(TRIPLES, Content_Length=1000), b"<a:a> <a:a> <a:a> .\n"],
    "too many rows": lambda: reply(JSON, ROWS),
    "a term in a term": lambda: reply(JSON, SHALLOW),
    "a term in a term in a term": lambda: reply(JSON, DEEP),
    "a triple in a triple in a triple": lambda: reply(TRIPLES, DEEP_LINE + b" .\n"),
}


def asked(channel: socket.socket) -> bytes:
    """A request, to its last byte: who hangs up before has not said anything."""
    told = b""
    while b"\r\n\r\n" not in told:
        told += channel.recv(65_536)
    head, _, body = told.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
    while len(body) < length:
        body += channel.recv(65_536)
    return head


def _chain(first: bytes, rest: Parts) -> Iterator[bytes]:
    yield first
    yield from rest


# Only the clock ends these.
SLOWLY = {name for name in HARM if "letter" in name} | {"always to be continued", "nothing"}


class Hostile:
    """Listens, and does what a path says to whoever comes."""

    def __init__(self) -> None:
        self.channel = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.channel.getsockname()[1]}"
        self.visits: list[str] = []
        self.ended = Event()

    def listen(self) -> None:
        """Serves one after the other, each in a thread of its own."""
        with suppress(OSError):
            while True:
                Thread(target=self.serve, args=(self.channel.accept()[0],)).start()

    def serve(self, channel: socket.socket) -> None:
        """Does harm, until the other side hangs up."""
        with channel, suppress(OSError):
            path = asked(channel).split(b" ")[1].decode().strip("/").replace("%20", " ")
            self.visits.append(path)
            slow = "letter" in path
            for part in HARM[path]():
                channel.sendall(part)
                if slow and self.ended.wait(SLOW):
                    return
            if path == "nothing":
                channel.recv(1)

    def close(self) -> None:
        """Ends all of it."""
        self.ended.set()
        with suppress(OSError):
            self.channel.shutdown(socket.SHUT_RDWR)
        self.channel.close()


@contextmanager
def hostile() -> Iterator[Hostile]:
    """The server, in a thread."""
    server = Hostile()
    thread = Thread(target=server.listen)
    thread.start()
    try:
        yield server
    finally:
        server.close()
        thread.join()
