"""A badge inside its picture: a PNG that carries the signed statement as a text part.

Open Badges 3.0, section "Baked Badge": one iTXt part with this keyword, not compressed.
"""

import struct
import zlib

KEYWORD = b"openbadgecredential"
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEADER_END = 33
"""Behind the signature and the part IHDR, which is always first and as long."""
_NO_COMPRESSION_NOR_LANGUAGE = b"\0\0\0\0"


def baked(picture: bytes, jws: str) -> bytes:
    """The picture with the badge in it."""
    text = b"iTXt" + KEYWORD + b"\0" + _NO_COMPRESSION_NOR_LANGUAGE + jws.encode()
    part = struct.pack(">I", len(text) - 4) + text + struct.pack(">I", zlib.crc32(text))
    return picture[:_HEADER_END] + part + picture[_HEADER_END:]


def badge_in(content: bytes) -> str | None:
    """The signed statement that a file is, or that its picture carries; None where there is none.

    What it says is not looked at. The caller bounds the size.
    """
    try:
        found = _in_picture(content) if content.startswith(_SIGNATURE) else content
        text = found.decode("ascii").strip() if found else ""
    except (UnicodeDecodeError, struct.error):
        return None
    return text if text.count(".") == 2 and text.startswith("eyJ") else None


def _in_picture(content: bytes) -> bytes | None:
    at = len(_SIGNATURE)
    while at + 8 <= len(content):
        (length,) = struct.unpack_from(">I", content, at)
        kind, body = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        if kind == b"iTXt" and body.startswith(KEYWORD + b"\0"):
            return body[len(KEYWORD) + 1 + len(_NO_COMPRESSION_NOR_LANGUAGE) :]
        at += length + 12
    return None
