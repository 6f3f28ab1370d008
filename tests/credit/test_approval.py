"""What the provider approved for a cohort, entered as versions of its activity."""

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.models import AuditLine
from app.credit.actions import approve_activity
from app.credit.approvals import Approval
from app.credit.eligibility.rules import ApprovedActivity
from app.credit.models import Activity
from app.credit.queries import activity_of
from tests.cast import NOW, Cast
from tests.credit.approving import approval


def approved_in(session: Session, cast: Cast) -> ApprovedActivity:
    approved = activity_of(session, cast.fall.id)
    assert approved is not None
    return approved


def approve(session: Session, cast: Cast, approval: Approval) -> Activity:
    return approve_activity(session, cast.fall, approval, by=cast.id("cora"), now=NOW)


def test_approval_holds_from_now_on_and_the_one_before_stays(session: Session, cast: Cast) -> None:
    before = approved_in(session, cast).activity
    made = approve(session, cast, approval(session))
    approved = approved_in(session, cast)
    assert (approved.activity, made.version) == (made, before.version + 1)
    assert (made.designated_quarters, before.designated_quarters) == (8, 24)
    assert [(part.minutes_each, part.max_quarters) for part in approved.components] == [(30, 8)]


def test_approval_is_kept_word_for_word(session: Session, cast: Cast) -> None:
    entered = approval(session)
    made = approve(session, cast, entered)
    session.expire(made)
    rows = {"components", "designations", "designated_at"}
    kept = {name: getattr(made, name) for name in vars(entered) if name not in rows}
    lists = {
        name: list(getattr(entered, name)) for name in ("joint_providers", "signatories", "logos")
    }
    assert kept == {
        name: lists.get(name, value) for name, value in vars(entered).items() if name in kept
    }


def test_approval_has_one_line_with_its_version_and_maximum(session: Session, cast: Cast) -> None:
    made = approve(session, cast, approval(session))
    lines = session.scalars(
        select(AuditLine)
        .where(
            col(AuditLine.act) == "activity.approved",
            col(AuditLine.object_id) == str(cast.fall.id),
        )
        .order_by(col(AuditLine.id))
    ).all()
    line = lines[-1]
    assert (len(lines), line.actor_id, line.at) == (made.version, cast.id("cora"), NOW)
    assert line.facts == {
        "version": 2,
        "designated_quarters": 8,
        "approved_by": "Demo CME office",
        "systems": ["ama_pra_1", "participation"],
    }
