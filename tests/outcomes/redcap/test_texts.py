"""Labels: what REDCap would take for more than text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.outcomes.redcap.texts import choice_label, label, plain, plain_choice
from tests.outcomes.redcap.samples import LINES

ANY = st.text(st.characters(exclude_categories=["Cs"]))


@given(ANY | LINES)
def test_every_text_comes_back(text: str) -> None:
    assert plain(label(text)) == text
    assert plain_choice(choice_label(text)) == text
    assert "|" not in choice_label(text)
    assert "\n" not in choice_label(text)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("R&D, or < 5 hours", "R&D, or < 5 hours"),
        ("a <b>bold</b> claim", "a &lt;b>bold&lt;/b> claim"),
        ("[plan] and [ this ]", "&#91;plan] and [ this ]"),
        ("{plan}", "&#123;plan}"),
        ("&lt;", "&amp;lt;"),
        ("&amp;lt;", "&amp;amp;lt;"),
        ("a | b\nc", "a | b\nc"),
    ],
)
def test_what_redcap_would_read_signs_in_is_an_entity(text: str, written: str) -> None:
    assert label(text) == written


def test_the_label_of_a_choice_is_one_line_without_bars() -> None:
    assert choice_label("a | b\nc \\n <br>") == "a &#124; b<br>c &#92;n &lt;br>"
