import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from app.credit.phrase import (
    credits_text,
    lint_credit_phrase,
    mark_phrase,
    phrase_html,
    phrase_text,
)


@pytest.mark.parametrize(
    ("quarters", "text"), [(1, "0.25"), (4, "1.00"), (46, "11.50"), (47, "11.75"), (400, "100.00")]
)
def test_credits_have_two_decimals(quarters: int, text: str) -> None:
    assert credits_text(quarters) == text


@given(st.integers(0, 10_000))
def test_credits_text_is_exact(quarters: int) -> None:
    assert round(float(credits_text(quarters)) * 4) == quarters


@pytest.mark.parametrize(
    ("quarters", "text"),
    [
        (None, "AMA PRA Category 1 Credit(s)™"),
        (4, "AMA PRA Category 1 Credit™"),
        (1, "AMA PRA Category 1 Credits™"),
        (46, "AMA PRA Category 1 Credits™"),
    ],
)
def test_phrase_agrees_with_the_number(quarters: int | None, text: str) -> None:
    assert phrase_text(quarters) == text
    assert lint_credit_phrase(text) == []


def test_phrase_on_pages_is_in_italics_with_the_sign_outside() -> None:
    shown = phrase_html()
    assert shown == Markup('<em class="credit-phrase">AMA PRA Category 1 Credit(s)</em>™')
    assert lint_credit_phrase(shown, italics=True) == []


def test_statement_is_escaped_and_its_phrase_marked() -> None:
    shown = mark_phrase("<b>12.00 AMA PRA Category 1\nCredit(s)™</b>")
    assert shown == Markup(
        '&lt;b&gt;12.00 <em class="credit-phrase">AMA PRA Category 1\nCredit(s)</em>™&lt;/b&gt;'
    )


@given(st.text())
def test_text_without_the_phrase_is_only_escaped(text: str) -> None:
    assert mark_phrase(text) == escape(text)


@pytest.mark.parametrize(
    "text",
    [
        "Earn 11.50 *AMA PRA Category 1 Credits*™ with us.",
        "<em>AMA PRA Category 1 Credit(s)</em>&trade;",
        "<i>AMA PRA\n  Category 1 Credit</i>™",
        "Claim your credit. The CME office answers questions. cme_credit",
        "Two categories of reading: category 10, and credits at the end.",
    ],
)
def test_right_texts_pass(text: str) -> None:
    assert lint_credit_phrase(text, italics=True) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("11.50 AMA PRA Category 1 Credits", "with the trademark sign"),
        ("11.50 Category 1 credits", "Write the whole phrase"),
        ("Category I CME credit", "Write the whole phrase"),
        ("PRA Category 1 Credit™", "Write the whole phrase"),
        ("AMA PRA category 1 credits™", "Write the whole phrase"),
        ("AMA PRA credit", "Write the whole phrase"),
        ("You earned 3 CME credits.", "or just “credit”"),
        ("cme\ncredit", "or just “credit”"),
        ("Credit pending.", "Do not announce credit"),
        ("Credits are pending", "Do not announce credit"),
        ("AMA PRA Category 1 Credit(s)™ has been applied for; credit applied for", "announce"),
    ],
)
def test_misuse_is_found(text: str, found: str) -> None:
    problems = lint_credit_phrase(text)
    assert any(found in str(problem) for problem in problems), problems


def test_phrase_without_italics_is_found_where_there_is_markup() -> None:
    text = "<p>1.00 AMA PRA Category 1 Credit™</p>"
    assert lint_credit_phrase(text) == []
    assert [str(problem) for problem in lint_credit_phrase(text, italics=True)] == [
        "“AMA PRA Category 1 Credit™”: Set the phrase in italics."
    ]


def test_every_misuse_is_reported() -> None:
    assert len(lint_credit_phrase("CME credits, CME credit, Category 1 credit")) == 3
