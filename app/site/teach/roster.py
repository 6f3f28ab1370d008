"""A cohort's roster with progress, as a page."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.casework.queries import Preparation
from app.cohorts.context import CohortContext
from app.cohorts.queries import RosterRow, UnitRow
from app.credit.completion.rules import completion
from app.credit.ledger import Ledger
from app.language.moments import long_date
from app.language.words import counted
from app.people.models import Institution, Person
from app.site.teach.parts import preparation_badge, session_path
from app.web.parts import Badge, Chip


@dataclass(frozen=True)
class Member:
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
    def _order(self) -> float:
        """From not begun to done."""
        if self.preparation is None:
            return 0
        return self.preparation.done + 1000 * self.preparation.attested


SORTS: Mapping[str, Callable[[Member], Any]] = {
    "name": lambda one: one.name.casefold(),
    "site": lambda one: one.site.casefold(),
    "attested": lambda one: one.attested,
    "sessions": lambda one: one.sessions,
    "preparation": lambda one: one._order,
}


@dataclass(frozen=True)
class Header:
    """One header cell that sorts."""

    label: str
    href: str
    sort: str | None
    num: bool = False


@dataclass(frozen=True)
class RosterPage:
    """Everybody in a cohort with their progress."""

    eyebrow: str
    title: str
    headers: Sequence[Header]
    members: Sequence[Member]
    modules_needed: int
    sessions_needed: int
    next_label: str | None
    lead: str
    sessions: Sequence[Chip]
    """Each session's room; the next one is marked."""


def roster_page(
    here: CohortContext,
    people: Sequence[RosterRow],
    ledgers: Mapping[UUID, Ledger],
    units: Sequence[UnitRow],
    coming: UnitRow | None,
    prepared: Mapping[UUID, Preparation],
    *,
    sort: str,
    descending: bool,
    now: datetime,
) -> RosterPage:
    """The roster in the order asked for; people with the same value stay in order of name."""
    members = [
        _member(here, person, institution, ledgers[enrollment.id], prepared.get(enrollment.id), now)
        for enrollment, person, institution in people
    ]
    members.sort(key=SORTS["name"])
    members.sort(key=SORTS[sort], reverse=descending)
    next_label = here.label(coming.position) if coming else None
    how_many = counted(len(members), "person", "people")
    return RosterPage(
        eyebrow=f"{here.program.title} · {here.cohort.title}",
        title="Roster",
        headers=_headers(here, next_label, sort, descending=descending),
        members=members,
        modules_needed=here.policy.modules_required,
        sessions_needed=here.policy.sessions_required,
        next_label=next_label,
        lead=f"{how_many}, as of {long_date(now, here.cohort.zone)}",
        sessions=_sessions(here, units, coming),
    )


def _sessions(here: CohortContext, units: Sequence[UnitRow], coming: UnitRow | None) -> list[Chip]:
    return [
        Chip(
            f"Session {unit.position}",
            session_path(here, unit),
            current=False,
            tone="accent" if unit is coming else "neutral",
        )
        for unit in units
        if unit.session_id
    ]


def _member(
    here: CohortContext,
    person: Person,
    institution: Institution,
    ledger: Ledger,
    prepared: Preparation | None,
    now: datetime,
) -> Member:
    progress = completion(ledger, here.policy, now)
    return Member(
        name=person.sort_name,
        site=institution.short_name,
        attested=progress.modules_done,
        sessions=progress.sessions_counted,
        preparation=prepared,
    )


def _headers(
    here: CohortContext, next_label: str | None, sort: str, *, descending: bool
) -> list[Header]:
    labels = {
        "name": "Name",
        "site": "Site",
        "attested": "Modules attested",
        "sessions": "Sessions counted",
    }
    if next_label:
        labels["preparation"] = f"{next_label} pre-work"
    path = f"/teach/{here.cohort.slug}"
    headers = []
    for key, label in labels.items():
        current = key == sort
        order = "&order=desc" if current and not descending else ""
        direction = ("descending" if descending else "ascending") if current else None
        headers.append(Header(label, f"{path}?sort={key}{order}", direction))
    return headers
