"""Reasons that are stored, and read again by whoever comes later, in their language."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.language import _, ngettext, pgettext
from app.language.languages import ACCENTED, ENGLISH, writing_in
from app.language.reasons import ReasonKind, reason
from app.language.stored import from_json, store, to_json, worded
from app.language.texts import Fact

GONE = reason("stored.gone", "The text is gone.")
ONE_FACT = ReasonKind("stored.one_fact", "It is {fact}.")
MOMENT = datetime(2026, 11, 26, 19, 30, 1, 5, tzinfo=UTC)


def stored(value: dict[str, Any] | None) -> dict[str, Any]:
    """What a database gives back."""
    found: dict[str, Any] = json.loads(json.dumps(value))
    return found


@pytest.mark.parametrize(
    "fact",
    [
        *(0, -12, "", "Ben Begay, MD", "reason", Decimal("11.50"), date(2026, 11, 26)),
        *(MOMENT, MOMENT.astimezone(ZoneInfo("America/Phoenix"))),
        *((), ("A", "B"), (GONE, (1, Decimal(2)))),
        *(GONE, ONE_FACT(fact=GONE), _("Sign out"), pgettext("of a session", "Open")),
        ngettext("{count} unit", "{count} units", count=3),
    ],
    ids=repr,
)
def test_fact_comes_back_as_it_was(fact: Fact) -> None:
    told = ONE_FACT(fact=fact)
    back = from_json(stored(to_json(told)))
    assert back == told
    assert type(back.facts["fact"]) is type(fact)


def test_moment_comes_back_in_its_zone() -> None:
    kind = ReasonKind("stored.moment", "It opens {opens:moment}.")
    told = kind(opens=MOMENT.astimezone(ZoneInfo("America/Phoenix")))
    assert str(from_json(stored(to_json(told)))) == str(told)


def test_english_is_kept_and_the_reader_gets_their_own_language() -> None:
    with writing_in(ACCENTED):
        text, kept = store(GONE)
        assert str(worded(text, stored(kept))) == str(GONE) != text
    assert text == "The text is gone."


def test_text_that_is_no_reason_is_kept_as_it_is() -> None:
    assert store("No.") == ("No.", None)
    assert worded("No.", None) == "No."


@pytest.mark.parametrize(
    "left",
    [
        {"code": "stored.from_a_later_version", "facts": {}},
        {"code": "stored.one_fact", "facts": {}},
        {"code": "stored.one_fact", "facts": {"other": 1}},
        {"code": "stored.one_fact", "facts": {"fact": {"color": "red"}}},
        {"code": "stored.one_fact", "facts": {"fact": {"date": "then"}}},
        {"code": "stored.one_fact", "facts": {"fact": {"reason": {"code": "x.y", "facts": {}}}}},
        {
            "code": "stored.one_fact",
            "facts": {"fact": {"text": {"words": ["{other}", None, None]}}},
        },
        {"code": "stored.one_fact"},
        {},
    ],
)
def test_what_no_version_knows_any_more_is_shown_in_the_words_of_then(left: dict[str, Any]) -> None:
    with writing_in(ENGLISH):
        assert worded("In English.", left) == "In English."


def test_fact_that_its_sentence_tells_otherwise_by_now_leaves_the_words_of_then() -> None:
    kind = ReasonKind("stored.restyled", "It opens {opens:moment}.")
    left = {"code": kind.code, "facts": {"opens": "on Monday"}}
    assert worded("It opens on Monday.", stored(left)) == "It opens on Monday."
