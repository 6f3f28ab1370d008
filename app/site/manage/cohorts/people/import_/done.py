"""A file that was applied: whom it brought in, and undoing it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.cohorts.context import CohortContext
from app.cohorts.intake.applying.queries import Imported
from app.cohorts.intake.enums import Outcome
from app.cohorts.intake.models import PeopleImport
from app.cohorts.intake.refused.rules import RefusedRow, kept_until, refused_rows
from app.cohorts.intake.rules import why_not_undo
from app.cohorts.rules import WHY
from app.language import Text, _, pgettext
from app.language.moments import local, long_moment
from app.site.manage.cohorts.page import path_of
from app.web.parts import Fact

WORDS = {
    Outcome.ENROLL: pgettext("of people", "Enrolled"),
    Outcome.INVITE: pgettext("of people", "Invited"),
    Outcome.WAITLIST: pgettext("of people", "On the waitlist"),
    Outcome.REFUSE: pgettext("of people", "Not brought in"),
}


@dataclass(frozen=True)
class DoneLine:
    """Somebody whom the file brought in."""

    line: int
    name: str
    href: str
    outcome: Text
    answers: Sequence[Fact]


@dataclass(frozen=True)
class DonePage:
    """What a file did."""

    cohort: str
    path: str
    own: str
    file_name: str
    done: Text
    is_undone: bool
    counts: Sequence[tuple[int, Text]]
    people: Sequence[DoneLine]
    refused: Sequence[RefusedRow]
    refused_until: datetime | None
    """When they are deleted."""
    why_not_undo: Text | None
    note: Text | None
    is_reason_missing: bool


def done_page(
    here: CohortContext,
    upload: PeopleImport,
    imported: Sequence[Imported],
    moved_on: int,
    note: Text | None,
) -> DonePage:
    """What was done, by row."""
    counts = Counter(entry.imported_person.outcome for entry in imported)
    refused, until = refused_rows(upload.refused), kept_until(upload)
    counts[Outcome.REFUSE] = len(refused)
    moment = upload.undone_at or upload.applied_at
    assert moment is not None
    when = long_moment(moment, here.cohort.zone)
    return DonePage(
        cohort=here.cohort.title,
        path=path_of(here),
        own=f"{path_of(here)}/people/import/{upload.id}",
        file_name=upload.file_name,
        done=_("Undone {when}", when=when) if upload.undone_at else _("Applied {when}", when=when),
        is_undone=upload.undone_at is not None,
        counts=[(counts[outcome], words) for outcome, words in WORDS.items() if counts[outcome]],
        people=[
            DoneLine(
                entry.imported_person.line,
                entry.person.sort_name,
                f"{path_of(here)}/people/{entry.person.id}",
                WORDS[entry.imported_person.outcome],
                [Fact(answer.label, answer.value) for answer in entry.answers],
            )
            for entry in imported
        ],
        refused=refused,
        refused_until=local(until, here.cohort.zone) if until else None,
        why_not_undo=why_not_undo(here.cohort, upload, moved_on, "-"),
        note=note,
        is_reason_missing=note == WHY,
    )
