"""Headers that responses have in common, and what lets a client keep an answer."""

from collections.abc import Iterable
from hashlib import blake2b

SAFE = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Vary": "Accept, Accept-Language",
}
# Says how many rows or triples were given where there are more.
CUT = "Nestesteg-Cut"
KEEP = "no-cache"  # it may be kept, but has to be asked about each time
NEVER_KEEP = "no-store"


def tag_of(parts: Iterable[object]) -> str:
    """An entity tag of all that an answer depends on; the same rows may come in another order.

    >>> tag_of(["a"]) == tag_of(["a"]), tag_of(["a", "b"]) == tag_of(["ab"])
    (True, False)
    """
    digest = blake2b(digest_size=12)
    for part in parts:
        content = str(part).encode(errors="surrogatepass")
        digest.update(f"{len(content)}:".encode() + content)
    return f'W/"{digest.hexdigest()}"'


def is_known(tag: str, known: str) -> bool:
    """Whether a client has an answer already, by its If-None-Match.

    >>> is_known('W/"a"', '"b", "a"'), is_known('W/"a"', '"b"'), is_known('W/"a"', "")
    (True, False, False)
    """
    names = [each.strip().removeprefix("W/") for each in known.split(",")]
    return bool(tag) and (known.strip() == "*" or tag.removeprefix("W/") in names)
