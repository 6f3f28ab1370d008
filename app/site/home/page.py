"""Home answers one question: what do I do next?"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from app.cohorts.context import CohortContext
from app.cohorts.queries import UnitRow
from app.cohorts.rules import has_ended
from app.credit.completion.progress import progress
from app.credit.ledger import Ledger
from app.credit.rules import Standing
from app.language import Text, _, dotted, ngettext
from app.language.moments import local
from app.language.reasons import Reason
from app.language.words import of_needed
from app.learning.rules import Item, minutes_left
from app.packs.schema import ModuleData
from app.site.parts.credit import WORDING, credit_earned, earned_up_to
from app.site.parts.sessions import SessionTile, Step, next_session, session_tile, steps
from app.web.parts import Fact, Link


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
class Work:
    """The unit that waits for its learner."""

    title: str
    heading: Text
    path: str
    tasks: Sequence[HomeTask]
    minutes_left: int
    reason: Reason | None


@dataclass(frozen=True)
class Bar:
    """One line of progress toward the certificate."""

    label: Text
    value: int
    most: int
    text: Text


@dataclass(frozen=True)
class HomePage:
    """What is next, when the next session is, how far, what could go wrong."""

    eyebrow: str
    title: Text
    lead: Text | None
    path: str
    unit_label: str
    steps: Sequence[Step]
    work: Work | None
    action: Link | None
    behind: Sequence[Link]
    session: SessionTile | None
    bars: Sequence[Bar]
    credit: Fact | None
    words: Sequence[Reason]
    cohorts: Sequence[Link]


@dataclass(frozen=True)
class NoCohortPage:
    """Somebody who is in no cohort yet."""

    name: str


@dataclass(frozen=True)
class CohortPeriod:
    """When a cohort's first unit opens, if it has one, and when it closes."""

    begins: datetime | None
    closes: datetime


def cohort_to_show(periods: Sequence[CohortPeriod], now: datetime) -> int:
    """Which cohort home shows: the newest running one, else the next to come, else the newest."""
    begun = [
        (period.begins, n)
        for n, period in enumerate(periods)
        if period.begins and period.begins <= now < period.closes
    ]
    coming = [
        (period.begins, n)
        for n, period in enumerate(periods)
        if period.begins and now < period.begins
    ]
    if begun:
        return max(begun)[1]
    if coming:
        return min(coming)[1]
    return max((period.closes, n) for n, period in enumerate(periods))[1]


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
    now: datetime,
) -> Work:
    """The card of the unit that is next."""
    path = f"{here.path}/units/{unit.position}"
    return Work(
        title=f"{here.label(unit.position)}: {unit.title}",
        heading=_heading(here, unit, now),
        path=path,
        tasks=tasks_of(module, items, path),
        minutes_left=minutes_left(items),
        reason=reason,
    )


def _heading(here: CohortContext, unit: UnitRow, now: datetime) -> Text:
    """`Before Thursday’s session`; never a word about being late."""
    if unit.starts_at is None:
        return _("What to do")
    starts = local(unit.starts_at, here.cohort.zone)
    if has_ended(unit.starts_at, unit.minutes, now):
        return _("After {starts:weekday}’s session", starts=starts)
    return _("Before {starts:weekday}’s session", starts=starts)


def _first_sentence(prompt: str) -> str:
    return re.split(r"(?<=[.?!])\s", prompt, maxsplit=1)[0]


def waiting_units(
    units: Sequence[UnitRow], ledger: Ledger, now: datetime
) -> tuple[UnitRow | None, list[UnitRow]]:
    """The unit to do next (the one that opened last, if unsigned), and earlier unsigned ones."""
    unsigned = [
        unit
        for unit, facts in zip(units, ledger.units, strict=True)
        if facts.has_module and facts.attested_at is None and unit.is_open(now)
    ]
    if not unsigned:
        return None, []
    return unsigned[-1], unsigned[:-1]


