"""A report to leaders before it is ordered: its window, what no record says, its paragraph."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.cohorts.models import Program
from app.language import Text, _, dotted, ngettext
from app.language.languages import Language
from app.language.reasons import Reason
from app.language.styles import long_date
from app.outcomes.leadership.facts.queries import BegunCohort
from app.outcomes.leadership.models import LeadershipReport
from app.outcomes.leadership.records import Window
from app.outcomes.leadership.sheet.paragraph import paragraph
from app.outcomes.leadership.sheet.quotes import is_short
from app.outcomes.leadership.sheet.quotes import proposed as proposed_quotes
from app.outcomes.leadership.told import Report
from app.site.manage.outcomes.loaders import HOME
from app.site.manage.outcomes.report.forms import days_of, proposed
from app.web.forms import FormState
from app.web.parts import Option

COSTS = (
    *("faculty_people", "faculty_percent", "faculty_salary"),
    *("staff_people", "staff_percent", "staff_salary"),
    *("other_costs", "months"),
)


@dataclass(frozen=True)
class OrderPage:
    """The form, with the paragraph of its window."""

    program: str
    path: str
    form: FormState
    faculty_given: bool
    """Whether something is said, or wrong, about the faculty at large."""
    costs_given: bool
    proposed_again: bool
    """Whether either stands there from the last report."""
    cohorts: Sequence[str]
    """Those that began in the window, each with its first day."""
    languages: Sequence[Option]
    """In which it can be written; empty where there is only one."""
    shown: str
    """The days that the quotes are of."""
    quotes: Sequence[tuple[str, Text]]
    """Those that can stand in it: by id, the words with whose they are."""
    chosen_quotes: Sequence[str]
    long_quotes: int
    """Released ones that are too long for it."""
    paragraph: str | None
    """For grant applications; None: there is nothing to tell."""
    why_not: Reason | None
    """Why there is no report of the window."""
    refused: Text | None
    left_out: Text | None
    """That cohorts are in no report anymore."""


def order_page(
    program: Program,
    window: Window,
    cohorts: Sequence[BegunCohort],
    told: Report | Reason,
    languages: Mapping[str, Language],
    form: FormState | None = None,
    *,
    before: LeadershipReport | None,
    language: str,
    chosen: Sequence[str] | None = None,
    refused: Text | None = None,
    deleted: int = 0,
) -> OrderPage:
    """The page of a window. `told`: what a report of it says, or why there is none.

    `cohorts`: those of the window. `before`: what was ordered last; its faculty at large and its
    costs are proposed again. `language`: in which it is proposed to be written. `chosen`: ids of
    quotes; None: nobody chose yet. `deleted`: of how many cohorts the records are gone.
    """
    is_new = form is None
    if form is None:
        days = {"first": window.first.isoformat(), "last": window.last.isoformat()}
        form = FormState((proposed(before) if before else {}) | days | {"language": language})
    quotes = () if isinstance(told, Reason) else told.measured.quotes
    short = [own for own in quotes if is_short(own)]
    options = [Option(code, known.name) for code, known in languages.items()]
    return OrderPage(
        program=program.title,
        path=f"{HOME}/report/{program.key}",
        form=form,
        faculty_given=_is_given(form, ("faculty",)),
        costs_given=_is_given(form, COSTS),
        proposed_again=is_new and _is_given(form, ("faculty", *COSTS)),
        cohorts=[dotted((own.here.cohort.title, long_date(own.on))) for own in cohorts],
        languages=options if len(options) > 1 else (),
        shown=days_of(window),
        quotes=[(own.id, _("“{text}” ({who})", text=own.text, who=own.about)) for own in short],
        chosen_quotes=proposed_quotes(quotes) if chosen is None else chosen,
        long_quotes=len(quotes) - len(short),
        paragraph=None if isinstance(told, Reason) else paragraph(told),
        why_not=told if isinstance(told, Reason) else None,
        refused=refused,
        left_out=_left_out(deleted) if deleted else None,
    )


def _left_out(count: int) -> Text:
    return ngettext(
        "{count} cohort is left out: its records were deleted, as the retention policy says.",
        "{count} cohorts are left out: their records were deleted, as the retention policy says.",
        count=count,
    )


def _is_given(form: FormState, fields: Sequence[str]) -> bool:
    return any(form.value(name) or form.error(name) for name in fields)
