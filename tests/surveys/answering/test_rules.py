"""From what a form sent to answers."""

from collections.abc import Sequence
from typing import Any

import pytest

from app.language.reasons import Reason
from app.packs.instruments.schema import InstrumentData
from app.surveys.answering import rules
from tests.surveys.asking import EVERY_KIND, WHOLE, every_kind

SENT: dict[str, Sequence[str]] = {
    "trust": ["4"],
    "plan": ["some"],
    "ways": ["calls"],
    "hours": ["3"],
    "why": ["Because"],
    "since": ["2026-01-02"],
}


def read(**changed: Sequence[str]) -> rules.Read:
    own = every_kind()
    return rules.read(own, rules.asked(own, asks_then=False), SENT | changed)


def test_answers_of_every_kind() -> None:
    found = read()
    assert (found.answers, found.errors) == (WHOLE, {})


def test_what_is_skipped_is_no_answer_unless_it_is_needed() -> None:
    own = every_kind()
    found = rules.read(own, rules.asked(own, asks_then=False), {"why": ["  "]})
    assert found.answers == {}
    assert found.errors == {"trust": rules.NEEDED, "plan": rules.NEEDED}


def test_that_a_question_does_not_apply_is_an_answer_of_its_own() -> None:
    changed: dict[str, Sequence[str]] = {
        "trust": ["na"],
        "ways": ["na"],
        "hours": [],
        "hours-na": ["on"],
        "since": [""],
        "since-na": ["on"],
    }
    found = read(**changed)
    assert found.errors == {}
    assert {found.answers[name] for name in ("trust", "ways", "hours", "since")} == {"na"}


@pytest.mark.parametrize(
    ("name", "sent", "why"),
    [
        ("trust", ["6"], rules.NOT_OFFERED),
        ("trust", ["1", "2"], rules.NOT_OFFERED),
        ("trust", ["04"], rules.NOT_OFFERED),
        ("plan", ["na"], rules.NOT_OFFERED),
        ("plan", ["some", "none"], rules.NOT_OFFERED),
        ("ways", ["calls", "letters"], rules.NOT_OFFERED),
        ("ways", ["calls", "na"], rules.NOT_BOTH),
        ("hours", ["1.5"], rules.NO_NUMBER),
        ("hours", ["--1"], rules.NO_NUMBER),
        ("hours", ["٣"], rules.NO_NUMBER),
        ("hours", ["9" * 10], rules.NO_NUMBER),
        ("hours", ["-1"], rules.TOO_LOW(least=0)),
        ("hours", ["81"], rules.TOO_HIGH(most=80)),
        ("why", ["a" * 21], rules.TOO_LONG(count=20)),
        ("since", ["2026-02-30"], rules.NO_DAY),
        ("since", ["yesterday"], rules.NO_DAY),
    ],
)
def test_what_is_no_answer(name: str, sent: Sequence[str], why: Reason) -> None:
    found = read(**{name: sent})
    assert found.errors == {name: why}
    assert found.answers == {own: value for own, value in WHOLE.items() if own != name}


def test_a_value_beside_its_box_is_asked_about() -> None:
    found = read(**{"hours-na": ["on"]})
    assert found.errors == {"hours": rules.NOT_BOTH_NUMBER}


def test_several_are_in_the_order_of_the_file_and_each_once() -> None:
    assert read(ways=["mail", "calls", "mail"]).answers["ways"] == ["calls", "mail"]


def test_lines_end_alike_from_every_browser() -> None:
    assert read(why=["a\r\nb"]).answers["why"] == "a\nb"


def test_only_scales_are_asked_of_the_past_and_only_if_the_survey_does() -> None:
    own = every_kind()
    names = [question.name for question in rules.asked(own, asks_then=True)]
    assert names[:3] == ["trust", "trust_then", "plan"]
    assert len(names) == 7
    assert len(rules.asked(own, asks_then=False)) == 6
    assert [question.name for question in rules.asked(own, asks_then=True, group=1)] == [
        "ways",
        "hours",
    ]


def test_what_has_no_other_time_is_asked_of_the_past() -> None:
    data: dict[str, Any] = {**EVERY_KIND, "perspectives": {"then": "A year ago"}}
    own = InstrumentData.model_validate(data)
    assert rules.asked(own, asks_then=False)[0].name == "trust_then"


def test_what_is_left_open_of_a_whole() -> None:
    own = every_kind()
    asked = rules.asked(own, asks_then=False)
    assert [question.name for question in rules.unanswered(asked, {"trust": "na"})] == ["plan"]
