"""Reads of what was issued: by number, by code, by file, and what became of it since."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, null, or_, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.certificates.alterations.queries import is_altered
from app.certificates.alterations.rules import ALTERED, word_of
from app.certificates.enums import EventKind
from app.certificates.models import Certificate, CertificateClosure, CertificateEvent
from app.certificates.rules import (
    CertificateState,
    CertificateStatus,
    ReasonClass,
    status_of,
)
from app.certificates.snapshot import CertificateKind
from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.models import Cohort, Enrollment
from app.cohorts.teaching.models import Teaching
from app.core.db import records
from app.core.models import AuditLine
from app.credit.models import Claim
from app.language.reasons import Reason
from app.people.models import EmailAddress, Institution, Person


@dataclass(frozen=True)
class Neighbor:
    """The certificate before or after another one, in the place of which it was issued."""

    number: str
    code: str
    issued_at: datetime


@dataclass(frozen=True)
class CertificateWithStatus:
    """An issued certificate, with what became of it."""

    certificate: Certificate
    status: CertificateStatus
    before: Neighbor | None = None
    """The one whose place it took."""
    after: Neighbor | None = None
    """The one that took its place."""
    parts_names: bool = False
    """Whether the one before no longer tells its name: then neither leads to the other in public,
    since whoever holds one paper would learn the name on the other."""

    def doubted(self, doubt: Reason | None) -> CertificateWithStatus:
        """The same with what is known against it."""
        return replace(self, status=replace(self.status, doubt=doubt))

    @property
    def public_before(self) -> Neighbor | None:
        """The one before, where anybody may be led to it."""
        return None if self.parts_names else self.before

    @property
    def public_after(self) -> Neighbor | None:
        """The one after, where anybody may be led to it."""
        return None if self.status.hides_name else self.after


@dataclass(frozen=True)
class CertificateEntry:
    """One thing that happened to a certificate."""

    at: datetime
    what: str
    """`issued`, `revoked`, `replaced`, or `closed`: it stays revoked."""
    by: Person | None
    note: str = ""
    job_id: str | None = None


def by_code(session: Session, code: str) -> CertificateWithStatus | None:
    """The certificate that its public code opens."""
    return _one(session, col(Certificate.code) == code)


def by_number(session: Session, number: str) -> CertificateWithStatus | None:
    """The certificate with a number, whosever it is."""
    return _one(session, col(Certificate.number) == number)


def by_file(session: Session, sha256: str) -> CertificateWithStatus | None:
    """The certificate whose stored file has this hash."""
    return _one(session, col(Certificate.pdf_sha256) == sha256)


def own_by_number(session: Session, person_id: UUID, number: str) -> CertificateWithStatus | None:
    """A person's own certificate with a number."""
    return _one(session, and_(col(Certificate.number) == number, _of_person(person_id)))


def certificates_of_person(session: Session, person_id: UUID) -> list[CertificateWithStatus]:
    """A person's certificates, the newest first, those that no longer hold included."""
    own = _with_status().where(_of_person(person_id))
    newest = own.order_by(col(Certificate.issued_at).desc(), col(Certificate.kind))
    return [_read(row) for row in session.execute(newest)]


def certificates_in(session: Session, place_ids: Collection[UUID]) -> list[CertificateWithStatus]:
    """The certificates of some places in cohorts, the newest first."""
    own = _with_status().where(hangs_on(place_ids))
    newest = own.order_by(col(Certificate.issued_at).desc(), col(Certificate.kind))
    return [_read(row) for row in session.execute(newest)]


@dataclass(frozen=True)
class OnFile:
    """A certificate, all that were issued to the same place, and whose they are."""

    issued: CertificateWithStatus
    all_issued: Sequence[CertificateWithStatus]
    """The newest first; itself among them."""
    cohort: str
    """The address of its cohort."""
    person: Person
    address: str | None
    """Their primary one."""
    has_left: bool
    """Whether its learner is no longer in the cohort; who leads sessions never leaves it."""


