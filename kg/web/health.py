"""How the service is: whether it answers, and what was counted."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kg.messages import LANGUAGES
from kg.web.headers import NEVER_KEEP, SAFE
from kg.web.problems import BUSY, failing
from kg.web.service import Service

__all__ = ["health_of", "metrics_of"]


def health_of(service: Service) -> Callable[[Request], Awaitable[Response]]:
    """The handler that tells whether questions are answered."""

    async def health(_request: Request) -> Response:
        if await service.desk.is_well():
            return JSONResponse({"status": "ok"}, headers={**SAFE, "Cache-Control": NEVER_KEEP})
        return JSONResponse({"status": "no workers"}, BUSY, failing(BUSY, LANGUAGES[0]))

    return health


def metrics_of(service: Service) -> Callable[[Request], Awaitable[Response]]:
    """The handler that tells what was counted."""

    async def metrics(_request: Request) -> Response:
        gate = service.desk.gate
        gauges = {"running": gate.inside.total(), "waiting": len(gate.queue)}
        media = "text/plain; version=0.0.4; charset=utf-8"
        return Response(service.tally.text(gauges), headers=SAFE, media_type=media)

    return metrics
