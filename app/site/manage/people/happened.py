"""What happened to a person, the newest first: places, signatures, marks, certificates, mail."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.casework.changes.queries import ChangeOfMark
from app.casework.enums import AttendanceStatus
from app.casework.rules import UNDO_REASONS, shown
from app.certificates.rules import CertificateState
from app.cohorts.context import LearnerInCohort
from app.cohorts.enums import EnrollmentEventKind as Kind
from app.cohorts.people.record.queries import PlaceEvent
from app.language import Text, _, dotted, ngettext
from app.language.moments import date_time, local
from app.language.styles import month_day
from app.learning.signatures.queries import Signed
from app.messages.queries import MailTo
from app.messages.rules import is_useless
from app.site.manage.people.record import Record
from app.site.parts.attendance import NOT_RECORDED, SOURCES, WORDS
from app.site.parts.reasons import why

PLACED: Mapping[Kind, Callable[[str], Text]] = {
    Kind.APPLIED: lambda cohort: _("Applied for {cohort}", cohort=cohort),
    Kind.WAITLISTED: lambda cohort: _("Put on the waitlist of {cohort}", cohort=cohort),
    Kind.INVITED: lambda cohort: _("Invited to {cohort}", cohort=cohort),
    Kind.OFFERED: lambda cohort: _("Offered a seat in {cohort}", cohort=cohort),
    Kind.ENROLLED: lambda cohort: _("Enrolled in {cohort}", cohort=cohort),
    Kind.DECLINED: lambda cohort: _("Declined for {cohort}", cohort=cohort),
    Kind.LAPSED: lambda cohort: _("Gave no answer in time: {cohort}", cohort=cohort),
    Kind.WITHDRAWN: lambda cohort: _("Withdrew from {cohort}", cohort=cohort),
    Kind.TRANSFERRED: lambda cohort: _("Transferred from {cohort}", cohort=cohort),
    Kind.TAKEN_BACK: lambda cohort: _("The last step in {cohort} was taken back", cohort=cohort),
}
"""What happened to a place in a cohort."""
LETTERS: Mapping[str, Text] = {
    "sign_in": _("Mail: a sign-in link"),
    "verify_address": _("Mail: a link to verify an address"),
    "address_added": _("Mail: an address was added"),
    "records_merged": _("Mail: two records were merged"),
}
"""Letters about nothing else, so whoever sees the person may know of them."""
SEAT_LETTERS: Mapping[str, Text] = {
    "applied": _("Mail: the application has arrived"),
    "waitlisted": _("Mail: the position in the line"),
    "seat_offered": _("Mail: a seat is offered"),
    "enrolled": _("Mail: there is a seat for them"),
    "declined": _("Mail: there is no seat for them"),
    "transferred": _("Mail: they go on in another cohort"),
    "transfer_taken_back": _("Mail: the transfer was taken back"),
}
"""Letters about a place in a cohort; the second part of their key is its id."""


class About(StrEnum):
    """What something that happened is about."""

    SEATS = "seats"
    SIGNATURES = "signatures"
    ATTENDANCE = "attendance"
    CERTIFICATES = "certificates"
    MAIL = "mail"


@dataclass(frozen=True)
class Happening:
    """One thing that happened."""

    at: datetime
    title: Text
    note: Text = ""
    tone: str = "neutral"
    before: Text = ""
    """Of a correction: what was there."""
    after: Text = ""
    reason: Text = ""
    href: str | None = None

    @property
    def iso(self) -> str:
        """For programs that read the page."""
        return self.at.isoformat()

    @property
    def words(self) -> str:
        """All that it says, to be searched."""
        return f"{self.title} {self.note} {self.before} {self.after} {self.reason}"

    @property
    def day(self) -> str:
        """`Nov 13`."""
        return month_day(self.at)


def told_of(record: Record, now: datetime) -> Mapping[About, Sequence[Happening]]:
    """Everything that happened to a person, by what it is about."""
    places = {place.cohort.id: place for place in record.places}
    numbers = {issued.certificate.number for issued in record.certificates}
    seats = {str(place.enrollment.id) for place in record.places}
    return {
        About.SEATS: [_placed(record, event) for event in record.events],
        About.SIGNATURES: list(_signatures(record)),
        About.ATTENDANCE: [
            _marked(record, places[change.cohort_id], change) for change in record.changes
        ],
        About.CERTIFICATES: list(_certificates(record)),
        About.MAIL: [
            _mailed(record, mail, title, now)
            for mail in record.mail
            if (title := _about(mail, numbers, seats))
        ],
    }


def _moment(record: Record, at: datetime) -> datetime:
    return local(at, record.reader.zone)


def _by(record: Record, by: UUID | None) -> Text:
    name = record.name_of(by)
    return _("by {name}", name=name) if name else ""


def _told(*words: Text) -> Text:
    """What is known, beside each other."""
    return dotted(tuple(word for word in words if word))


def _placed(record: Record, placed: PlaceEvent) -> Happening:
    event, cohort = placed.event, placed.cohort
    then = _told(event.rank or "", event.department or "", placed.institution or "")
    return Happening(
        at=_moment(record, event.at),
        title=PLACED[event.kind](cohort),
        note=_told(
            date_time(event.at, record.reader.zone),
            _by(record, event.by),
            _("on behalf of {institution}", institution=placed.behalf) if placed.behalf else "",
            _("as {what}", what=then) if str(then) else "",
        ),
        tone="accent",
        reason=why(event.reason),
    )


def _signatures(record: Record) -> Iterator[Happening]:
    zone = record.reader.zone
    for signed in record.signed:
        unit = f"{signed.cohort.unit_label} {signed.unit.position}"
        yield _signature(record, signed, unit)
        if signed.withdrawn_at is not None:
            yield Happening(
                at=_moment(record, signed.withdrawn_at),
                title=_("Took back the signature of {unit}", unit=unit),
                note=_told(signed.cohort.title, date_time(signed.withdrawn_at, zone)),
                tone="warm",
            )


def _signature(record: Record, signed: Signed, unit: str) -> Happening:
    made = signed.attestation
    return Happening(
        at=_moment(record, made.signed_at),
        title=_("Signed {unit}", unit=unit),
        note=_told(
            signed.cohort.title,
            date_time(made.signed_at, record.reader.zone),
            _("typed “{name}”", name=made.typed_name),
        ),
        tone="good",
    )


def _marked(record: Record, place: LearnerInCohort, marked: ChangeOfMark) -> Happening:
    change = marked.attendance_change
    before = shown(change.from_status, made_up=change.from_made_up)
    after = shown(change.to_status, made_up=change.to_made_up)
    unit = place.label(marked.position)
    corrected = before is not NOT_RECORDED
    title = _("Session of {unit}: {status}", unit=unit, status=WORDS[after].short)
    return Happening(
        at=_moment(record, change.at),
        title=_("Session of {unit} corrected", unit=unit) if corrected else title,
        note=_told(
            place.cohort.title,
            _minutes(change.to_minutes) if not corrected else "",
            SOURCES[change.source],
            _by(record, change.by),
        ),
        tone="warm" if corrected else WORDS[after].tone,
        before=_status(before, change.from_minutes) if corrected else "",
        after=_status(after, change.to_minutes) if corrected else "",
        reason=_("Undo of a save") if change.reason in UNDO_REASONS else change.reason,
        href=f"/teach/{place.cohort.slug}/sessions/{marked.position}/attendance/history",
    )


def _minutes(minutes: int | None) -> Text:
    if minutes is None:
        return ""
    return ngettext("{count} minute", "{count} minutes", count=minutes)


def _status(status: AttendanceStatus, minutes: int | None) -> Text:
    words = WORDS[status].short
    return dotted((words, _minutes(minutes))) if minutes is not None else words


def _certificates(record: Record) -> Iterator[Happening]:
    zone = record.reader.zone
    for issued in record.certificates:
        certificate, status = issued.certificate, issued.status
        href = f"/manage/certificates/{certificate.number}"
        yield Happening(
            at=_moment(record, certificate.issued_at),
            title=_("Certificate {number} issued", number=certificate.number),
            note=_told(
                certificate.kind.words,
                date_time(certificate.issued_at, zone),
                _by(record, certificate.issued_by),
            ),
            tone="accent",
            href=href,
        )
        if status.since is not None:
            revoked = status.state is CertificateState.REVOKED
            yield Happening(
                at=_moment(record, status.since),
                title=_("Certificate {number} revoked", number=certificate.number)
                if revoked
                else _("Certificate {number} replaced", number=certificate.number),
                note=date_time(status.since, zone),
                tone="warm",
                href=href,
            )


def _about(mail: MailTo, numbers: set[str], seats: set[str]) -> Text | None:
    """What a letter is about; None if it is not the reader's to know of.

    A letter about a certificate or a seat is seen by whoever sees that. Of kinds that are not
    named here nothing is told.
    """
    match mail.message.kind:
        case kind if kind in SEAT_LETTERS:
            return SEAT_LETTERS[kind] if mail.message.key.split(":")[1] in seats else None
        case "policy_changed" if mail.message.key.split(":")[1] in seats:
            return _("Mail: what completes a cohort has changed")
        case "certificate" if mail.message.facts.get("number") in numbers:
            return _("Mail: a certificate is ready")
        case kind:
            return LETTERS.get(kind)


def _mailed(record: Record, mail: MailTo, title: Text, now: datetime) -> Happening:
    message, zone = mail.message, record.reader.zone
    tone = "neutral"
    if message.sent_at is not None:
        became = _("delivered {sent:moment}", sent=local(message.sent_at, zone))
    elif mail.failed_at is not None:
        became, tone = _("failed {failed:moment}", failed=local(mail.failed_at, zone)), "warm"
    elif is_useless(message.useless_after, now):
        became, tone = _("not delivered while it was of use"), "warm"
    else:
        became = _("waits to be delivered")
    written = date_time(message.created_at, zone)
    return Happening(_moment(record, message.created_at), title, _told(written, became), tone)
