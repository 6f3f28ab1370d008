"""A cohort's roster with progress, as a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from app.casework.preparation.queries import Preparation
from app.cohorts.context import CohortContext
from app.cohorts.enrollments.queries import EnrolledPerson
from app.cohorts.queries import UnitRow
from app.credit.completion.progress import progress
from app.credit.ledger import Ledger
from app.credit.track.rules import Tracked, found, tracked
from app.language import Text, _, ngettext
from app.language.moments import local
from app.language.reasons import Reason
from app.language.words import normalize_for_search
from app.people.actors import Actor
from app.site.parts.people import person_path
from app.site.parts.sessions import opens_on
from app.site.parts.tracks import headline
from app.site.teach.parts import crumbs, preparation_badge, session_chips
from app.web.listing import Asked, Column, Empty, Listing
from app.web.parts import Badge, Chip, Link
from app.web.shown import Shown, shown


@dataclass(frozen=True)
class RosterLine:
    """One person of a cohort with their progress."""

    name: str
    given_name: str
    family_name: str
    href: str | None
    """Their page, where the reader may see it."""
    address: str | None
    """Where mail reaches them, where the reader may know it."""
    site: str
    attested: int
    sessions: int
    preparation: Preparation | None
    opens: Text | None
    """When the unit of the next session opens, until it has."""
    tracked: Tracked

    @property
    def sentences(self) -> Sequence[Reason]:
        """How they stand, in the sentences that they read themselves."""
        return progress(self.tracked.completion, own=False)

    @property
    def badge(self) -> Badge | None:
        """Preparation for the next session, in words."""
        return preparation_badge(self.preparation, self.opens)

    @property
    def prepared(self) -> float:
        """For sorting, from not begun to done."""
        if self.preparation is None:
            return 0
        return self.preparation.done + 1000 * self.preparation.attested


@dataclass(frozen=True)
class RosterPage:
    """Everybody in a cohort with their progress."""

    eyebrow: str
    crumbs: Sequence[Link]
    members: Shown[RosterLine]
    is_series: bool
    modules_needed: int
    sessions_needed: int
    next_label: str | None
    lead: Text
    finding: Text | None
    """Who is on track, in a sentence."""
    standing: str | None
    """Where it is told of each."""
    statistics: str
    reports: str | None
    """Where reported posts are, if one waits."""
    people: str
    """Who is here, with what they chose to tell."""
    sessions: Sequence[Chip]
    """Each session's room; the next one is marked."""
    correction: str
    """Where marks of several sessions are corrected."""
    absences: str | None
    """Excuses and make-ups."""
    absences_waiting: int


@dataclass(frozen=True)
class Roster:
    """What is stored of the people of a cohort."""

    people: Sequence[EnrolledPerson]
    ledgers: Mapping[UUID, Ledger]
    units: Sequence[UnitRow]
    coming: UnitRow | None
    """The unit of the next session, where it has a module."""
    prepared: Mapping[UUID, Preparation]
    addresses: Mapping[UUID, str] | None
    """By person; None for who may not know them, nor see people's pages."""
    reported: bool = False
    """Whether a post in a thread was reported, and waits."""
    absences: int = 0
    """How many excuses and make-ups wait."""


def roster_page(
    here: CohortContext, roster: Roster, asked: Asked, reader: Actor, now: datetime
) -> RosterPage:
    """The roster in the order asked for."""
    coming = roster.coming
    opens = opens_on(here, coming, reader.zone, now) if coming else None
    members = [_member(here, roster, member, opens, now) for member in roster.people]
    next_label = here.label(coming.position) if coming else None
    listing = _roster(here, next_label, with_addresses=roster.addresses is not None)
    series, path = here.cohort.is_series, f"/teach/{here.cohort.slug}"
    return RosterPage(
        eyebrow=here.program.title,
        crumbs=crumbs(here, reader),
        members=shown(listing, members, asked),
        is_series=series,
        modules_needed=here.policy.modules_required,
        sessions_needed=sessions_needed(here, roster.units),
        next_label=next_label,
        lead=_lead(here, len(members), now),
        finding=_finding(members, now, series=series),
        standing=None if series else f"{path}/standing",
        statistics=f"{path}/statistics",
        reports=f"{path}/reports" if roster.reported else None,
        people=f"{here.path}/people",
        sessions=session_chips(here, roster.units, coming),
        correction=f"{path}/correction",
        absences=None if series else f"{path}/absences",
        absences_waiting=roster.absences,
    )


