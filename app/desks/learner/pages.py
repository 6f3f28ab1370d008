"""What the learner's own pages show: home, the cohort, a session, the record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row

from app.casework.models import AttendanceStatus
from app.cohorts.loaders import CohortHere, Seat
from app.cohorts.models import Cohort
from app.cohorts.pages import SessionTile, Step, next_session, session_tile, steps
from app.cohorts.queries import UnitRow
from app.cohorts.rules import is_open
from app.content.models import ContentVersion
from app.content.schema import ModuleData
from app.core.errors import NotFoundError
from app.credit.completion import progress_words
from app.credit.ledger import Ledger, UnitLedger
from app.credit.phrase import credits_text
from app.credit.rules import Standing
from app.learning.rules import Item, minutes_left
from app.people.actors import Actor
from app.people.models import Institution, Person
from app.web.times import date_time, day, zone_name

STATUS_WORDS = {
    AttendanceStatus.NOT_RECORDED: ("Not recorded yet", "neutral"),
    AttendanceStatus.PRESENT: ("Present", "good"),
    AttendanceStatus.LATE: ("Late, counted", "good"),
    AttendanceStatus.PARTIAL: ("Partly there, not counted", "warm"),
    AttendanceStatus.EXCUSED: ("Excused", "neutral"),
    AttendanceStatus.ABSENT: ("Absent", "warm"),
    AttendanceStatus.MADE_UP: ("Made up", "good"),
}


@dataclass(frozen=True)
class Task:
    """One thing to do in the unit that is next."""

    title: str
    note: str
    minutes: int
    done: bool
    href: str
    tick: str | None


@dataclass(frozen=True)
class Work:
    """The unit that waits for its learner."""

    title: str
    heading: str
    path: str
    tasks: Sequence[Task]
    minutes_left: int
    reason: str | None


@dataclass(frozen=True)
class Bar:
    """One line of progress toward the certificate."""

    label: str
    value: int
    most: int
    text: str


@dataclass(frozen=True)
class HomePage:
    """What is next, when the next session is, how far, what could go wrong."""

    eyebrow: str
    title: str
    lead: str | None
    path: str
    unit_label: str
    steps: Sequence[Step]
    work: Work | None
    action: tuple[str, str] | None
    behind: Sequence[tuple[str, str]]
    session: SessionTile | None
    bars: Sequence[Bar]
    credit: str | None
    words: Sequence[str]
    cohorts: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class NoCohortPage:
    """Somebody who is in no cohort yet."""

    name: str


def tasks_of(module: ModuleData, items: Sequence[Item], path: str) -> list[Task]:
    """The unit's task list, as home shows it."""
    rows = [
        Task(
            title=reading.title,
            note=f"{reading.type} · {'required' if reading.required else 'optional'}",
            minutes=reading.minutes,
            done=item.done,
            href=f"{path}#reading-{reading.key}",
            tick=f"{path}/readings/{reading.key}",
        )
        for reading, item in zip(module.readings, items, strict=False)
    ]
    reflection = Task(
        title=f"Reflect: {module.reflection.prompt}",
        note="Private, unless you share it with your facilitators",
        minutes=module.reflection.minutes,
        done=items[-1].done,
        href=f"{path}#reflection",
        tick=None,
    )
    return [*rows, reflection]


def work_on(
    here: CohortHere, unit: UnitRow, module: ModuleData, items: Sequence[Item], reason: str | None
) -> Work:
    """The card of the unit that is next."""
    path = f"{here.path}/units/{unit.position}"
    heading = f"{here.label(unit.position)}: what to do"
    if unit.starts_at is not None:
        heading = f"Before {day(unit.starts_at, here.cohort.zone).split()[0]}’s session"
    return Work(
        title=f"{here.label(unit.position)}: {unit.title}",
        heading=heading,
        path=path,
        tasks=tasks_of(module, items, path),
        minutes_left=minutes_left(items),
        reason=reason,
    )


def waiting_units(
    units: Sequence[UnitRow], ledger: Ledger, now: datetime
) -> tuple[UnitRow | None, list[UnitRow]]:
    """The unit to do next (the one that opened last, if unsigned), and earlier unsigned ones."""
    unsigned = [
        unit
        for unit, facts in zip(units, ledger.units, strict=True)
        if facts.has_module
        and facts.attested_at is None
        and is_open(unit.opens_at, now, opened_early=unit.opened_early)
    ]
    if not unsigned:
        return None, []
    return unsigned[-1], unsigned[:-1]