def on_file(session: Session, number: str) -> OnFile | None:
    """The certificate with a number, with what stands beside it: one statement."""
    primary = and_(col(EmailAddress.person_id) == col(Person.id), col(EmailAddress.is_primary))
    of_cohort, of_person = _of_place("cohort_id"), _of_place("person_id")
    left = and_(col(Certificate.enrollment_id).is_not(None), ~is_enrolled())
    rows = session.execute(
        _with_status()
        .add_columns(col(Cohort.slug), Person, col(EmailAddress.address), left)
        .outerjoin(Enrollment, col(Enrollment.id) == col(Certificate.enrollment_id))
        .outerjoin(Teaching, col(Teaching.id) == col(Certificate.teaching_id))
        .join(Cohort, col(Cohort.id) == of_cohort)
        .join(Person, col(Person.id) == of_person)
        .outerjoin(EmailAddress, primary)
        .where(_is_beside(number))
        .order_by(col(Certificate.issued_at).desc(), col(Certificate.kind))
    ).all()
    if not rows:
        return None
    *_status, slug, person, address, has_left = rows[0]
    everything = [_read(row[:-4]) for row in rows]
    issued = next(own for own in everything if own.certificate.number == number)
    return OnFile(issued, everything, slug, person, address, has_left=bool(has_left))


def _is_beside(number: str) -> ColumnElement[bool]:
    """The condition that a certificate hangs on what the one with a number hangs on."""
    one = aliased(Certificate)
    return or_(
        *(
            key == select(getattr(one, key.key)).where(col(one.number) == number).scalar_subquery()
            for _of, key in PLACES
        )
    )


def _of_place(name: str) -> ColumnElement[UUID]:
    """A column of what a certificate hangs on, where all that it can be are joined."""
    return func.coalesce(*(getattr(of, name) for of, _key in PLACES))


def owner_of(session: Session, certificate: Certificate) -> UUID:
    """Whose certificate it is."""
    return _place_of(session, certificate).person_id


def cohort_of(session: Session, certificate: Certificate) -> UUID:
    """In which cohort it was issued."""
    return _place_of(session, certificate).cohort_id


def _place_of(session: Session, certificate: Certificate) -> Enrollment | Teaching:
    if certificate.teaching_id is not None:
        return session.get_one(Teaching, certificate.teaching_id)
    return session.get_one(Enrollment, certificate.enrollment_id)


def history(session: Session, issued: CertificateWithStatus) -> list[CertificateEntry]:
    """What happened to a certificate, in order, with who did it.

    One statement for one that holds, two for one that was replaced, three for one revoked.
    """
    certificate, state = issued.certificate, issued.status.state
    entries = _issue_of(session, certificate)
    if state is not CertificateState.VALID:
        entries += _events_of(session, certificate)
    if state is CertificateState.REVOKED:
        entries += _closures_of(session, certificate)
    return sorted(entries, key=lambda entry: entry.at)


def _issue_of(session: Session, certificate: Certificate) -> list[CertificateEntry]:
    rows = session.execute(
        select(AuditLine, Person)
        .outerjoin(Person, col(Person.id) == col(AuditLine.actor_id))
        .where(
            col(AuditLine.object_id) == str(certificate.id),
            col(AuditLine.act) == "certificate.issued",
        )
    )
    return [
        CertificateEntry(line.at, "issued", who, job_id=line.facts.get("job")) for line, who in rows
    ]


def _events_of(session: Session, certificate: Certificate) -> list[CertificateEntry]:
    rows = session.execute(
        select(CertificateEvent, Person)
        .outerjoin(Person, col(Person.id) == col(CertificateEvent.by))
        .where(col(CertificateEvent.certificate_id) == certificate.id)
    )
    return [CertificateEntry(event.at, event.kind.value, who, event.note) for event, who in rows]


def _closures_of(session: Session, certificate: Certificate) -> list[CertificateEntry]:
    rows = session.execute(
        select(CertificateClosure, Person)
        .outerjoin(Person, col(Person.id) == col(CertificateClosure.by))
        .where(col(CertificateClosure.certificate_id) == certificate.id)
    )
    return [CertificateEntry(own.at, "closed", who, own.reason) for own, who in rows]


PLACES: tuple[tuple[Any, Any], ...] = (
    (Enrollment, col(Certificate.enrollment_id)),
    (Teaching, col(Certificate.teaching_id)),
)
"""What a certificate can hang on, and by which column it does."""


def hangs_on(place_ids: Collection[UUID]) -> ColumnElement[bool]:
    """The condition that a certificate is of one of some places, of learners or of who leads."""
    return or_(*(key.in_(place_ids) for _of, key in PLACES))


def is_in_cohort(cohort_id: UUID) -> ColumnElement[bool]:
    """The condition that a certificate was issued in a cohort, to learners or who leads."""
    return or_(
        *(key.in_(select(col(of.id)).where(col(of.cohort_id) == cohort_id)) for of, key in PLACES)
    )


