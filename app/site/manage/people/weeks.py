"""A person's weeks: the module and the session of each unit, in a sign and a word."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from app.casework.enums import AttendanceStatus
from app.cohorts.context import LearnerInCohort
from app.cohorts.queries import UnitRow
from app.credit.ledger import UnitLedger
from app.credit.status.rules import CreditStatus
from app.language import Text, _, pgettext
from app.language.moments import local
from app.language.styles import month_day
from app.site.parts.attendance import NOT_RECORDED, WORDS
from app.site.parts.carried import carried_words, signed_words


class Cell(NamedTuple):
    """One cell: what it says, its tone, and whether there is anything to say of it yet."""

    text: Text
    tone: str
    icon: str | None


@dataclass(frozen=True)
class Week:
    """One unit."""

    label: str
    position: int
    module: Cell
    session: Cell


def weeks(
    place: LearnerInCohort, units: Sequence[UnitRow], standing: CreditStatus, now: datetime
) -> list[Week]:
    """Every unit of the cohort of a place, in order."""
    zone = place.cohort.zone
    return [
        Week(
            place.label(unit.position),
            unit.position,
            _module(unit, facts, zone, now),
            _session(facts, zone, now),
        )
        for unit, facts in zip(units, standing.ledger.units, strict=True)
    ]


def _module(unit: UnitRow, facts: UnitLedger, zone: str, now: datetime) -> Cell:
    if facts.signed_at is not None:
        return Cell(signed_words(facts), "good", "check")
    if not facts.has_module:
        return Cell(_("No module"), "neutral", None)
    if not unit.is_open(now):
        opens = month_day(local(unit.opens_at, zone))
        return Cell(_("Opens {day}", day=opens), "neutral", None)
    return Cell(_("Not signed"), "warm", None)


def _session(facts: UnitLedger, zone: str, now: datetime) -> Cell:
    if facts.starts_at is None:
        return Cell(_("No session"), "neutral", None)
    if facts.not_held:
        return Cell(pgettext("of a session", "Not held"), "neutral", None)
    if facts.canceled:
        return Cell(pgettext("of a session", "Canceled"), "neutral", None)
    if facts.is_mark_carried:
        return Cell(carried_words(facts), "good", "check")
    if facts.status is NOT_RECORDED:
        return _unmarked(facts, zone, now)
    words = WORDS[facts.status]
    return Cell(words.option, words.tone, "check" if words.tone == "good" else None)


def _unmarked(facts: UnitLedger, zone: str, now: datetime) -> Cell:
    assert facts.starts_at is not None
    if not facts.held(now):
        return Cell(month_day(local(facts.starts_at, zone)), "neutral", None)
    if facts.optional:
        return Cell("·", "neutral", None)
    if not facts.expected:
        return Cell(_("Before enrollment"), "neutral", None)
    return Cell(WORDS[AttendanceStatus.NOT_RECORDED].own, "warm", None)
