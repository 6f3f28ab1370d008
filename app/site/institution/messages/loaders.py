"""Reads whom a lead can write to, and what they wrote, or says 404: nobody else’s people."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from app.cohorts import queries as cohorts
from app.cohorts.context import CohortContext
from app.cohorts.helpers.queries import helpers_in
from app.cohorts.institutions import queries as institutions
from app.cohorts.institutions.own.rules import OwnCohort, opens_on
from app.cohorts.institutions.queries import OwnPerson
from app.core import audit
from app.core.errors import NotFoundError
from app.credit.completion.progress import progress
from app.credit.enums import Outlook
from app.credit.queries import standings
from app.credit.status.rules import CreditStatus
from app.language import _, pgettext
from app.language.languages import named
from app.language.styles import worded
from app.messages.announcements import queries
from app.messages.announcements.enums import OF_LEADS
from app.messages.announcements.filling.rules import signed_by, why_not_say
from app.messages.announcements.models import Announcement
from app.messages.announcements.rules import Reader, Sender, Template, Templates
from app.messages.announcements.sending.queries import reach_of_people
from app.messages.announcements.templates.queries import templates
from app.people.roles import reach_of
from app.policy.table import Role
from app.site.institution.loaders import load_own_cohorts
from app.site.institution.own import OUTLOOKS, restores
from app.site.parts.writing import Desk, Group, Place, reader_of, surroundings
from app.site.visits import Visit
from app.web.listing import ALL
from app.web.parts import Link

PATH = "/institution/messages"


def load_cohorts(visit: Visit) -> Sequence[OwnCohort]:
    """The cohorts in which the lead has people, but those whose records were deleted."""
    own = reach_of(visit.permit_own(), Role.LEAD).institutions
    return load_own_cohorts(visit, own).cohorts


def chosen(visit: Visit, own: Sequence[OwnCohort], slug: str) -> CohortContext:
    """The cohort of an address, else the current one."""
    current = opens_on(own, visit.now)
    found = (each.here for each in own if each.here.cohort.slug == slug)
    here = next(found, None) if slug else current.here if current else None
    if here is None:
        raise NotFoundError
    audit.continue_chain(visit.db, here.cohort.id)
    return here


def load_draft(visit: Visit, message: UUID) -> tuple[CohortContext, Announcement]:
    """A message that the lead wrote, with its cohort."""
    own = load_cohorts(visit)
    found = queries.lead_announcement(visit.db, visit.actor.person_id, message, lock=visit.writes)
    if found is None:
        raise NotFoundError
    here = next((each.here for each in own if each.here.cohort.id == found.cohort_id), None)
    if here is None:
        raise NotFoundError
    audit.continue_chain(visit.db, here.cohort.id)
    return here, found


def place_of(here: CohortContext | None) -> Place:
    """Where a lead’s messages are shown."""
    query = f"?cohort={here.cohort.slug}" if here else ""
    return Place(worded(_("Your institution"), ""), PATH, query, _CRUMBS, here)


_CRUMBS = (Link(_("Your institution"), "/institution"),)


def load_desk(visit: Visit, here: CohortContext) -> Desk:
    """Everything a lead’s message can be written with."""
    own = reach_of(visit.actor, Role.LEAD).institutions
    people = institutions.enrolled(visit.db, here.cohort.id, own)
    stand = standings(visit.db, here.cohort.id, here.policy, visit.now, list(people))
    readers = [
        (_reader(people[key], here, standing), standing)
        for key, standing in stand.items()
        if key in people
    ]
    units = cohorts.units(visit.db, here.cohort.id)
    name, state = visit.actor.display_name, visit.request.app.state
    whose = queries.of_lead(visit.actor.person_id)
    coordinator = _coordinator(visit, here) or name
    groups = _groups(here, readers, visit.now)
    return Desk(
        here=here,
        path=PATH,
        query=f"?cohort={here.cohort.slug}",
        crumbs=_CRUMBS,
        groups=groups,
        people={reader.person_id: reader for reader, _verdict in readers},
        placeholders=OF_LEADS,
        written=queries.last_written(visit.db, whose, here.cohort.id),
        around=surroundings(here, units, coordinator, state.settings.base_url, visit.now),
        sender=_sender(visit),
        languages=state.languages,
        templates=[
            own
            for own in own_texts(templates(visit.db, here.program.id), groups, name)
            if named(own.language, state.languages)
        ],
    )


def own_texts(known: Templates, groups: Sequence[Group], name: str) -> list[Template]:
    """The program's texts as a lead says them: signed with their own name, to whom they can.

    Without those that tell what a lead does not see.
    """
    keys = {group.key for group in groups}
    signed = (replace(own, text=signed_by(own.text, name)) for own in known.found)
    return [
        own
        for own in signed
        if own.audience in keys
        and why_not_say(f"{own.subject} {own.text}", OF_LEADS, everybody_enrolled=True) is None
    ]


def _coordinator(visit: Visit, here: CohortContext) -> str | None:
    rows = helpers_in(visit.db, here.cohort, visit.now)
    return next((row.display_name for row in rows if row.coordinates), None)


def _sender(visit: Visit) -> Sender:
    actor = visit.actor
    reach = reach_of_people(visit.db, [actor.person_id])[actor.person_id]
    return Sender(actor.person_id, actor.display_name, reach.address or "")


def _reader(own: OwnPerson, here: CohortContext, standing: CreditStatus) -> Reader:
    reader = reader_of(own.person, here.path)
    said, has_sessions = progress(standing.completion), standing.ledger.has_sessions
    return replace(reader, standing=said, has_sessions=has_sessions)


def _groups(
    here: CohortContext, readers: Sequence[tuple[Reader, CreditStatus]], now: datetime
) -> list[Group]:
    """What a lead sees of their own people, as the filters of their page have it."""
    everybody = Group(ALL, _("Everybody of yours"), [own for own, _standing in readers])
    if here.cohort.is_series:
        return [everybody]
    by_outlook = [
        Group(
            outlook,
            OUTLOOKS[outlook].text,
            [own for own, standing in readers if standing.completion.outlook is outlook],
        )
        for outlook in Outlook
    ]
    at_risk = [own for own, standing in readers if restores(standing, now)]
    return [
        everybody,
        *by_outlook,
        Group("at-risk", pgettext("of people", "At risk"), at_risk),
    ]
