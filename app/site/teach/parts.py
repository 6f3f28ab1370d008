"""What several of a facilitator's pages show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.casework.preparation.queries import Preparation
from app.cohorts.context import CohortContext
from app.cohorts.holidays.rules import holiday_of
from app.cohorts.queries import UnitRow
from app.language import Text, _, dotted, pgettext
from app.language.moments import in_cohort_zone, leading_zone, local, time_range
from app.people.actors import Actor
from app.people.roles import of_cohort, roles_over
from app.site.parts.people import may_see_people
from app.web.parts import Badge, Chip, Link, below_cohort


def is_of_whole(reader: Actor, here: CohortContext) -> bool:
    """Whether somebody teaches or coordinates a whole cohort: a guest sees single sessions."""
    return bool(roles_over(reader, of_cohort(here.program.id, here.cohort.id)))


def crumbs(
    here: CohortContext, reader: Actor, unit: UnitRow | None = None, page: Text | None = None
) -> list[Link]:
    """The way to a page about a cohort, one of its sessions, or a page of that."""
    found = _ways_in(here, reader)
    if unit is not None:
        words = _("Session {position}", position=unit.position)
        found.append(Link(words, session_path(here, unit)))
    if page is not None:
        found.append(Link(page, None))
    return [*found[:-1], found[-1]._replace(href=None)]


def _ways_in(here: CohortContext, reader: Actor) -> list[Link]:
    """From the desk to the roster: by one's sessions, or by the cohorts that one coordinates."""
    roster = f"/teach/{here.cohort.slug}"
    if may_see_people(reader, here):
        path = f"/manage/cohorts/{here.cohort.slug}"
        return [*below_cohort(here.cohort.title, path, (_("Roster"), roster))]
    desk = Link(_("Your sessions"), "/teach")
    return [desk, Link(here.cohort.title, roster)] if is_of_whole(reader, here) else [desk]


@dataclass(frozen=True)
class SessionHead:
    """The head of a page about one session."""

    eyebrow: str
    title: Text
    path: str
    """The session's room."""
    crumbs: Sequence[Link]


def session_head(
    here: CohortContext, unit: UnitRow, units: int, reader: Actor, page: Text | None = None
) -> SessionHead:
    """The head of a session's room, or of another `page` about it. `units`: of how many."""
    eyebrow = session_eyebrow(here, unit, units, reader)
    way = crumbs(here, reader, unit, page)
    return SessionHead(eyebrow, session_name(unit), session_path(here, unit), way)


def session_chips(
    here: CohortContext, units: Sequence[UnitRow], lit: UnitRow | None, *, current: bool = False
) -> list[Chip]:
    """Each session's room with its day; `lit` is marked, and `current` where it is shown."""
    return [
        Chip(
            _(
                "Session {position}, {starts:day}",
                position=unit.position,
                starts=local(unit.starts_at, here.cohort.zone),
            ),
            session_path(here, unit),
            current=current and unit.position == lit.position if lit else False,
            tone="accent" if lit and unit.position == lit.position else "neutral",
        )
        for unit in units
        if unit.session_id and unit.starts_at
    ]


def session_path(here: CohortContext, unit: UnitRow) -> str:
    """The facilitator's address of a session."""
    return f"/teach/{here.cohort.slug}/sessions/{unit.position}"


def session_name(unit: UnitRow) -> str:
    """What a session is called: its case, or else its unit."""
    return unit.case_title or unit.title


def session_eyebrow(here: CohortContext, unit: UnitRow, units: int, reader: Actor) -> str:
    """`Session 5 of 8 · Thu, Nov 26, 11:00 AM – 12:00 PM Pacific Time · 12:00 PM by the … (…)`."""
    assert unit.starts_at is not None
    zone = here.cohort.zone
    parts = [
        _("Session {position} of {units}", position=unit.position, units=units),
        session_time(unit.starts_at, unit.minutes, zone, reader.zone),
        in_cohort_zone(unit.starts_at, zone, reader.zone),
        holiday_of(unit.starts_at, zone),
    ]
    return dotted(parts)


def session_time(starts_at: datetime, minutes: int, zone: str, reader_zone: str) -> Text:
    """`Thu, Nov 26, 12:00 – 1:00 PM Mountain Time`, in the reader's zone."""
    zone = leading_zone(starts_at, zone, reader_zone)
    return _(
        "{starts:day}, {times} {starts:zone}",
        starts=local(starts_at, zone),
        times=time_range(starts_at, minutes, zone),
    )


def preparation_badge(done: Preparation | None, opens: Text | None) -> Badge | None:
    """`done`, `to sign`, `2 of 4`, `not begun`; `opens`: when the unit does, until it has."""
    if done is None:
        return None
    if done.attested:
        return Badge(pgettext("of pre-work", "done"), "good")
    if not done.done:
        return Badge(opens or pgettext("of pre-work", "not begun"), "neutral")
    if done.done == done.needed:
        return Badge(pgettext("of pre-work", "to sign"), "warm")
    return Badge(_("{part} of {whole}", part=done.done, whole=done.needed), "warm")


def session_id_of(unit: UnitRow) -> UUID:
    """The session of a unit that was loaded with one."""
    assert unit.session_id is not None
    return unit.session_id
