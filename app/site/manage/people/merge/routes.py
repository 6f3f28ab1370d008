"""Making two records of one person one, after a page that shows both."""

from uuid import UUID

from starlette.responses import Response

from app.certificates import queries as certificates
from app.cohorts.people import queries as people
from app.cohorts.people.actions import merge_people
from app.cohorts.people.record import queries as records
from app.core.errors import NotFoundError, RefusedError
from app.language.reasons import Reason
from app.people.addresses import queries as addresses
from app.people.merging import rules
from app.people.merging.rules import Merging
from app.people.models import Person
from app.people.queries import PersonAtPlace, person_with_place
from app.people.roles import reach_of
from app.policy.table import Action, Role
from app.site.manage.people.loaders import is_seen, load_person
from app.site.manage.people.merge.forms import MergeForm
from app.site.manage.people.merge.page import Hanging, merge_page
from app.site.parts.people import person_path, seen_by
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse
from app.web.pages import render, see_other

routes = router()


@routes.get("/manage/people/{person}/merge/{other}")
@allows(Action.PERSON_MERGE)
def check_merge(visit: ReadVisit, person: UUID, other: UUID) -> Response:
    """Two records side by side, and what would become of them."""
    keep = load_person(visit, person)
    return _page(visit, keep, _other(visit, other), FormState())


@routes.post("/manage/people/{person}/merge/{other}")
@allows(Action.PERSON_MERGE)
def merge(visit: WriteVisit, person: UUID, other: UUID, submitted: Submitted) -> Response:
    """Make the two records one."""
    keep = load_person(visit, person)
    merged = _other(visit, other)
    try:
        parse(MergeForm, submitted)
        _merge(visit, keep.person, merged.person)
    except FormInvalidError as invalid:
        state = FormState(invalid.values, invalid.errors)
        return _page(visit, keep, merged, state, status=422)
    except RefusedError as refused:
        return _page(visit, keep, merged, FormState(), why_not=refused.reason, status=422)
    return see_other(f"{person_path(keep.person.id)}?merged=true")


def _merge(visit: Visit, keep: Person, merged: Person) -> None:
    merge_people(
        visit.db,
        keep.id,
        merged.id,
        beyond=_is_beyond(visit, keep, merged),
        named=_names_cohorts(visit, keep, merged),
        by=visit.actor.person_id,
        now=visit.now,
    )


def _other(visit: Visit, person_id: UUID) -> PersonAtPlace:
    """The record that would end; as it is, also if it was merged before."""
    found = person_with_place(visit.db, person_id)
    if found is None or not is_seen(visit, [found.person.id]):
        raise NotFoundError
    return found


def _is_beyond(visit: Visit, keep: Person, merged: Person) -> bool:
    """Whether only an administrator can decide it."""
    if Role.ADMINISTRATOR in visit.actor.roles:
        return False
    reach = reach_of(visit.actor, Role.COORDINATOR)
    return people.hangs_beyond(visit.db, reach, [keep.id, merged.id], visit.now)


def _names_cohorts(visit: Visit, keep: Person, merged: Person) -> bool:
    """Whether all that hangs on both is within reach, so that cohorts can be named."""
    reach = reach_of(visit.actor, Role.COORDINATOR)
    shared = people.shared_cohorts(visit.db, keep.id, merged.id)
    within = {place.cohort.title for place in records.places_within(visit.db, reach, keep.id)}
    return set(shared) <= within


def _why_not(visit: Visit, keep: Person, merged: Person) -> Reason | None:
    merging = Merging(
        keep=keep.id,
        merge=merged.id,
        merged_before=merged.merged_into_id is not None,
        ended=keep.disabled_at is not None,
        shared=tuple(people.shared_cohorts(visit.db, keep.id, merged.id)),
        beyond=_is_beyond(visit, keep, merged),
    )
    named = _names_cohorts(visit, keep, merged)
    return rules.why_not_merge(merging, by=visit.actor.person_id, named=named)


def _hanging(visit: Visit, who: PersonAtPlace) -> Hanging:
    seen = seen_by(visit.actor)
    places = records.places_within(visit.db, seen.cohorts, who.person.id)
    ids = [place.enrollment.id for place in places]
    return Hanging(
        who,
        addresses.addresses_of(visit.db, who.person.id),
        places,
        certificates.certificates_in(visit.db, ids),
        records.grants_of(visit.db, seen, who.person.id),
    )


def _page(
    visit: Visit,
    keep: PersonAtPlace,
    merged: PersonAtPlace,
    state: FormState,
    *,
    why_not: Reason | None = None,
    status: int = 200,
) -> Response:
    why_not = why_not or _why_not(visit, keep.person, merged.person)
    sides = _hanging(visit, keep), _hanging(visit, merged)
    page = merge_page(*sides, why_not, visit.actor.zone, state)
    return render(visit.request, "manage/people/merge/merge.html", page, status=status)
