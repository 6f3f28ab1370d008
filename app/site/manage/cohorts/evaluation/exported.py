"""What a survey found, for spreadsheets: every line says on what it stands."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from app.language import Text, _
from app.language.moments import local
from app.outcomes.disclosure.rules import SMALLEST
from app.outcomes.results.queries import SurveyWithInstrument
from app.outcomes.results.records import (
    Middle,
    Points,
    QuestionResult,
    SurveyRead,
    SurveyResults,
    Texts,
)
from app.outcomes.results.rules import answers_counted, results, told_questions
from app.site.manage.cohorts.evaluation.scores import (
    NumbersTable,
    beside_table,
    scores_table,
    shifts_table,
)
from app.site.manage.cohorts.evaluation.told import percent_of
from app.site.manage.cohorts.evaluation.words import MODES
from app.web.spreadsheet import Cell, Table

TOO_FEW = _("too few to show")
STANDS_ON: Sequence[Text] = (
    _("Version of the instrument"),
    _("Cut-off"),
    _("Whose answers"),
    _("Seed"),
    _("Not told"),
    _("Asked"),
    _("Counted"),
)
"""What stands at the end of each line."""


def exported(own: SurveyWithInstrument, read: SurveyRead, zone: str) -> list[Table]:
    """All tables of a closed survey. `zone`: the cohort's."""
    survey = read.own
    found = results(
        survey.instrument, survey.sheets, asks_then=survey.asks_then, before=read.before
    )
    stands = _stands_on(own, read, found, zone)
    earlier = [told_questions(other) for other in read.earlier]
    tables = [scores_table(found), shifts_table(found), beside_table(found, survey.cohort, earlier)]
    made = [
        Table(_QUESTIONS, list(_question_rows(found)), _("Questions")),
        Table(_ANSWERS, list(_answer_rows(found)), _("Answers")),
        *(_of(table) for table in tables if table.rows),
    ]
    return [_with(table, stands) for table in made]


_QUESTIONS = [
    *(_("Question"), _("Text"), _("About"), _("Answered"), _("Does not apply"), _("Skipped")),
    *(_("Median"), _("Lower quartile"), _("Upper quartile"), _("Mean"), _("Two highest, percent")),
]
_ANSWERS = [_("Question"), _("About"), _("Answer"), _("Words"), _("People"), _("Percent")]


def _stands_on(
    own: SurveyWithInstrument, read: SurveyRead, found: SurveyResults, zone: str
) -> list[Cell]:
    closed_at = own.survey.closed_at
    return [
        f"{own.instrument} {own.hash}",
        local(closed_at, zone) if closed_at else None,
        MODES[own.survey.mode].name,
        _("Nothing is drawn by chance"),
        _("of fewer than {count} people", count=SMALLEST),
        read.asked,
        found.answered if found.answered is not None else TOO_FEW,
    ]


def _with(table: Table, stands: Sequence[Cell]) -> Table:
    rows = [[*row, *stands] for row in table.rows]
    return Table([*table.headers, *STANDS_ON], rows or [[*_empty(table), *stands]], table.title)


def _empty(table: Table) -> list[Cell]:
    """In place of rows, where too few answered."""
    return [TOO_FEW, *[""] * (len(table.headers) - 1)]


def _of(table: NumbersTable) -> Table:
    rows: list[list[Cell]] = []
    for row in table.rows:
        rest = [TOO_FEW, *[""] * (len(table.headers) - 2)]
        rows.append([row.name, *(row.cells or rest)])
    return Table(table.headers, rows, table.title)


def _question_rows(found: SurveyResults) -> Iterator[list[Cell]]:
    for question in found.questions:
        item = found.instrument.by_code[question.code]
        counts = question.counts
        head: list[Cell] = [question.code, item.text or "", question.time]
        if counts is None:
            yield [*head, TOO_FEW, *[""] * 7]
            continue
        answered = [counts.answered, counts.not_applicable, counts.skipped]
        yield [*head, *answered, *_middle(question)]


def _middle(question: QuestionResult) -> list[Cell]:
    found = question.found
    if isinstance(found, Points):
        own = found.distribution
        mean = Decimal(f"{own.mean:.4f}") if own.mean is not None else None
        ends = own.quantile(0.25), own.quantile(0.75)
        return [own.median, *ends, mean, percent_of(sum(own.counts[-2:]), own.n)]
    if isinstance(found, Middle):
        low, high = found.quartiles or (None, None)
        cells: tuple[int | date | None, ...] = (found.median, low, high)
        return [*cells, "", ""]
    return [""] * 5


def _answer_rows(found: SurveyResults) -> Iterator[list[Cell]]:
    """How often each answer was given; texts by themselves, in an order of their own."""
    for question in found.questions:
        own = question.found
        head: list[Cell] = [question.code, question.time]
        if isinstance(own, Texts):
            yield from ([*head, "", text, "", ""] for text in own.texts)
        elif question.counts is not None:
            for answer, words, count in answers_counted(found.instrument, question):
                percent = percent_of(count, question.counts.answered)
                yield [*head, answer, words, count, percent]
