"""Somebody writes a message, changes it, or throws it away."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.context import CohortContext
from app.cohorts.rules import why_not_change
from app.core.errors import require
from app.messages.announcements import rules
from app.messages.announcements.models import Announcement
from app.messages.announcements.recording import record
from app.messages.announcements.rules import Written


def write(
    session: Session,
    here: CohortContext,
    written: Written,
    *,
    by_lead: bool = False,
    by: UUID,
    now: datetime,
) -> Announcement:
    """Keep a message as a draft.

    Raises:
        RefusedError: The cohort is archived.
    """
    require(why_not_change(here.cohort.archived_at))
    draft = Announcement.model_validate(
        {
            "cohort_id": here.cohort.id,
            "written_by": by,
            "by_lead": by_lead,
            "created_at": now,
            "changed_at": now,
            **_columns(written),
        }
    )
    session.add(draft)
    facts = {"audience": written.audience}
    record(session, "message.written", draft, by=by, now=now, facts=facts)
    session.flush()
    return draft


def rewrite(
    session: Session,
    here: CohortContext,
    draft: Announcement,
    written: Written,
    *,
    by: UUID,
    now: datetime,
) -> None:
    """Change a draft; nothing is written where nothing changes.

    Raises:
        RefusedError: The cohort is archived, or the message was sent.
    """
    require(why_not_change(here.cohort.archived_at))
    require(rules.SENT if draft.sent_at else None)
    values = _columns(written)
    if all(getattr(draft, name) == value for name, value in values.items()):
        return
    for name, value in values.items():
        setattr(draft, name, value)
    draft.written_by, draft.changed_at, draft.edition = by, now, draft.edition + 1
    facts = {"audience": written.audience, "edition": draft.edition}
    record(session, "message.changed", draft, by=by, now=now, facts=facts)
    session.flush()


def _columns(written: Written) -> dict[str, object]:
    return {
        "audience": written.audience,
        "chosen": sorted(map(str, written.chosen)),
        "quiet_days": written.quiet_days,
        "language": written.language,
        "subject": written.subject,
        "text": written.text,
        "template": written.template,
        "template_version": written.template_version,
    }


def discard(session: Session, draft: Announcement, *, by: UUID, now: datetime) -> None:
    """Throw a draft away.

    Raises:
        RefusedError: The message was sent.
    """
    require(rules.SENT if draft.sent_at else None)
    session.delete(draft)
    record(session, "message.discarded", draft, by=by, now=now, facts={})
    session.flush()
