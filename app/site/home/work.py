"""The card of the unit that is next: what to do in it, and why it cannot be signed yet."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.cohorts.context import CohortContext
from app.cohorts.queries import UnitRow
from app.cohorts.rules import has_ended
from app.language import Text, _, dotted, ngettext
from app.language.moments import leading_zone, local
from app.language.reasons import Reason
from app.learning.rules import Item, minutes_left
from app.packs.schema import ModuleData


@dataclass(frozen=True)
class HomeTask:
    """One thing to do in the unit that is next."""

    title: Text
    note: Text
    minutes: int
    done: bool
    href: str
    tick: str | None


@dataclass(frozen=True)
class UnitToDo:
    """The unit that waits for its learner."""

    title: str
    heading: Text
    path: str
    tasks: Sequence[HomeTask]
    minutes_left: int
    reason: Reason | None


def tasks_of(module: ModuleData, items: Sequence[Item], path: str) -> list[HomeTask]:
    """The unit's task list, as home shows it."""
    rows = [
        HomeTask(
            title=reading.title,
            note=dotted((reading.type, _("required") if reading.required else _("optional"))),
            minutes=reading.minutes,
            done=item.done,
            href=f"{path}#reading-{reading.key}",
            tick=f"{path}/readings/{reading.key}?back=home",
        )
        for reading, item in zip(module.readings, items, strict=False)
    ]
    reflection = HomeTask(
        title=_("Reflect: {prompt}", prompt=_first_sentence(module.reflection.prompt)),
        note=_("Private, unless you share it with your facilitators"),
        minutes=module.reflection.minutes,
        done=items[len(module.readings)].done,
        href=f"{path}#reflection",
        tick=None,
    )
    if module.check is None or len(items) == len(rows) + 1:
        return [*rows, reflection]
    check = HomeTask(
        title=_("Check what you know"),
        note=ngettext("{count} question", "{count} questions", count=len(module.check.questions)),
        minutes=module.check.minutes,
        done=items[-1].done,
        href=f"{path}/check",
        tick=None,
    )
    return [*rows, reflection, check]


def work_on(
    here: CohortContext,
    unit: UnitRow,
    module: ModuleData,
    items: Sequence[Item],
    reason: Reason | None,
    reader_zone: str,
    now: datetime,
) -> UnitToDo:
    """The card of the unit that is next."""
    path = f"{here.path}/units/{unit.position}"
    return UnitToDo(
        title=f"{here.label(unit.position)}: {unit.title}",
        heading=_heading(here, unit, reader_zone, now),
        path=path,
        tasks=tasks_of(module, items, path),
        minutes_left=minutes_left(items),
        reason=reason,
    )


def _heading(here: CohortContext, unit: UnitRow, reader_zone: str, now: datetime) -> Text:
    """`Before Thursday’s session`; never a word about being late."""
    if unit.starts_at is None:
        return _("What to do")
    zone = leading_zone(unit.starts_at, here.cohort.zone, reader_zone)
    starts = local(unit.starts_at, zone)
    if has_ended(unit.starts_at, unit.minutes, now):
        return _("After {starts:weekday}’s session", starts=starts)
    return _("Before {starts:weekday}’s session", starts=starts)


def _first_sentence(prompt: str) -> str:
    return re.split(r"(?<=[.?!])\s", prompt, maxsplit=1)[0]
