"""The code of a session and who is in, for the page that is shared and for a room's card."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

import segno
from markupsafe import Markup

from app.casework.check_ins.codes.rules import ShownCode
from app.casework.check_ins.queries import OnRoll, Pulse
from app.cohorts.context import CohortContext
from app.cohorts.queries import UnitRow
from app.language.moments import clock_time, leading_zone
from app.people.actors import Actor
from app.site.parts.check_in import check_in_path
from app.site.teach.parts import session_path

SHORT = "/c"
"""What is typed by who cannot scan; it leads to the session that is on."""
LAST = 4
"""So many of who came last stand on a card."""


class Came(NamedTuple):
    """Somebody who is in, and since when, on the leading clock."""

    name: str
    iso: str
    at: str


@dataclass(frozen=True)
class Shown:
    """What a card is made of."""

    code: ShownCode
    base_url: str
    roll: Sequence[OnRoll]
    pulse: Pulse


@dataclass(frozen=True)
class CheckInCard:
    """The code, and how many are in; `path` is the whole page, `list` who is in and who not."""

    code: str
    qr: Markup
    seconds: int
    """Until there is another code."""
    address: str
    """What is typed by who cannot scan, without `https://`."""
    newcomers: str
    """The same for who is not registered, where nobody has to be; else empty."""
    inside: int
    enrolled: int
    came: Sequence[Came]
    """Who is in, newest first."""
    missing: Sequence[str]
    """Who is not."""
    path: str
    list: str
    newer: str
    """Where to ask whether anything has changed; without content as long as nothing has."""

    @property
    def latest(self) -> Sequence[Came]:
        """Who came last."""
        return self.came[:LAST]


def check_in_card(
    here: CohortContext, unit: UnitRow, shown: Shown, reader: Actor, now: datetime
) -> CheckInCard:
    """The card of a session whose check-in is open."""
    assert unit.starts_at is not None
    zone = leading_zone(unit.starts_at, here.cohort.zone, reader.zone)
    came = came_in(shown.roll, zone)
    path = f"{session_path(here, unit)}/check-in"
    host = urlsplit(shown.base_url).netloc
    return CheckInCard(
        code=shown.code.spaced,
        qr=_qr(f"{shown.base_url}{_scanned(here, unit, shown.code.text)}"),
        seconds=max(1, round((shown.code.until - now).total_seconds())),
        address=f"{host}{SHORT}",
        newcomers=f"{host}{_drop_in_path(here)}" if here.cohort.is_series else "",
        inside=len(came),
        enrolled=len(shown.roll),
        came=came,
        missing=[own.name for own in shown.roll if not (here.cohort.is_series or is_in(own))],
        path=path,
        list=f"{path}/people",
        newer=f"shown={state_of(shown.code, shown.pulse)}",
    )


def _scanned(here: CohortContext, unit: UnitRow, code: str) -> str:
    """Where a picture leads: to the check-in, in a series by where newcomers come in."""
    if here.cohort.is_series:
        return f"{_drop_in_path(here)}?code={code}&session={unit.position}"
    return f"{check_in_path(here, unit.position)}?code={code}"


def is_in(own: OnRoll) -> bool:
    """Whether somebody's check-in stands."""
    return own.check_in is not None and own.check_in.stands


def came_in(roll: Sequence[OnRoll], zone: str) -> list[Came]:
    """Who is in, newest first."""
    found = [(own.check_in.arrived_at, own.name) for own in roll if own.check_in and is_in(own)]
    newest = sorted(found, key=lambda own: own[0], reverse=True)
    return [Came(name, at.isoformat(), clock_time(at, zone)) for at, name in newest]


def state_of(code: ShownCode, pulse: Pulse) -> str:
    """What a page shows, so that it is not sent again as long as that is all."""
    return "-".join((code.text, *map(str, pulse)))


@lru_cache(maxsize=64)
def _qr(address: str) -> Markup:
    """The address as a picture, beside which the code stands as text; for all who watch, one."""
    code = segno.make(address, error="m", boost_error=False, micro=False)
    drawn = code.svg_inline(
        border=2, omitsize=True, svgclass="qr", lineclass=None, light="#ffffff", dark="#1c2430"
    )
    return Markup(drawn)  # noqa: S704 - nothing in it but numbers


def _drop_in_path(here: CohortContext) -> str:
    """Where who is in a session of a series comes in by its code, registered or not."""
    return f"/join/{here.cohort.slug}/drop-in"
