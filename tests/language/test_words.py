import pytest

from app.language.words import normalize_for_search, of_needed


@pytest.mark.parametrize(
    ("done", "needed", "text"), [(5, 6, "5 of 6"), (6, 6, "6 of 6"), (8, 6, "8, 6 needed")]
)
def test_more_than_was_needed_is_told_apart(done: int, needed: int, text: str) -> None:
    assert str(of_needed(done, needed)) == text


def test_search_minds_neither_case_nor_accents() -> None:
    assert normalize_for_search("Álvarez NGUYỄN") == "alvarez nguyen"
