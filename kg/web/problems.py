"""What is wrong with a request, as a problem document (RFC 9457)."""

import json
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from starlette.responses import Response

from kg.errors import Fault
from kg.messages import causes, fault_text, text
from kg.web.headers import SAFE

NOTHING: Mapping[str, str] = MappingProxyType({})
BAD, ABSENT, SLOW, LARGE, FULL, OURS, BUSY = 400, 404, 408, 413, 429, 500, 503
# Every other fault is the request's own.
STATUS = {
    "page-unknown": ABSENT,
    "chart-undeclared": ABSENT,
    "term-unknown": ABSENT,
    "proof-absent": ABSENT,
    "method-unknown": 405,
    "form-unknown": 406,
    "form-not-graph": 406,
    "form-too-old": 406,
    "row-not-in-xml": 406,
    "text-not-in-xml": 406,
    "predicate-not-in-xml": 406,
    "library-missing": 406,
    "truth-is-no-table": 406,
    "form-not-rows": 406,
    "query-deadline": SLOW,
    "request-slow": SLOW,
    "query-too-long": LARGE,
    "query-memory": LARGE,
    "answer-too-large": LARGE,
    "host-unknown": 421,
    "media-unknown": 415,
    "queue-full": FULL,
    "queue-slow": BUSY,
    "query-lost": BUSY,
    "service-failed": OURS,
}
AGAIN = {FULL: "1", BUSY: "2"}  # seconds after which it may go better


def status_of(faults: Sequence[Fault]) -> int:
    """The status of a response that tells these faults."""
    return max(STATUS.get(fault.key, BAD) for fault in faults)


def problem(
    faults: Sequence[Fault], language: str, headers: Mapping[str, str] = NOTHING
) -> Response:
    """Faults as a problem document, in the words of the command line."""
    status = status_of(faults)
    told = "\n".join(fault_text(fault, language) for fault in faults)
    numbers = [causes()[fault.key]["number"] for fault in faults]
    document = {
        "title": text("web-fault", language),
        "status": status,
        "detail": told,
        "numbers": numbers,
    }
    body = json.dumps(document, ensure_ascii=False)
    return Response(
        body,
        status,
        {**failing(status, language), **headers},
        media_type="application/problem+json",
    )


def failing(status: int, language: str) -> dict[str, str]:
    """The headers of a response that has no answer."""
    told = {**SAFE, "Content-Language": language, "Cache-Control": "no-store"}
    if status in AGAIN:
        told["Retry-After"] = AGAIN[status]
    return told