def bars_of(standing: Standing) -> list[Bar]:
    """Modules, sessions and surveys as bars."""
    c = standing.completion
    bars = [
        Bar(
            "Modules attested",
            c.modules_done,
            c.modules_needed,
            f"{c.modules_done} of {c.modules_needed}",
        ),
        Bar(
            "Sessions counted",
            c.sessions_counted,
            c.sessions_needed,
            f"{c.sessions_counted} of {c.sessions_needed} needed",
        ),
    ]
    if c.surveys_needed:
        text = f"{c.surveys_done} of {c.surveys_needed}"
        bars.append(Bar("Surveys", c.surveys_done, c.surveys_needed, text))
    return bars


def credit_text(standing: Standing) -> str | None:
    """`6.00 of 12.00`, earned of designated; None without an activity."""
    if standing.eligibility is None:
        return None
    earned, most = standing.eligibility.quarters, standing.eligibility.designated_quarters
    return f"{credits_text(earned)} of {credits_text(most)}"


@dataclass(frozen=True)
class UnitLine:
    """One unit on the cohort's page."""

    label: str
    title: str
    href: str | None
    opens: str
    tile: SessionTile | None
    status: str
    tone: str


@dataclass(frozen=True)
class CohortPage:
    """All units with dates, and how far the learner is."""

    eyebrow: str
    title: str
    zone_note: str
    unit_label: str
    steps: Sequence[Step]
    lines: Sequence[UnitLine]
    words: Sequence[str]


def unit_lines(
    here: CohortHere, units: Sequence[UnitRow], ledger: Ledger, reader_zone: str, now: datetime
) -> list[UnitLine]:
    """The whole schedule; locked units by title and opening only."""
    return [
        _unit_line(here, unit, facts, reader_zone, now)
        for unit, facts in zip(units, ledger.units, strict=True)
    ]


def _unit_line(
    here: CohortHere, unit: UnitRow, facts: UnitLedger, reader_zone: str, now: datetime
) -> UnitLine:
    opened = is_open(unit.opens_at, now, opened_early=unit.opened_early)
    opens = date_time(unit.opens_at, here.cohort.zone)
    if facts.attested_at is not None:
        status, tone = "Signed", "good"
    elif not opened:
        status, tone = f"Opens {opens}", "neutral"
    else:
        status, tone = "To do", "warm"
    return UnitLine(
        label=here.label(unit.position),
        title=unit.title,
        href=f"{here.path}/units/{unit.position}" if opened else None,
        opens=opens,
        tile=session_tile(here, unit, reader_zone, now),
        status=status,
        tone=tone,
    )


@dataclass(frozen=True)
class SessionPage:
    """When a session is, how to join, its case, who leads it."""

    eyebrow: str
    title: str
    tile: SessionTile
    leaders: Sequence[str]
    case_title: str | None
    case_html: str | None
    opens: str | None
    unit_path: str
    ics_path: str


@dataclass(frozen=True)
class RecordLine:
    """One unit of the record: what was signed, and how the session was recorded."""

    label: str
    title: str
    signed: str | None
    status: str
    tone: str
    minutes: int | None


@dataclass(frozen=True)
class RecordPage:
    """A learner's ledger in one cohort, and the way to the others."""

    name: str
    eyebrow: str
    title: str
    lines: Sequence[RecordLine]
    words: Sequence[str]
    restore: Sequence[str]
    credit: str | None
    claim_path: str
    cohorts: Sequence[tuple[str, str, bool]]


def record_lines(standing: Standing, zone: str, now: datetime) -> list[RecordLine]:
    """Everything recorded, unit by unit."""
    return [_record_line(standing.ledger, unit, zone, now) for unit in standing.ledger.units]


def _record_line(ledger: Ledger, unit: UnitLedger, zone: str, now: datetime) -> RecordLine:
    if unit.starts_at is None:
        status, tone = "No session", "neutral"
    elif unit.canceled:
        status, tone = "Canceled", "neutral"
    elif not unit.held(now):
        status, tone = date_time(unit.starts_at, zone), "neutral"
    elif not unit.expected and unit.status is AttendanceStatus.NOT_RECORDED:
        status, tone = "Before you enrolled", "neutral"
    else:
        status, tone = STATUS_WORDS[unit.status]
    return RecordLine(
        label=ledger.label(unit.position),
        title=unit.title,
        signed=date_time(unit.attested_at, zone) if unit.attested_at else None,
        status=status,
        tone=tone,
        minutes=unit.minutes,
    )


@dataclass(frozen=True)
class WithdrawalPage:
    """A check page before an attestation is withdrawn."""

    eyebrow: str
    title: str
    statement: str | None
    path: str
    reason: str | None


