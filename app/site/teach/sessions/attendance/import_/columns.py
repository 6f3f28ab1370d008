"""Saying what the columns of a meeting's file hold, where their headers do not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from app.casework.imports.enums import Held
from app.casework.imports.models import AttendanceImport
from app.casework.imports.refusals import NO_COLUMN
from app.cohorts.intake.columns import compared
from app.language import Text, _, pgettext
from app.language.reasons import Reason
from app.site.teach.parts import SessionHead
from app.site.teach.sessions.attendance.import_.forms import LONGEST

HOLDS: Mapping[Held, Text] = {
    Held.NAME: _("Whole name"),
    Held.GIVEN: _("Given name"),
    Held.FAMILY: _("Family name"),
    Held.EMAIL: _("Email address"),
    Held.JOINED: _("When they joined"),
    Held.LEFT: _("When they left"),
    Held.MINUTES: _("Minutes"),
    Held.ATTENDED: _("Whether they attended"),
    Held.ROLE: _("Role in the meeting"),
    Held.NOTHING: pgettext("of a column", "Nothing to keep"),
}
SHOWN = 3
"""Things that are shown of a column."""
LONGEST_SHOWN = 40
"""Characters that are shown of each."""
Said = Mapping[str, Held]
"""What columns hold, by header."""


@dataclass(frozen=True)
class ColumnLine:
    """One column, with the first things that stand in it."""

    header: str
    held: Held
    examples: tuple[str, ...]


@dataclass(frozen=True)
class ColumnsPage:
    """What each column of a file that waits holds, to be said."""

    head: SessionHead
    path: str
    file_name: str
    columns: Sequence[ColumnLine]
    why_not: Reason | None
    """Why the file cannot be read like that."""

    @property
    def lacks(self) -> bool:
        """Whether more has to be said of columns; else it is the file that cannot be read."""
        return self.why_not == NO_COLUMN

    @property
    def holds(self) -> Sequence[tuple[str, Text]]:
        """All that a column can hold."""
        return [(held.value, text) for held, text in HOLDS.items()]


def columns_page(
    head: SessionHead, file: AttendanceImport, known: Said, said: Said, why_not: Reason | None
) -> ColumnsPage:
    """`known`: by header as it is compared; `said`: what was sent just now, by header."""
    return ColumnsPage(
        head=head,
        path=f"{head.path}/attendance/import",
        file_name=file.file_name,
        columns=[
            ColumnLine(
                header,
                said.get(header, known.get(compared(header), Held.NOTHING)),
                _examples(file, number),
            )
            for header, number in _headers(file).items()
        ],
        why_not=why_not,
    )


def _headers(file: AttendanceImport) -> dict[str, int]:
    """Each header once, with where it stands; the number of a line comes before its cells."""
    found: dict[str, int] = {}
    for number, header in enumerate(file.rows[0][1:], start=1):
        found.setdefault(str(header)[:LONGEST], number)
    return found


def _examples(file: AttendanceImport, number: int) -> tuple[str, ...]:
    cells = (str(row[number])[:LONGEST_SHOWN] for row in file.rows[1:] if row[number : number + 1])
    return tuple(islice(dict.fromkeys(cell for cell in cells if cell), SHOWN))