def _of_person(person_id: UUID) -> ColumnElement[bool]:
    return or_(
        *(key.in_(select(col(of.id)).where(col(of.person_id) == person_id)) for of, key in PLACES)
    )


def _with_status() -> Select[*tuple[Any, ...]]:
    """One row a certificate: it, its revocation, its replacement, and those before and after."""
    revoked, replaced, began = (aliased(CertificateEvent) for _ in range(3))
    before, after = aliased(Certificate), aliased(Certificate)
    columns: list[Any] = [Certificate, revoked, replaced]
    for own in (before, after):
        columns += [own.number, own.code, own.issued_at]
    columns += [_hides_name(Certificate), _hides_name(before), is_altered()]

    def of(event: Any, kind: EventKind) -> ColumnElement[bool]:
        return and_(event.certificate_id == col(Certificate.id), event.kind == kind)

    return (
        select(*columns)
        .outerjoin(revoked, of(revoked, EventKind.REVOKED))
        .outerjoin(replaced, of(replaced, EventKind.REPLACED))
        .outerjoin(after, col(after.id) == replaced.replaced_by_id)
        .outerjoin(began, col(began.replaced_by_id) == col(Certificate.id))
        .outerjoin(before, col(before.id) == began.certificate_id)
    )


_LATER, _ENDED = aliased(Certificate), aliased(CertificateEvent)
_HIDES = or_(
    col(_ENDED.hides_name).is_(True),
    and_(col(_ENDED.hides_name).is_(None), col(_ENDED.reason_class) == ReasonClass.NAME.value),
)


def _hides_name(own: Any) -> ColumnElement[bool]:
    """Whether the name of a certificate is no longer told.

    It was hidden there, or at a later one of its kind or of one that it excludes.
    """
    is_later = and_(col(_LATER.kind) == own.kind, col(_LATER.edition) >= own.edition)
    goes_on = and_(col(_LATER.kind) != own.kind, col(_LATER.issued_at) > own.issued_at)
    return exists().where(
        or_(
            col(_LATER.enrollment_id) == own.enrollment_id,
            col(_LATER.teaching_id) == own.teaching_id,
        ),
        _says_credit(_LATER) == _says_credit(own),
        or_(is_later, goes_on),
        col(_ENDED.certificate_id) == col(_LATER.id),
        _HIDES,
    )


def _says_credit(certificate: Any) -> ColumnElement[bool]:
    """`CertificateKind.says_credit` in the database."""
    return col(certificate.kind).in_([kind for kind in CertificateKind if kind.says_credit])


def _one(session: Session, condition: ColumnElement[bool]) -> CertificateWithStatus | None:
    row = session.execute(_with_status().where(condition)).first()
    return _read(row) if row else None


def _read(row: Sequence[Any]) -> CertificateWithStatus:
    certificate, revoked, replaced, *rest, hides, parts, altered = row
    before, after = (Neighbor(*own) if own[0] else None for own in (rest[:3], rest[3:]))
    events = [event for event in (revoked, replaced) if event is not None]
    became = status_of(events, after.number if after else None)
    status = replace(became, hides_name=bool(hides), doubt=ALTERED if altered else None)
    return CertificateWithStatus(
        certificate, status, before, after, parts_names=before is not None and bool(parts)
    )


def is_live() -> ColumnElement[bool]:
    """The condition that a certificate was neither revoked nor replaced."""
    return ~exists().where(col(CertificateEvent.certificate_id) == col(Certificate.id))


def count_live(session: Session, enrollment_ids: Collection[UUID]) -> dict[UUID, int]:
    """How many certificates hold of some places in cohorts; nothing of those with none."""
    rows = session.execute(
        select(col(Certificate.enrollment_id), func.count().label("live"))
        .where(col(Certificate.enrollment_id).in_(enrollment_ids), is_live())
        .group_by(col(Certificate.enrollment_id))
    )
    return {row.enrollment_id: row.live for row in rows}


def certificate_of_claims(session: Session, enrollment_id: UUID) -> CertificateWithStatus | None:
    """The newest certificate that rests on a claim of an enrollment, be it taken back since."""
    of_claims = _with_status().where(
        col(Certificate.enrollment_id) == enrollment_id, col(Certificate.claim_id).is_not(None)
    )
    newest = of_claims.order_by(col(Certificate.issued_at).desc(), col(Certificate.id).desc())
    row = session.execute(newest.limit(1)).first()
    return _read(row) if row else None