def home_page(
    here: CohortHere,
    units: Sequence[UnitRow],
    standing: Standing,
    work: Work | None,
    behind: Sequence[UnitRow],
    *,
    issued: int,
    others: Sequence[tuple[str, str]],
    reader_zone: str,
    now: datetime,
) -> HomePage:
    """Home answers one question: what do I do next?"""
    attested = {unit.position for unit in standing.ledger.units if unit.attested_at}
    coming = next_session(units, now)
    title, lead, action = _next_step(here, units, standing, work, issued=issued, now=now)
    return HomePage(
        eyebrow=f"{here.program.title} · {here.cohort.title}",
        title=title,
        lead=lead,
        path=here.path,
        unit_label=here.program.unit_label,
        steps=steps(here, units, attested, now),
        work=work,
        action=action,
        behind=[
            (f"{here.label(unit.position)}: {unit.title}", f"{here.path}/units/{unit.position}")
            for unit in behind
        ],
        session=session_tile(here, coming, reader_zone, now) if coming else None,
        bars=bars_of(standing),
        credit=credit_text(standing),
        words=progress_words(standing.completion),
        cohorts=others,
    )


def _next_step(
    here: CohortHere,
    units: Sequence[UnitRow],
    standing: Standing,
    work: Work | None,
    *,
    issued: int,
    now: datetime,
) -> tuple[str, str | None, tuple[str, str] | None]:
    if work is not None:
        return work.title, None, None
    if standing.completion.complete and issued:
        lead = "Your certificates are ready. They are yours to keep, and anybody can verify them."
        return "You completed the program", lead, ("Open your certificates", "/my/certificates")
    if standing.completion.complete and standing.claim is None and standing.eligibility:
        lead = f"You earned up to {credits_text(standing.eligibility.quarters)} credits."
        return "You completed the program", lead, ("Claim your credit", f"{here.path}/claim")
    if standing.completion.complete:
        lead = "Your coordinator issues your certificates next; you get an email then."
        return "You completed the program", lead, None
    locked = next((u for u in units if not is_open(u.opens_at, now)), None)
    if locked is None:
        lead = "Every unit has opened. What is still missing stands beside this."
        return "This is where you stand", lead, ("See your record", "/my/record")
    opens = f"{here.label(locked.position)} opens {date_time(locked.opens_at, here.cohort.zone)}."
    if standing.completion.modules_done:
        return "You are up to date", opens, ("See the whole schedule", here.path)
    return f"Welcome to {here.cohort.title}", opens, ("See the whole schedule", here.path)


def zone_note(zone: str, reader_zone: str) -> str:
    """Which clock the page shows."""
    if zone == reader_zone:
        return f"All times are {zone_name(zone)} time."
    return (
        f"Sessions are planned in {zone_name(zone)} time; "
        f"yours ({zone_name(reader_zone)}) stands beside it where it differs."
    )


def session_page(
    seat: Seat,
    unit: UnitRow,
    case: ContentVersion | None,
    led_by: Sequence[Row[str, Person, Institution]],
    reader_zone: str,
    now: datetime,
) -> SessionPage:
    """A session; its case is there only once the unit is open."""
    tile = session_tile(seat, unit, reader_zone, now)
    if tile is None:
        raise NotFoundError
    return SessionPage(
        eyebrow=f"{seat.program.title} · {seat.cohort.title}",
        title=f"{seat.label(unit.position)}: live session",
        tile=tile,
        leaders=[f"{person.display_name}, {at.short_name}" for _, person, at in led_by],
        case_title=case.title if case else None,
        case_html=case.html if case else None,
        opens=None if case else date_time(unit.opens_at, seat.cohort.zone),
        unit_path=f"{seat.path}/units/{unit.position}",
        ics_path=f"{tile.path}.ics",
    )


def record_page(
    seat: Seat, standing: Standing, others: Sequence[Cohort], reader: Actor, now: datetime
) -> RecordPage:
    """The ledger as its owner sees it."""
    return RecordPage(
        name=reader.display_name,
        eyebrow=f"{seat.program.title} · {seat.cohort.title}",
        title="Your record",
        lines=record_lines(standing, reader.zone, now),
        words=progress_words(standing.completion),
        restore=standing.completion.restore,
        credit=credit_text(standing),
        claim_path=f"{seat.path}/claim",
        cohorts=[
            (cohort.title, f"/my/record?cohort={cohort.slug}", cohort.id == seat.cohort.id)
            for cohort in others
        ],
    )
