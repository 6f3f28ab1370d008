"""In which letters a file was written: what spreadsheets, forms and meetings save. Pure."""

import codecs
import re
from typing import NamedTuple

from app.cohorts.intake import refusals
from app.cohorts.intake.refusals import UnreadableError

OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How an old workbook begins, and one with a password."""
PACKED = b"PK\x03\x04"
"""How a workbook begins."""
UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class Decoded(NamedTuple):
    """A text, and the encoding that it was in."""

    text: str
    encoding: str


def decode(content: bytes) -> Decoded:
    """The text of a file, by its byte order mark or by what its bytes can be.

    Raises `UnreadableError` where it is no text at all.
    """
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return Decoded(_decoded(content[len(bom) :], encoding), encoding)
    if content.count(0) * 5 > len(content):
        big_endian = content[0::2].count(0) > content[1::2].count(0)
        encoding = "utf-16-be" if big_endian else "utf-16-le"
        return Decoded(_decoded(content, encoding), encoding)
    if 0 in content:
        raise UnreadableError(refusals.BINARY)
    try:
        return Decoded(_decoded(content, "utf-8"), "utf-8")
    except UnreadableError:
        return Decoded(_decoded(content, "cp1252"), "cp1252")


def _decoded(content: bytes, encoding: str) -> str:
    """The text. What no office program writes is taken for no text at all."""
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        raise UnreadableError(refusals.BINARY) from None
    if len(UNSTORABLE.findall(text)) * 20 > len(text):
        raise UnreadableError(refusals.BINARY)
    return text
