"""Saying what the columns of a file hold, where their headers do not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.cohorts.context import CohortContext
from app.cohorts.intake.columns import why_not_read
from app.cohorts.intake.enums import Meaning
from app.cohorts.intake.models import PeopleImport
from app.language import Text, _, pgettext
from app.site.manage.cohorts.page import path_of

MEANINGS: Mapping[Meaning, Text] = {
    Meaning.NAME: _("Whole name"),
    Meaning.GIVEN: _("Given name"),
    Meaning.FAMILY: _("Family name"),
    Meaning.EMAIL: _("Email address"),
    Meaning.INSTITUTION: _("Institution"),
    Meaning.PROFESSION: _("Profession"),
    Meaning.DEGREES: _("Degrees"),
    Meaning.DEPARTMENT: _("Department"),
    Meaning.RANK: _("Rank"),
    Meaning.ANSWER: _("An answer to keep"),
    Meaning.NOTHING: pgettext("of a column", "Nothing to keep"),
}


@dataclass(frozen=True)
class ColumnLine:
    """One column."""

    name: str
    header: str
    meaning: str
    example: str


@dataclass(frozen=True)
class ColumnsPage:
    """What each column holds, to be said."""

    cohort: str
    path: str
    back: str
    file_name: str
    columns: Sequence[ColumnLine]
    note: Text | None
    why: Text | None
    """What is missing so far."""

    @property
    def meanings(self) -> Sequence[tuple[str, Text]]:
        """All that a column can hold."""
        return [(meaning.value, text) for meaning, text in MEANINGS.items()]


def column_lines(upload: PeopleImport) -> list[ColumnLine]:
    """The columns of a file, each with the first thing that stands in it."""
    return [
        ColumnLine(
            f"column-{number}",
            header,
            upload.columns[number],
            next((str(row[number + 1]) for row in upload.rows if row[number + 1 : number + 2]), ""),
        )
        for number, header in enumerate(upload.headers)
    ]


def columns_page(here: CohortContext, upload: PeopleImport, note: Text | None) -> ColumnsPage:
    """The form that asks what each column holds."""
    base = f"{path_of(here)}/people/import"
    return ColumnsPage(
        here.cohort.title,
        path_of(here),
        f"{base}/{upload.id}",
        upload.file_name,
        column_lines(upload),
        note,
        why_not_read([Meaning(column) for column in upload.columns]),
    )
