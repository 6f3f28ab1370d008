"""A cohort that has closed is archived, and nothing in it changes until that is taken back."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.corrections.rules import Correction
from app.casework.enums import AttendanceStatus
from app.casework.rules import Submitted
from app.casework.saves.rules import Amendment
from app.certificates.holding.actions import call_not_held
from app.certificates.issuing.actions import start_issue
from app.certificates.marks.actions import correct_marks, save_marks, undo_save
from app.certificates.policies.actions import change_policy
from app.certificates.withdrawals.actions import withdraw_attestation, withdraw_claim
from app.cohorts.admission.actions import invite, put_on_waitlist
from app.cohorts.applications.actions import correct
from app.cohorts.applications.questions.actions import let_leads_decide
from app.cohorts.archive.actions import archive, take_back
from app.cohorts.archive.rules import DRAFT, OPEN, UNDER_WAY, why_not_archive
from app.cohorts.enrollments.actions import enroll, transfer, withdraw
from app.cohorts.rules import ARCHIVED, WHY, why_not_change
from app.cohorts.seats.actions import change_seats
from app.core.errors import RefusedError
from app.core.ids import new_id
from app.core.models import AuditLine
from app.credit.actions import claim
from app.language.moments import local
from app.learning.actions import tick_reading
from app.learning.reflections.actions import save_reflection
from tests.cast import NOW, Cast

CLOSED = NOW + timedelta(days=400)


@pytest.fixture
def archived(session: Session, cast: Cast) -> Cast:
    """Spring 2026, put away with Ben in it, who completed."""
    archive(session, cast.spring, reason="The term is over.", by=cast.id("cora"), now=CLOSED)
    return cast


Act = Callable[[Session, Cast], object]


def _policy(session: Session, cast: Cast) -> object:
    learner = cast.learner("ben")
    other = learner.policy.model_copy(update={"modules_required": 1})
    by = cast.id("cora")
    return change_policy(session, cast.spring, other, shown="", reason="x", by=by, now=CLOSED)


ACTS: dict[str, Act] = {
    "enroll": lambda s, c: enroll(s, c.spring, c.id("nan"), by=c.id("cora"), now=CLOSED),
    "invite": lambda s, c: invite(
        s, c.spring, c.id("nan"), until=CLOSED + timedelta(days=1), by=c.id("cora"), now=CLOSED
    ),
    "wait": lambda s, c: put_on_waitlist(s, c.spring, c.id("nan"), by=c.id("cora"), now=CLOSED),
    "withdraw": lambda s, c: withdraw(
        s, c.enrollment("ben"), reason="x", by=c.id("cora"), now=CLOSED
    ),
    "transfer out": lambda s, c: transfer(
        s, c.enrollment("ben"), c.fall, reason="x", by=c.id("cora"), now=NOW
    ),
    "transfer in": lambda s, c: transfer(
        s, c.enrollment("ada"), c.spring, reason="x", by=c.id("cora"), now=CLOSED
    ),
    "seats": lambda s, c: change_seats(s, c.spring, 7, {}, reason="x", by=c.id("cora"), now=CLOSED),
    "policy": _policy,
    "let leads decide": lambda s, c: let_leads_decide(
        s, c.spring, allowed=True, by=c.id("cora"), now=CLOSED
    ),
    "correct an application": lambda s, c: correct(s, c.spring, c.id("nan"), {}, now=CLOSED),
    "issue": lambda s, c: start_issue(s, c.learner("ben"), (), by=c.id("cora"), now=CLOSED),
    "claim": lambda s, c: claim(s, c.learner("ben"), 4, by=c.id("ben"), now=NOW),
    "take a claim back": lambda s, c: withdraw_claim(s, c.learner("ben"), by=c.id("ben"), now=NOW),
    "take a signature back": lambda s, c: withdraw_attestation(
        s, c.learner("ben"), c.unit("spring-2026", 1), now=NOW
    ),
    "tick": lambda s, c: tick_reading(s, c.learner("ben"), c.unit("spring-2026", 1), "x", now=NOW),
    "reflect": lambda s, c: save_reflection(
        s, c.learner("ben"), c.unit("spring-2026", 1), text="x", shared=False, now=NOW
    ),
    "mark": lambda s, c: save_marks(
        s,
        c.case_session("spring-2026", 1).id,
        {c.enrollment("ben").id: Submitted(AttendanceStatus.ABSENT)},
        by=c.id("cora"),
        now=CLOSED,
    ),
    "undo marks": lambda s, c: undo_save(
        s, c.case_session("spring-2026", 1).id, new_id(), by=c.id("cora"), now=CLOSED
    ),
    "correct marks": lambda s, c: correct_marks(
        s,
        c.spring.id,
        Correction((c.enrollment("ben").id,), {1: AttendanceStatus.ABSENT}),
        amendment=Amendment("x", "x"),
        by=c.id("cora"),
        now=CLOSED,
    ),
    "say it was not held": lambda s, c: call_not_held(
        s, c.learner("ben"), 1, seen=0, reason="x", by=c.id("cora"), now=CLOSED
    ),
}


@pytest.mark.parametrize("name", ACTS)
def test_nothing_changes_in_an_archived_cohort(session: Session, archived: Cast, name: str) -> None:
    with pytest.raises(RefusedError) as refused:
        ACTS[name](session, archived)
    assert refused.value.reason == ARCHIVED


def test_it_is_taken_back_with_a_reason_and_all_is_as_before(
    session: Session, archived: Cast
) -> None:
    by = archived.id("cora")
    with pytest.raises(RefusedError) as refused:
        take_back(session, archived.spring, reason=" ", by=by, now=CLOSED)
    assert refused.value.reason == WHY
    take_back(session, archived.spring, reason="A mark was missing.", by=by, now=CLOSED)
    assert archived.spring.archived_at is None
    change_seats(session, archived.spring, 7, {}, reason="x", by=by, now=CLOSED)


def test_a_second_click_changes_nothing(session: Session, cast: Cast) -> None:
    by, again = cast.id("cora"), CLOSED + timedelta(seconds=1)
    for now in (CLOSED, again):
        archive(session, cast.spring, reason="The term is over.", by=by, now=now)
    assert cast.spring.archived_at == CLOSED
    for now in (CLOSED, again):
        take_back(session, cast.spring, reason="A mark was missing.", by=by, now=now)
    archived = col(AuditLine.act).startswith("cohort.archive")
    acts = session.scalars(select(AuditLine).where(archived).order_by(col(AuditLine.id)))
    assert [line.act for line in acts] == ["cohort.archived", "cohort.archive-undone"]


def test_only_what_is_published_and_closed_is_archived(session: Session, cast: Cast) -> None:
    with pytest.raises(RefusedError) as refused:
        archive(session, cast.fall, reason="x", by=cast.id("cora"), now=NOW)
    closes = local(cast.fall.closes_at, cast.fall.zone)
    assert refused.value.reason == OPEN(closes=closes)
    asked = partial(why_not_archive, archived_at=None, closes_at=closes, now=CLOSED)
    assert asked(is_draft=True, under_way=0) == DRAFT
    assert asked(is_draft=False, under_way=2) == UNDER_WAY(count=2)
    assert asked(is_draft=False, under_way=0) is None
    assert why_not_change(None) is None
    assert why_not_change(NOW) == ARCHIVED
