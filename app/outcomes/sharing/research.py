"""A research file: tables without anything that tells whose they are, and what they mean; pure.

A row is one sheet. Rows that may be put together have one name, made by chance for this file and
not kept; rows are in the order of these names. Days that people named and texts that they wrote
are left out; the wave, in months, is the only time.
"""

import csv
import io
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.language import Text, _
from app.outcomes.codebook.files import codebook_file
from app.outcomes.codebook.rows import HEADERS, SCORE, Codebook, Described, codebook
from app.outcomes.projects.rules import AskedSurvey
from app.outcomes.projects.sheets.rules import Whose, sheets_of
from app.outcomes.redcap.archive import zipped
from app.outcomes.redcap.modes import names_by_chance
from app.outcomes.sharing.records import Held, Shared
from app.outcomes.sharing.redcap import stamp_lines
from app.outcomes.sharing.rules import FILE_VERSION
from app.packs.instruments.names import THEN
from app.packs.instruments.schema import InstrumentData

README, CODEBOOK, DICTIONARY = "README.txt", "codebook.csv", "data-dictionary.csv"
ROW, WAVE = "row_id", "wave_months"
STAMP = ("instrument_version", "mode", "plan_version", "file_version", "cut_off", "seed")
_LEFT_OUT = frozenset({"text", "date"})
_BETWEEN = "|"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NAME, _TYPE = HEADERS.index("variable"), HEADERS.index("type")
_LABEL, _PERSPECTIVE = HEADERS.index("label"), HEADERS.index("perspective")
_VALUES, _MISSING = HEADERS.index("values"), HEADERS.index("missing")

COLUMN_MEANINGS: Mapping[str, Text] = {
    ROW: _("Made by chance for this file; the same on rows of one person that may be put together"),
    WAVE: _("When it was asked, in months after the start"),
    "region": _("State or country of the institution when they enrolled"),
    "rank": _("Academic rank when they enrolled"),
    "profession": _("Profession when they enrolled"),
    "arm": _("Arm of the trial; empty for whom none was drawn"),
    "instrument_version": _("Of the wording that was asked"),
    "mode": _("Whose the answers are"),
    "plan_version": _("Version of the analysis plan"),
    "file_version": _("Version of the software that makes these files"),
    "cut_off": _("The day on which the file was made"),
    "seed": _("Of what is made by chance; never kept"),
}


@dataclass(frozen=True)
class _Asked:
    """One instrument, and the columns of its table."""

    described: Described
    book: Codebook
    """Without what is left out."""

    @property
    def key(self) -> str:
        return self.described.instrument.key

    @property
    def names(self) -> list[str]:
        return [row[_NAME] for row in self.book.rows]

    @property
    def file(self) -> str:
        return f"answers-{self.key}.csv"


def research_zip(
    held: Held,
    sheets: Sequence[Shared],
    columns: Sequence[str],
    *,
    chance: random.Random,
    now: datetime,
) -> bytes:
    """The tables, a codebook, a data dictionary and a text, as a zip.

    `columns`: what is said of people; see `rules.COLUMNS`.
    """
    asked = _asked(sheets)
    rows = tuple(row for own in asked for row in own.book.rows)
    files = {
        README: _readme(held, columns, now),
        DICTIONARY: _table(_dictionary(asked, columns)),
        CODEBOOK: codebook_file(Codebook(rows)),
    }
    named = list(_named(sheets, chance))
    for own in asked:
        table = _rows(held, own, named, columns, now)
        files[own.file] = _table([[ROW, WAVE, *columns, *own.names, *STAMP], *table])
    return zipped(files)


def _asked(sheets: Sequence[Shared]) -> list[_Asked]:
    surveys = {sheet.survey.key: sheet.survey for sheet in sheets}
    return [_with_book(surveys[key]) for key in sorted(surveys)]


def _with_book(survey: AskedSurvey) -> _Asked:
    described = Described(InstrumentData.model_validate(survey.data), survey.version)
    kept = (row for row in codebook([described]).rows if row[_TYPE] not in _LEFT_OUT)
    return _Asked(described, Codebook(tuple(kept)))


