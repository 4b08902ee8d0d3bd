"""Watches requests from outside: counts them and tells of each in a line of JSON.

A line says neither who asked nor what: the first part of the path, the status, how long, how much.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from time import perf_counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.web.tally import Tally

ROOMS = frozenset(
    {"", ".well-known", "health", "id", "metrics", "ns", "ontology", "queries", "sparql", "why"}
)

__all__ = ["Watch"]


@dataclass(frozen=True, slots=True)
class Watch:
    """An application around another.

    Args:
        app: the other.
        tally: where it is counted.
        write: takes a line of the log, if there is one.
    """

    app: ASGIApp
    tally: Tally
    write: Callable[[str], object] | None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handles one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        seen = {"status": 0, "bytes": 0}

        async def passed_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen["status"] = message["status"]
            else:
                seen["bytes"] += len(message.get("body", b""))
            await send(message)

        begun = perf_counter()
        try:
            await self.app(scope, receive, passed_on)
        finally:
            self._note(scope, seen, perf_counter() - begun)

    def _note(self, scope: Scope, seen: dict[str, int], seconds: float) -> None:
        # The path of ``OPTIONS *`` has no stroke.
        first = scope["path"].removeprefix("/").partition("/")[0].partition(".")[0]
        room = first if first in ROOMS else "elsewhere"
        room = ".well-known" if scope["path"].startswith("/.well-known") else room
        self.tally.count("requests", room=room, status=str(seen["status"]))
        self.tally.took(seconds)
        if self.write is None:
            return
        told = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "method": scope["method"],
            "room": f"/{room}",
            **seen,
            "ms": round(seconds * 1000, 1),
        }
        self.write(json.dumps(told))
