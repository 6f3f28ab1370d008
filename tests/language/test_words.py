import pytest

from app.language.words import counted, joined


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0 people"), (1, "1 person"), (24, "24 people"), (1200, "1,200 people")],
)
def test_count_agrees_with_its_noun(number: int, text: str) -> None:
    assert counted(number, "person", "people") == text


@pytest.mark.parametrize(
    ("words", "text"), [(["A"], "A"), (["A", "B"], "A or B"), (["A", "B", "C"], "A, B or C")]
)
def test_words_are_joined_as_in_a_sentence(words: list[str], text: str) -> None:
    assert joined(words, "or") == text
