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
from app.language import Text, _, dotted, pgettext
from app.language.moments import local, zone_name
from app.language.reasons import Reason
from app.packs.figures.files import shown_at
from app.site.parts.sessions import SessionTile, Step, session_tile


@dataclass(frozen=True)
class UnitLine:
    """One unit on the cohort's page."""

    label: str
    title: str
    href: str | None
    tile: SessionTile | None
    status: Text
    tone: str


@dataclass(frozen=True)
class CohortPage:
    """All units with dates, and how far the learner is."""

    eyebrow: str
    title: str
    zone_note: Text
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
    status, tone = _status(here, unit, facts, now)
    return UnitLine(
        label=here.label(unit.position),
        title=unit.title,
        href=f"{here.path}/units/{unit.position}" if opened else None,
        tile=session_tile(here, unit, reader_zone, now),
        status=status,
        tone=tone,
    )


def _status(
    here: CohortContext, unit: UnitRow, facts: UnitLedger, now: datetime
) -> tuple[Text, str]:
    if facts.attested_at is not None:
        return pgettext("of a unit", "Signed"), "good"
    if not unit.is_open(now):
        return _("Opens {opens:moment}", opens=local(unit.opens_at, here.cohort.zone)), "neutral"
    if facts.has_module:
        return _("To do"), "warm"
    return _("Session held") if facts.held(now) else _("Read the case"), "neutral"


def zone_note(zone: str, reader_zone: str) -> Text:
    """Which clock the page shows."""
    if zone == reader_zone:
        return _("All times are in {zone}.", zone=zone_name(zone))
    return _(
        "Sessions are planned in {zone}. Your own time ({own}) is shown too where it differs.",
        zone=zone_name(zone),
        own=zone_name(reader_zone),
    )


@dataclass(frozen=True)
class SessionPage:
    """When a session is, how to join, its case, who leads it."""

    language: str
    """Of the case."""
    eyebrow: str
    title: Text
    tile: SessionTile
    leaders: tuple[Text, ...]
    case_title: str | None
    case_html: str | None
    opens: datetime | None
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
        language=learner.program.language,
        eyebrow=dotted((learner.program.title, learner.cohort.title)),
        title=_("{unit}: live session", unit=learner.label(unit.position)),
        tile=tile,
        leaders=tuple(
            pgettext(
                "a person and where they belong",
                "{name}, {institution}",
                name=leader.person.display_name,
                institution=leader.institution.short_name,
            )
            for leader in led_by
        ),
        case_title=case.title if case else None,
        case_html=shown_at(case.html, tile.path, case.figures) if case else None,
        opens=None if case else local(unit.opens_at, learner.cohort.zone),
        unit_path=f"{learner.path}/units/{unit.position}" if unit.module_version_id else None,
        ics_path=f"{tile.path}.ics",
    )
