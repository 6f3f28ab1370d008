"""Somebody chooses what mail they get, and when."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.core import audit
from app.messages.streams.enums import Stream
from app.messages.streams.models import NotificationChoice
from app.messages.streams.queries import Subscription, notification_settings
from app.messages.streams.rules import NotificationSettings, QuietHours


def choose_mail(
    session: Session,
    person_id: UUID,
    *,
    declined: Collection[Stream],
    quiet: QuietHours,
    by: UUID | None,
    now: datetime,
) -> NotificationSettings:
    """Put down what somebody chose; nothing is written where nothing changes.

    `by`: None where a mail program asked for it with the link of a letter.
    """
    before = notification_settings(session, [person_id])[person_id]
    after = NotificationSettings(frozenset(declined), quiet)
    if after != before:
        row = session.merge(_row(person_id, after, now))
        if Stream.CALENDAR in before.declined ^ after.declined:
            row.invited_since = None if Stream.CALENDAR in after.declined else now
        facts = {"before": _facts(before), "after": _facts(after)}
        audit.record(session, "mail.chosen", "person", person_id, by=by, now=now, facts=facts)
        session.flush()
    return after


def turn_off(session: Session, found: Subscription, *, now: datetime) -> None:
    """Turn a stream off, by the link of a letter."""
    _turn(session, found, found.settings.declined | {found.stream}, now)


def turn_on(session: Session, found: Subscription, *, now: datetime) -> None:
    """Turn it on again, by the same link."""
    _turn(session, found, found.settings.declined - {found.stream}, now)


def _turn(
    session: Session, found: Subscription, declined: Collection[Stream], now: datetime
) -> None:
    quiet = found.settings.quiet
    choose_mail(session, found.person_id, declined=declined, quiet=quiet, by=None, now=now)


def _row(person_id: UUID, settings: NotificationSettings, now: datetime) -> NotificationChoice:
    return NotificationChoice(
        person_id=person_id,
        declined=sorted(settings.declined),
        quiet_from=settings.quiet.starts,
        quiet_until=settings.quiet.ends,
        changed_at=now,
    )


def _facts(settings: NotificationSettings) -> dict[str, object]:
    return {
        "declined": sorted(settings.declined),
        "quiet": [
            settings.quiet.starts.isoformat("minutes"),
            settings.quiet.ends.isoformat("minutes"),
        ],
    }