def sessions_needed(here: CohortContext, units: Sequence[UnitRow]) -> int:
    """How many sessions have to count: fewer by those that were not held."""
    return max(0, here.policy.sessions_required - sum(unit.not_held for unit in units))


def _lead(here: CohortContext, people: int, now: datetime) -> Text:
    return ngettext(
        "{count} person, as of {now:date}",
        "{count} people, as of {now:date}",
        count=people,
        now=local(now, here.cohort.zone),
    )


def _member(
    here: CohortContext,
    roster: Roster,
    enrolled: EnrolledPerson,
    opens: Text | None,
    now: datetime,
) -> RosterLine:
    person, key = enrolled.person, enrolled.enrollment.id
    own = tracked(roster.ledgers[key], here.policy, now)
    addresses = roster.addresses
    return RosterLine(
        name=person.sort_name,
        given_name=person.given_name,
        family_name=person.family_name,
        href=None if addresses is None else person_path(person.id),
        address=None if addresses is None else addresses.get(person.id),
        site=enrolled.institution.short_name,
        attested=own.completion.modules_done,
        sessions=own.completion.sessions_counted,
        preparation=_prepared(roster, key),
        opens=opens,
        tracked=own,
    )


def _prepared(roster: Roster, key: UUID) -> Preparation | None:
    """How somebody prepared for the next session, perhaps in another cohort."""
    prepared, coming = roster.prepared.get(key), roster.coming
    if prepared and coming and coming.position in roster.ledgers[key].attested:
        return replace(prepared, attested=True)
    return prepared


def _roster(
    here: CohortContext, next_label: str | None, *, with_addresses: bool
) -> Listing[RosterLine]:
    columns = OF_SERIES if here.cohort.is_series else COLUMNS
    if with_addresses:
        columns = (columns[0], ADDRESS, *columns[1:])
    if next_label:
        label = _("{unit} pre-work", unit=next_label)
        prepared = Column[RosterLine](label, "preparation", sort=lambda member: member.prepared)
        columns = (*columns, prepared)
    columns = (*columns, STANDS)
    return Listing(
        path=f"/teach/{here.cohort.slug}",
        columns=columns,
        nothing=Empty(
            _("Nobody is enrolled yet"),
            _("People appear here as soon as they are enrolled in this cohort."),
        ),
    )


def _finding(members: Sequence[RosterLine], now: datetime, *, series: bool) -> Text | None:
    """How they stand; the empty page says itself that nobody is enrolled."""
    if series or not members:
        return None
    return headline(found([own.tracked for own in members], now))


def _by_name(member: RosterLine) -> str:
    return normalize_for_search(member.name)


STANDS: Column[RosterLine] = Column(_("Where they stand"))
ADDRESS: Column[RosterLine] = Column(_("Email address"))
COLUMNS: Sequence[Column[RosterLine]] = (
    Column(_("Name"), "name", sort=_by_name),
    Column(_("Site"), "site", sort=lambda member: member.site.casefold()),
    Column(_("Modules attested"), "attested", sort=lambda member: member.attested),
    Column(_("Sessions counted"), "sessions", sort=lambda member: member.sessions),
)
OF_SERIES: Sequence[Column[RosterLine]] = (
    *COLUMNS[:2],
    Column(_("Sessions attended"), "sessions", sort=lambda member: member.sessions),
)
