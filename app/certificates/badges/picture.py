"""Draws the picture of a badge: a medal with what it is for, and no name of a person.

For child processes: Pillow draws four times as many points as are kept, so that edges are smooth.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from app.certificates.snapshot import CertificateSnapshot
from app.printing.errors import NO_LETTERS, RenderError

SIZE, FINER = 640, 2
"""Points of a side, and how many are drawn for each."""
TITLE_FACE, TEXT_FACE = "SourceSerif4-Semibold.ttf", "Inter-Regular.ttf"
TITLE_SIZES = (50, 44, 38, 32, 27, 23, 19)
TEXT_SIZES = (24, 21, 18, 15)
MOST_LINES = 5


@dataclass(frozen=True)
class Block:
    """Some lines in one face, about a height of the picture."""

    text: str
    face: str
    sizes: tuple[int, ...]
    middle: float
    """Of the side, from above."""
    width: float
    lines: int
    color: str


class Painter:
    """Draws badges with the faces of certificates and the colors of a pack."""

    def __init__(self, fonts: Path, colors: Mapping[str, str]) -> None:
        # Only here: only who draws knows which letters a face has.
        from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

        self._fonts, self._colors = fonts, colors
        self._letters = {
            file.name: frozenset(TTFont(file).getBestCmap()) for file in sorted(fonts.glob("*.ttf"))
        }

    def draw(self, snapshot: CertificateSnapshot) -> bytes:
        """The PNG.

        Raises:
            RenderError: No face has all letters of a text.
        """
        colors, side = self._colors, SIZE * FINER
        image = Image.new("RGBA", (side, side), (0, 0, 0, 0))
        pen = ImageDraw.Draw(image)
        for ring, color in ((0.0, "ring"), (0.028, "paper"), (0.042, "ring"), (0.046, "paper")):
            margin = round(ring * side)
            pen.ellipse((margin, margin, side - 1 - margin, side - 1 - margin), fill=colors[color])
        for block in self._blocks(snapshot):
            self._write(pen, block)
        smooth = image.resize((SIZE, SIZE), Image.Resampling.LANCZOS)
        content = BytesIO()
        few = smooth.quantize(64, Image.Quantize.FASTOCTREE)  # a fifth of the bytes
        few.save(content, "PNG", optimize=True)
        return content.getvalue()

    def _blocks(self, snapshot: CertificateSnapshot) -> Iterator[Block]:
        ink, soft = self._colors["ink"], self._colors["ring"]
        heading, year = snapshot.heading_text, str(snapshot.completed_on.year)
        yield Block(heading, TEXT_FACE, TEXT_SIZES, 0.2, 0.6, 2, soft)
        yield Block(snapshot.subject, TITLE_FACE, TITLE_SIZES, 0.47, 0.78, MOST_LINES, ink)
        yield Block(snapshot.provider, TEXT_FACE, TEXT_SIZES, 0.75, 0.62, 3, ink)
        yield Block(year, TEXT_FACE, TEXT_SIZES, 0.88, 0.3, 1, soft)

    def _write(self, pen: ImageDraw.ImageDraw, block: Block) -> None:
        font, lines = self._laid_out(block)
        side = SIZE * FINER
        step = round(font.size * 1.22)
        top = block.middle * side - step * (len(lines) - 1) / 2
        for number, line in enumerate(lines):
            pen.text((side / 2, top + number * step), line, block.color, font, anchor="mm")

    def _laid_out(self, block: Block) -> tuple[ImageFont.FreeTypeFont, list[str]]:
        """In the largest size in which it fits; in the smallest, on as many lines as it needs."""
        face, width = self._fonts / self._face(block), block.width * SIZE * FINER
        fonts = [ImageFont.truetype(face, size * FINER) for size in block.sizes]
        tried = [(font, list(_broken(block.text, font, width))) for font in fonts]
        return next((it for it in tried if len(it[1]) <= block.lines), tried[-1])

    def _face(self, block: Block) -> str:
        """Its own, or the first that has all letters."""
        needed = {ord(letter) for letter in block.text if not letter.isspace()}
        faces = [block.face, *self._letters]
        found = next((face for face in faces if needed <= self._letters[face]), None)
        if found is None:
            missing = sorted(chr(code) for code in needed - self._letters[block.face])
            raise RenderError(NO_LETTERS(title=block.text, letters=tuple(missing)))
        return found


def _broken(text: str, font: ImageFont.FreeTypeFont, width: float) -> Iterator[str]:
    """The text in lines that are not wider; a word that is stands alone."""
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and font.getlength(longer) > width:
            yield line
            longer = word
        line = longer
    yield line
