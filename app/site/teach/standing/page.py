"""Who of a cohort is on track: the finding, who comes first and why, and everybody by session."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from app.cohorts.context import CohortContext
from app.cohorts.enrollments.queries import EnrolledPerson
from app.cohorts.queries import UnitRow
from app.cohorts.rules import has_ended
from app.cohorts.schedule.rules import next_session
from app.credit.ledger import Ledger
from app.credit.stages.rules import what_restores
from app.credit.track.rules import Track, Tracked, by_urgency, found, tracked
from app.language import Text, _, dotted, ngettext
from app.language.reasons import Reason
from app.people.actors import Actor
from app.site.parts.people import may_see_people, person_path
from app.site.parts.tracks import BADGES, headline
from app.site.teach.parts import crumbs, session_time
from app.site.teach.roster import sessions_needed
from app.site.teach.standing.besides import besides
from app.site.teach.standing.matrix import (
    NOT_ON_TRACK,
    Cell,
    MatrixColumn,
    MatrixLine,
    legend,
    matrix_columns,
    matrix_line,
    matrix_of,
    narrowed,
)
from app.site.teach.standing.ready import Ready, ready_message
from app.web.listing import Asked, Listing, cut
from app.web.parts import Badge, Link
from app.web.shown import Shown, shown

MOST_URGENT = 50
"""How many of those who are not on track are told of one by one."""


@dataclass(frozen=True)
class UrgentLine:
    """Somebody who is not on track: how they stand, and what they have to catch up."""

    line: MatrixLine
    badge: Badge
    sentences: Sequence[Reason]
    catch_up: Sequence[Reason]


@dataclass(frozen=True)
class StandingPage:
    """Who of a cohort is on track."""

    eyebrow: Text
    crumbs: Sequence[Link]
    headline: Text
    lead: Sequence[Text]
    urgent: Sequence[UrgentLine]
    every_urgent: Link | None
    """All of them, where they are more."""
    policy: Text
    """How many sessions are needed, and how many of them were held."""
    message: Ready | None
    """None for who writes no messages here, and where nobody has to be written to."""
    columns: Sequence[MatrixColumn]
    matrix: Shown[MatrixLine]
    legend: Sequence[Cell]
    path: str
    roster: str
    statistics: str


class Narrowing(NamedTuple):
    """To whose institution and rank the matrix is narrowed; empty: to none."""

    institution: str = ""
    rank: str = ""


@dataclass(frozen=True)
class Standings:
    """What is stored of the people of a cohort."""

    people: Sequence[EnrolledPerson]
    ledgers: Mapping[UUID, Ledger]
    units: Sequence[UnitRow]
    reached: Collection[UUID] | None = None
    """Whom a message would reach now that got none lately; None: the reader writes none here."""


def path_of(here: CohortContext) -> str:
    """The address of who is on track in a cohort."""
    return f"/teach/{here.cohort.slug}/standing"


def standing_lines(
    here: CohortContext, read: Standings, reader: Actor, now: datetime
) -> list[MatrixLine]:
    """Everybody by session, by family name."""
    knows = may_see_people(reader, here)
    columns = [unit.position for unit in read.units if unit.starts_at is not None]
    return [
        matrix_line(
            own,
            tracked(read.ledgers[own.enrollment.id], here.policy, now),
            person_path(own.person.id) if knows else None,
            columns,
            now,
        )
        for own in read.people
        if own.enrollment.id in read.ledgers
    ]


def matrix_listing(
    here: CohortContext,
    read: Standings,
    lines: Sequence[MatrixLine],
    narrowing: Narrowing,
    now: datetime,
) -> Listing[MatrixLine]:
    """The list of the matrix."""
    return matrix_of(path_of(here), matrix_columns(here, read.units, now), lines, *narrowing)


def standing_page(
    here: CohortContext,
    read: Standings,
    asked: Asked,
    narrowing: Narrowing,
    reader: Actor,
    now: datetime,
) -> StandingPage:
    """The finding, who comes first, and the matrix as asked for."""
    lines = standing_lines(here, read, reader, now)
    listing = matrix_listing(here, read, lines, narrowing, now)
    finding = found([line.tracked for line in lines], now)
    roster = f"/teach/{here.cohort.slug}"
    kept = narrowed(lines, *(choice.value for choice in listing.choices))
    matrix = shown(listing, kept, asked)
    of = {line.tracked.ledger.enrollment_id: line for line in lines}
    first, more = cut(by_urgency(line.tracked for line in lines), MOST_URGENT)
    return StandingPage(
        eyebrow=dotted((here.program.title, here.cohort.title)),
        crumbs=crumbs(here, reader, page=_("On track")),
        headline=headline(finding),
        lead=[*_coming(here, read.units, reader, now), *besides(finding)],
        urgent=[_urgent_line(of[own.ledger.enrollment_id], own, now) for own in first],
        every_urgent=_every_urgent(here, len(first) + more) if more else None,
        policy=_needed(here, read.units, now),
        message=ready_message(here, lines, read.reached),
        columns=matrix_columns(here, read.units, now),
        matrix=matrix,
        legend=legend(matrix.rows),
        path=path_of(here),
        roster=roster,
        statistics=f"{roster}/statistics",
    )


def _needed(here: CohortContext, units: Sequence[UnitRow], now: datetime) -> Text:
    planned = [unit for unit in units if unit.starts_at is not None and not unit.canceled]
    ended = (
        unit for unit in planned if unit.starts_at and has_ended(unit.starts_at, unit.minutes, now)
    )
    return ngettext(
        "{needed} of {count} session is needed, {make_ups} of them can be made up. "
        "Held so far: {held}.",
        "{needed} of {count} sessions are needed, {make_ups} of them can be made up. "
        "Held so far: {held}.",
        count=len(planned),
        needed=sessions_needed(here, units),
        make_ups=here.policy.make_ups_allowed,
        held=sum(1 for _unit in ended),
    )


def _coming(
    here: CohortContext, units: Sequence[UnitRow], reader: Actor, now: datetime
) -> list[Text]:
    coming = next_session(units, now)
    if coming is None or coming.starts_at is None:
        return []
    when = session_time(coming.starts_at, coming.minutes, here.cohort.zone, reader.zone)
    return [_("Session {position}: {when}.", position=coming.position, when=when)]


def _every_urgent(here: CohortContext, people: int) -> Link:
    words = ngettext(
        "See the {count} who is not on track",
        "See all {count} who are not on track",
        count=people,
    )
    return Link(words, f"{path_of(here)}?show={NOT_ON_TRACK}#everybody")


def _urgent_line(line: MatrixLine, own: Tracked, now: datetime) -> UrgentLine:
    catch_up = what_restores(own.ledger, own.completion, now) if own.at_risk else ()
    first = own.track is Track.BEHIND  # what they have to do; else it is in the sessions
    sentences = line.sentences if first else tuple(reversed(line.sentences))
    return UrgentLine(line, BADGES[own.track], sentences, catch_up)
