"""In which direction names are written, and in which language's shapes."""

import pytest

from app.printing.scripts import (
    has_right_to_left,
    is_east_asian,
    is_right_to_left,
    joins,
    shapes_of,
)


@pytest.mark.parametrize(
    ("name", "begins", "has"),
    [
        ("Dana Okafor", False, False),
        ("محمد علي", True, True),
        ("דנה כהן", True, True),
        ("Dr. محمد علي (Ali)", False, True),
        ("(محمد) Ali", True, True),
        ("王小明", False, False),
        ("1234", False, False),
    ],
)
def test_direction_is_that_of_the_first_letter_that_has_one(
    name: str, begins: bool, has: bool
) -> None:
    assert (is_right_to_left(name), has_right_to_left(name)) == (begins, has)


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("Dana Okafor", None),
        ("محمد", None),
        ("王小明", "zh-Hans"),
        ("陈大文", "zh-Hans"),
        ("陳大文", "zh-Hant"),
        ("渡辺", "ja"),
        ("渡辺 さくら", "ja"),
        ("カーラ", "ja"),
        ("김민준 金", "ko"),
        ("Dr. 王小明", "zh-Hans"),
        ("陈陳", "zh-Hans"),
    ],
)
def test_shapes_are_those_of_the_letters_beside_or_of_the_list_that_has_them(
    name: str, language: str | None
) -> None:
    assert shapes_of(name) == language


def test_letters_of_east_asia_are_told_by_their_names() -> None:
    assert [letter for letter in "Aع王さカ김ㄅ😀" if is_east_asian(letter)] == [*"王さカ김ㄅ"]


@pytest.mark.parametrize(
    ("text", "is_written"),
    [
        ("ی\u200cر", True),
        ("क\u200dष", True),
        ("a\u200cb", False),
        ("ی\u200c", False),
        ("ی\u200cb", False),
        ("علي", False),
    ],
)
def test_joiner_belongs_between_two_letters_of_a_script_that_joins(
    text: str, is_written: bool
) -> None:
    assert joins(text, 1) is is_written
