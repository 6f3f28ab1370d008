"""Reads whom a coordinator can write to in a cohort, and their messages, or says 404."""

from collections.abc import Sequence
from uuid import UUID

from app.cohorts import queries as cohorts
from app.cohorts.context import CohortContext
from app.cohorts.drafts import queries as staff
from app.cohorts.enums import EnrollmentStatus as Status
from app.cohorts.joining import queries as joining
from app.core.errors import NotFoundError
from app.language.languages import named
from app.messages.announcements import queries
from app.messages.announcements.enums import IN_SERIES, Placeholder
from app.messages.announcements.models import Announcement
from app.messages.announcements.rules import Sender
from app.messages.announcements.sending.queries import reach_of_people
from app.messages.announcements.templates.queries import templates
from app.site.loaders import load_cohort
from app.site.manage.cohorts.messages.groups import groups, learners, suited, who_lead
from app.site.manage.cohorts.page import path_of
from app.site.manage.cohorts.people.loaders import load_lines
from app.site.parts.people import person_path
from app.site.parts.writing import Desk, Place, surroundings
from app.site.visits import Visit
from app.web.parts import Link, below_cohort

NOT_WAITING = frozenset(Status) - {Status.WAITLISTED}


def crumbs_of(here: CohortContext) -> Sequence[Link]:
    """The way to the cohort."""
    return below_cohort(here.cohort.title, path_of(here))


def place_of(here: CohortContext) -> Place:
    """Where the messages of a cohort are shown."""
    path, crumbs = f"{path_of(here)}/messages", crumbs_of(here)
    return Place(here.program.title, path, "", crumbs, here, person_path)


def load_desk(visit: Visit, slug: str) -> Desk:
    """Everything a message can be written with."""
    here = load_cohort(visit, slug)
    lines = load_lines(visit, here)
    readers = learners(here, lines)
    units = cohorts.units(visit.db, here.cohort.id)
    waiting = joining.places_beside(visit.db, here.cohort.id, NOT_WAITING)
    leaders = who_lead(
        here,
        staff.facilitators(visit.db, here.cohort, visit.now),
        staff.parts(visit.db, here.cohort.id),
    )
    state, name = visit.request.app.state, visit.actor.display_name
    known = suited(here, templates(visit.db, here.program.id))
    return Desk(
        here=here,
        path=f"{path_of(here)}/messages",
        query="",
        crumbs=crumbs_of(here),
        groups=groups(here, lines, readers, units, waiting, leaders, visit.now),
        people={reader.person_id: reader for reader in readers},
        placeholders=IN_SERIES if here.cohort.is_series else frozenset(Placeholder),
        written=queries.last_written(visit.db, queries.of_coordinators(), here.cohort.id),
        around=surroundings(here, units, name, state.settings.base_url, visit.now),
        sender=load_sender(visit),
        languages=state.languages,
        templates=[own for own in known.found if named(own.language, state.languages)],
    )


def load_sender(visit: Visit) -> Sender:
    """Who writes."""
    actor = visit.actor
    reach = reach_of_people(visit.db, [actor.person_id])[actor.person_id]
    return Sender(actor.person_id, actor.display_name, reach.address or "")


def load_message(visit: Visit, desk: Desk | CohortContext, message: UUID) -> Announcement:
    """A message of the cohort; locked, where something is done with it."""
    here = desk.here if isinstance(desk, Desk) else desk
    whose = queries.of_coordinators()
    found = queries.announcement(visit.db, whose, here.cohort.id, message, lock=visit.writes)
    if found is None:
        raise NotFoundError
    return found


def load_template_title(visit: Visit, here: CohortContext, message: Announcement) -> str:
    """What the template is called by now with which a message began."""
    known = templates(visit.db, here.program.id)
    found = known.of(message.template or "", message.language)
    return found.title if found else message.template or ""
