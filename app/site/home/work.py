"""The card of the unit that is next: what to do in it, and why it cannot be signed yet."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from app.cohorts.context import CohortContext, LearnerInCohort
from app.cohorts.queries import UnitRow
from app.cohorts.rules import has_ended
from app.language import Text, _, ngettext
from app.language.moments import leading_zone, local
from app.language.reasons import Reason
from app.learning.items.rules import Item, ItemKind, UnitWork
from app.learning.rules import times_of, why_not_attest, why_not_do
from app.packs.schema import ModuleData
from app.site.parts.readings import ReadingRow, reading_rows
from app.site.parts.work import left_words


class ReadAt(NamedTuple):
    """In which zone somebody reads the page, and when."""

    zone: str
    now: datetime


@dataclass(frozen=True)
class HomeTask:
    """One thing to do in the unit that is next, besides its readings."""

    title: Text
    note: Text
    minutes: int
    done: bool
    href: str


@dataclass(frozen=True)
class UnitToDo:
    """The unit that waits for its learner."""

    title: str
    heading: Text
    path: str
    text: HomeTask
    readings: Sequence[ReadingRow]
    tasks: Sequence[HomeTask]
    """What comes after the readings."""
    work: UnitWork
    why_not_do: Reason | None
    """Why nothing of it can be done at this moment."""
    reason: Reason | None
    language: str
    """Of the readings."""

    @property
    def left(self) -> Text:
        """How many minutes it still takes, or that it can be signed."""
        return left_words(self.work)


def _tasks(module: ModuleData, items: Iterable[Item], path: str) -> list[HomeTask]:
    return [task for item in items if (task := _task(module, item, path)) is not None]


def _task(module: ModuleData, item: Item, path: str) -> HomeTask | None:
    if item.kind is ItemKind.REFLECTION:
        title = _("Reflect: {prompt}", prompt=_first_sentence(module.reflection.prompt))
        note = _("Private, unless you share it with your facilitators")
        return HomeTask(title, note, item.minutes, item.done, f"{path}#reflection")
    if item.kind is ItemKind.CHECK and module.check is not None:
        title, count = _("Check what you know"), len(module.check.questions)
        note = ngettext("{count} question, optional", "{count} questions, optional", count=count)
        if item.required:
            note = ngettext("{count} question", "{count} questions", count=count)
        return HomeTask(title, note, item.minutes, item.done, f"{path}/check")
    return None


def _text(items: Iterable[Item], path: str) -> HomeTask:
    (item,) = [item for item in items if item.kind is ItemKind.TEXT]
    title, note = _("Read the module"), _("On the page of the unit")
    return HomeTask(title, note, item.minutes, item.done, f"{path}#module")


def work_on(
    learner: LearnerInCohort, unit: UnitRow, module: ModuleData, work: UnitWork, at: ReadAt
) -> UnitToDo:
    """The card of the unit that is next."""
    path, times = f"{learner.path}/units/{unit.position}", times_of(learner, unit)
    ticked = [item.key for item in work.items if item.done]
    return UnitToDo(
        title=f"{learner.label(unit.position)}: {unit.title}",
        heading=_heading(learner, unit, at),
        path=path,
        text=_text(work.items, path),
        readings=reading_rows(module, ticked, path, "?back=home"),
        tasks=_tasks(module, work.items, path),
        work=work,
        why_not_do=why_not_do(times, at.now),
        reason=why_not_attest(times, work.items, signed=False, now=at.now),
        language=learner.program.language,
    )


def _heading(here: CohortContext, unit: UnitRow, at: ReadAt) -> Text:
    """`Before Thursday’s session`; never a word about being late."""
    if unit.starts_at is None:
        return _("What to do")
    zone = leading_zone(unit.starts_at, here.cohort.zone, at.zone)
    starts = local(unit.starts_at, zone)
    if has_ended(unit.starts_at, unit.minutes, at.now):
        return _("After the session on {starts:day}", starts=starts)
    return _("Before {starts:weekday}’s session", starts=starts)


def _first_sentence(prompt: str) -> str:
    return re.split(r"(?<=[.?!])\s", prompt, maxsplit=1)[0]
