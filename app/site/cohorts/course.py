"""The cohort with all its units, a session, and the check page before a withdrawal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.cohorts.context import CohortContext, LearnerInCohort
from app.cohorts.queries import UnitRow
from app.cohorts.sessions.queries import SessionLeader
from app.content.models import ContentVersion
from app.core.errors import NotFoundError
from app.credit.ledger import Ledger, UnitLedger
from app.language.moments import date_time, zone_name
from app.language.reasons import Reason
from app.packs.figures.files import shown_at
from app.site.parts.sessions import SessionTile, Step, session_tile


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
    words: Sequence[Reason]


def unit_lines(
    here: CohortContext, units: Sequence[UnitRow], ledger: Ledger, reader_zone: str, now: datetime
) -> list[UnitLine]:
    """The whole schedule; locked units by title and opening only."""
    return [
        _unit_line(here, unit, facts, reader_zone, now)
        for unit, facts in zip(units, ledger.units, strict=True)
    ]


def _unit_line(
    here: CohortContext, unit: UnitRow, facts: UnitLedger, reader_zone: str, now: datetime
) -> UnitLine:
    opened = unit.is_open(now)
    opens = date_time(unit.opens_at, here.cohort.zone)
    if facts.attested_at is not None:
        status, tone = "Signed", "good"
    elif opened and not facts.has_module:
        status, tone = "Session held" if facts.held(now) else "Read the case", "neutral"
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


def zone_note(zone: str, reader_zone: str) -> str:
    """Which clock the page shows."""
    if zone == reader_zone:
        return f"All times are {zone_name(zone)} time."
    return (
        f"Sessions are planned in {zone_name(zone)} time; "
        f"yours ({zone_name(reader_zone)}) stands beside it where it differs."
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
    unit_path: str | None
    """The module's page; None where there is no module."""
    ics_path: str


def session_page(
    learner: LearnerInCohort,
    unit: UnitRow,
    case: ContentVersion | None,
    led_by: Sequence[SessionLeader],
    reader_zone: str,
    now: datetime,
) -> SessionPage:
    """A session; its case is there only once the unit is open."""
    tile = session_tile(learner, unit, reader_zone, now)
    if tile is None:
        raise NotFoundError
    return SessionPage(
        eyebrow=f"{learner.program.title} · {learner.cohort.title}",
        title=f"{learner.label(unit.position)}: live session",
        tile=tile,
        leaders=[
            f"{leader.person.display_name}, {leader.institution.short_name}" for leader in led_by
        ],
        case_title=case.title if case else None,
        case_html=shown_at(case.html, tile.path, case.figures) if case else None,
        opens=None if case else date_time(unit.opens_at, learner.cohort.zone),
        unit_path=f"{learner.path}/units/{unit.position}" if unit.module_version_id else None,
        ics_path=f"{tile.path}.ics",
    )
