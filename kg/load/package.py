"""Whether a file may be opened as a workbook: what a zip archive can do to a reader, it may not.

A workbook is a zip archive of XML. A small archive can unpack to far more than there is room for,
and XML can define entities that grow without end; a protected workbook is no archive at all.
"""

from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile, ZipInfo

from kg.errors import Fault, Faults, Place
from kg.load.files import BYTES_OF_MEGABYTE

MOST_UNPACKED = 20_000_000
COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")  # protected workbooks, and those from before 2007
PROTECTED = 1  # the bit of a zip entry that says so
DOCTYPE = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))


def refuse_unsafe(data: bytes, place: Place) -> None:
    """Raises `Faults` if bytes are not an archive that can be unpacked without harm."""
    if data.startswith(COMPOUND):
        raise Faults([Fault("workbook-locked", place)])
    try:
        with ZipFile(BytesIO(data)) as archive:
            fault = next(_faults(archive, place), None)
    except Exception as error:  # whatever a spoilt archive makes zipfile and its codecs raise
        raise Faults([Fault("workbook-broken", place)]) from error
    if fault:
        raise Faults([fault])


def _faults(archive: ZipFile, place: Place) -> Iterator[Fault]:
    """What is wrong with an archive; nothing is unpacked before we know how much it will be."""
    parts = archive.infolist()
    if any(part.flag_bits & PROTECTED for part in parts):
        yield Fault("workbook-locked", place)
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        most = MOST_UNPACKED // BYTES_OF_MEGABYTE
        yield Fault("workbook-too-large", place, most=most)
    if any(_defines(archive, part) for part in parts):
        yield Fault("workbook-broken", place)


def _defines(archive: ZipFile, part: ZipInfo) -> bool:
    """Whether a part of XML defines anything of its own, which no spreadsheet writes."""
    content = archive.read(part)
    return any(mark in content for mark in DOCTYPE)
