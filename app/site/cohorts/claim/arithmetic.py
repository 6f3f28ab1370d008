"""How the credit that may be claimed came about: minutes unit by unit, and what is made of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from app.credit.eligibility.rules import (
    MINUTES_A_QUARTER,
    EarnedPart,
    Eligibility,
    Rounding,
    rounded,
)
from app.credit.enums import ComponentKind, StepRounding
from app.credit.ledger import THERE, UnitLedger
from app.credit.minutes.rules import why_no_module_minutes, why_no_session_minutes, with_day
from app.credit.models import Activity
from app.credit.phrase import credits_fact
from app.credit.status.rules import CreditStatus
from app.credit.systems.rules import Designated
from app.language import Text, _, ngettext
from app.language.reasons import Reason
from app.language.styles import number
from app.site.cohorts.claim.made import Amount, amount_of
from app.site.parts.credit import minutes_counted


@dataclass(frozen=True)
class PartRow:
    """One component's line in the arithmetic."""

    label: Text
    what: Text
    minutes: Text
    capped: Text | None
    """That more was done than the component counts at most."""


class Minutes(NamedTuple):
    """What a module or a session earned; why it earned nothing, if it did not."""

    earned: int
    why_none: Reason | None = None
    recorded: int = 0
    """How many of them by a recording."""


@dataclass(frozen=True)
class UnitRow:
    """What one unit earned; None where there is no module or no session to earn from.

    Of a series only who came to a session reads of its minutes.
    """

    unit: Text
    module: Minutes | None
    session: Minutes | None


@dataclass(frozen=True)
class Arithmetic:
    """From raw minutes to the credit that may be claimed."""

    units: Sequence[UnitRow]
    parts: Sequence[PartRow]
    minutes: Text
    rounded: Text
    """What the minutes come to, rounded once."""
    amount: Amount
    limit: Text
    """What the activity is designated for at most."""
    is_limited: bool
    """Whether the activity is designated for less than was earned."""


def arithmetic(
    standing: CreditStatus,
    earned: Eligibility,
    designated: Designated,
    now: datetime,
    *,
    of_then: bool = False,
) -> Arithmetic:
    """The arithmetic of what was earned, of what the activity is designated for.

    `of_then`: whether that is the version of a claim, and another is in force by now.
    """
    assert standing.approved is not None
    system, tie = designated.system, Rounding(standing.approved.activity.rounding)
    uncapped = rounded(earned.minutes, system.step_quarters, system.rounding, tie)
    return Arithmetic(
        units=_units(standing, earned, now),
        parts=[_part(part) for part in earned.parts],
        minutes=minutes_counted(earned),
        rounded=_rounded(earned.minutes, designated),
        amount=amount_of(earned.quarters, designated),
        limit=_limit(earned.designated_quarters, of_then=of_then),
        is_limited=uncapped > earned.designated_quarters,
    )


def _limit(quarters: int, *, of_then: bool) -> Text:
    most = number(credits_fact(quarters))
    if of_then:
        return _("At most {most} for this activity, as it was when you claimed.", most=most)
    return _("At most {most} for this activity.", most=most)


def _rounded(minutes: int, designated: Designated) -> Text:
    hours, rest = divmod(minutes, 60)
    step = designated.system.step_quarters * MINUTES_A_QUARTER
    if designated.system.rounding is StepRounding.DOWN:
        return _(
            "{hours} h {minutes} min, rounded down once to whole {step} minutes.",
            hours=hours,
            minutes=rest,
            step=step,
        )
    return _(
        "{hours} h {minutes} min, rounded once to the nearest {step} minutes.",
        hours=hours,
        minutes=rest,
        step=step,
    )


def _units(standing: CreditStatus, earned: Eligibility, now: datetime) -> list[UnitRow]:
    parts = {part.kind: part for part in earned.parts}
    assert standing.approved is not None
    activity = standing.approved.activity
    return [
        UnitRow(
            unit=f"{standing.ledger.label(unit.position)}: {unit.title}",
            module=_module(standing, unit, parts.get(ComponentKind.MODULE), now),
            session=_session(unit, parts, standing, activity, now),
        )
        for unit in standing.ledger.units
    ]


def _module(
    standing: CreditStatus, unit: UnitLedger, part: EarnedPart | None, now: datetime
) -> Minutes | None:
    if standing.approved is None or part is None or not unit.has_module:
        return None
    minutes = part.by_unit.get(unit.position, 0)
    activity, closes = standing.approved.activity, standing.ledger.closes_at
    since, until = part.since or activity.approved_at, activity.expires_at
    if minutes:
        return Minutes(minutes)
    why = why_no_module_minutes(unit, since, closes, now, until)
    return Minutes(0, with_day(why, since, standing.ledger.zone))


def _session(
    unit: UnitLedger,
    parts: dict[ComponentKind, EarnedPart],
    standing: CreditStatus,
    activity: Activity,
    now: datetime,
) -> Minutes | None:
    of_sessions = [part for kind, part in parts.items() if kind is not ComponentKind.MODULE]
    minutes = sum(part.by_unit.get(unit.position, 0) for part in of_sessions)
    nobody_misses_it = unit.optional and not minutes and unit.status not in THERE
    if unit.starts_at is None or not of_sessions or nobody_misses_it:
        return None
    recording, live = parts.get(ComponentKind.ENDURING), of_sessions[0]
    since, until = live.since or activity.approved_at, activity.expires_at
    if not minutes:
        why = why_no_session_minutes(unit, since, now, until)
        return Minutes(0, with_day(why, since, standing.ledger.zone))
    return Minutes(minutes, recorded=recording.by_unit.get(unit.position, 0) if recording else 0)


def _part(part: EarnedPart) -> PartRow:
    label, what = _named(part)
    capped = None
    if part.minutes > part.counted_minutes:
        capped = _("At most {most} minutes count", most=part.max_minutes)
    minutes: Text = number(part.minutes)
    if capped:
        minutes = _("{part} of {whole}", part=part.counted_minutes, whole=part.minutes)
    return PartRow(label, what, minutes, capped)


def _named(part: EarnedPart) -> tuple[Text, Text]:
    if part.kind is ComponentKind.MODULE:
        attested = ngettext("{count} attested", "{count} attested", count=part.count)
        return _("Modules"), attested
    if part.kind is ComponentKind.ENDURING:
        made_up = ngettext("{count} made up", "{count} made up", count=part.count)
        return _("Sessions made up with a recording"), made_up
    return _("Live sessions"), ngettext(
        "{count} attended, in whole or in part",
        "{count} attended, in whole or in part",
        count=part.count,
    )
