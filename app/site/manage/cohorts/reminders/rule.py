"""One rule of a cohort's reminders, to be set."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.cohorts.context import CohortContext
from app.cohorts.rules import why_not_change
from app.language import Text, _
from app.language.reasons import Reason
from app.messages.reminders.enums import Rule, Shape
from app.messages.reminders.timing.rules import SHAPES, Setting, usual_of
from app.site.manage.cohorts.page import path_of
from app.site.manage.cohorts.reminders.words import WHOM, WHOM_IN_SERIES, clock_value, weekday, when
from app.web.forms import FormState


class Day(NamedTuple):
    """A day of the week to choose."""

    value: int
    label: Text


@dataclass(frozen=True)
class RulePage:
    """The form for one rule."""

    cohort: str
    path: str
    action: str
    title: Text
    whom: Text
    usual: Text
    """What the program has."""
    is_on: str
    number: str
    clock: str
    days: Sequence[Day]
    """None where it is no day of the week that is chosen."""
    number_label: Text | None
    has_clock: bool
    why_not: Reason | None
    form: FormState


_LABELS = {
    Shape.DAYS_BEFORE: _("Days before"),
    Shape.MINUTES_BEFORE: _("Minutes before the session"),
}


def rule_page(here: CohortContext, rule: Rule, setting: Setting, form: FormState) -> RulePage:
    """As it is set, or as it was typed."""
    shape = SHAPES[rule]
    days = [Day(n, _("{day:weekday}", day=weekday(n))) for n in range(7)]
    return RulePage(
        cohort=here.cohort.title,
        path=path_of(here),
        action=f"{path_of(here)}/reminders/{rule}",
        title=rule.words,
        whom=(WHOM_IN_SERIES if here.cohort.is_series else WHOM)[rule],
        usual=when(rule, usual_of(here.program.reminders)[rule]),
        is_on=form.value("is_on", "yes" if setting.is_on else "no"),
        number=form.value("number", str(setting.number)),
        clock=form.value("clock", clock_value(setting.clock)),
        days=days if shape is Shape.WEEKDAY else (),
        number_label=_LABELS.get(shape),
        has_clock=shape is not Shape.MINUTES_BEFORE,
        why_not=why_not_change(here.cohort.archived_at),
        form=form,
    )
