"""What was read of approvals, extensions and reports, for the tables of a folder."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.certificates.pars.queries import MadeFile
from app.credit.accreditations.queries import ProviderAccredited
from app.credit.models import ClaimExtension
from app.credit.proposals.queries import AskedOf


@dataclass(frozen=True)
class Extended:
    """What one person was given for their claim, and whether it was taken back."""

    claim_extension: ClaimExtension
    taken_back_at: datetime | None
    taken_back_by: UUID | None


@dataclass(frozen=True)
class Permitted:
    """That a learner allows to be reported, without what they gave for it."""

    enrollment_id: UUID
    given_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True)
class Approvals:
    """Who approved what, and what was given and reported of it."""

    accreditations: Sequence[ProviderAccredited]
    """Every version of every one, of each provider that was asked or named."""
    asked: Sequence[AskedOf]
    """The first proposal first."""
    extensions: Sequence[Extended]
    permissions: Sequence[Permitted]
    files: Sequence[MadeFile]
    """The first one first."""

    def people(self) -> Iterator[UUID | None]:
        """Everybody who acted in it."""
        yield from (own.accreditation.by for own in self.accreditations)
        yield from (own.claim_extension.by for own in self.extensions)
        yield from (own.taken_back_by for own in self.extensions)
        yield from (own.reporting_file.marked_by for own in self.files)