@dataclass(frozen=True)
class IssuedSoFar:
    """How many certificates an enrollment has been given."""

    live: int
    ended: int
    """Revoked or replaced; with no live one, the last of them was revoked."""
    kinds_gone: int = 0
    """Of how many kinds there was one, and none holds: the last of each was revoked.

    Of credit and participation, which exclude each other, as of one.
    """

    holds_credit: bool = False
    """Whether one of credit or participation is live."""

    @property
    def is_revoked(self) -> bool:
        """Whether there was one, and none holds any more."""
        return self.ended > 0 and self.live == 0


def count_issued(session: Session, enrollment_id: UUID) -> IssuedSoFar:
    """How many certificates of an enrollment hold, and how many do no longer."""
    live = is_live().label("is_live")
    kind = col(Certificate.kind)
    given = select(kind, live, func.count()).where(col(Certificate.enrollment_id) == enrollment_id)
    counted = session.execute(given.group_by(kind, live))
    rows = [(of, bool(holds), many) for of, holds, many in counted]
    holding = {of.says_credit for of, holds, _many in rows if holds}
    return IssuedSoFar(
        sum(many for _of, holds, many in rows if holds),
        sum(many for _of, holds, many in rows if not holds),
        len({of.says_credit for of, _holds, _many in rows} - holding),
        holds_credit=True in holding,
    )


@dataclass(frozen=True)
class CertificateInCohort:
    """An issued certificate, its owner, and whether it still holds."""

    certificate: Certificate
    person: Person
    quarters: int | None
    """Of the claim that it certifies; None where it says nothing of credit."""
    eligible_quarters: int | None
    """The most that could be claimed then."""
    institution: Institution
    """Whose person they are now."""
    revoked: bool
    replaced: bool
    altered: bool
    """Whether what is stored of it was found altered."""
    doubt: Reason | None
    """Why nobody can rely on it, once that was looked up."""

    @property
    def is_doubtful(self) -> bool:
        """Whether nothing but its signature, or what is stored of it, speaks against it."""
        return self.state is CertificateState.VALID and self.doubt is not None

    @property
    def holds(self) -> bool:
        """Whether anybody can rely on it."""
        return self.state is CertificateState.VALID and self.doubt is None

    @property
    def word(self) -> str:
        """Its verdict for programs."""
        return word_of(self.doubt) if self.doubt and self.is_doubtful else self.state.value

    @property
    def state(self) -> CertificateState:
        """Whether it still holds. What was revoked stays revoked, whatever else happened."""
        if self.revoked:
            return CertificateState.REVOKED
        return CertificateState.REPLACED if self.replaced else CertificateState.VALID


def certificates_of_cohort(session: Session, cohort_id: UUID) -> list[CertificateInCohort]:
    """Everything issued to learners, by family name, and what became of it: one statement."""
    return _issued_in(session, cohort_id, *PLACES[0])


def all_certificates_of_cohort(session: Session, cohort_id: UUID) -> list[CertificateInCohort]:
    """The same with what was issued to those who led sessions: two statements."""
    found = [own for place in PLACES for own in _issued_in(session, cohort_id, *place)]
    return sorted(found, key=lambda own: (own.person.search_name, str(own.person.id)))


def _issued_in(session: Session, cohort_id: UUID, of: Any, key: Any) -> list[CertificateInCohort]:
    """`of`: what they hang on, by the column `key`."""
    replaced, revoked = (
        exists()
        .where(
            col(CertificateEvent.certificate_id) == col(Certificate.id),
            col(CertificateEvent.kind) == kind,
        )
        .label(kind)
        for kind in (EventKind.REPLACED, EventKind.REVOKED)
    )
    rows = session.execute(
        select(
            Certificate,
            Person,
            col(Claim.quarters),
            col(Claim.eligible_quarters),
            Institution,
            revoked,
            replaced,
            is_altered().label("altered"),
            null().label("doubt"),
        )
        .outerjoin(Claim, col(Claim.id) == col(Certificate.claim_id))
        .join(of, col(of.id) == key)
        .join(Person, col(Person.id) == col(of.person_id))
        .join(Institution, col(Institution.id) == col(Person.institution_id))
        .where(col(of.cohort_id) == cohort_id)
        .order_by(
            col(Person.search_name),
            col(Person.id),
            col(Certificate.kind),
            col(Certificate.edition),
        )
    )
    return records(rows, CertificateInCohort)
