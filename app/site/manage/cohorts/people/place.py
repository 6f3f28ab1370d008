"""One person's place in a cohort: how it stands, what happened, and what can be done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from uuid import UUID

from app.cohorts.admission.rules import Waiting
from app.cohorts.applications.models import ApplicationAnswer
from app.cohorts.context import CohortContext
from app.cohorts.deciding.enums import Decision
from app.cohorts.enrollments.models import EnrollmentEvent
from app.cohorts.enums import EnrollmentStatus as Status
from app.cohorts.joining.queries import FoundPerson
from app.cohorts.joining.rules import position_of
from app.cohorts.openings.queries import EarlyOpening
from app.language import Text, _, dotted
from app.language.moments import date_time, on_both_clocks
from app.site.manage.cohorts.applications.check import decision_path
from app.site.manage.cohorts.page import path_of
from app.site.manage.cohorts.people.acts import WORDS, Act, possible
from app.site.parts.application import answer_facts
from app.site.parts.people import person_path
from app.site.parts.places import STATUS, STEPS
from app.site.parts.reasons import why
from app.site.parts.writing import message_to_one
from app.web.parts import Badge, Fact, Link

DECISIONS = {
    Act.ENROLLMENT: Decision.SEAT,
    Act.WAITLIST: Decision.WAITLIST,
    Act.REFUSAL: Decision.DECLINE,
}
"""Acts that decide on an application, where there is one to decide."""


@dataclass(frozen=True)
class EventLine:
    """One thing that happened to a place."""

    at: str
    what: Text
    by: Text
    why: Text


@dataclass(frozen=True)
class PlacePage:
    """Somebody in, or beside, a cohort."""

    cohort: str
    path: str
    name: str
    write: str
    """Where to write to them; it is kept, of who is enrolled."""
    person: str | None
    """Their own page; None as long as they have no place, which is what opens it."""
    status: Badge
    facts: Sequence[Fact]
    acts: Sequence[Link]
    events: Sequence[EventLine]
    history: str
    """Where all that is about them in the cohort is."""
    answers: Sequence[Fact]
    """What they answered when they applied, or what a file said."""
    replaced: Sequence[Fact]
    """What they had answered before they answered otherwise."""
    done: Text | None


def place_page(
    here: CohortContext,
    found: FoundPerson,
    events: Sequence[EnrollmentEvent],
    opened: Sequence[EarlyOpening],
    names: Mapping[UUID, str],
    line: Sequence[Waiting],
    answers: Sequence[ApplicationAnswer],
    replaced: Sequence[ApplicationAnswer],
    *,
    done: Act | None,
    reader_zone: str,
) -> PlacePage:
    """How a person stands. `names`: of who acted, and for which institution, by id."""
    path, place = path_of(here), found.enrollment
    status = place.status if place else Status.NONE
    return PlacePage(
        cohort=here.cohort.title,
        path=path,
        name=found.person.display_name,
        write=_write(here, found),
        person=person_path(found.person.id) if place else None,
        status=STATUS[status],
        facts=_facts(here, found, line, reader_zone),
        acts=[_act(act, path, found) for act in possible(status)],
        events=_happened(here, events, opened, names),
        history=f"{path}/history?person={found.person.id}",
        answers=answer_facts(answers, here.cohort.zone),
        replaced=answer_facts(replaced, here.cohort.zone),
        done=WORDS[done].done if done else None,
    )


def _write(here: CohortContext, found: FoundPerson) -> str:
    if found.enrollment is not None and found.enrollment.is_enrolled:
        return message_to_one(here.cohort.slug, found.person.id)
    return f"mailto:{found.address}"


def decided_at(path: str, found: FoundPerson, act: Act) -> str | None:
    """Where an act decides on an application; None: there is none to decide. `path`: the cohort's.

    All applications are decided on one page, where two who decide at once are told of each other.
    """
    place = found.enrollment
    if place is None or place.status is not Status.APPLIED or act not in DECISIONS:
        return None
    return decision_path(path, [found.person.id], DECISIONS[act])


def _act(act: Act, path: str, found: FoundPerson) -> Link:
    usual = f"{path}/people/{found.person.id}/{act.value}"
    return Link(WORDS[act].link, decided_at(path, found, act) or usual)


def _facts(
    here: CohortContext, found: FoundPerson, line: Sequence[Waiting], reader_zone: str
) -> list[Fact]:
    place, zone = found.enrollment, here.cohort.zone
    facts = [
        Fact(_("Institution"), found.institution.name),
        Fact(_("Email address"), found.address),
    ]
    if place is None:
        return facts
    if place.held_until is not None:
        until = on_both_clocks(place.held_until, zone, reader_zone)
        facts.append(Fact(_("Seat held until"), until))
    if position := position_of(line, place.id):
        text = _("{part} of {whole}", part=position, whole=len(line))
        facts.append(Fact(_("Position in the line"), text))
    if place.is_enrolled and place.enrolled_at is not None:
        facts.append(Fact(_("Enrolled on"), date_time(place.enrolled_at, zone)))
    return facts


def _happened(
    here: CohortContext,
    events: Sequence[EnrollmentEvent],
    opened: Sequence[EarlyOpening],
    names: Mapping[UUID, str],
) -> list[EventLine]:
    """What happened to the place, the newest first, with the units that were opened early."""
    zone = here.cohort.zone
    lines = [(event.at, _line(event.at, STEPS[event.kind], event, names, zone)) for event in events]
    for opening in opened:
        what = _("{unit} opened early", unit=here.label(opening.position))
        lines.append((opening.opened_at, _line(opening.opened_at, what, opening, names, zone)))
    lines.reverse()  # what happened at one moment stays in its order
    return [line for _at, line in sorted(lines, key=itemgetter(0), reverse=True)]


def _line(
    at: datetime,
    what: Text,
    act: EnrollmentEvent | EarlyOpening,
    names: Mapping[UUID, str],
    zone: str,
) -> EventLine:
    by: Text = names.get(act.by, "–") if act.by else _("A rule")
    if isinstance(act, EnrollmentEvent) and act.on_behalf_of:
        behalf = names.get(act.on_behalf_of, "–")
        by = dotted((by, _("on behalf of {institution}", institution=behalf)))
    return EventLine(date_time(at, zone), what, by, why(act.reason) or "–")