def _case_to_read(units: Sequence[UnitRow], now: datetime) -> UnitRow | None:
    """The open unit without a module whose session is still to come."""
    for unit in units:
        coming = unit.starts_at and not has_ended(unit.starts_at, unit.minutes, now)
        if unit.module_version_id is None and coming and unit.is_open(now) and not unit.canceled:
            return unit
    return None


def bars_of(standing: Standing) -> list[Bar]:
    """Modules, sessions and surveys as bars."""
    c = standing.completion
    bars = [
        _bar(_("Modules attested"), c.modules_done, c.modules_needed),
        _bar(_("Sessions counted"), c.sessions_counted, c.sessions_needed),
    ]
    if c.surveys_needed:
        bars.append(_bar(_("Surveys"), c.surveys_done, c.surveys_needed))
    return bars


def _bar(label: Text, done: int, needed: int) -> Bar:
    return Bar(label, done, needed, of_needed(done, needed))


COMPLETED = _("You completed the program")


class NextStep(NamedTuple):
    """What home says first."""

    title: Text
    lead: Text | None = None
    action: Link | None = None


def home_page(
    here: CohortContext,
    units: Sequence[UnitRow],
    standing: Standing,
    work: Work | None,
    behind: Sequence[UnitRow],
    *,
    may_claim: bool,
    issued: int,
    others: Sequence[Link],
    reader_zone: str,
    now: datetime,
) -> HomePage:
    """Home answers one question: what do I do next?"""
    attested = {unit.position for unit in standing.ledger.units if unit.attested_at}
    coming = next_session(units, now)
    step = _next_step(here, units, standing, work, may_claim=may_claim, issued=issued, now=now)
    return HomePage(
        eyebrow=dotted((here.program.title, here.cohort.title)),
        title=step.title,
        lead=step.lead,
        path=here.path,
        unit_label=here.cohort.unit_label,
        steps=steps(here, units, attested, now),
        work=work,
        action=step.action,
        behind=[
            Link(f"{here.label(unit.position)}: {unit.title}", f"{here.path}/units/{unit.position}")
            for unit in behind
        ],
        session=session_tile(here, coming, reader_zone, now) if coming else None,
        bars=bars_of(standing),
        credit=credit_earned(standing),
        words=progress(standing.completion),
        cohorts=others,
    )


def _next_step(
    here: CohortContext,
    units: Sequence[UnitRow],
    standing: Standing,
    work: Work | None,
    *,
    may_claim: bool,
    issued: int,
    now: datetime,
) -> NextStep:
    if may_claim:
        link = Link(WORDING[standing.system].title, f"{here.path}/claim")
        return NextStep(COMPLETED, earned_up_to(standing), link)
    if work is not None:
        return NextStep(work.title)
    if standing.completion.complete and issued:
        lead = _(
            "Your certificates are ready. They are yours to keep, and anybody can verify them."
        )
        link = Link(_("Open your certificates"), "/my/certificates")
        return NextStep(COMPLETED, lead, link)
    if standing.completion.complete:
        lead = _("Your coordinator issues your certificates next; you get an email then.")
        return NextStep(COMPLETED, lead)
    if (case := _case_to_read(units, now)) is not None:
        lead = _("This time there is no module: read the case before the session.")
        link = Link(_("Read the case"), f"{here.path}/sessions/{case.position}")
        return NextStep(f"{here.label(case.position)}: {case.title}", lead, link)
    locked = next((u for u in units if not u.is_open(now)), None)
    if locked is None:
        lead = _("Every unit has opened. What is still missing is listed here.")
        return NextStep(
            _("This is where you stand"), lead, Link(_("See your record"), "/my/record")
        )
    opens = _(
        "{unit} opens {opens:moment}.",
        unit=here.label(locked.position),
        opens=local(locked.opens_at, here.cohort.zone),
    )
    schedule = Link(_("See the whole schedule"), here.path)
    if standing.completion.modules_done:
        return NextStep(_("You are up to date"), opens, schedule)
    return NextStep(_("Welcome to {cohort}", cohort=here.cohort.title), opens, schedule)
