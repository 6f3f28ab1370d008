"""What learners are told of financial relationships, and what of it is new to them."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.cohorts.context import LearnerInCohort
from app.cohorts.gates.models import DisclosureText
from app.cohorts.gates.queries import TextsRead
from app.credit.disclosures.text.rules import Change, changes
from app.language import Text, _
from app.language.moments import local
from app.language.reasons import Reason


@dataclass(frozen=True)
class DisclosuresPage:
    """The text that holds, and the button that says it was read."""

    eyebrow: str
    path: str
    up: str
    changes: Sequence[Change]
    """Its paragraphs; beside the version that they read before, with what is gone."""
    has_changed: bool
    title: Text | None
    """Of its version; None: there is no text."""
    hash: str
    read: Text | None
    unit: int | None
    session: int | None
    refused: Reason | None


def disclosures_page(
    learner: LearnerInCohort,
    known: TextsRead,
    zone: str,
    *,
    unit: int | None = None,
    session: int | None = None,
    refused: Reason | None = None,
) -> DisclosuresPage:
    """`unit`, `session`: from where they were led here, to be led back there."""
    current, before = known.current, known.last_read
    has_changed = before is not None and current is not None and before.id != current.id
    earlier = before.lines if before is not None and has_changed else None
    return DisclosuresPage(
        eyebrow=learner.cohort.title,
        path=f"{learner.path}/disclosures",
        up=learner.path,
        changes=_lines(current, earlier),
        has_changed=has_changed,
        title=_title(current, zone) if current else None,
        hash=current.sha256 if current else "",
        read=_read(known, zone),
        unit=unit,
        session=session,
        refused=refused,
    )


def _lines(current: DisclosureText | None, earlier: Sequence[str] | None) -> list[Change]:
    if current is None:
        return []
    return changes(earlier if earlier is not None else current.lines, current.lines)


def _title(current: DisclosureText, zone: str) -> Text:
    at = local(current.published_at, zone)
    return _("Version {version}, {at:day}", version=current.version, at=at)


def _read(known: TextsRead, zone: str) -> Text | None:
    at = known.read.get(known.current.id) if known.current else None
    return _("You read it {at:moment}.", at=local(at, zone)) if at else None
