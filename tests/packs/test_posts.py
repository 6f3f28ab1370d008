"""Posts: a small part of Markdown, harmless whatever is written, and plain in letters."""

import pytest

from app.packs.text.posts import FIRST_LINE, first_line, post_html

HOSTILE = (
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "[a](javascript:alert(1))",
    "![a](https://elsewhere.example/pixel.png)",
    '<a href="/sign-out" data-hx-post="/sign-out">a</a>',
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    '<form action="/my/security/removal"><button>a</button></form>',
)


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_of_a_post_acts_loads_or_leads_astray(text: str) -> None:
    html = post_html(text).lower()
    for bad in (
        "<script",
        "<img",
        "<form",
        "<button",
        'href="javascript',
        'href="data',
        '<a href="/',
    ):
        assert bad not in html


def test_usual_marks_work_and_lines_stay_lines() -> None:
    html = post_html("One\ntwo **bold**\n\n- a\n- b\n\n> said\n\n[w](https://example.org)")
    assert "One<br>" in html
    assert "<strong>bold</strong>" in html
    assert "<li>a</li>" in html
    assert '<a href="https://example.org">w</a>' in html
    assert post_html("# Loud\n\nLoud\n====") == "<p># Loud</p>\n<p>Loud<br>\n====</p>\n"
    assert "{{ 7*7 }}" in post_html("{{ 7*7 }}")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("**How** do I [begin](https://example.org)?\nSecond line", "How do I begin? Second line"),
        ("\n\n> quoted\r\nBcc: a@example.org", "quoted Bcc: a@example.org"),
        ("<b>{{ 7*7 }}</b> =1+1", "<b>{{ 7*7 }}</b> =1+1"),
        ("---", "---"),
        ("```\ncode\n```", "code"),
        ("   ", ""),
    ],
)
def test_letter_says_how_a_post_begins_on_one_plain_line(text: str, said: str) -> None:
    assert first_line(text) == said


def test_long_beginning_is_cut() -> None:
    assert len(first_line("word " * 200)) <= FIRST_LINE + 1
    assert first_line("word " * 200).endswith("…")
