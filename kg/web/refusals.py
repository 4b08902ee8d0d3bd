"""What is told when something is wrong with a request, or with us."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kg.errors import Fault, Faults, nearest
from kg.web.desk import GoneError
from kg.web.fault_page import told

__all__ = ["HANDLERS"]

CLIENT_CLOSED = 499  # what a log says of a client that hung up; nobody reads the response
PLACES = ("/", "/queries", "/sparql", "/ontology/", "/ns", "/why", "/.well-known/void")


async def refused(request: Request, error: Exception) -> Response:
    """What is wrong with a request, in the words of the command line."""
    if not isinstance(error, Faults):
        raise error
    return told(request, error.each())


async def unknown_page(request: Request, _error: Exception) -> Response:
    """That there is no such page."""
    near = nearest(request.url.path, PLACES)
    return told(request, [Fault("page-unknown", name=request.url.path, near=near)])


async def only_read(request: Request, error: Exception) -> Response:
    """That a page can be read and nothing else."""
    headers = getattr(error, "headers", None) or {}
    return told(request, [Fault("method-unknown", name=request.method)], headers)


async def failed(request: Request, _error: Exception) -> Response:
    """That it is not the reader's fault; what it was is told to who runs the service."""
    return told(request, [Fault("service-failed")])


async def gone(_request: Request, _error: Exception) -> Response:
    """Nobody is there any more."""
    return Response(None, CLIENT_CLOSED)


HANDLERS: Mapping[Any, Any] = MappingProxyType(
    {
        Faults: refused,
        404: unknown_page,
        405: only_read,
        GoneError: gone,
        Exception: failed,
    }
)
