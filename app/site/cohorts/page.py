"""The cohort with all its units."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from markupsafe import Markup

from app.casework.make_up_requests.enums import RequestState
from app.cohorts.arms.rules import YOUR_ARM
from app.cohorts.context import CohortContext, LearnerInCohort
from app.cohorts.queries import UnitRow
from app.cohorts.topics.rules import Topic
from app.credit.ledger import THERE, UnitLedger
from app.credit.status.rules import EarnedStatus
from app.language import Text, _, pgettext
from app.language.moments import in_cohort_zone, leading_zone, local, zone_name
from app.language.reasons import Reason
from app.site.parts.absences import restores
from app.site.parts.carried import signed_words
from app.site.parts.sessions import SessionTile, UnitStep, session_tile
from app.web.parts import Link


@dataclass(frozen=True)
class UnitLine:
    """One unit on the cohort's page."""

    label: str
    title: str
    href: str | None
    tile: SessionTile | None
    status: Text
    tone: str
    cohort_opening: Text | None
    """When it opens on the cohort's clock, where that shows something else."""
    restores: Link | None
    """What can restore its session, where that was missed."""
    topic: Topic | None = None
    """What its session is about and who speaks, in a series."""


@dataclass(frozen=True)
class CohortPage:
    """All units with dates, and how far the learner is."""

    eyebrow: str
    language: str
    """Of topics."""
    is_series: bool
    title: str
    path: str
    join: str
    """Its public page, where people leave a series."""
    unit_label: str
    zone_note: Text
    steps: Sequence[UnitStep]
    lines: Sequence[UnitLine]
    words: Sequence[Reason]
    credit_needs: Sequence[Reason | Markup]
    """What its credit needs; nothing where it gives none."""
    has_sessions: bool
    """False where the reader's group in a trial has none: then there is no column for them."""
    why_none: Reason | None
    """What that is."""
    disclosures: str | None = None
    """Where it is read what its learners are told of financial relationships."""


def why_no_sessions(learner: LearnerInCohort) -> Reason | None:
    """What is said to whom no live session is for, by an arm of a trial."""
    return None if learner.has_sessions else YOUR_ARM


def unit_lines(
    here: CohortContext,
    units: Sequence[UnitRow],
    standing: EarnedStatus,
    requests: Mapping[int, RequestState],
    topics: Mapping[int, Topic],
    reader_zone: str,
    now: datetime,
) -> list[UnitLine]:
    """The whole schedule; locked units by title and opening only.

    `requests`: how make-ups stand, by position; `topics`: those of a series.
    """
    lines = [
        _unit_line(
            here,
            unit,
            facts,
            restores(standing, facts, requests.get(unit.position), here.path),
            reader_zone,
            now,
        )
        for unit, facts in zip(units, standing.ledger.units, strict=True)
    ]
    return [
        replace(line, topic=topics.get(unit.position))
        for line, unit in zip(lines, units, strict=True)
    ]


def _unit_line(
    here: CohortContext,
    unit: UnitRow,
    facts: UnitLedger,
    restored: Link | None,
    reader_zone: str,
    now: datetime,
) -> UnitLine:
    opened = unit.is_open(now)
    status, tone = _status(here, unit, facts, reader_zone, now)
    return UnitLine(
        label=here.label(unit.position),
        title=unit.title,
        href=f"{here.path}/units/{unit.position}" if opened or unit.waits_for_reader(now) else None,
        tile=session_tile(here, unit, reader_zone, now),
        status=status,
        tone=tone,
        cohort_opening=None
        if opened or not unit.has_content or _waits(unit, now)
        else in_cohort_zone(unit.opens_at, here.cohort.zone, reader_zone),
        restores=restored,
    )


def _status(
    here: CohortContext, unit: UnitRow, facts: UnitLedger, reader_zone: str, now: datetime
) -> tuple[Text, str]:
    if facts.signed_at is not None:
        return signed_words(facts), "good"
    if here.cohort.is_series:
        return _attended(facts, now)
    if not unit.has_content:
        held = facts.held(now)
        return _("Session held") if held else pgettext("of a session", "To come"), "neutral"
    if unit.waits_for_reader(now):
        return _("Read the disclosures first"), "warm"
    if unit.waits_for_others(now):
        return _("Opens once its disclosures are reviewed"), "neutral"
    if not unit.is_open(now):
        zone = leading_zone(unit.opens_at, here.cohort.zone, reader_zone)
        return _("Opens {opens:moment}", opens=local(unit.opens_at, zone)), "neutral"
    if facts.has_module:
        return _("To do"), "warm"
    return _("Session held") if facts.held(now) else _("Read the case"), "neutral"


def _waits(unit: UnitRow, now: datetime) -> bool:
    return unit.waits_for_reader(now) or unit.waits_for_others(now)


def _attended(facts: UnitLedger, now: datetime) -> tuple[Text, str]:
    """Of a session to which people come as they like: whoever was not there reads nothing of it."""
    if not facts.held(now):
        words = pgettext("of a session", "Canceled") if facts.canceled else None
        return words or pgettext("of a session", "To come"), "neutral"
    if facts.status in THERE:
        return _("You were there"), "good"
    return _("Session held"), "neutral"


def next_first(lines: Sequence[UnitLine]) -> list[UnitLine]:
    """The lines of a series: what is to come in order, then what was held, the newest first."""
    over = [line for line in lines if line.tile is not None and line.tile.ended]
    return [*(line for line in lines if line not in over), *reversed(over)]


def zone_note(zone: str, reader_zone: str) -> Text:
    """Which clock the page shows."""
    if zone == reader_zone:
        return _("All times are in {zone}.", zone=zone_name(zone))
    return _(
        "Times are in your time zone, {own}. Where the cohort’s ({zone}) differs, it is "
        "shown beside it.",
        zone=zone_name(zone),
        own=zone_name(reader_zone),
    )
