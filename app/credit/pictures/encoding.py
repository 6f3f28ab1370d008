"""Making a picture out of a file: decoded within bounds, and drawn anew, so that only pixels stay.

Nothing of the file's own bytes is kept: no place, no camera, no name, no second picture. Of a
signature on white paper only the ink is kept, in one color, so that it can stand above a line.
"""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING

from app.core.errors import RefusedError, require
from app.credit.pictures import rules
from app.credit.pictures.rules import Picture, PictureUse
from app.language.reasons import Reason
from app.packs.figures import raster
from app.packs.problems import RefusedFileError

if TYPE_CHECKING:
    from PIL import Image

LARGEST = {PictureUse.SIGNATURE: (900, 300), PictureUse.LOGO: (720, 300)}
"""Pixels that are kept: 300 to an inch and more, as large as a certificate shows them."""
_WORKING = (1800, 1800)
_PALER, _INK = 24, 84
"""How much darker than the paper around it something is that is no ink yet, and that is all ink."""
_LEAST, _MOST = 0.0004, 0.3
"""Share of the picture that is ink: below there is nothing, above there was no paper."""
_SHARP = 128
_LIGHT = 250


def encoded(content: bytes, use: PictureUse) -> Picture:
    """A file as a picture that certificates can show.

    Raises `RefusedError` if it is none, is damaged, or is too large, before it is decoded.
    """
    require(_why_not(content))
    drawn = _decoded(content)
    if use is PictureUse.SIGNATURE and not _is_cut_out(drawn):
        drawn = _ink_of(drawn)
    drawn = _without_margin(drawn)
    drawn.thumbnail(LARGEST[use])
    return _picture(drawn)


def _why_not(content: bytes) -> Reason | None:
    if len(content) > rules.MOST_BYTES:
        return rules.TOO_LARGE(megabytes=rules.MOST_BYTES // 1_000_000)
    kind = raster.media_type(content)
    if kind is None:
        return rules.NO_SVG if _is_svg(content) else rules.NO_PICTURE
    try:
        width, height = raster.measured(content)
    except RefusedFileError:
        return rules.DAMAGED
    most = rules.MOST_OF_PNG if kind == "image/png" else rules.MOST_PIXELS
    if width * height <= most:
        return None
    millions, plenty = most // 1_000_000, 1400
    return rules.TOO_MANY_PIXELS(width=width, height=height, millions=millions, plenty=plenty)


def _is_svg(content: bytes) -> bool:
    """Whether it is a drawing as text, in bytes of one or of two each."""
    head = content[: rules.HEAD_OF_SVG].replace(b"\0", b"").lower()
    starts = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return starts.startswith(b"<") and b"<svg" in starts


def _decoded(content: bytes) -> Image.Image:
    """Upright, with transparency, and no larger than is needed to work with it."""
    from PIL import Image, ImageOps  # only who sends a picture needs it

    try:
        with (
            raster.strictly(),
            Image.open(io.BytesIO(content), formats=["PNG", "JPEG"]) as picture,
        ):
            picture.draft("RGB", _WORKING)  # a JPEG is decoded smaller right away
            picture.load()
            upright = ImageOps.exif_transpose(picture)
            if upright.mode.startswith("I"):  # sixteen bits of gray
                upright = upright.convert("I").point(lambda value: value / 256).convert("L")
            if upright.mode not in {"L", "LA", "P", "PA", "RGB", "RGBA", "1"}:
                upright = upright.convert("RGB")
            upright = upright.convert("RGBA")
    except Exception:  # decoders fail in every way there is
        raise RefusedError(rules.DAMAGED) from None
    upright.thumbnail(_WORKING)
    return upright


def _is_cut_out(drawn: Image.Image) -> bool:
    """Whether there was no paper behind it in the first place."""
    least: int = drawn.getchannel("A").getextrema()[0]  # type: ignore[assignment]
    return least < _SHARP


def _ink_of(drawn: Image.Image) -> Image.Image:
    """What is darker than the paper around it, which has shadows of its own; in one color."""
    from PIL import Image, ImageChops, ImageStat

    gray = drawn.convert("L")
    darker = ImageChops.subtract(_paper_of(gray), gray)
    span = _INK - _PALER
    ink = darker.point([min(255, max(0, (value - _PALER) * 255 // span)) for value in range(256)])
    strokes = ink.point([255 * (value > _SHARP) for value in range(256)])
    share = strokes.histogram()[255] / (gray.width * gray.height)
    require(rules.EMPTY if share < _LEAST else rules.NO_PAPER if share > _MOST else None)
    red, green, blue = (round(value) for value in ImageStat.Stat(drawn, strokes).mean[:3])
    made = Image.new("RGBA", drawn.size, (red, green, blue, 0))
    made.putalpha(ink)
    return made


def _paper_of(gray: Image.Image) -> Image.Image:
    """How bright the paper is behind each place: the brightest of what is near."""
    from PIL import Image, ImageFilter

    small = gray.copy()
    small.thumbnail((150, 150))
    bright = small.filter(ImageFilter.MaxFilter(9)).filter(ImageFilter.GaussianBlur(4))
    return bright.resize(gray.size, Image.Resampling.BILINEAR)


def _without_margin(drawn: Image.Image) -> Image.Image:
    """Without the white or transparent margin around it."""
    from PIL import Image, ImageChops, ImageFilter

    white = Image.new("RGBA", drawn.size, "white")
    gray = Image.alpha_composite(white, drawn).convert("L")
    there = ImageChops.invert(gray).point([255 * (value > 255 - _LIGHT) for value in range(256)])
    box = there.filter(ImageFilter.MedianFilter(3)).getbbox() or there.getbbox()
    if box is None:
        raise RefusedError(rules.EMPTY)
    left, top, right, bottom = box
    return drawn.crop(
        (max(0, left - 2), max(0, top - 2), min(drawn.width, right + 2),
         min(drawn.height, bottom + 2))
    )  # fmt: skip


def _picture(drawn: Image.Image) -> Picture:
    """Only its pixels, as PNG."""
    from PIL import Image

    if drawn.getchannel("A").getextrema() == (255, 255):
        drawn = drawn.convert("RGB")
    plain = Image.frombytes(drawn.mode, drawn.size, drawn.tobytes())
    with io.BytesIO() as file:
        plain.save(file, "PNG", optimize=True)
        content = file.getvalue()
    return Picture(hashlib.sha256(content).hexdigest(), content, plain.width, plain.height)
