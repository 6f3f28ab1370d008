"""Photographs and drawings made of pixels: PNG and JPEG, whole, small, and without a past.

The parts of a file are walked before anything is decoded. So its size is known before memory is
spent, nothing is hidden behind its end, and what cameras and editors write beside the picture
(where, when, by whom) is refused instead of shown to a cohort. Bytes are never changed, so that a
picture has the same hash everywhere.
"""

import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager

from app.language import Text, _
from app.packs.problems import RefusedFileError

MAX_SIDE = 4_000
MAX_PIXELS = 8_000_000
MAX_SCANS = 100
"""Of a JPEG: each passes over all pixels, and an empty one takes a few bytes. Ten are usual."""

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_PNG_PARTS = {
    *("IHDR", "PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA", "iCCP", "sBIT", "sRGB", "cICP"),
    *("bKGD", "pHYs"),
}
_TEXT = _("text")
_PNG_NAMES: dict[str, Text] = {
    "eXIf": "Exif",  # not shown: a name
    "tEXt": _TEXT,
    "zTXt": _TEXT,
    "iTXt": _TEXT,
    "tIME": _("its time"),
}
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_SCAN, _END = 0xDA, 0xD9
_JFIF_BYTES = 14


def media_type(content: bytes) -> str | None:
    """What the first bytes say the file is, if it is a picture that we know."""
    if content.startswith(_PNG):
        return "image/png"
    return "image/jpeg" if content.startswith(_JPEG) else None


def measured(content: bytes) -> tuple[int, int]:
    """Width and height as the parts of a file say, whatever else it holds. Nothing is decoded.

    Raises:
        RefusedFileError: It is damaged, or made so that decoding it takes for ever.
    """
    parts = _png_parts if content.startswith(_PNG) else _jpeg_parts
    try:
        found, _extra, _end = parts(content)
    except (IndexError, struct.error):
        raise RefusedFileError((1, _DAMAGED)) from None
    if found is None or 0 in found:
        raise RefusedFileError((1, _DAMAGED))
    return found


def size(content: bytes) -> tuple[int, int]:
    """Width and height in pixels.

    Raises:
        RefusedFileError: It is damaged, too large, or carries more than the picture.
    """
    parts = _png_parts if content.startswith(_PNG) else _jpeg_parts
    try:
        found, extra, end = parts(content)
    except (IndexError, struct.error):
        raise RefusedFileError((1, _DAMAGED)) from None
    if found is None or 0 in found:
        raise RefusedFileError((1, _DAMAGED))
    if end != len(content):
        raise RefusedFileError((1, _("Something follows the end of this picture; save it again.")))
    width, height = found
    if width > MAX_SIDE or height > MAX_SIDE or width * height > MAX_PIXELS:
        raise RefusedFileError((1, _too_large(width, height)))
    if extra:
        raise RefusedFileError((1, _more_than_a_picture(extra)))
    _decode(content)
    return found


_DAMAGED = _("This picture is damaged; save it again.")
_TOO_MANY_SCANS = _(
    "This JPEG has more than {most} scans; save it as an ordinary one.", most=MAX_SCANS
)
_Parts = tuple[tuple[int, int] | None, list[Text], int]
"""Size, what is there beside the picture, and where the picture ends."""


def _too_large(width: int, height: int) -> Text:
    return _(
        "The picture has {width} by {height} pixels; {side} on a side and {millions} million in "
        "all are the most. A width of {plenty} is enough.",
        width=width,
        height=height,
        side=MAX_SIDE,
        millions=MAX_PIXELS // 1_000_000,
        plenty=1400,
    )


def _more_than_a_picture(extra: list[Text]) -> Text:
    return _(
        "The picture carries more than itself ({parts:list}), which can tell who made it, where "
        "and when. Export it again without metadata: in GIMP with Exif, XMP and comment off, or "
        "with `exiftool -all= FILE`.",
        parts=tuple(dict.fromkeys(extra)),
    )


def _png_parts(content: bytes) -> _Parts:
    found = None
    extra: list[Text] = []
    position = len(_PNG)
    while True:
        length, kind = struct.unpack_from(">I4s", content, position)
        name = kind.decode("latin-1")
        if (name == "IHDR") is not (found is None):  # first, and once
            raise IndexError
        found = found or struct.unpack_from(">II", content, position + 8)
        if name not in _PNG_PARTS:
            extra.append(_PNG_NAMES.get(name) or _a_part(name))
        position += 12 + length
        if name == "IEND":
            return found, extra, position


def _jpeg_parts(content: bytes) -> _Parts:
    found = None
    extra: list[Text] = []
    scans = 0
    for marker, start, end in _jpeg_segments(content):
        if marker == _END:
            return found, extra, end
        if marker in _FRAMES:
            if found is not None:
                raise IndexError
            found = struct.unpack_from(">HH", content, start + 5)[::-1]
        scans += marker == _SCAN
        if scans > MAX_SCANS:
            raise RefusedFileError((1, _TOO_MANY_SCANS))
        if what := _beside_jpeg(marker, content[start + 4 : end]):
            extra.append(what)
    raise IndexError


def _jpeg_segments(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Marker, start and end of each segment; the pixels after a scan's head are passed over."""
    position = 2
    while True:
        if content[position] != 0xFF:
            raise IndexError
        while content[position + 1] == 0xFF:
            position += 1
        marker = content[position + 1]
        if marker == _END:
            yield marker, position, position + 2
            return
        (length,) = struct.unpack_from(">H", content, position + 2)
        end = position + 2 + length
        yield marker, position, end
        position = _after_pixels(content, end) if marker == _SCAN else end


def _after_pixels(content: bytes, position: int) -> int:
    """Where the next segment begins: pixels hold FF only before 00 and restart marks."""
    while (position := content.find(b"\xff", position)) >= 0:
        if content[position + 1] not in {0x00, *range(0xD0, 0xD8)}:
            return position
        position += 2
    raise IndexError


def _a_part(name: str) -> Text:
    return _("a part called {name}", name=name)


def _beside_jpeg(marker: int, body: bytes) -> Text | None:
    if marker == 0xFE:
        return _("a comment")
    if not 0xE0 <= marker <= 0xEF:
        return None
    if body.startswith(b"JFIF\0"):
        return None if len(body) == _JFIF_BYTES else _("a thumbnail")
    if body.startswith((b"ICC_PROFILE\0", b"Adobe\0")):
        return None
    names = {b"Exif": "Exif", b"http": "XMP", b"Phot": "IPTC"}  # not shown
    return names.get(body[:4]) or _a_part(f"APP{marker - 0xE0}")


def _decode(content: bytes) -> None:
    """See that the pixels are there; the size was bounded before."""
    from PIL import Image  # only the check of pictures needs it, and no page

    try:
        with strictly():
            with Image.open(io.BytesIO(content), formats=["PNG", "JPEG"]) as picture:
                picture.verify()
            with Image.open(io.BytesIO(content), formats=["PNG", "JPEG"]) as picture:
                picture.load()
    except Exception:  # decoders fail in every way there is
        raise RefusedFileError((1, _DAMAGED)) from None


@contextmanager
def strictly() -> Iterator[None]:
    """Let Pillow refuse what is cut off; WeasyPrint lets it pass for the whole process."""
    from PIL import ImageFile

    lenient = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = lenient
