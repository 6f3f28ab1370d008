"""Words are measured in the font that they are read in."""

import unicodedata

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from app.outcomes.charts.letters import SIZE, width, wrapped
from app.outcomes.charts.shapes import spread
from app.settings import PROJECT_ROOT

TEXTS = ["Maintaining effective communication", "¿Mentoría? Sí: 12,5 % (n = 43)", "Wójcik & Żółć"]


@pytest.mark.parametrize("text", TEXTS)
def test_no_words_are_wider_than_they_are_measured(text: str) -> None:
    font = TTFont(PROJECT_ROOT / "certificates" / "fonts" / "Inter-SemiBold.ttf")
    letters, advances = font.getBestCmap(), font["hmtx"]
    plain = unicodedata.normalize("NFC", text)
    real = sum(advances[letters[ord(letter)]][0] for letter in plain) / font["head"].unitsPerEm
    assert real * SIZE <= width(text) <= 1.2 * real * SIZE


def test_words_are_wrapped_where_they_leave_the_room() -> None:
    rows = wrapped("one two three", width("one two"))
    assert rows == ["one two", "three"]
    assert wrapped("", 100) == [""]


def test_a_word_wider_than_the_room_is_broken() -> None:
    rows = wrapped("a Donaudampfschifffahrt", 60)
    assert "".join(rows) == "aDonaudampfschifffahrt"
    assert all(width(row) <= 60 for row in rows)


def test_things_move_apart_and_stay_in_order() -> None:
    assert spread([50, 50, 10], [20, 20, 20], 0, 100) == [40, 60, 0]
    assert spread([95, 99], [20, 20], 0, 100) == [60, 80]
