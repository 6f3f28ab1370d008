"""Which two providers become one, and what moves; pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from app.credit.accreditations.enums import Accreditor
from app.language.reasons import Reason, ReasonKind, reason

if TYPE_CHECKING:
    from app.credit.accreditations.models import Accreditation
    from app.people.models import Person, RoleGrant
    from app.people.providers.models import Provider

SAME = reason("provider_merge.same", "A provider is not merged into itself. Choose another one.")
MERGED = ReasonKind("provider_merge.merged", "{provider} was already merged into another one.")
CHANGED_MEANWHILE = reason(
    "provider_merge.changed_meanwhile",
    "What would move is not what you looked at. Look at it again before you merge.",
)


@dataclass(frozen=True)
class MovedActivity:
    """A cohort with an activity of the provider, in any of its versions."""

    cohort_id: UUID
    cohort: str
    program: str
    is_draft: bool
    is_now: bool
    """Whether the version in force is the provider's; else an earlier one was."""


@dataclass(frozen=True)
class OfficerGrant:
    """Who is its officer, and by which grant."""

    role_grant: RoleGrant
    person: Person


@dataclass(frozen=True)
class Joined:
    """What the other one is and has so far, on which it depends what a merge does."""

    officers: Sequence[OfficerGrant]
    accreditations: Sequence[Accreditation]
    """The newest version of each."""
    zone: str
    accreditor_number: str


@dataclass(frozen=True)
class Moves:
    """All that is a provider's now and would be another one's."""

    activities: Sequence[MovedActivity]
    waiting: Sequence[UUID]
    """What waits for its officers, by the id of the request."""
    officers: Sequence[OfficerGrant]
    accreditations: Sequence[Accreditation]
    """The newest version of each."""
    zone: str
    joined: Joined | None = None
    """None: no other one was chosen yet."""

    @property
    def seen(self) -> str:
        """Stands for what was looked at."""
        ids = [
            *(f"{own.cohort_id} {own.is_now}" for own in self.activities),
            *(str(id_) for id_ in self.waiting),
            *(_told(own) for own in self.officers),
            *(str(own.id) for own in self.accreditations),
            f"from {self.zone}",  # not shown
        ]
        if (there := self.joined) is not None:
            ids += [
                *(f"into {_told(own)}" for own in there.officers),  # not shown
                *(f"into {own.id}" for own in there.accreditations),  # not shown
                f"into {there.zone} {there.accreditor_number}",  # not shown
            ]
        return hashlib.sha256("\n".join(sorted(ids)).encode()).hexdigest()


def _told(officer: OfficerGrant) -> str:
    return f"{officer.role_grant.id} {officer.role_grant.until}"


def lasts_longer(until: datetime | None, than: datetime | None) -> bool:
    """Whether a role with one end is held after another one has ended; None: without an end."""
    return than is not None and (until is None or until > than)


def why_not_merge(source: Provider, target: Provider) -> Reason | None:
    """Why the one cannot become a part of the other."""
    if source.id == target.id:
        return SAME
    merged = next((own for own in (source, target) if own.merged_into_id is not None), None)
    return MERGED(provider=merged.name) if merged else None


def to_carry(
    own: Iterable[Accreditation], there: Iterable[Accreditation]
) -> tuple[Accreditation, ...]:
    """The accreditations that the other one has none of, so that it goes on with their words.

    Where it has one by the same accreditor, its own words hold.
    """
    known = {_by(row) for row in there}
    return tuple(row for row in own if _by(row) not in known)


def _by(row: Accreditation) -> tuple[Accreditor, str]:
    return row.accreditor, row.accreditor_name


def years_elsewhere(source: Provider, target: Provider) -> bool:
    """Whether years of what moves end at another moment than so far."""
    return source.zone != target.zone
