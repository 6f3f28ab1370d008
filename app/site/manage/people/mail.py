"""The letters to a person that whoever sees the person, or what a letter is about, may know of."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from app.language import Text, _
from app.language.moments import date_time, local
from app.language.stored import from_json
from app.messages.queries import MailTo
from app.messages.rules import is_useless
from app.site.manage.people.happening import Happening, beside, moment
from app.site.manage.people.record import Record

LETTERS: Mapping[str, Text] = {
    "sign_in": _("Mail: a sign-in link"),
    "verify_address": _("Mail: a link to verify an address"),
    "address_added": _("Mail: an address was added"),
    "records_merged": _("Mail: two records were merged"),
    "second_step": _("Mail: about the second step of their sign-in"),
}
"""Letters about nothing else, so whoever sees the person may know of them."""
SEAT_LETTERS: Mapping[str, Text] = {
    "applied": _("Mail: the application has arrived"),
    "waitlisted": _("Mail: the position in the line"),
    "seat_offered": _("Mail: a seat is offered"),
    "invited": _("Mail: they are invited"),
    "enrolled": _("Mail: there is a seat for them"),
    "declined": _("Mail: there is no seat for them"),
    "transferred": _("Mail: they continue in another cohort"),
    "transfer_taken_back": _("Mail: the transfer was taken back"),
    "withdrawn": _("Mail: they are no longer enrolled"),
    "unit_opened_early": _("Mail: a unit is open early for them"),
    "claim_extended": _("Mail: until when they can claim credit"),
    "credit_changed": _("Mail: the credit of a cohort has changed"),
    "thread_digest": _("Mail: new questions and answers"),
    "policy_changed": _("Mail: what completes a cohort has changed"),
    "evaluation_open": _("Mail: an evaluation is open"),
    "disclosure_asked": _("Mail: their disclosure is asked for"),
    "reminder": _("Mail: a reminder"),
    "excuse_answered": _("Mail: an excuse was answered"),
    "make_up_answered": _("Mail: a make-up was answered"),
}
"""Letters about a place in a cohort; the second part of their key is its id."""
SESSION_LETTERS: Mapping[str, Text] = {
    "session_moved": _("Mail: a session is at another time"),
    "session_canceled": _("Mail: a session does not take place"),
    "session_restored": _("Mail: a session takes place after all"),
    "session_not_held": _("Mail: a session counts as not held"),
    "session_held": _("Mail: a session counts again"),
    "session_added": _("Mail: a session was added"),
    "session_leader": _("Mail: they lead a session"),
    "invitation": _("Mail: a session for their calendar"),
    "session_left": _("Mail: a session taken out of their calendar"),
}
"""Letters about a session; the second part of their key is its id."""
CERTIFICATE_LETTERS: Mapping[str, Text] = {
    "certificate": _("Mail: a certificate is ready"),
    "certificate_reissued": _("Mail: a certificate was issued anew"),
    "certificate_revoked": _("Mail: a certificate was revoked"),
}
"""Letters about certificates, whose numbers are facts."""
MESSAGE_LETTERS: Mapping[str, Text] = {
    "announcement": _("Mail: a message to them"),
    "personal_message": _("Mail: a message to them alone"),
    "survey_open": _("Mail: a survey is open"),
    "survey_reminder": _("Mail: a reminder of a survey"),
}
"""Letters that somebody sent; whoever coordinates their cohort may know of them."""
ROLE_LETTERS: Mapping[str, Text] = {"role": _("Mail: a role was given")}
"""Letters about a role; the second part of their key is the id of its grant."""
NOT_SHOWN = frozenset(
    {
        *("newcomer", "test", "history_anchor", "approval_asked", "approval_decided"),
        "deletion_announced",
    },
)
"""To somebody who was no person here yet, an operator's try, what administrators keep, what
coordinators and officers of a provider say to each other, and what they are told of records."""


def sessions_of(mail: Sequence[MailTo]) -> set[UUID]:
    """The sessions that letters are about."""
    return {UUID(_about(letter)) for letter in mail if letter.message.kind in SESSION_LETTERS}


def letters_of(record: Record, now: datetime) -> Iterator[Happening]:
    """What was written to a person, of what the reader may know of.

    A letter about something is seen by whoever sees that.
    """
    numbers = {
        issued.certificate.number
        for issued in (*record.certificates, *(own.issued for own in record.taught))
    }
    seen = (
        (SEAT_LETTERS, {str(place.enrollment.id) for place in record.places}, _about),
        (SESSION_LETTERS, {str(id_) for id_ in record.sessions}, _about),
        (ROLE_LETTERS, {str(held.grant.id) for held in record.roles}, _about),
        (MESSAGE_LETTERS, {str(place.cohort.id) for place in record.places}, _cohort),
        (CERTIFICATE_LETTERS, numbers, _number),
    )
    for mail in record.mail:
        kind = mail.message.kind
        if kind in LETTERS:
            yield mailed(record, mail, LETTERS[kind], now)
        for titles, ids, about in seen:
            if kind in titles and about(mail) in ids:
                yield mailed(record, mail, titles[kind], now)


def _number(mail: MailTo) -> str:
    """Of the one certificate, or of the first of several, which all are of one place."""
    facts = mail.message.facts
    told = facts.get("certificates") or [facts]
    return str(told[0].get("number"))


def _cohort(mail: MailTo) -> str:
    return str(mail.message.cohort_id)


def _about(mail: MailTo) -> str:
    return mail.message.key.split(":")[1]


def mailed(record: Record, mail: MailTo, title: Text, now: datetime) -> Happening:
    """A letter, and what became of it."""
    message, zone = mail.message, record.reader.zone
    became, tone = _left(mail, zone) if message.sent_at else _stayed(mail, zone, now)
    written = date_time(message.created_at, zone)
    return Happening(moment(record, message.created_at), title, beside(written, became), tone)


def _left(mail: MailTo, zone: str) -> tuple[Text, str]:
    assert mail.message.sent_at is not None
    sent = local(mail.message.sent_at, zone)
    if mail.came_back:
        return _("delivered {sent:moment}, and came back", sent=sent), "warm"
    return _("delivered {sent:moment}", sent=sent), "neutral"


def _stayed(mail: MailTo, zone: str, now: datetime) -> tuple[Text, str]:
    message = mail.message
    if message.dropped_reason is not None:
        return _("not sent: {why}", why=from_json(message.dropped_reason) or ""), "neutral"
    if mail.failed_at is not None:
        return _("failed {failed:moment}", failed=local(mail.failed_at, zone)), "warm"
    if is_useless(message.useless_after, now):
        return _("not delivered in time to be of use"), "warm"
    return _("waiting to be delivered"), "neutral"
