"""What a certificate is made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.certificates.names.rules import NameToCheck
from app.certificates.snapshot import CertificateKind
from app.cohorts.context import CohortContext
from app.credit.rules import CreditStatus

if TYPE_CHECKING:
    from app.credit.models import Activity
    from app.people.models import Person


@dataclass(frozen=True)
class IssuedBefore:
    """A certificate that an enrollment got."""

    kind: CertificateKind
    number: str
    is_live: bool


@dataclass(frozen=True)
class CertificateInputs:
    """Everything that certificates of one enrollment are made from."""

    here: CohortContext
    person: Person
    address: str | None
    """The primary one; without one there is nowhere to mail to."""
    standing: CreditStatus
    activity: Activity | None
    """The version the claim was made under; without a claim, the newest."""
    history: Sequence[IssuedBefore]
    """Everything issued so far."""
    name: NameToCheck | None = None
    """The name, if somebody has to look at it first."""

    def live(self, kind: CertificateKind) -> str | None:
        """The number of the live certificate of a kind."""
        return next(
            (issued.number for issued in self.history if issued.kind is kind and issued.is_live),
            None,
        )

    def left_of(self, kinds: Sequence[CertificateKind]) -> tuple[CertificateKind, ...]:
        """Those of some kinds of which there is no live one."""
        return tuple(kind for kind in kinds if self.live(kind) is None)

    def next_edition(self, kind: CertificateKind) -> int:
        """One more than were revoked or replaced: while one is live, its edition is not free."""
        return 1 + sum(issued.kind is kind and not issued.is_live for issued in self.history)
