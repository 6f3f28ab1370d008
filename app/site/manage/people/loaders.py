"""Finds a person, and reads of their record what the visitor may see."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from app.casework.changes import queries as changes
from app.certificates import queries as certificates
from app.certificates.names.queries import names_among
from app.certificates.teaching.given.queries import given_for_teaching
from app.cohorts import queries as cohorts
from app.cohorts.context import LearnerInCohort
from app.cohorts.openings.queries import opened_early
from app.cohorts.people import queries as people
from app.cohorts.people.record import queries as records
from app.cohorts.queries import UnitRow
from app.credit import queries as credit
from app.credit.claims.queries import claims_made
from app.learning.signatures import queries as signatures
from app.messages import queries as messages
from app.people import queries as identities
from app.people.addresses import queries as addresses
from app.people.addresses.trouble.queries import troubles
from app.people.merging import queries as merging
from app.people.queries import PersonAtPlace
from app.people.roles import over_person, reach_of
from app.policy.table import Role
from app.site.loaders import still_there
from app.site.manage.people.mail import sessions_of
from app.site.manage.people.record import Record, place_asked_for
from app.site.parts.people import seen_by
from app.site.visits import Visit

MAIL_SHOWN = 50


def load_person(visit: Visit, person_id: UUID) -> PersonAtPlace:
    """A person, for whoever coordinates a cohort of theirs and for administrators.

    Of a record that was merged into another's, that other.
    """
    found = identities.person_with_place(visit.db, person_id)
    if found is not None and found.person.merged_into_id is not None:
        found = identities.person_with_place(visit.db, found.person.merged_into_id)
    visit.permit(_roles(visit, found))
    assert found is not None  # nobody has a role before nothing
    return found


def _roles(visit: Visit, found: PersonAtPlace | None) -> frozenset[Role]:
    if found is None:
        return frozenset()
    return over_person(visit.actor, within_reach=is_within_reach(visit, [found.person.id]))


def is_seen(visit: Visit, person_ids: Iterable[UUID]) -> bool:
    """Whether the visitor sees all of these people at all."""
    return seen_by(visit.actor).everybody or is_within_reach(visit, person_ids)


def is_within_reach(visit: Visit, person_ids: Iterable[UUID]) -> bool:
    """Whether all of these people belong to cohorts that the visitor coordinates."""
    reach = reach_of(visit.actor, Role.COORDINATOR)
    return people.reaches(visit.db, reach, list(person_ids), visit.now)


def read_record(visit: Visit, who: PersonAtPlace, slug: str | None) -> Record:
    """All that the page of a person shows, in a number of statements that is always the same."""
    seen, person_id = seen_by(visit.actor), who.person.id
    every = records.places_within(visit.db, seen.cohorts, person_id)
    places = still_there(visit, every)
    ids = [place.enrollment.id for place in places]
    current = place_asked_for(places, slug)
    events = records.events_of(visit.db, ids)
    marks = changes.changes_of(visit.db, ids)
    filed = certificates.certificates_in(visit.db, [place.enrollment.id for place in every])
    taught = given_for_teaching(visit.db, seen.cohorts, person_id)
    roles = records.grants_of(visit.db, seen, person_id)
    openings = opened_early(visit.db, ids)
    mail = messages.mail_to(visit.db, person_id, MAIL_SHOWN)
    acted = {
        *(event.event.by for event in events),
        *(mark.attendance_change.by for mark in marks),
        *(issued.certificate.issued_by for issued in filed),
        *(own.issued.certificate.issued_by for own in taught),
        *(opening.by for opening in openings),
        *(by for held in roles for by in (held.grant.granted_by, held.grant.revoked_by)),
    }
    own = addresses.addresses_of(visit.db, person_id)
    return Record(
        who=who,
        reader=visit.actor,
        coordinates=people.reaches(visit.db, seen.cohorts, [person_id], visit.now),
        addresses=own,
        troubles=troubles(visit.db, [address.id for address in own]),
        places=places,
        current=current,
        units=_units(visit, current),
        standings=credit.standings_of_places(visit.db, places, visit.now),
        certificates=filed,
        taught=taught,
        events=events,
        signed=signatures.signed_in_any(visit.db, ids),
        changes=marks,
        openings=openings,
        claims=claims_made(visit.db, ids),
        name=next(iter(names_among(visit.db, ids).values()), None),
        mail=mail,
        sessions=records.sessions_within(visit.db, seen.cohorts, sessions_of(mail)),
        roles=roles,
        suspects=merging.suspects(visit.db, who.person, people.seen(seen, visit.now)),
        names=identities.people_by_id(visit.db, set(acted)),
    )


def _units(visit: Visit, place: LearnerInCohort | None) -> Sequence[UnitRow]:
    if place is None:
        return ()
    return cohorts.units(visit.db, place.cohort.id, enrollment_id=place.enrollment.id)
