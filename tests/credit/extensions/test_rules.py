"""What one person can be given, and what it opens; without a database."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from app.certificates import rules as certificates
from app.certificates.snapshot import CertificateKind
from app.cohorts.rules import ARCHIVED, WHY
from app.credit import rules
from app.credit.extensions.rules import (
    AFTER_EXPIRY,
    BEFORE_WINDOW,
    CHANGED,
    HAS_CLAIMED,
    NO_ACTIVITY,
    NONE,
    NOTHING_GIVEN,
    PAST,
    SAY_EVALUATION,
    Wish,
    why_not_extend,
    why_not_take_back,
)
from app.credit.ledger import Extension, Ledger
from app.credit.status.rules import CreditStatus, assess
from app.language.moments import local
from app.language.reasons import Reason
from app.people.rules import NOT_FOR_ONESELF
from tests.credit.ledgers import (
    CLOSES,
    FIRST,
    PERSON,
    WEEK,
    a_claim,
    approved_activity,
    changed,
    ledger,
    policy,
)

WINDOW = FIRST + timedelta(days=90)
"""Until then everybody claims."""
NOW = WINDOW + WEEK
LATER = NOW + WEEK
BY, GIVEN = UUID(int=7), UUID(int=8)
SURVEY = "final-evaluation"
ZONE = "America/Denver"


def standing(facts: Ledger | None = None, now: datetime = NOW, **activity: Any) -> CreditStatus:
    of, asked = approved_activity(**activity), policy(surveys=(SURVEY,))
    done = ledger(surveys_done=frozenset({SURVEY}))
    return assess(facts or done, asked, of, None, now)


def wish(until: datetime = LATER, **other: Any) -> Wish:
    usual = {"waives_evaluation": None, "waives_completion": False, "reason": "Was ill."}
    return Wish(until=until, **usual | other)


def why_not(status: CreditStatus, wanted: Wish, by: UUID = BY) -> Reason | None:
    return why_not_extend(status, wanted, NOW, owner=PERSON, by=by)


def given(**waived: bool) -> Extension:
    usual = {"waives_evaluation": False, "waives_completion": False}
    return Extension(until=LATER, **usual | waived)


def test_more_time_can_be_given_after_the_window() -> None:
    assert why_not(standing(), wish()) is None


@pytest.mark.parametrize(
    ("until", "why"),
    [
        (NOW, PAST),
        (NOW - WEEK, PAST),
        (WINDOW + 2 * WEEK, None),
    ],
)
def test_day_is_to_come(until: datetime, why: Reason | None) -> None:
    assert why_not(standing(), wish(until)) == why


def test_nobody_gets_less_time_than_others() -> None:
    closes = NOW + 3 * WEEK
    early = why_not(standing(claims_close_at=closes), wish(NOW + WEEK))
    assert early == BEFORE_WINDOW(closes=local(closes, ZONE))


def test_the_same_day_gives_nothing_but_with_an_exemption() -> None:
    closes = NOW + 3 * WEEK
    status = standing(claims_close_at=closes)
    assert why_not(status, wish(closes)) == NOTHING_GIVEN
    assert why_not(status, wish(closes, waives_completion=True)) is None


def test_nothing_is_given_beyond_the_expiry_of_the_activity() -> None:
    expires = NOW + timedelta(days=2)
    beyond = AFTER_EXPIRY(expires=local(expires, ZONE))
    assert why_not(standing(expires_at=expires), wish()) == beyond
    assert why_not(standing(expires_at=expires), wish(expires)) is None
    assert why_not(standing(expires_at=NOW), wish()) == AFTER_EXPIRY(expires=local(NOW, ZONE))


def test_a_reason_is_said_and_nobody_deals_with_themselves() -> None:
    assert why_not(standing(), wish(reason="")) == WHY
    assert why_not(standing(), wish(), by=PERSON) == NOT_FOR_ONESELF


def test_nothing_is_given_in_an_archived_cohort_or_without_an_activity() -> None:
    archived = replace(ledger(), archived_at=NOW)
    assert why_not(standing(archived), wish()) == ARCHIVED
    bare = assess(ledger(), policy(), None, None, NOW)
    assert why_not(bare, wish()) == NO_ACTIVITY


def test_what_becomes_of_an_evaluation_that_has_closed_is_said() -> None:
    closed = ledger(surveys_closing={SURVEY: WINDOW})
    assert why_not(standing(closed), wish()) == SAY_EVALUATION
    for said in (True, False):
        assert why_not(standing(closed), wish(waives_evaluation=said)) is None
    still_open = ledger(surveys_closing={SURVEY: CLOSES})
    assert why_not(standing(still_open), wish()) is None
    ungated: dict[str, Any] = {"requires_completion": False, "requires_evaluation": False}
    assert why_not(standing(closed, **ungated), wish()) is None


def test_later_day_counts_for_the_claim() -> None:
    done = ledger(surveys_done=frozenset({SURVEY}))
    assert rules.why_not_claim(standing(done), NOW) == rules.CLAIMS_CLOSED
    extended = standing(replace(done, extension=given()))
    assert extended.claims_close_at == LATER
    assert rules.why_not_claim(extended, NOW) is None
    assert rules.why_not_claim(extended, LATER) == rules.CLAIMS_CLOSED


def test_window_that_is_moved_beyond_counts_for_everybody() -> None:
    done = replace(ledger(surveys_done=frozenset({SURVEY})), extension=given())
    assert standing(done, claims_close_at=LATER + WEEK).claims_close_at == LATER + WEEK
    assert standing(done, expires_at=NOW + timedelta(1)).claims_close_at == NOW + timedelta(1)


@pytest.mark.parametrize(
    ("extension", "evaluation", "work"),
    [
        (given(), rules.EVALUATION_FIRST.code, rules.COMPLETE_FIRST.code),
        (given(waives_evaluation=True), None, rules.COMPLETE_FIRST.code),
        (given(waives_completion=True), rules.EVALUATION_FIRST.code, rules.EVALUATION_FIRST.code),
        (given(waives_completion=True, waives_evaluation=True), None, None),
    ],
)
def test_each_exemption_opens_its_gate_and_no_other(
    extension: Extension, evaluation: str | None, work: str | None
) -> None:
    complete = replace(ledger(), extension=extension)
    lacking = replace(changed(ledger(), 8, attested_at=None), extension=extension)
    for facts, expected in ((complete, evaluation), (lacking, work)):
        why = rules.why_not_claim(standing(facts), NOW)
        assert (why.code if why else None) == expected


def test_exemption_holds_for_the_certificate_of_credit_and_not_for_that_of_completion() -> None:
    exempt = given(waives_completion=True, waives_evaluation=True)
    facts = replace(changed(ledger(), 8, attested_at=None), extension=exempt)
    status = standing(facts)
    lacks = certificates.missing(status, CertificateKind.CME_CREDIT)
    assert lacks == (certificates.NOT_CLAIMED,)
    of_completion = certificates.missing(status, CertificateKind.COMPLETION)
    assert [why.code for why in of_completion] == [
        "completion.modules_open",
        "completion.survey_open",
    ]


def test_who_was_exempt_lacks_only_the_claim() -> None:
    exempt = given(waives_completion=True, waives_evaluation=True)
    lacking = changed(ledger(), 8, attested_at=None)
    assert not rules.lacks_only_the_claim(standing(lacking), NOW)
    assert rules.lacks_only_the_claim(standing(replace(lacking, extension=exempt)), NOW)


@pytest.mark.parametrize(
    ("held", "seen", "by", "why"),
    [
        (GIVEN, GIVEN, BY, None),
        (None, GIVEN, BY, NONE),
        (GIVEN, UUID(int=9), BY, CHANGED),
        (GIVEN, GIVEN, PERSON, NOT_FOR_ONESELF),
    ],
)
def test_taking_back(held: UUID | None, seen: UUID, by: UUID, why: Reason | None) -> None:
    refused = why_not_take_back(standing(), given=held, seen=seen, owner=PERSON, by=by)
    assert refused == why


def test_nothing_is_given_or_taken_back_once_they_have_claimed() -> None:
    claimed = standing().with_claim(a_claim())
    assert why_not(claimed, wish()) == HAS_CLAIMED
    refused = why_not_take_back(claimed, given=GIVEN, seen=GIVEN, owner=PERSON, by=BY)
    assert refused == HAS_CLAIMED
