"""Finds what belongs to a cohort, or says 404; asks who may see it, or says 403.

Each loader fetches what the address names, tells the visit in what capacity the person stands
before it, and returns it only if the visit's action is theirs to do.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Annotated
from uuid import UUID

from fastapi import Path

from app.casework.check_ins.queries import newest_of
from app.casework.check_ins.rules import CheckedIn, is_open_at
from app.casework.excuses.queries import waiting_excuses
from app.casework.make_up_requests.elsewhere.queries import fallen_requests
from app.casework.make_up_requests.queries import waiting_requests
from app.certificates.queries import certificates_in
from app.cohorts import queries as cohorts
from app.cohorts.context import CohortContext, LearnerInCohort
from app.cohorts.deleted.queries import deleted_among
from app.cohorts.deleted.rules import is_of_long_ago
from app.cohorts.enrollments import queries as enrollments
from app.cohorts.enrollments.queries import CohortForPerson
from app.cohorts.helpers.queries import HelperRow, helpers_in
from app.cohorts.members.queries import has_part_in_cohort
from app.cohorts.models import Cohort
from app.cohorts.queries import UnitRow
from app.cohorts.sessions import queries as sessions
from app.core import audit
from app.core.errors import NotFoundError, RefusedError
from app.credit.completion.rules import Completion
from app.credit.providers.queries import providers_of
from app.history.retention.deletion.queries import newest_deletions
from app.installation import rules as installation
from app.installation.queries import waiting_mail
from app.language.moments import local
from app.language.reasons import Reason
from app.learning.threads.rules import ThreadPlace, exists_for
from app.people.roles import by_part, of_cohort, roles_over
from app.policy.table import Role
from app.site.gone import DELETED, GOES_ON, RecordsDeletedError, deleted_page, gone
from app.site.parts.codes import secret_key
from app.site.parts.evaluations import Evaluation
from app.site.parts.gone_places import GonePlace
from app.site.parts.waiting import AbsencesWaiting
from app.site.visits import Visit
from app.surveys.invitations.queries import open_invitations
from app.surveys.tokens import token_for
from app.web.shell import Helper, Whom

Position = Annotated[int, Path(ge=1, le=10_000)]
"""A unit's place in its cohort, as addresses name it."""


def load_learner(visit: Visit, slug: str) -> LearnerInCohort:
    """The visitor's own enrollment in a cohort."""
    found = _cohort_for(visit, slug)
    _permit(visit, found)
    if found.learner is None:
        raise NotFoundError
    return found.learner


def load_cohort(visit: Visit, slug: str) -> CohortContext:
    """A cohort, for those who teach or coordinate it."""
    found = _cohort_for(visit, slug)
    _permit(visit, found)
    return found.here


def load_session(visit: Visit, slug: str, position: int) -> tuple[CohortContext, UnitRow]:
    """A unit with its session, for those who teach the cohort or have a part in it."""
    return _session_of(visit, _cohort_for(visit, slug), position)


def load_session_of(
    visit: Visit, slug: str, position_of: Callable[[UUID], int | None]
) -> tuple[CohortContext, UnitRow]:
    """The same for something that is about a session. `position_of`: whose, in the cohort named."""
    found = _cohort_for(visit, slug)
    position = position_of(found.here.cohort.id)
    if position is None:
        raise NotFoundError
    return _session_of(visit, found, position)


def _session_of(
    visit: Visit, found: CohortForPerson, position: int
) -> tuple[CohortContext, UnitRow]:
    unit = cohorts.unit_with_session(visit.db, found.here.cohort.id, position)
    if unit is None:
        raise NotFoundError
    has_part = sessions.has_part_in(visit.db, unit.session_id, visit.actor.person_id)
    _permit(visit, found, by_part(has_part=has_part))
    return found.here, unit


def load_member(visit: Visit, slug: str) -> CohortForPerson:
    """A cohort, for everybody of it: who learns, teaches or coordinates, and guests."""
    found = _cohort_for(visit, slug)
    has_part = has_part_in_cohort(visit.db, found.here.cohort.id, visit.actor.person_id)
    _permit(visit, found, by_part(has_part=has_part))
    return found


