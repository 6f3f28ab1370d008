"""The facts of a reminder, composed for one person from what is true of them. Pure.

No words: those are in `templates/letters/reminder.txt`. Where somebody stands is told in the same
sentences as everywhere else (`credit/completion/progress.py`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import NamedTuple
from uuid import UUID

from pydantic import JsonValue

from app.credit.completion.progress import progress
from app.credit.ledger import UnitLedger
from app.credit.systems.rules import is_awarded
from app.language.reasons import Reason
from app.language.stored import to_json
from app.messages.reminders.enums import Rule
from app.messages.reminders.occasions.rules import position_of
from app.messages.reminders.reader.rules import Place
from app.messages.reminders.truth.rules import OF_CLAIMS, OF_EVALUATIONS, is_withheld_alone
from app.messages.reminders.week.rules import Item

Facts = dict[str, JsonValue]
_OF_SESSION = {Rule.SESSION_TOMORROW: "", Rule.SESSION_SOON: "", Rule.MISSED: "/absence"}
"""Where a letter about a session leads to, below the session's page."""


class Spot(NamedTuple):
    """A unit by its position, in a cohort or in somebody's place."""

    within: UUID
    position: int


class Left(NamedTuple):
    """What is left of a unit for somebody."""

    what: Reason | None
    """None: it can be signed."""
    minutes: int


@dataclass(frozen=True)
class Details:
    """Of the things that some letters say."""

    links: Mapping[Spot, str]
    """To join the session of a unit, by cohort and position; empty where there is none."""
    left: Mapping[Spot, Left]
    """By place and position."""


def lead_of(items: Sequence[Item], details: Details, now: datetime) -> Facts:
    """What is most urgent of a letter: its subject says that."""
    return _item(items[0], details, now)


def parts_of(items: Sequence[Item], details: Details, now: datetime) -> list[JsonValue]:
    """A letter by cohort, the one with what is most urgent first."""
    order = {item.place.enrollment_id: number for number, item in reversed([*enumerate(items)])}
    ordered = sorted(items, key=lambda item: order[item.place.enrollment_id])
    by_place = groupby(ordered, lambda item: item.place)
    return [_part(place, list(own), details, now) for place, own in by_place]


def _part(place: Place, items: Sequence[Item], details: Details, now: datetime) -> Facts:
    rules = {item.thing.rule for item in items}
    stands = progress(place.standing.completion) if rules - OF_CLAIMS - OF_EVALUATIONS else ()
    return {
        "cohort": place.cohort,
        "says": [_item(item, details, now) for item in items],
        "stands": _told(stands),
        "make_up_path": _make_up(place) if rules & _BEHIND == {Rule.OFF_TRACK} else "",
    }


_BEHIND = frozenset({Rule.OFF_TRACK, Rule.MISSED})
"""What is said of who is behind; a missed session leads to its own page."""


def _make_up(place: Place) -> str:
    """Where a session is made up, if too few are left without that; empty if enough are."""
    verdict, label = place.standing.completion, place.ledger.label
    if verdict.sessions_possible >= verdict.sessions_needed:
        return ""
    missed = (own.position for own in place.ledger.units if label(own.position) in verdict.restore)
    first = next(missed, None)
    return f"{place.path}/sessions/{first}/absence" if first else place.path


def _told(reasons: Sequence[Reason]) -> list[JsonValue]:
    return [to_json(reason) for reason in reasons]


def _item(item: Item, details: Details, now: datetime) -> Facts:
    place, rule = item.place, item.thing.rule
    unit = place.unit(position_of(item.thing.about))
    facts: Facts = {"rule": rule.value, "cohort": place.cohort, "path": place.path}
    if unit is not None:
        facts |= _of_unit(place, unit, details)
    if rule is Rule.OFF_TRACK:
        facts |= _behind(place, now)
    if rule in OF_CLAIMS:
        facts |= _of_claim(place)
    if rule in OF_EVALUATIONS:
        facts |= _of_evaluation(place, item.thing.about)
    if rule in _OF_SESSION:
        facts["path"] = f"{place.path}/sessions/{position_of(item.thing.about)}{_OF_SESSION[rule]}"
    return facts


def _of_unit(place: Place, unit: UnitLedger, details: Details) -> Facts:
    left = details.left.get(Spot(place.enrollment_id, unit.position))
    starts = unit.starts_at if unit.takes_place else None
    return {
        "unit": place.ledger.label(unit.position),
        "title": unit.title,
        "starts": starts.isoformat() if starts else "",
        "minutes": unit.minutes_scheduled,
        "link": details.links.get(Spot(place.cohort_id, unit.position), ""),
        "path": f"{place.path}/units/{unit.position}",
        "left": _told([left.what] if left and left.what else []),
        "left_minutes": left.minutes if left and left.what else 0,
    }


def _behind(place: Place, now: datetime) -> Facts:
    """What is open and waits for them of the weeks that are over; the first of it is the way in."""
    held = max((unit.position for unit in place.ledger.units if unit.held(now)), default=0)
    waits = [
        unit
        for unit in place.ledger.units
        if unit.has_module and unit.signed_at is None and unit.position < held
    ]
    units: list[JsonValue] = [
        {"unit": place.ledger.label(unit.position), "title": unit.title} for unit in waits
    ]
    path = f"{place.path}/units/{waits[0].position}" if waits else place.path
    return {"waits": units, "path": path}


def _of_claim(place: Place) -> Facts:
    until = place.standing.claims_close_at
    closes = until.isoformat() if until else ""
    hours = not is_awarded(place.standing.system)
    first = is_withheld_alone(place.standing.completion)
    return {"closes": closes, "hours": hours, "path": f"{place.path}/claim", "evaluation": first}


def _of_evaluation(place: Place, about: str) -> Facts:
    """`everybody`: it goes to all, since nobody is told yet who has answered."""
    closes, _, key = about.removeprefix("@").partition(" ")
    withheld = key in place.ledger.surveys_withheld
    return {"closes": closes, "path": "/home", "everybody": withheld}
