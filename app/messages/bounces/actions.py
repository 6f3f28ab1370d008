"""Marks the address that a report is about."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.models import OutboxMessage
from app.language.reasons import Reason, ReasonKind, reason
from app.messages.bounces.reading import Report, Said
from app.people.addresses.rules import masked
from app.people.addresses.trouble.actions import note_trouble
from app.people.addresses.trouble.enums import Trouble

NO_REPORT = reason("bounce.none", "This is no report of mail that came back or was unwanted.")
NOT_OURS = reason("bounce.not_ours", "No mail of this installation is named in this report.")
NOTHING_WRONG = reason(
    "bounce.nothing_wrong", "The mail is delayed or has arrived: there is nothing to mark."
)
NOBODYS = reason("bounce.nobodys", "The address of that mail is nobody's any more.")
CAME_BACK = ReasonKind("bounce.marked", "Mail to {address} came back: the address is marked.")
UNWANTED = ReasonKind(
    "bounce.complained", "Mail to {address} was reported as unwanted: the address is marked."
)
NOTED = {CAME_BACK, UNWANTED}


def note_report(session: Session, report: Report, *, now: datetime) -> Reason:
    """Mark the address of the mail that a report is about; what was done, in a sentence."""
    if report.said is Said.NOTHING:
        return NO_REPORT
    message = _message(session, report.message_ids)
    if message is None or message.recipient is None:
        return NOT_OURS
    if report.said is Said.NOT_YET:
        return NOTHING_WRONG
    complained = report.said is Said.COMPLAINED
    kind = Trouble.COMPLAINED if complained else Trouble.BOUNCED
    own = note_trouble(
        session, message.recipient, kind, code=report.code, message_id=message.id, now=now
    )
    if own is None:
        return NOBODYS
    return (UNWANTED if complained else CAME_BACK)(address=masked(own.address))


def _message(session: Session, ids: Sequence[UUID]) -> OutboxMessage | None:
    """The first of these that we sent."""
    sent = col(OutboxMessage.sent_at).is_not(None)
    found = session.scalars(select(OutboxMessage).where(col(OutboxMessage.id).in_(ids), sent))
    by_id = {message.id: message for message in found}
    return next((by_id[id_] for id_ in ids if id_ in by_id), None)