def load_thread(visit: Visit, slug: str, position: int) -> ThreadPlace:
    """A unit's thread, for who learns in the cohort, teaches it, or leads the unit's session.

    Before the unit opens for them it does not exist for learners; switched off, for nobody.
    """
    found = _cohort_for(visit, slug)
    enrollment_id = found.enrollment.id if found.enrollment else None
    units = cohorts.units(visit.db, found.here.cohort.id, enrollment_id=enrollment_id)
    unit = unit_at(units, position)
    has_part = sessions.has_part_in(visit.db, unit.session_id, visit.actor.person_id)
    roles = _permit(visit, found, by_part(has_part=has_part))
    place = ThreadPlace(found.here, unit, found.enrollment, bool(roles - {Role.LEARNER}))
    if not exists_for(place, visit.now):
        raise NotFoundError
    return place


def unit_at(units: Iterable[UnitRow], position: int) -> UnitRow:
    """The unit at a position."""
    found = next((unit for unit in units if unit.position == position), None)
    if found is None:
        raise NotFoundError
    return found


def _cohort_for(visit: Visit, slug: str) -> CohortForPerson:
    found = enrollments.cohort_for_person(visit.db, slug, visit.actor.person_id)
    if found is None:
        raise NotFoundError
    audit.continue_chain(visit.db, found.here.cohort.id)
    return found


def _permit(
    visit: Visit, found: CohortForPerson, part: frozenset[Role] = frozenset()
) -> frozenset[Role]:
    """In what capacity somebody stands before a cohort, if that lets them go on; what is gone."""
    roles = _roles(visit, found, part)
    visit.permit(roles)
    if is_of_long_ago(found.here.cohort.closes_at, visit.now):
        _tell_deleted(visit, found.here, roles)
    return roles


def _roles(visit: Visit, found: CohortForPerson, part: frozenset[Role]) -> frozenset[Role]:
    cohort = found.here.cohort
    place = of_cohort(
        found.here.program.id,
        cohort.id,
        is_draft=cohort.is_draft,
        provider_ids=_providers(visit, cohort),
    )
    own = part if found.enrollment is None else part | {Role.LEARNER}
    return roles_over(visit.actor, place, frozenset() if cohort.is_draft else own)


def _tell_deleted(visit: Visit, here: CohortContext, roles: frozenset[Role]) -> None:
    """Where records of a cohort were deleted: say so, above what is left or instead. One statement.

    Raises:
        RecordsDeletedError: What is asked for is not left.
        RefusedError: So nothing can be changed there.
    """
    deletion = newest_deletions(visit.db, [here.cohort.id]).get(here.cohort.id)
    if deletion is None:
        return
    zone = visit.actor.zone
    if visit.request.scope["route"].path in GOES_ON:
        visit.request.state.gone = gone(here.cohort.slug, deletion.at, roles, zone)
    elif visit.request.method == "POST":
        raise RefusedError(DELETED(day=local(deletion.at, zone).date()))
    else:
        raise RecordsDeletedError(deleted_page(here, deletion, roles, zone))


def _providers(visit: Visit, cohort: Cohort) -> frozenset[UUID]:
    """Whose activity it is; one statement, and only for who is an officer of anybody."""
    if Role.CME_OFFICER not in visit.actor.roles:
        return frozenset()
    return providers_of(visit.db, cohort.id)


def still_enrolled(places: Sequence[LearnerInCohort]) -> list[LearnerInCohort]:
    """Those from which the person has not withdrawn."""
    return [place for place in places if place.enrollment.is_enrolled]


def still_there(visit: Visit, places: Sequence[LearnerInCohort]) -> list[LearnerInCohort]:
    """Those of which the records are there; no statement where all are too new to be deleted."""
    gone = deleted_among(visit.db, [place.cohort for place in places], visit.now)
    return [place for place in places if place.cohort.id not in gone]


