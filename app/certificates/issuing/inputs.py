"""What a certificate is made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.certificates.snapshot import CertificateKind
from app.cohorts.context import CohortContext
from app.credit.rules import CreditStatus

if TYPE_CHECKING:
    from sqlalchemy import Row

    from app.credit.models import Activity
    from app.people.models import Person


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
    history: tuple[Row[CertificateKind, str, bool], ...]
    """Kind, number and whether it is live, of everything issued so far."""

    def live(self, kind: CertificateKind) -> str | None:
        """The number of the live certificate of a kind."""
        return next(
            (number for issued_kind, number, live in self.history if issued_kind is kind and live),
            None,
        )

    def next_edition(self, kind: CertificateKind) -> int:
        """One more than were revoked or replaced: while one is live, its edition is not free."""
        return 1 + sum(issued_kind is kind and not live for issued_kind, _, live in self.history)
