"""A quote is what somebody wrote, with words left out and nothing else."""

import pytest

from app.outcomes.quotes.rules import (
    NOT_WRITTEN,
    NOTHING_LEFT,
    OTHER_WORDS,
    RELEASED,
    source_of,
    why_not_release,
)

WRITTEN = "Dr. Jones in Tulsa taught me to ask, and to wait for the answer."


@pytest.mark.parametrize(
    "text",
    [
        WRITTEN,
        f"  {WRITTEN}\n",
        "[…] taught me to ask, and to wait for the answer.",
        "Dr. Jones […]",
        "[…] taught me to ask […]",
        "Dr. […] taught […] to wait […]",
        "[…] ask, […] wait […] answer.",
    ],
)
def test_words_can_be_left_out(text: str) -> None:
    assert why_not_release(text, WRITTEN, ()) is None


@pytest.mark.parametrize(
    "text",
    [
        "taught me to ask, and to wait for the answer.",
        "Dr. Jones in Tulsa taught me to ask",
        "Dr. Smith in Tulsa taught me to ask, and to wait for the answer.",
        "[…] wait […] ask […]",
        "[…] taught me everything […]",
        f"{WRITTEN} Everybody should come.",
        "Dr. Jones in Tulsa taught me to ask […] to ask, and to wait for the answer.",
    ],
)
def test_nothing_can_be_added_changed_or_left_out_unmarked(text: str) -> None:
    assert why_not_release(text, WRITTEN, ()) == OTHER_WORDS


def test_something_has_to_be_left() -> None:
    assert why_not_release(" […] […] ", WRITTEN, ()) == NOTHING_LEFT


def test_what_nobody_wrote_and_what_stands_is_not_released() -> None:
    assert why_not_release(WRITTEN, None, ()) == NOT_WRITTEN
    assert why_not_release(WRITTEN, WRITTEN, [source_of(WRITTEN)]) == RELEASED
