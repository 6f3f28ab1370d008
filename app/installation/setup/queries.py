"""Reads of what an installation has, and of how mail goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import Cohort, Program
from app.core.models import OutboxMessage, Task
from app.core.outbox import DELIVER
from app.language.stored import worded
from app.language.texts import Text
from app.people.enums import Scope
from app.people.models import Institution, RoleGrant
from app.people.queries import grant_holds
from app.policy.table import Role

TEST = "test"
"""The kind of letter that an administrator sends to themselves."""


@dataclass(frozen=True)
class MailSeen:
    """A mail, and how far it got."""

    created_at: datetime
    sent_at: datetime | None
    error: Text = ""
    """Why it was not sent when that was tried last; empty: it was not tried, or it went out."""
    given_up: bool = False


@dataclass(frozen=True)
class ProgramSeen:
    """A program, and whether somebody coordinates it."""

    title: str
    coordinated: bool


@dataclass(frozen=True)
class SetupSeen:
    """All that is asked of an installation before its first cohort."""

    institutions: Sequence[str]
    """Short names of those that take part."""
    programs: Sequence[ProgramSeen]
    has_cohorts: bool
    test: MailSeen | None
    """The newest test mail."""
    sent_at: datetime | None
    """When the newest mail of any kind went out."""


def seen(session: Session, now: datetime) -> SetupSeen:
    """Look at everything once: at most five statements, however much there is."""
    here = select(col(Institution.short_name)).where(
        col(Institution.left_at).is_(None), col(Institution.merged_into_id).is_(None)
    )
    had = select(
        exists(select(col(Cohort.id))).label("cohorts"),
        select(func.max(col(OutboxMessage.sent_at))).scalar_subquery().label("sent_at"),
    )
    at_all = session.execute(had).one()
    return SetupSeen(
        institutions=session.scalars(here.order_by(col(Institution.short_name))).all(),
        programs=_programs(session, now),
        has_cohorts=bool(at_all.cohorts),
        test=newest_test(session),
        sent_at=at_all.sent_at,
    )


def newest_test(session: Session) -> MailSeen | None:
    """The test mail that was asked for last."""
    tests = select(OutboxMessage).where(col(OutboxMessage.kind) == TEST)
    newest = col(OutboxMessage.created_at).desc(), col(OutboxMessage.id)
    mail = session.scalar(tests.order_by(*newest).limit(1))
    if mail is None:
        return None
    delivery = col(Task.kind) == DELIVER, col(Task.key) == str(mail.id)
    task = session.scalar(select(Task).where(*delivery))
    if task is None or mail.sent_at is not None:
        return MailSeen(mail.created_at, mail.sent_at)
    error = worded(task.error, task.error_reason)
    return MailSeen(mail.created_at, None, error, given_up=task.failed_at is not None)


def _programs(session: Session, now: datetime) -> list[ProgramSeen]:
    over = or_(
        col(RoleGrant.scope) == Scope.INSTALLATION,
        and_(col(RoleGrant.scope) == Scope.PROGRAM, col(RoleGrant.scope_id) == col(Program.id)),
    )
    coordinated = exists().where(col(RoleGrant.role) == Role.COORDINATOR, over, grant_holds(now))
    rows = session.execute(
        select(col(Program.title), coordinated.label("coordinated")).order_by(col(Program.title))
    )
    return [ProgramSeen(row.title, bool(row.coordinated)) for row in rows]