def gone_places(visit: Visit, places: Sequence[LearnerInCohort]) -> list[GonePlace]:
    """The others, with what is left of them; no statement where all are too new."""
    deleted = deleted_among(visit.db, [place.cohort for place in places], visit.now)
    gone = [place for place in places if place.cohort.id in deleted]
    if not gone:
        return []
    days = newest_deletions(visit.db, deleted)
    issued = certificates_in(visit.db, [place.enrollment.id for place in gone])
    return [
        GonePlace.of(
            place.cohort.title,
            local(days[place.cohort.id].at, visit.actor.zone).date(),
            [own for own in issued if own.certificate.place_id == place.enrollment.id],
        )
        for place in gone
    ]


def units_for(visit: Visit, learner: LearnerInCohort) -> list[UnitRow]:
    """The units of a cohort, with what was opened early for this learner."""
    return cohorts.units(visit.db, learner.cohort.id, enrollment_id=learner.enrollment.id)


def own_check_in(visit: Visit, learner: LearnerInCohort, unit: UnitRow | None) -> CheckedIn | None:
    """A learner's check-in to a session; asked only while one can check in."""
    if unit is None or unit.session_id is None or not is_open_at(learner, unit, visit.now):
        return None
    return newest_of(visit.db, unit.session_id, learner.enrollment.id)


def name_whom_to_ask(visit: Visit, cohort: Cohort) -> None:
    """Let the frame of this visit's page say who coordinates the cohort. One statement."""
    rows = helpers_in(visit.db, cohort, visit.now)
    visit.request.state.whom = _whom(rows, visit.actor.person_id)


def who_else_coordinates(visit: Visit, cohort: Cohort) -> Whom:
    """Who can do for the visitor what nobody does for themselves; else who names such people."""
    rows = helpers_in(visit.db, cohort, visit.now)
    others = [row for row in rows if row.person_id != visit.actor.person_id]
    coordinate = any(row.coordinates for row in others)
    named = [
        Helper(row.display_name, row.address) for row in others if row.coordinates == coordinate
    ]
    return Whom(list(dict.fromkeys(named)), coordinate, alone=not named)


def _whom(rows: Sequence[HelperRow], reader: UUID) -> Whom:
    """Who coordinates a cohort, or its administrators where nobody does; never the reader."""
    coordinate = any(row.coordinates for row in rows)
    named = [
        Helper(row.display_name, row.address)
        for row in rows
        if row.coordinates == coordinate and row.person_id != reader
    ]
    alone = not named and any(row.person_id == reader for row in rows)
    return Whom(list(dict.fromkeys(named)), coordinate, alone=alone)


def absences_waiting(visit: Visit, cohort_ids: Collection[UUID]) -> AbsencesWaiting:
    """Which excuses and make-ups of some cohorts wait for an answer: three statements."""
    return AbsencesWaiting(
        waiting_excuses(visit.db, cohort_ids),
        waiting_requests(visit.db, cohort_ids),
        fallen_requests(visit.db, cohort_ids),
    )


def why_mail_stands(visit: Visit) -> Reason | None:
    """Why those who count on mail have to know that none gets out. One statement."""
    settings = visit.request.app.state.settings
    waiting = waiting_mail(visit.db, visit.now)
    return installation.why_mail_stands(
        waiting.count,
        waiting.since,
        configured=settings.smtp_url is not None,
        demo=settings.demo,
        now=visit.now,
    )


def evaluation_of(visit: Visit, learner: LearnerInCohort, verdict: Completion) -> Evaluation | None:
    """The first one that completion waits for. One statement; none where it waits for none."""
    if not verdict.surveys_due:
        return None
    for own in open_invitations(visit.db, learner.enrollment.person_id, visit.now):
        if own.cohort_id == learner.cohort.id and own.key in verdict.surveys_due:
            path = f"/surveys/{token_for(secret_key(visit), own.invitation_id)}"
            return Evaluation(own.minutes, path)
    return None