def _named(sheets: Sequence[Shared], chance: random.Random) -> Iterator[tuple[str, Shared]]:
    """Sheets by the names of their rows, in the order of these."""
    keys = [sheet.person or f"sheet {at}" for at, sheet in enumerate(sheets)]  # not shown
    names = names_by_chance(set(keys), chance)
    named = [(names[key], sheet) for key, sheet in zip(keys, sheets, strict=True)]
    yield from sorted(named, key=lambda own: (own[0], own[1].survey.months, own[1].survey.key))


def _rows(
    held: Held,
    asked: _Asked,
    named: Sequence[tuple[str, Shared]],
    columns: Sequence[str],
    now: datetime,
) -> Iterator[list[str]]:
    stamp = _stamp(held, now)
    for name, sheet in named:
        if sheet.survey.key == asked.key:
            about = held.about.get(sheet.place, {}) if sheet.place else {}
            said = _said(asked, sheet)
            cells = [said.get(column, "") for column in asked.names]
            own = [about.get(column, "") for column in columns]
            made = [sheet.survey.version, *stamp]
            yield [name, str(sheet.survey.months), *own, *cells, *made]


def _stamp(held: Held, now: datetime) -> list[str]:
    """What is the same in every row."""
    project, day = held.project, now.date().isoformat()
    return [project.mode.value, project.plan_version, FILE_VERSION, day, "not kept"]  # not shown


def _said(asked: _Asked, sheet: Shared) -> dict[str, str]:
    """Answers and scores, by column."""
    answers = {name: _cell(value) for name, value in sheet.answers.items()}
    scored = sheets_of(asked.described.instrument, sheet.answers, Whose(None, 0))
    for score in scored:
        ending = THEN if score.perspective == "then" else ""
        answers |= {code + ending: f"{mean:.4f}" for code, mean in score.scores.items()}
    return answers


def _cell(value: object) -> str:
    return _BETWEEN.join(map(str, value)) if isinstance(value, list) else str(value)


def _dictionary(asked: Sequence[_Asked], columns: Sequence[str]) -> Iterator[list[str]]:
    """Every column of every table. Of questions about earlier, the perspective tells them apart."""
    yield ["file", "column", "type", "perspective", "meaning", "values", "missing"]
    for own in asked:
        for name in (ROW, WAVE, *columns):
            yield _about(own, name, "integer" if name == WAVE else "text")
        for row in own.book.rows:
            type_ = "decimal" if row[_TYPE] == SCORE else row[_TYPE]
            said = [row[at] for at in (_PERSPECTIVE, _LABEL, _VALUES, _MISSING)]
            yield [own.file, row[_NAME], type_, *said]
        for name in STAMP:
            yield _about(own, name, "text")


def _about(own: _Asked, column: str, type_: str) -> list[str]:
    """A column that is no question."""
    return [own.file, column, type_, "", _meaning(column), "", ""]


def _meaning(column: str) -> str:
    return str(COLUMN_MEANINGS[column])


def _readme(held: Held, columns: Sequence[str], now: datetime) -> bytes:
    said: list[Text] = [
        held.project.title,
        "",
        _("Answers of people who allowed that they are passed on without anything that tells whose "
          "they are. A row is what one person sent in one wave."),
        _("Left out: names, pseudonyms, institutions, days, what people wrote, and what mentees "
          "answered."),
        _("Who knows somebody well may still recognize answers. Try to find out about nobody, and "
          "pass the file on to nobody who has not promised the same."),
        _("Several choices of one answer have “|” between them. codebook.csv says what values "
          "mean, data-dictionary.csv what columns are."),
        _("The tables are CSV with commas, in UTF-8; an empty cell was not answered. Rows of one "
          "person have one row_id. Excel shows accents rightly if you open them by Data, From "
          "Text/CSV, and not by a double click."),
        "",
        *stamp_lines(held, now),
        _("Columns about people: {columns}", columns=", ".join(columns) or "-"),
    ]  # fmt: skip
    return ("\n".join(map(str, said)) + "\n").encode()


def _table(rows: Sequence[Sequence[str]] | Iterator[Sequence[str]]) -> bytes:
    """As CSV that a spreadsheet takes no cell of for a formula; numbers stay numbers."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return text.getvalue().encode()


def _safe(cell: str) -> str:
    is_number = cell.removeprefix("-").replace(".", "", 1).isdigit()
    return f"'{cell}" if cell.startswith(_FORMULA) and not is_number else cell
