"""Who claimed, or signed what completion asks for, and has not got everything yet.

Of most of them only the attestation of completion is to come: they are counted. Looked at closely,
by their ledgers, is only who has claimed, or can.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from app.certificates.enums import EventKind
from app.certificates.issuing.candidates.queries import candidates_among
from app.certificates.issuing.candidates.rules import Candidate
from app.certificates.issuing.queries import orders_under_way_in
from app.certificates.models import Certificate, CertificateEvent, CertificateKind
from app.certificates.names.queries import names_among
from app.certificates.orders import Slot, WantedCertificate
from app.certificates.overview.unsupported.queries import DAY_CORRECTED, LOST_A_MARK
from app.certificates.queries import is_live
from app.certificates.rules import is_attestation_due
from app.cohorts.context import CohortContext
from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.models import Enrollment
from app.core.db import plain_rows
from app.credit.extensions.queries import is_extended_until
from app.credit.models import Activity, Claim, ClaimWithdrawal
from app.credit.queries import standings_among
from app.credit.status.rules import CreditStatus
from app.credit.tallies.counts.queries import is_apart
from app.credit.tallies.queries import PlannedSession, complete_among
from app.learning.models import Attestation
from app.people.rules import why_not_deal_with


class PersonReady(NamedTuple):
    """Somebody to whom something can be issued."""

    person_id: UUID
    certificates: int
    """How many."""


class DueAgain(NamedTuple):
    """A certificate that was revoked, for whom another one is due by the records."""

    person_id: UUID
    number: str


class ClaimChanged(NamedTuple):
    """A certificate that holds, and whose person has claimed something else since."""

    person_id: UUID
    number: str


@dataclass(frozen=True)
class Finishing:
    """Who of a cohort may have something to claim, or to be issued."""

    standings: list[CreditStatus] = field(default_factory=list)
    """Of who has claimed, or can."""
    candidates: list[Candidate] = field(default_factory=list)
    """The same people."""
    attestations: list[UUID] = field(default_factory=list)
    """People for whom an attestation of completion can be issued, and nothing else is to come."""

    names: list[UUID] = field(default_factory=list)
    """People whose name somebody has to look at before anything more is issued to them."""

    def names_for(self, by: UUID) -> list[UUID]:
        """Those of them whom somebody can confirm: not themselves."""
        return [own for own in self.names if why_not_deal_with([own], by=by) is None]

    def again_for(self, by: UUID) -> list[DueAgain]:
        """What was revoked and is due again, which somebody can decide: not on their own."""
        return [
            DueAgain(own.person_id, gone.number)
            for own in self.candidates
            for gone in own.revoked
            if gone.due_again and why_not_deal_with([own.person_id], by=by) is None
        ]

    def changed_for(self, by: UUID) -> list[ClaimChanged]:
        """Certificates that say something else than is claimed since; nobody decides their own."""
        return [
            ClaimChanged(own.person_id, number)
            for own in self.candidates
            for number in own.claims_otherwise
            if why_not_deal_with([own.person_id], by=by) is None
        ]

    def ready_for(self, by: UUID) -> list[PersonReady]:
        """Those to whom somebody can issue: not themselves."""
        others = [own for own in self.attestations if why_not_deal_with([own], by=by) is None]
        due = (PersonReady(own.person_id, len(own.ready_for(by))) for own in self.candidates)
        return [PersonReady(own, 1) for own in others] + [own for own in due if own.certificates]


def finishing_in(
    session: Session,
    cohorts: Mapping[UUID, CohortContext],
    sessions: Sequence[PlannedSession],
    now: datetime,
) -> Mapping[UUID, Finishing]:
    """Those of each cohort: twelve statements for any number of cohorts."""
    least = min((here.policy.modules_required for here in cohorts.values()), default=0)
    asked = {"cohort_ids": list(cohorts), "least": least, "now": now}
    rows = plain_rows(session, _FINISHING, asked).all()
    counted = {row.id: cohorts[row.cohort_id] for row in rows if not row.unlike}
    complete = complete_among(session, counted, sessions, now)
    under_way = orders_under_way_in(session, cohorts)
    found: defaultdict[UUID, Finishing] = defaultdict(Finishing)
    closely: dict[UUID, CohortContext] = {}
    due: list[Row[*tuple[Any, ...]]] = []
    for row in rows:
        if row.unlike or (row.can_claim and row.id in complete):
            closely[row.id] = cohorts[row.cohort_id]
        elif _is_due(row, complete, under_way):
            due.append(row)
    standings = standings_among(session, closely, now)
    names = names_among(session, [*standings, *(row.id for row in due)])
    _sort_out(due, names, found)
    for key, candidate in candidates_among(session, standings, under_way, names).items():
        of = found[closely[key].cohort.id]
        of.standings.append(standings[key])
        of.candidates.append(candidate)
        if candidate.name_to_check is not None:
            of.names.append(candidate.person_id)
    return found


def _sort_out(
    due: Sequence[Row[*tuple[Any, ...]]],
    names: Collection[UUID],
    found: Mapping[UUID, Finishing],
) -> None:
    """Attestations that can be issued, and those that wait for somebody to look at the name."""
    for row in due:
        of = found[row.cohort_id]
        (of.names if row.id in names else of.attestations).append(row.person_id)


def _is_due(
    row: Row[*tuple[Any, ...]],
    complete: frozenset[UUID],
    under_way: Mapping[Slot, UUID],
) -> bool:
    ordered = WantedCertificate(row.id, CertificateKind.COMPLETION).slot in under_way
    due = is_attestation_due(has_activity=row.has_activity, complete=row.id in complete)
    return due and not ordered


HAS_CLAIMED = exists().where(
    col(Claim.enrollment_id) == col(Enrollment.id),
    ~exists().where(col(ClaimWithdrawal.claim_id) == col(Claim.id)),
)


def _was_given(*kinds: CertificateKind) -> ColumnElement[bool]:
    """Whether there was a certificate, be it revoked since: an index tells that."""
    return exists().where(
        col(Certificate.enrollment_id) == col(Enrollment.id), col(Certificate.kind).in_(kinds)
    )


_NEWER = aliased(Certificate)
_LOST = exists().where(
    col(Certificate.enrollment_id) == col(Enrollment.id),
    col(CertificateEvent.certificate_id) == col(Certificate.id),
    col(CertificateEvent.kind) == EventKind.REVOKED,
    ~exists().where(
        col(_NEWER.enrollment_id) == col(Certificate.enrollment_id),
        col(_NEWER.kind) == col(Certificate.kind),
        col(_NEWER.edition) > col(Certificate.edition),
    ),
)
"""Whether the newest of a kind was revoked: of these few the rules say what they lack."""
_CLAIM_CHANGED = and_(
    HAS_CLAIMED,
    exists().where(
        col(Certificate.enrollment_id) == col(Enrollment.id),
        col(ClaimWithdrawal.claim_id) == col(Certificate.claim_id),
        is_live(),
    ),
)
"""Whether a certificate holds of another claim than the live one: of these few rules say more."""
_HAS_ACTIVITY = exists().where(col(Activity.cohort_id) == col(Enrollment.cohort_id))
_CLAIMS_ARE_OPEN = _HAS_ACTIVITY.where(
    col(Activity.claims_close_at) > bindparam("now"),
    or_(col(Activity.expires_at).is_(None), col(Activity.expires_at) > bindparam("now")),
)
_EXTENDED = is_extended_until(col(Enrollment.id), bindparam("now"))
"""Whether somebody was given more time to claim: of these few the rules say what they lack."""
_LACKS_SOMETHING = or_(
    ~_was_given(CertificateKind.COMPLETION),
    and_(HAS_CLAIMED, ~_was_given(CertificateKind.CME_CREDIT, CertificateKind.PARTICIPATION)),
    and_(or_(_CLAIMS_ARE_OPEN, _EXTENDED), ~HAS_CLAIMED),
    _LOST,
    _CLAIM_CHANGED,
    LOST_A_MARK,
    DAY_CORRECTED,
)
_SIGNED = (
    select(func.count())
    .where(col(Attestation.enrollment_id) == col(Enrollment.id))
    .correlate(Enrollment)
    .scalar_subquery()
)
"""Those that were withdrawn, too: at least as many as stand. Who was transferred signed there."""
_FINISHING: Select[*tuple[Any, ...]] = select(
    col(Enrollment.id),
    col(Enrollment.person_id),
    col(Enrollment.cohort_id),
    _HAS_ACTIVITY.label("has_activity"),
    or_(_CLAIMS_ARE_OPEN, _EXTENDED).label("can_claim"),
    or_(HAS_CLAIMED, is_apart(), _LOST, _EXTENDED).label("unlike"),
).where(
    col(Enrollment.cohort_id).in_(bindparam("cohort_ids", expanding=True)),
    is_enrolled(),
    _LACKS_SOMETHING,
    or_(HAS_CLAIMED, bindparam("least") <= _SIGNED, is_apart(), _EXTENDED),
)
"""`unlike`: whom their own counts do not tell everything of."""
