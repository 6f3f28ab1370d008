"""Tables of what the evaluations found: numbers of people, and nobody's answers."""

from collections.abc import Iterator
from decimal import Decimal

from app.history.audit_folders.contents.records import CohortRead, Sheet
from app.language import _
from app.language.cells import Cell
from app.outcomes.results.queries import SurveyWithInstrument
from app.outcomes.results.records import Points, QuestionResult, SurveyResults
from app.outcomes.results.rules import answers_counted, results

FOLDER = "evaluation"
TOO_FEW = _("too few to show")


def evaluation_sheets(read: CohortRead) -> list[Sheet]:
    """Every question of the closed evaluations, and how often each answer was given.

    Texts that people wrote are left out, and so is what fewer than five answered.
    """
    found = [
        (own, results(answered.instrument, answered.sheets, asks_then=answered.asks_then))
        for own, answered in zip(read.surveys, read.answers, strict=True)
    ]
    return [
        Sheet(
            f"{FOLDER}/questions.csv",
            _("How many answered each question of the closed evaluations, where five or more did"),
            [_("Evaluation"), _("Closed"), _("Asked"), _("Counted"), _("Question"), _("Text"),
             _("About"), _("Answered"), _("Does not apply"), _("Skipped"), _("Mean")],
            [row for own, result in found for row in _questions(read, own, result)],
        ),
        Sheet(
            f"{FOLDER}/answers.csv",
            _(
                "How many gave each answer to a question that five or more answered; no text that "
                "anybody wrote"
            ),
            [_("Evaluation"), _("Question"), _("About"), _("Answer"), _("Words"), _("People")],
            [row for own, result in found for row in _answers(own, result)],
        ),
    ]  # fmt: skip


def _questions(
    read: CohortRead, own: SurveyWithInstrument, found: SurveyResults
) -> Iterator[list[Cell]]:
    asked = read.responses[own.survey.id].asked
    head: list[Cell] = [own.title, read.at(own.survey.closed_at), asked]
    if found.answered is None:
        yield [*head, TOO_FEW, *[""] * 7]
    for question in found.questions:
        item = found.instrument.by_code[question.code]
        row: list[Cell] = [*head, found.answered, question.code, item.text or "", question.time]
        counts = question.counts
        if counts is None:
            yield [*row, TOO_FEW, "", "", ""]
        else:
            numbers = [counts.answered, counts.not_applicable, counts.skipped]
            yield [*row, *numbers, _mean(question)]


def _mean(question: QuestionResult) -> Cell:
    found = question.found
    mean = found.distribution.mean if isinstance(found, Points) else None
    return Decimal(f"{mean:.2f}") if mean is not None else None


def _answers(own: SurveyWithInstrument, found: SurveyResults) -> Iterator[list[Cell]]:
    for question in found.questions:
        for answer, words, people in answers_counted(found.instrument, question):
            yield [own.title, question.code, question.time, answer, words, people]
