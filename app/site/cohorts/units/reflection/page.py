"""The page of all that a learner saved of a reflection."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.cohorts.context import LearnerInCohort
from app.cohorts.queries import UnitRow
from app.language import Text, _
from app.language.moments import local
from app.learning.models import Reflection
from app.people.actors import Actor


@dataclass(frozen=True)
class VersionRow:
    """One version as it was saved."""

    id: UUID
    title: Text
    saved: datetime
    shared: bool
    text: str


@dataclass(frozen=True)
class VersionsPage:
    """Everything that a learner saved of a reflection; for its writer alone."""

    eyebrow: str
    title: Text
    prompt: str
    language: str
    """Of the prompt."""
    back: str
    versions: Sequence[VersionRow]


def versions_page(
    learner: LearnerInCohort,
    unit: UnitRow,
    prompt: str,
    versions: Sequence[Reflection],
    *,
    reader: Actor,
) -> VersionsPage:
    """The versions, the newest first."""
    return VersionsPage(
        eyebrow=f"{learner.label(unit.position)}: {unit.title}",
        title=_("What you saved of your reflection"),
        prompt=prompt,
        language=learner.program.language,
        back=f"{learner.path}/units/{unit.position}#reflection",
        versions=[
            VersionRow(
                id=version.id,
                title=_("Version {number}, the newest", number=version.edition)
                if not place
                else _("Version {number}", number=version.edition),
                saved=local(version.saved_at, reader.zone),
                shared=version.shared,
                text=version.text,
            )
            for place, version in enumerate(versions)
        ],
    )
