"""A cohort's roster with progress, as a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from app.casework.preparation.queries import Preparation
from app.cohorts.context import CohortContext
from app.cohorts.enrollments.queries import EnrolledPerson
from app.cohorts.queries import UnitRow
from app.credit.completion.rules import completion
from app.credit.ledger import Ledger
from app.language import Text, _, dotted, ngettext
from app.language.moments import local
from app.site.teach.parts import preparation_badge, session_path
from app.web.listing import Asked, Column, Empty, Listing
from app.web.parts import Badge, Chip
from app.web.shown import Shown, shown


@dataclass(frozen=True)
class RosterLine:
    """One person of a cohort with their progress."""

    name: str
    site: str
    attested: int
    sessions: int
    preparation: Preparation | None

    @property
    def badge(self) -> Badge | None:
        """Preparation for the next session, in words."""
        return preparation_badge(self.preparation)

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
    members: Shown[RosterLine]
    modules_needed: int
    sessions_needed: int
    next_label: str | None
    lead: Text
    sessions: Sequence[Chip]
    """Each session's room; the next one is marked."""


def roster_page(
    here: CohortContext,
    people: Sequence[EnrolledPerson],
    ledgers: Mapping[UUID, Ledger],
    units: Sequence[UnitRow],
    coming: UnitRow | None,
    prepared: Mapping[UUID, Preparation],
    asked: Asked,
    now: datetime,
) -> RosterPage:
    """The roster in the order asked for."""
    members = [
        _member(
            here,
            member,
            ledgers[member.enrollment.id],
            prepared.get(member.enrollment.id),
            coming,
            now,
        )
        for member in people
    ]
    next_label = here.label(coming.position) if coming else None
    return RosterPage(
        eyebrow=dotted((here.program.title, here.cohort.title)),
        members=shown(_roster(here, next_label), members, asked),
        modules_needed=here.policy.modules_required,
        sessions_needed=here.policy.sessions_required,
        next_label=next_label,
        lead=ngettext(
            "{count} person, as of {now:date}",
            "{count} people, as of {now:date}",
            count=len(members),
            now=local(now, here.cohort.zone),
        ),
        sessions=_sessions(here, units, coming),
    )


def _sessions(here: CohortContext, units: Sequence[UnitRow], coming: UnitRow | None) -> list[Chip]:
    return [
        Chip(
            _("Session {position}", position=unit.position),
            session_path(here, unit),
            current=False,
            tone="accent" if unit is coming else "neutral",
        )
        for unit in units
        if unit.session_id
    ]


def _member(
    here: CohortContext,
    enrolled: EnrolledPerson,
    ledger: Ledger,
    prepared: Preparation | None,
    coming: UnitRow | None,
    now: datetime,
) -> RosterLine:
    progress = completion(ledger, here.policy, now)
    if prepared and coming and coming.position in ledger.attested:  # perhaps in another cohort
        prepared = replace(prepared, attested=True)
    return RosterLine(
        name=enrolled.person.sort_name,
        site=enrolled.institution.short_name,
        attested=progress.modules_done,
        sessions=progress.sessions_counted,
        preparation=prepared,
    )


def _roster(here: CohortContext, next_label: str | None) -> Listing[RosterLine]:
    columns = COLUMNS
    if next_label:
        label = _("{unit} pre-work", unit=next_label)
        prepared = Column[RosterLine](label, "preparation", sort=lambda member: member.prepared)
        columns = (*COLUMNS, prepared)
    return Listing(
        path=f"/teach/{here.cohort.slug}",
        columns=columns,
        nothing=Empty(
            _("Nobody is enrolled yet"),
            _("People appear here as soon as your coordinator enrolls them in this cohort."),
        ),
    )


COLUMNS: Sequence[Column[RosterLine]] = (
    Column(_("Name"), "name", sort=lambda member: member.name.casefold()),
    Column(_("Site"), "site", sort=lambda member: member.site.casefold()),
    Column(_("Modules attested"), "attested", sort=lambda member: member.attested),
    Column(_("Sessions counted"), "sessions", sort=lambda member: member.sessions),
)
