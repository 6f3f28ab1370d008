"""Until when an activity lasts, by its format, and what is told of its credit."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.credit import rules
from app.credit.enums import ActivityFormat
from app.credit.formats.rules import (
    EXPIRES,
    EXPIRY_BEFORE_LAST,
    EXPIRY_NEEDED,
    EXPIRY_TOO_LATE,
    FORMAT_TEXTS,
    NEEDS_COMPLETION,
    NEEDS_EVALUATION,
    NEEDS_NO_COMPLETION,
    last_moment,
    what_credit_needs,
    why_not_expire,
    years_after,
)
from app.credit.minutes.rules import (
    AFTER_EXPIRY,
    BEFORE_APPROVAL,
    why_no_module_minutes,
    why_no_session_minutes,
)
from app.credit.status.rules import assess
from app.language.moments import local
from app.language.reasons import Reason
from tests.credit.ledgers import AFTER, FIRST, WEEK, approved_activity, ledger, policy, unit

APPROVED, LAST = date(2026, 2, 1), date(2026, 11, 19)
ENDURING, BLENDED = ActivityFormat.ENDURING, ActivityFormat.BLENDED
OTHERS = [form for form in ActivityFormat if form is not ENDURING]


@pytest.mark.parametrize("form", OTHERS)
def test_live_activities_need_not_expire(form: ActivityFormat) -> None:
    assert why_not_expire(form, None, approved=APPROVED, last=LAST) is None


@pytest.mark.parametrize(
    ("expires", "why"),
    [
        (None, EXPIRY_NEEDED),
        (date(2029, 2, 1), None),
        (date(2029, 2, 2), EXPIRY_TOO_LATE(years=3, most=date(2029, 2, 1))),
        (date(2026, 11, 18), EXPIRY_BEFORE_LAST(last=LAST)),
        (LAST, None),
    ],
)
def test_enduring_material_expires_after_three_years_at_most(
    expires: date | None, why: Reason | None
) -> None:
    assert why_not_expire(ENDURING, expires, approved=APPROVED, last=LAST) == why


def test_other_activities_may_expire_later() -> None:
    assert why_not_expire(BLENDED, date(2031, 1, 1), approved=APPROVED, last=None) is None


def test_leap_day_has_its_years() -> None:
    assert years_after(date(2028, 2, 29), 3) == date(2031, 2, 28)
    assert years_after(date(2028, 2, 29), 4) == date(2032, 2, 29)


def test_every_format_has_words_for_certificates() -> None:
    assert set(FORMAT_TEXTS) == set(ActivityFormat)


def test_claims_end_with_the_window_or_with_the_activity() -> None:
    closes = approved_activity().activity.claims_close_at
    for expires, last in ((None, closes), (AFTER, AFTER), (closes + WEEK, closes)):
        assert last_moment(approved_activity(expires_at=expires).activity) == last


def test_nothing_is_claimed_from_the_moment_of_expiry_on() -> None:
    of = approved_activity(expires_at=AFTER)
    before = AFTER - timedelta(seconds=1)
    for now, why in ((before, None), (AFTER, rules.EXPIRED)):
        standing = assess(ledger(), policy(), of, None, now)
        assert rules.why_not_claim(standing, now) == why


def test_what_came_after_the_expiry_says_so() -> None:
    late = unit(1, attested_at=AFTER)
    since, until = FIRST - WEEK, FIRST
    assert why_no_module_minutes(late, since, AFTER, AFTER, until) == AFTER_EXPIRY
    assert why_no_session_minutes(late, since, AFTER, until) == AFTER_EXPIRY
    assert why_no_session_minutes(late, FIRST + WEEK, AFTER, None) == BEFORE_APPROVAL


@pytest.mark.parametrize(
    ("completion", "evaluation", "said"),
    [
        (True, False, NEEDS_COMPLETION),
        (True, True, NEEDS_COMPLETION),
        (False, True, NEEDS_EVALUATION),
        (False, False, NEEDS_NO_COMPLETION),
    ],
)
def test_what_credit_needs_is_one_sentence(
    completion: bool, evaluation: bool, said: Reason
) -> None:
    of = approved_activity(requires_completion=completion, requires_evaluation=evaluation)
    assert what_credit_needs(of.activity, "America/Denver") == (said,)


def test_an_expiry_is_told_with_it() -> None:
    expires = datetime(2027, 1, 31, tzinfo=UTC)
    of = approved_activity(expires_at=expires)
    told = EXPIRES(expires=local(expires, "America/Denver"))
    assert what_credit_needs(of.activity, "America/Denver") == (NEEDS_COMPLETION, told)
    assert "Jan 30" in str(told)
