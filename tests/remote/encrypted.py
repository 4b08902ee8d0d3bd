"""A server on this machine that speaks HTTPS, with a certificate it made itself."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext
from threading import Thread

from remote.hostile import JSON, ROW, asked, reply

CERTIFICATE = Path(__file__).with_name("self-signed.pem")
ONE = b'{"head":{"vars":["a"]},"results":{"bindings":[' + ROW + b"]}}"


@contextmanager
def encrypted(*, is_plain: bool = False) -> Iterator[tuple[int, list[bytes]]]:
    """The server in a thread, answering all with one row: its port, and what it was asked.

    Args:
        is_plain: whether it does not encrypt after all.
    """
    context = SSLContext(PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    heads: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as door:
        thread = Thread(target=_serve, args=(door, None if is_plain else context, heads))
        thread.start()
        try:
            yield door.getsockname()[1], heads
        finally:
            with suppress(OSError):
                door.shutdown(socket.SHUT_RDWR)
            thread.join()


def _serve(door: socket.socket, context: SSLContext | None, heads: list[bytes]) -> None:
    """Answers one after the other, but for who does not trust us, until the door is shut."""
    told = b"".join(reply(JSON, ONE))
    while True:
        try:
            channel, _ = door.accept()
        except OSError:
            return
        with channel, suppress(OSError):
            if context is None:
                channel.sendall(told)
                channel.recv(1000)
            else:
                with context.wrap_socket(channel, server_side=True) as safe:
                    heads.append(asked(safe))
                    safe.sendall(told)
