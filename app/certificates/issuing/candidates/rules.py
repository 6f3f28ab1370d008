"""One person before certificates are issued: what is ready, missing, and there. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from app.certificates import rules
from app.certificates.names.rules import TO_CHECK, NameToCheck
from app.certificates.orders import Slot, WantedCertificate
from app.certificates.snapshot import CertificateKind
from app.credit.status.rules import CreditStatus
from app.language.reasons import Reason
from app.people.rules import why_not_deal_with


class Due(NamedTuple):
    """A certificate that can be issued now; `quarters` are None where it says nothing of credit."""

    kind: CertificateKind
    quarters: int | None


class IssuedCertificate(NamedTuple):
    """A live certificate; `quarters` are None where it says nothing of credit."""

    kind: CertificateKind
    number: str
    quarters: int | None = None


class RevokedCertificate(NamedTuple):
    """The last certificate of a kind, where it was revoked; `on` is a day in the cohort's zone."""

    kind: CertificateKind
    number: str
    on: date
    asked_for: bool = False
    """Whether its person wanted it revoked: then nobody waits for another one of that claim."""
    claim_id: UUID | None = None
    is_closed: bool = False
    """Whether somebody decided that it stays revoked, and nothing was claimed anew since."""
    due_again: bool = False
    """Whether the records bear another one out, which is issued from its page only."""


@dataclass(frozen=True)
class Given:
    """What one enrollment was given, by kind."""

    live: dict[CertificateKind, IssuedCertificate]
    revoked: dict[CertificateKind, RevokedCertificate]
    """The last that was; it says nothing beside a live one."""

    def holds(self, kind: CertificateKind) -> bool:
        """Whether one of a kind, or one that excludes it, is live."""
        return any(own.excludes(kind) for own in self.live)

    def lost(self, kind: CertificateKind) -> RevokedCertificate | None:
        """The last that was revoked of a kind, or of one that excludes it."""
        gone = (lost for own, lost in self.revoked.items() if own.excludes(kind))
        return max(gone, key=lambda lost: lost.on, default=None)


NOTHING = Given({}, {})


@dataclass(frozen=True)
class Candidate:
    """One person of a cohort before certificates are issued."""

    enrollment_id: UUID
    person_id: UUID
    name: str
    """As it will stand on the certificate, with degrees."""
    ready: tuple[Due, ...]
    missing: tuple[Reason, ...]
    """Why the others are not ready: "5 of 6 sessions counted"."""
    issued: tuple[IssuedCertificate, ...]
    name_to_check: NameToCheck | None = None
    """The name, if something waits for somebody to look at it, and for nothing else."""
    revoked: tuple[RevokedCertificate, ...] = ()
    """What would be due, and was issued and revoked."""
    claims_otherwise: tuple[str, ...] = ()
    """The numbers of those that hold, and say something else than is claimed since."""

    @property
    def is_due_again(self) -> bool:
        """Whether something that was revoked is due by the records: somebody has to decide."""
        return any(own.due_again for own in self.revoked)

    @property
    def is_waiting(self) -> bool:
        """Whether somebody can do something about it."""
        return bool(self.ready) or self.name_to_check is not None

    def why_not(self, by: UUID) -> Reason | None:
        """Why what is ready is not somebody's to issue."""
        return why_not_deal_with([self.person_id], by=by) if self.ready else None

    def ready_for(self, by: UUID) -> tuple[Due, ...]:
        """What of it somebody can issue: nothing to themselves."""
        return () if self.why_not(by) else self.ready

    def is_ready(self, kind: CertificateKind) -> bool:
        """Whether a certificate of this kind can be issued now."""
        return any(due.kind is kind for due in self.ready)

    def number_of(self, kind: CertificateKind) -> str | None:
        """The number of the live certificate of this kind, or of one that excludes it."""
        return next((own.number for own in self.issued if own.kind.excludes(kind)), None)


def candidate_of(
    standing: CreditStatus,
    name: str,
    given: Given,
    under_way: Collection[Slot],
    to_check: NameToCheck | None,
) -> Candidate:
    enrollment_id = standing.ledger.enrollment_id
    ready: list[Due] = []
    reasons: list[Reason] = []
    gone: list[RevokedCertificate] = []
    for kind in rules.kinds_due(standing):
        if given.holds(kind):
            continue
        lost = given.lost(kind)
        ordered = WantedCertificate(enrollment_id, kind).slot in under_way
        why_not = rules.why_not_yet(
            standing,
            kind,
            ordered=ordered,
            to_check=to_check is not None,
            revoked=lost.on if lost else None,
        )
        if lost and not ordered:
            gone.append(lost._replace(due_again=is_due_again(standing, kind, lost)))
        reasons += why_not
        if not why_not:
            ready.append(Due(kind, rules.quarters_on(standing, kind)))
    return Candidate(
        enrollment_id,
        standing.ledger.person_id,
        name,
        ready=tuple(ready),
        missing=tuple(dict.fromkeys(reasons)),
        issued=tuple(given.live.values()),
        name_to_check=to_check if TO_CHECK in reasons else None,
        revoked=tuple(gone),
        claims_otherwise=tuple(
            own.number for own in given.live.values() if _claims_otherwise(standing, own)
        ),
    )


def is_due_again(standing: CreditStatus, kind: CertificateKind, lost: RevokedCertificate) -> bool:
    """Whether somebody has to decide. Whoever asked for the revocation and claims anew waits."""
    if lost.is_closed:
        return False
    claim_id = standing.claim.id if standing.claim and kind.says_credit else None
    is_given_up = lost.asked_for and lost.claim_id == claim_id
    return not is_given_up and not rules.missing(standing, kind)


def _claims_otherwise(standing: CreditStatus, issued: IssuedCertificate) -> bool:
    """Whether the claim says something else than a certificate that was issued for one."""
    if not issued.kind.says_credit or standing.claim is None:
        return False
    now = rules.kind_now(standing, issued.kind), standing.claim.quarters
    return now != (issued.kind, issued.quarters)
