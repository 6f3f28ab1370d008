"""Marks the address that a report is about."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.language.reasons import Reason, ReasonKind, reason
from app.messages.bounces import queries
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
    message = queries.first_sent(session, report.message_ids)
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
