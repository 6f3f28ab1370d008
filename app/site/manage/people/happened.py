"""What happened to a person, the newest first: of whatever kind."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from app.casework.changes.queries import ChangeOfMark
from app.casework.enums import AttendanceStatus
from app.casework.rules import UNDO_REASONS, shown
from app.certificates.queries import CertificateWithStatus
from app.certificates.rules import CertificateState
from app.certificates.snapshot import from_json
from app.cohorts.context import LearnerInCohort
from app.cohorts.enums import EnrollmentEventKind as Kind
from app.cohorts.people.record.queries import PlaceEvent, RoleHeld
from app.credit.models import Claim
from app.credit.phrase import mark_phrase
from app.credit.systems.rules import is_awarded
from app.language import Text, _, dotted, ngettext
from app.language.moments import date_time
from app.learning.signatures.queries import Signed
from app.site.manage.people.happening import About, Happening, beside, by_whom, moment
from app.site.manage.people.mail import letters_of
from app.site.manage.people.record import Record
from app.site.parts.attendance import NOT_RECORDED, SOURCES, WORDS
from app.site.parts.credit import short_amount
from app.site.parts.people import ROLES
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


def told_of(record: Record, now: datetime) -> Mapping[About, Sequence[Happening]]:
    """Everything that happened to a person, by what it is about."""
    places = {place.cohort.id: place for place in record.places}
    return {
        About.SEATS: [_placed(record, event) for event in record.events],
        About.SIGNATURES: list(_signatures(record)),
        About.ATTENDANCE: [
            _marked(record, places[change.cohort_id], change) for change in record.changes
        ],
        About.OPENINGS: list(_openings(record)),
        About.CLAIMS: list(_claims(record)),
        About.CERTIFICATES: list(_certificates(record)),
        About.ROLES: list(_roles(record)),
        About.MAIL: list(letters_of(record, now)),
    }


def _placed(record: Record, placed: PlaceEvent) -> Happening:
    event, cohort = placed.event, placed.cohort
    then = beside(event.rank or "", event.department or "", placed.institution or "")
    return Happening(
        at=moment(record, event.at),
        title=PLACED[event.kind](cohort),
        note=beside(
            date_time(event.at, record.reader.zone),
            by_whom(record, event.by),
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
                at=moment(record, signed.withdrawn_at),
                title=_("Took back the signature of {unit}", unit=unit),
                note=beside(signed.cohort.title, date_time(signed.withdrawn_at, zone)),
                tone="warm",
            )


def _signature(record: Record, signed: Signed, unit: str) -> Happening:
    made = signed.attestation
    return Happening(
        at=moment(record, made.signed_at),
        title=_("Signed {unit}", unit=unit),
        note=beside(
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
        at=moment(record, change.at),
        title=_("Session of {unit} corrected", unit=unit) if corrected else title,
        note=beside(
            place.cohort.title,
            _minutes(change.to_minutes) if not corrected else "",
            SOURCES[change.source],
            by_whom(record, change.by),
        ),
        tone="warm" if corrected else WORDS[after].tone,
        before=_status(before, change.from_minutes) if corrected else "",
        after=_status(after, change.to_minutes) if corrected else "",
        reason=_("Undo of a save") if change.reason in UNDO_REASONS else change.reason,
        href=f"/teach/{place.cohort.slug}/sessions/{marked.position}/history",
    )


def _minutes(minutes: int | None) -> Text:
    if minutes is None:
        return ""
    return ngettext("{count} minute", "{count} minutes", count=minutes)


def _status(status: AttendanceStatus, minutes: int | None) -> Text:
    words = WORDS[status].short
    return dotted((words, _minutes(minutes))) if minutes is not None else words


def _certificates(record: Record) -> Iterator[Happening]:
    for issued in (*record.certificates, *(own.issued for own in record.taught)):
        yield _issued(record, issued)
        if issued.status.since is not None:
            yield _ended(record, issued, issued.status.since)


def _issued(record: Record, issued: CertificateWithStatus) -> Happening:
    certificate = issued.certificate
    return Happening(
        at=moment(record, certificate.issued_at),
        title=_("Certificate {number} issued", number=certificate.number),
        note=beside(
            from_json(certificate.snapshot).name,
            date_time(certificate.issued_at, record.reader.zone),
            by_whom(record, certificate.issued_by),
        ),
        tone="accent",
        href=_path_of(issued),
    )


def _ended(record: Record, issued: CertificateWithStatus, since: datetime) -> Happening:
    certificate = issued.certificate
    revoked = issued.status.state is CertificateState.REVOKED
    return Happening(
        at=moment(record, since),
        title=_("Certificate {number} revoked", number=certificate.number)
        if revoked
        else _("Certificate {number} replaced", number=certificate.number),
        note=date_time(since, record.reader.zone),
        tone="warm",
        href=_path_of(issued),
    )


def _path_of(issued: CertificateWithStatus) -> str:
    return f"/manage/certificates/{issued.certificate.number}"


def _openings(record: Record) -> Iterator[Happening]:
    places = {place.enrollment.id: place for place in record.places}
    for opening in record.openings:
        place = places[opening.enrollment_id]
        yield Happening(
            at=moment(record, opening.opened_at),
            title=_("{unit} opened early for them", unit=place.label(opening.position)),
            note=beside(
                place.cohort.title,
                date_time(opening.opened_at, record.reader.zone),
                by_whom(record, opening.by),
            ),
            tone="accent",
            reason=opening.reason,
        )


def _claims(record: Record) -> Iterator[Happening]:
    cohorts = {place.enrollment.id: place.cohort.title for place in record.places}
    for made in record.claims:
        claim, cohort = made.claim, cohorts[made.claim.enrollment_id]
        amount = short_amount(claim.quarters, claim.credit_system)
        if made.unit and is_awarded(claim.credit_system):
            amount = f"{amount} {made.unit}"
        yield Happening(
            at=moment(record, claim.claimed_at),
            title=mark_phrase(str(_("Claimed credit: {amount}", amount=amount))),
            note=beside(
                cohort, date_time(claim.claimed_at, record.reader.zone), *_instead_of(claim)
            ),
            tone="good",
        )
        if made.withdrawn_at is not None:
            yield Happening(
                at=moment(record, made.withdrawn_at),
                title=mark_phrase(str(_("Took the claim of {amount} back", amount=amount))),
                note=beside(cohort, date_time(made.withdrawn_at, record.reader.zone)),
                tone="warm",
            )


def _instead_of(claim: Claim) -> list[Text]:
    """What else they could have claimed, where they did not take what was suggested."""
    others = claim.facts.get("instead_of")
    return [_("chosen instead of {amounts}", amounts="; ".join(others))] if others else []


def _roles(record: Record) -> Iterator[Happening]:
    for held in record.roles:
        yield _given(record, held)
        if held.grant.revoked_at is not None:
            yield _taken_back(record, held, held.grant.revoked_at)


def _given(record: Record, held: RoleHeld) -> Happening:
    grant = held.grant
    return Happening(
        at=moment(record, grant.granted_at),
        title=_("Given the role {role}", role=ROLES[grant.role]),
        note=beside(
            held.over or _EVERYWHERE,
            date_time(grant.granted_at, record.reader.zone),
            by_whom(record, grant.granted_by),
        ),
        tone="accent",
    )


def _taken_back(record: Record, held: RoleHeld, at: datetime) -> Happening:
    grant = held.grant
    return Happening(
        at=moment(record, at),
        title=_("The role {role} ended", role=ROLES[grant.role]),
        note=beside(
            held.over or _EVERYWHERE,
            date_time(at, record.reader.zone),
            by_whom(record, grant.revoked_by),
        ),
        tone="warm",
        reason=why(grant.revoked_reason),
    )


_EVERYWHERE = _("The whole installation")
