"""Invented signatures and logos, drawn here: for specimens, the demo and tests."""

import io
import math
from collections.abc import Mapping
from typing import Any, NamedTuple

WHITE, INK, ACCENT, GOLD = "#ffffff", (28, 36, 80), "#0f5a5e", "#c9b48f"


class Samples(NamedTuple):
    """What a snapshot says of pictures, and their bytes by hash."""

    facts: Mapping[str, Any]
    pictures: Mapping[str, bytes]


def signature_photo(seed: int = 1, size: tuple[int, int] = (900, 420)) -> bytes:
    """A name written by hand on paper that is darker on one side, as a photograph (JPEG)."""
    from PIL import Image, ImageDraw

    width, height = size
    shade = Image.linear_gradient("L").rotate(90).resize(size).point(lambda v: 205 + v // 8)
    paper = Image.merge("RGB", (shade, shade, shade.point(lambda v: v - 6)))
    draw = ImageDraw.Draw(paper)
    steps = [step / 240 for step in range(241)]
    points = [
        (
            width * (0.14 + 0.7 * step + 0.03 * math.cos(seed + 27 * step)),
            height * (0.5 + (0.22 - 0.14 * step) * math.sin(seed + (17 + seed) * step)),
        )
        for step in steps
    ]
    draw.line(points, fill=INK, width=max(3, width // 130), joint="curve")
    draw.line([(width * 0.2, height * 0.76), (width * 0.8, height * 0.7)], fill=INK, width=4)
    return _saved(paper, "JPEG", quality=90)


def logo(number: int = 1, size: tuple[int, int] = (640, 240)) -> bytes:
    """A mark beside three bars, without a background (PNG)."""
    from PIL import Image, ImageDraw

    width, height = size
    picture = Image.new("RGBA", size, (0, 0, 0, 0))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((8, 8, height - 8, height - 8), fill=ACCENT)
    draw.regular_polygon((height // 2, height // 2, height // 3), 2 + number, fill=GOLD)
    for row in range(3):
        top = height * (0.2 + 0.25 * row)
        draw.rectangle((height * 1.15, top, width - 8 - 90 * row, top + height * 0.12), fill=ACCENT)
    return _saved(picture, "PNG")


def samples(signatories: int = 3, logos: int = 4) -> Samples:
    """So many signatures and logos, in the words of a snapshot."""
    from app.credit.pictures.encoding import encoded
    from app.credit.pictures.rules import PictureUse

    signed = [
        encoded(signature_photo(number + 1), PictureUse.SIGNATURE) for number in range(signatories)
    ]
    marks = [encoded(logo(number + 1), PictureUse.LOGO) for number in range(logos)]
    told = [f"Logo {number}" for number in range(1, logos + 1)]  # not shown
    facts = {
        "signatures": [{"sha256": own.sha256, "alt": "Signature"} for own in signed],  # not shown
        "logos": [{"sha256": own.sha256, "alt": alt} for own, alt in zip(marks, told, strict=True)],
    }
    return Samples(facts, {own.sha256: own.content for own in (*signed, *marks)})


def _saved(picture: Any, kind: str, **how: Any) -> bytes:
    with io.BytesIO() as file:
        picture.save(file, kind, **how)
        return file.getvalue()
