"""Where the words of a printed page stand: within the frame, and none over another."""

import re
from itertools import combinations
from pathlib import Path

from tests.certificates.samples import run

PAGE = (792.0, 612.0)
FRAME = 32.0


def boxes_of(path: Path) -> list[tuple[str, float, float, float, float]]:
    """Every word with its box: left, top, right, bottom, in points."""
    found = re.findall(
        r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>',
        run("pdftotext", "-bbox", path, "-"),
    )
    return [(word, float(a), float(b), float(c), float(d)) for a, b, c, d, word in found]


def assert_nothing_overprints(path: Path) -> None:
    assert "Pages:           1" in run("pdfinfo", path)
    boxes = boxes_of(path)
    assert len(boxes) > 30
    for _, left, top, right, bottom in boxes:
        assert FRAME < left < right < PAGE[0] - FRAME
        assert FRAME < top < bottom < PAGE[1] - FRAME
    for first, other in combinations(boxes, 2):
        across = min(first[3], other[3]) - max(first[1], other[1])
        down = min(first[4], other[4]) - max(first[2], other[2])
        height = min(first[4] - first[2], other[4] - other[2])
        assert across <= 1 or down <= 0.45 * height, (first, other)
