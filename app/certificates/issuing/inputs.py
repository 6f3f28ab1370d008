"""What a certificate is made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Self
from uuid import UUID
from zoneinfo import ZoneInfo

from app.certificates.led.rules import Led
from app.certificates.names.rules import NameToCheck
from app.certificates.orders import Order
from app.certificates.snapshot import CertificateKind
from app.cohorts.context import CohortContext
from app.credit.eligibility.rules import ApprovedActivity
from app.credit.status.rules import CreditStatus

if TYPE_CHECKING:
    from app.credit.models import Activity
    from app.people.models import Person


@dataclass(frozen=True)
class IssuedBefore:
    """A certificate that somebody got in a cohort, as a learner or as who leads sessions."""

    kind: CertificateKind
    number: str
    is_live: bool
    certificate_id: UUID
    revoked_at: datetime | None = None
    replaced_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Inputs:
    """What every certificate of one person in one cohort is made from."""

    here: CohortContext
    person: Person
    address: str | None
    """The primary one; without one there is nowhere to mail to."""
    approved: ApprovedActivity | None
    """The version the claim was made under; without a claim, the newest."""
    history: Sequence[IssuedBefore]
    """Everything issued so far."""
    name: NameToCheck | None = None
    """The name, if somebody has to look at it first."""
    has_left: bool = False
    """Whether they are no longer in the cohort: then what they have is corrected, and no more."""

    @property
    def newest(self) -> ApprovedActivity | None:
        """The version of the activity that is in force; where nothing is claimed, that one."""
        return self.approved

    @property
    def in_force(self) -> Self:
        """The same with the newest version of the activity, whatever was claimed under."""
        return replace(self, approved=self.newest)

    @property
    def has_newer_words(self) -> bool:
        """Whether the activity has another version by now than that the claim was made under."""
        newest = self.newest
        if newest is None or self.approved is None:
            return False
        return newest.activity.id != self.approved.activity.id

    @property
    def activity(self) -> Activity | None:
        """What that version says."""
        return self.approved.activity if self.approved else None

    def live(self, kind: CertificateKind) -> str | None:
        """The number of the live certificate of a kind, or of one that excludes it."""
        return next(
            (own.number for own in self.history if own.kind.excludes(kind) and own.is_live), None
        )

    def left_of(self, order: Order) -> tuple[CertificateKind, ...]:
        """Those of an order of which there is no live one; each that takes another's place."""
        return tuple(
            kind for kind in order.kinds if kind in order.replaces or self.live(kind) is None
        )

    def revoked_on(self, kind: CertificateKind) -> date | None:
        """The day on which the last of a kind, or of one that excludes it, was revoked.

        None where there is a live one.
        """
        if self.live(kind) is not None:
            return None
        zone = ZoneInfo(self.here.cohort.zone)
        ended = [own.revoked_at for own in self.history if own.kind.excludes(kind)]
        last = max((moment for moment in ended if moment), default=None)
        return last.astimezone(zone).date() if last else None

    def before(self, certificate_id: UUID) -> IssuedBefore | None:
        """One that was issued to them there."""
        return next((own for own in self.history if own.certificate_id == certificate_id), None)

    def next_edition(self, kind: CertificateKind, *, replaces: UUID | None = None) -> int:
        """One more than were revoked or replaced: while one is live, its edition is not free.

        `replaces`: the one that it replaces, which counts as if it were already.
        """
        return 1 + sum(
            not own.is_live or own.certificate_id == replaces
            for own in self.history
            if own.kind is kind
        )


@dataclass(frozen=True, kw_only=True)
class CertificateInputs(Inputs):
    """Everything that certificates of one enrollment are made from."""

    standing: CreditStatus

    @property
    def newest(self) -> ApprovedActivity | None:
        """The version of the activity that is in force, whatever was claimed under."""
        return self.standing.approved


@dataclass(frozen=True, kw_only=True)
class TeachingInputs(Inputs):
    """Everything that a certificate of teaching is made from."""

    led: Sequence[Led]
    """The sessions that were held and that they led, as the records say now."""
