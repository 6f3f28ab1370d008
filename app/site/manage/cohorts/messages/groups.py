"""The parts of a cohort that can be written to: those of the list of people, and some besides."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from app.cohorts.context import CohortContext
from app.cohorts.drafts.queries import FacilitatorRow, PartRow
from app.cohorts.joining.queries import PlaceInCohort
from app.cohorts.queries import UnitRow
from app.credit.completion.progress import progress
from app.language import _
from app.messages.announcements.enums import Placeholder
from app.messages.announcements.rules import Reader, Templates
from app.people.enums import Scope
from app.people.models import Person
from app.site.manage.cohorts.people.line import PersonLine
from app.site.manage.cohorts.people.page import OF_THE_EXPECTED, filters_of
from app.site.parts.writing import Group, reader_of

WAITLIST = "waitlist"
FACILITATORS = "facilitators"
UNSIGNED = "unsigned-"


def learners(here: CohortContext, lines: Sequence[PersonLine]) -> list[Reader]:
    """Everybody who is enrolled, in the order of the lines, with what a message says of them."""
    return [
        replace(
            reader_of(line.person, here.path),
            standing=progress(line.completion),
            missing=tuple(line.missing),
            has_sessions=line.standing.ledger.has_sessions,
        )
        for line in lines
    ]


def suited(here: CohortContext, known: Templates) -> Templates:
    """The texts that a message to a cohort can begin with.

    In a series without those to who missed something, and those that say what is missing.
    """
    if not here.cohort.is_series:
        return known
    missing = f"{{{Placeholder.MISSING}}}"
    return Templates(
        tuple(
            own
            for own in known.found
            if own.audience not in OF_THE_EXPECTED and missing not in own.text
        )
    )


def groups(
    here: CohortContext,
    lines: Sequence[PersonLine],
    readers: Sequence[Reader],
    units: Sequence[UnitRow],
    waiting: Sequence[PlaceInCohort],
    leaders: Sequence[Person],
    now: datetime,
) -> list[Group]:
    """All that can be chosen, everybody first; a filter of the list keeps whom it keeps there.

    `readers`: the same people as `lines`, in the same order.
    """
    everybody = list(zip(lines, readers, strict=True))
    found = [
        Group(own.key, own.label, [reader for line, reader in everybody if own.keeps(line)])
        for own in filters_of(here)
    ]
    for unit in units:
        if unit.module_version_id is not None and unit.is_open(now):
            unsigned = [reader for line, reader in everybody if unit.position in line.unsigned]
            label = _("{unit} not signed", unit=here.label(unit.position))
            found.append(Group(f"{UNSIGNED}{unit.position}", label, unsigned))
    return [*found, *_others(here, waiting, leaders)]


def _others(
    here: CohortContext, waiting: Sequence[PlaceInCohort], leaders: Sequence[Person]
) -> list[Group]:
    """Those of whom there is nothing to say but their name."""
    join, teach = f"/join/{here.cohort.slug}", f"/teach/{here.cohort.slug}"
    in_line = [reader_of(place.person, join, enrolled=False) for place in waiting]
    leading = [reader_of(person, teach, enrolled=False) for person in leaders]
    return [
        Group(WAITLIST, _("On the waitlist"), in_line, enrolled=False),
        Group(FACILITATORS, _("Facilitators"), leading, enrolled=False),
    ]


def who_lead(
    here: CohortContext, facilitators: Iterable[FacilitatorRow], parts: Iterable[PartRow]
) -> list[Person]:
    """Who facilitates the cohort, or has a part in a session of it; each once, by name."""
    own = [
        row.person
        for row in facilitators
        if row.scope is not Scope.COHORT or row.scope_id == here.cohort.id
    ]
    known = {person.id: person for person in (*own, *(row.person for row in parts))}
    return sorted(known.values(), key=lambda person: (person.search_name, person.id))
