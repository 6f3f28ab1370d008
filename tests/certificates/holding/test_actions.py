"""A session that began and was not held: whose standing, credit and certificates that touches."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.casework.enums import AttendanceStatus as Status
from app.casework.rules import NOT_HELD, Submitted
from app.certificates.enums import FlagKind
from app.certificates.holding.actions import call_held, call_not_held
from app.certificates.marks.actions import save_marks
from app.certificates.models import CertificateFlag
from app.cohorts.changes.queries import schedule
from app.cohorts.changes.rules import (
    COUNTS_NOT_HELD,
    IS_CANCELED,
    NOT_BEGUN,
    NOT_CALLED_NOT_HELD,
)
from app.cohorts.context import CohortContext
from app.cohorts.enrollments.queries import cohort_for_person
from app.cohorts.rules import WHY
from app.core.db import Database
from app.core.errors import ConflictError, RefusedError
from app.credit.queries import standing
from app.credit.rules import is_claim_above
from app.credit.tallies.queries import how_far, planned_sessions
from tests.cast import NOW, Cast
from tests.cohorts.changes.changing import cancel, last_line, letters
from tests.credit.claims import claim_for
from tests.issued import issue_certificate
from tests.letters import read
from tests.races import one_after_the_other
from tests.refusals import refuses

LATER = NOW + timedelta(days=1)
FAILED = "Zoom failed for everybody."


def here(session: Session, slug: str) -> CohortContext:
    found = cohort_for_person(session, slug, Cast(session).id("cora"))
    assert found is not None
    return found.here


def say(session: Session, act: Any, slug: str, position: int, *, why: str = FAILED) -> None:
    session.expire_all()
    at = here(session, slug)
    seen = schedule(session, at.cohort.id)[position - 1].sequence
    by = Cast(session).id("cora")
    act(session, at, position, seen=seen, reason=why, by=by, now=LATER)


def test_it_leaves_everybodys_denominator_and_counts_for_nobody(
    session: Session, cast: Cast
) -> None:
    at, ben = here(session, "spring-2026"), cast.enrollment("ben").id
    before = standing(session, at.cohort.id, ben, at.policy, LATER)
    say(session, call_not_held, "spring-2026", 4)
    after = standing(session, at.cohort.id, ben, at.policy, LATER)
    assert after.completion.sessions_needed == before.completion.sessions_needed - 1
    assert after.completion.sessions_counted == before.completion.sessions_counted - 1
    assert after.completion.complete
    far = how_far(session, [at], planned_sessions(session, [at]), LATER)[at.cohort.id]
    assert far.completed == 1
    assert last_line(session).act == "session.not-held"
    assert last_line(session).reason == FAILED
    say(session, call_held, "spring-2026", 4)
    assert standing(session, at.cohort.id, ben, at.policy, LATER).completion == before.completion


def test_everybody_is_told_in_a_sentence_what_it_means_and_again_when_it_counts_again(
    session: Session, cast: Cast
) -> None:
    for act in (call_not_held, call_not_held, call_held):  # a second click tells nobody again
        seen = 1 if act is call_held else 0
        at, by = here(session, "spring-2026"), cast.id("cora")
        act(session, at, 4, seen=seen, reason=FAILED, by=by, now=LATER)
    told = letters(session, "session_not_held")
    assert cast.id("ben") in told
    assert cast.id("ada") not in told
    letter = read(session, told[cast.id("ben")])
    assert letter.subject == "Week 4 of Spring 2026 counts as not held"
    assert f"The reason given: {FAILED}" in letter.text
    assert "It leaves everybody’s count: it counts neither for nor against anybody" in letter.text
    assert "/cohorts/spring-2026/sessions/4" in letter.text
    again = letters(session, "session_held")
    assert {*again} == {*told}
    assert "is in everybody’s count again" in read(session, again[cast.id("ben")]).text


def test_nobody_earns_for_it_and_a_claim_stays_as_it_was_made(session: Session, cast: Cast) -> None:
    at, ben = here(session, "spring-2026"), cast.enrollment("ben").id
    claim = claim_for(session, cast, "ben", 24, NOW)
    say(session, call_not_held, "spring-2026", 4)
    after = standing(session, at.cohort.id, ben, at.policy, LATER)
    assert is_claim_above(after)
    assert after.claim is not None
    assert (after.claim.id, after.claim.quarters) == (claim.id, 24)


def test_certificates_of_who_was_there_are_flagged_and_again_when_it_counts_again(
    session: Session, cast: Cast
) -> None:
    paper = issue_certificate(session, cast.enrollment("ben"))
    say(session, call_not_held, "spring-2026", 4)
    say(session, call_held, "spring-2026", 4)
    flags = session.scalars(select(CertificateFlag)).all()
    assert {flag.kind for flag in flags} == {FlagKind.NOT_HELD, FlagKind.HELD}
    assert {(flag.certificate_id, flag.reason) for flag in flags} == {(paper.id, FAILED)}


def test_second_click_changes_nothing_and_a_stale_page_is_told(
    session: Session, cast: Cast
) -> None:
    at, by = here(session, "spring-2026"), cast.id("cora")
    asked: dict[str, Any] = {"seen": 0, "reason": FAILED, "by": by, "now": LATER}
    call_not_held(session, at, 4, **asked)
    line = last_line(session).id
    call_not_held(session, at, 4, **asked)
    assert last_line(session).id == line
    with pytest.raises(ConflictError):
        call_held(session, at, 4, **asked)


def test_marks_of_it_cannot_be_recorded_and_stay(session: Session, cast: Cast) -> None:
    say(session, call_not_held, "fall-2026", 1)
    held, ada = cast.case_session("fall-2026", 1).id, cast.enrollment("ada").id
    with refuses(NOT_HELD):
        wanted = {ada: Submitted(Status.PRESENT)}
        save_marks(session, held, wanted, by=cast.id("fay"), now=LATER)


def test_what_cannot_be_said(session: Session, cast: Cast) -> None:
    with refuses(NOT_BEGUN):
        say(session, call_not_held, "fall-2026", 3)
    with refuses(NOT_CALLED_NOT_HELD):
        say(session, call_held, "fall-2026", 1)
    with refuses(WHY):
        say(session, call_not_held, "fall-2026", 1, why=" ")
    cancel(cast, 3)
    with refuses(IS_CANCELED):
        say(session, call_not_held, "fall-2026", 3)
    say(session, call_not_held, "fall-2026", 1)
    with refuses(COUNTS_NOT_HELD):
        say(session, call_not_held, "fall-2026", 1)


def test_marks_wait_for_who_says_that_it_was_not_held(real_database: Database) -> None:
    def calls(session: Session) -> None:
        say(session, call_not_held, "fall-2026", 1)

    def marks(session: Session) -> None:
        cast = Cast(session)
        held, ada = cast.case_session("fall-2026", 1).id, cast.enrollment("ada").id
        save_marks(session, held, {ada: Submitted(Status.PRESENT)}, by=cast.id("fay"), now=LATER)

    with pytest.raises(RefusedError) as refused:
        one_after_the_other(real_database, calls, marks)
    assert refused.value.reason == NOT_HELD
