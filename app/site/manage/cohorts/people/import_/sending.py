"""Where a file of people is sent, and the files that were sent before."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.cohorts.context import CohortContext
from app.cohorts.intake.models import PeopleImport
from app.cohorts.intake.rules import why_not_bring_in
from app.cohorts.intake.sheets import MAX_FILE, MAX_ROWS
from app.language import Text, _
from app.language.moments import local
from app.language.reasons import Reason
from app.site.manage.cohorts.page import path_of
from app.web.forms import FormState
from app.web.parts import Link

EXAMPLE: Sequence[Sequence[str]] = (
    ("Name", "Email", "Institution", "Degrees", "Profession", "Department", "Rank"),  # not shown
    (
        "Okafor, Dana",  # not shown
        "dana.okafor@example.edu",
        "Example School of Medicine",  # not shown
        "MD",
        "Physician",  # not shown
        "Medicine",  # not shown
        "Assistant professor",  # not shown
    ),
)  # not shown


@dataclass(frozen=True)
class SendPage:
    """Where a file is sent."""

    cohort: str
    path: str
    why_not: Reason | None
    waiting: Sequence[Link]
    before: Sequence[Link]
    most: Text = _(
        "CSV or XLSX, at most {megabytes} MB and {rows} rows.",
        megabytes=MAX_FILE // 1_000_000,
        rows=MAX_ROWS,
    )
    form: FormState = field(default_factory=FormState)


def send_page(
    here: CohortContext, imports: Sequence[PeopleImport], form: FormState | None, now: datetime
) -> SendPage:
    """The form, and the files that were sent before."""
    return SendPage(
        here.cohort.title,
        path_of(here),
        why_not_bring_in(here.cohort, now),
        [_sent(here, upload) for upload in imports if upload.applied_at is None],
        [_sent(here, upload) for upload in imports if upload.applied_at is not None],
        form=form or FormState(),
    )


def _sent(here: CohortContext, upload: PeopleImport) -> Link:
    """A file that was sent before, and what became of it."""
    sent = local(upload.applied_at or upload.sent_at, here.cohort.zone)
    words = _("{file}, sent {day:date}", file=upload.file_name, day=sent)
    if upload.undone_at:
        words = _("{file}, undone", file=upload.file_name)
    elif upload.applied_at:
        words = _("{file}, applied {day:date}", file=upload.file_name, day=sent)
    return Link(words, f"{path_of(here)}/people/import/{upload.id}")
