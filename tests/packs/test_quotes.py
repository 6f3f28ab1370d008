"""Straight marks become those of the language; nothing that machines read changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.packs.text.markdown import render
from app.packs.text.quotes import curly, curly_fields, curly_html


@pytest.mark.parametrize(
    ("straight", "shown"),
    [
        ('"Thank you, I can\'t make it."', "“Thank you, I can’t make it.”"),
        ("the '90s, 'tis, rock 'til dawn", "the ’90s, ’tis, rock ’til dawn"),
        ("residents' views", "residents’ views"),
        ("He said 'no' twice", "He said ‘no’ twice"),
        ('He said—"no"—and ("yes").', "He said—“no”—and (“yes”)."),
        ("\"'Ask,' she said.\"", "“‘Ask,’ she said.”"),
        ("“Already” and ‘so’, it’s", "“Already” and ‘so’, it’s"),
    ],
)
def test_marks_are_those_of_print(straight: str, shown: str) -> None:
    assert curly(straight, "en") == shown


def test_marks_follow_the_language() -> None:
    assert curly('Sie sagt "nie".', "de") == "Sie sagt „nie“."
    assert curly('Dice "nunca".', "es") == "Dice “nunca”."


def test_code_attributes_and_links_stay() -> None:
    html = render(
        '## "One"\n\nIt\'s *"so"*: `"x"`.\n\n| A "b" |\n|---|\n| c |\n\n```\n"y"\n```\n\n'
        '["z"](https://example.org/it\'s)',
        prefix="m",
    )
    shown = curly_html(html, "en")
    for there in ("“One”", "It’s <em>“so”</em>", "“z”", "A “b”"):
        assert there in shown
    for kept in ("&quot;x&quot;", '"x"'):
        assert (kept in html) == (kept in shown)
    assert "it's" in shown, "an address"
    assert '"y"' in shown or "&quot;y&quot;" in shown


def test_a_mark_knows_what_stands_before_a_tag() -> None:
    assert curly_html("<p>a <strong>b</strong>'s</p><p>'c'</p>", "en") == (
        "<p>a <strong>b</strong>’s</p><p>‘c’</p>"
    )


def test_fields_that_machines_read_stay() -> None:
    data = {"key": "it's", "doi": '10.1/"', "readings": [{"url": "it's", "title": "it's"}]}
    assert curly_fields(data, "en") == {
        "key": "it's",
        "doi": '10.1/"',
        "readings": [{"url": "it's", "title": "it’s"}],
    }


@given(st.text())
def test_nothing_but_marks_changes(text: str) -> None:
    shown = curly(text, "en")
    plain = str.maketrans("“”‘’", "\"\"''")
    assert shown.translate(plain) == text.translate(plain)
    assert curly(shown, "en") == shown
