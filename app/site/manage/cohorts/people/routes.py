"""The people of a cohort, who waits for a seat in it, and what is done about one of them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from starlette.responses import Response

from app.cohorts.admission.queries import line
from app.cohorts.applications.queries import answers_of, replaced_answers
from app.cohorts.context import CohortContext
from app.cohorts.enrollments import queries as enrollments
from app.cohorts.enrollments.models import EnrollmentEvent
from app.cohorts.enrollments.rules import NOT_ENROLLED, TransferMade
from app.cohorts.enums import EnrollmentStatus as Status
from app.cohorts.joining import actions
from app.cohorts.joining import queries as joining
from app.cohorts.joining.queries import FoundPerson
from app.cohorts.models import Cohort, Enrollment
from app.cohorts.openings.actions import open_early
from app.cohorts.openings.queries import EarlyOpening, opened_early
from app.cohorts.openings.rules import CHOOSE_UNIT
from app.cohorts.queries import UnitRow, units
from app.cohorts.rules import WHY
from app.core.errors import ConflictError, NotFoundError, RefusedError
from app.credit import queries as credit
from app.people.queries import people_by_id
from app.people.roles import reach_of
from app.policy.table import Action, Role
from app.site.loaders import load_cohort
from app.site.manage.cohorts.page import path_of
from app.site.manage.cohorts.people.act import act_page
from app.site.manage.cohorts.people.acts import CHOOSE_COHORT, Act, missing
from app.site.manage.cohorts.people.add import MOST, add_page
from app.site.manage.cohorts.people.forms import ActForm
from app.site.manage.cohorts.people.loaders import load_lines
from app.site.manage.cohorts.people.page import people_listing, people_page
from app.site.manage.cohorts.people.place import decided_at, place_page
from app.site.manage.cohorts.people.waitlist import waitlist_lines, waitlist_of, waitlist_page
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.asked import ListAsked
from app.web.files import download
from app.web.forms import FormInvalidError, FormState, Submitted, parse
from app.web.pages import render, see_other
from app.web.shown import table_of

routes = router()


@routes.get("/manage/cohorts/{cohort}/people")
@allows(Action.PEOPLE_READ)
def show_people(visit: ReadVisit, cohort: str, asked: ListAsked) -> Response:
    """Everybody in a cohort, as a page or as a spreadsheet."""
    here = load_cohort(visit, cohort)
    lines = load_lines(visit, here)
    if asked.format:
        return download(
            f"{here.cohort.slug}-people",
            [table_of(people_listing(here), lines, asked)],
            asked.format,
        )
    page = people_page(here, lines, asked, visit.now)
    return render(visit.request, "manage/cohorts/people/people.html", page)


@routes.get("/manage/cohorts/{cohort}/people/waitlist")
@allows(Action.PEOPLE_READ)
def show_waitlist(visit: ReadVisit, cohort: str, asked: ListAsked) -> Response:
    """Who waits, for whom a seat is held, who applied, and who left."""
    here = load_cohort(visit, cohort)
    places = joining.places_beside(visit.db, here.cohort.id, (Status.ENROLLED, Status.NONE))
    zone = visit.actor.zone
    lines = waitlist_lines(here, places, line(visit.db, here.cohort.id), zone)
    if asked.format:
        return download(
            f"{here.cohort.slug}-waitlist",
            [table_of(waitlist_of(here), lines, asked)],
            asked.format,
        )
    page = waitlist_page(here, lines, asked, zone)
    return render(visit.request, "manage/cohorts/people/waitlist.html", page)


@routes.get("/manage/cohorts/{cohort}/people/add")
@allows(Action.PEOPLE_CHANGE)
def find_somebody(visit: ReadVisit, cohort: str, q: str = "") -> Response:
    """Find somebody who is known, by address or by name."""
    here = load_cohort(visit, cohort)
    found = joining.find_people(visit.db, here.cohort.id, q[:120], MOST + 1)
    page = add_page(here, q[:120], found)
    return render(visit.request, "manage/cohorts/people/add.html", page)


@routes.get("/manage/cohorts/{cohort}/people/{person}")
@allows(Action.PEOPLE_CHANGE)
def show_place(visit: ReadVisit, cohort: str, person: UUID, done: Act | None = None) -> Response:
    """How one person stands in a cohort, what happened, and what can be done."""
    here, found = _load(visit, cohort, person)
    place = found.enrollment
    happened = enrollments.events(visit.db, place.id) if place else ()
    opened = opened_early(visit.db, [place.id]) if place else ()
    names = _names(visit, happened, opened)
    waiting = line(visit.db, here.cohort.id)
    answers = answers_of(visit.db, [place.id]).get(place.id, ()) if place else ()
    replaced = replaced_answers(visit.db, place.id) if place else ()
    page = place_page(
        here,
        found,
        happened,
        opened,
        names,
        waiting,
        answers,
        replaced,
        done=done,
        reader_zone=visit.actor.zone,
    )
    return render(visit.request, "manage/cohorts/people/place.html", page)


def _names(
    visit: Visit, happened: Sequence[EnrollmentEvent], opened: Sequence[EarlyOpening]
) -> dict[UUID, str]:
    """Of whoever acted, and of the institutions for which they did."""
    by = {event.by for event in happened} | {opening.by for opening in opened}
    acted = people_by_id(visit.db, by)
    names = {id_: actor.display_name for id_, actor in acted.items()}
    behalf = {event.on_behalf_of for event in happened}
    return names | joining.institution_names_by_id(visit.db, behalf)


@routes.get("/manage/cohorts/{cohort}/people/{person}/{act}")
@allows(Action.PEOPLE_CHANGE)
def check_act(visit: ReadVisit, cohort: str, person: UUID, act: Act) -> Response:
    """A check page: what follows, before anything is done."""
    here, found = _load(visit, cohort, person)
    if path := decided_at(path_of(here), found, act):
        return see_other(path)
    return _check(visit, here, found, act, FormState())


@routes.post("/manage/cohorts/{cohort}/people/{person}/{act}")
@allows(Action.PEOPLE_CHANGE)
def do_act(
    visit: WriteVisit, cohort: str, person: UUID, act: Act, submitted: Submitted
) -> Response:
    """Do it, if it still can be done."""
    here, found = _load(visit, cohort, person)
    try:
        form = _parsed(act, submitted)
        _ACTS[act](visit, here, found, form)
    except FormInvalidError as invalid:
        return _check(visit, here, found, act, FormState(invalid.values, invalid.errors))
    except (RefusedError, ConflictError) as refused:
        at = {WHY: "reason", CHOOSE_COHORT: "to", CHOOSE_UNIT: "unit"}.get(refused.reason, "form")
        values = {name: str(value) for name, value in form}
        return _check(visit, here, found, act, FormState(values, {at: refused.reason}))
    return see_other(f"/manage/cohorts/{cohort}/people/{person}?done={act}")


def _parsed(act: Act, submitted: Submitted) -> ActForm:
    """What was sent; raises `FormInvalidError` with all that is wrong or lacking at once."""
    lacking = missing(act, submitted)
    try:
        form = parse(ActForm, submitted)
    except FormInvalidError as invalid:
        raise FormInvalidError({**lacking, **invalid.errors}, invalid.values) from None
    if lacking:
        values = {name: str(value) for name, value in submitted.items()}
        raise FormInvalidError(lacking, values)
    return form


def _load(visit: Visit, slug: str, person_id: UUID) -> tuple[CohortContext, FoundPerson]:
    here = load_cohort(visit, slug)
    found = joining.person_for(visit.db, here.cohort.id, person_id)
    if found is None:
        raise NotFoundError
    return here, found


def _check(
    visit: Visit, here: CohortContext, found: FoundPerson, act: Act, form: FormState
) -> Response:
    others = _others(visit, here) if act is Act.TRANSFER else ()
    page = act_page(
        here,
        found,
        act,
        enrollments.seats(visit.db, here.cohort.id),
        line(visit.db, here.cohort.id),
        others,
        _units(visit, here, found) if act is Act.OPENING else (),
        form,
        visit.now,
        by=visit.actor.person_id,
        along=credit.work_elsewhere(visit.db, found.enrollment, others),
        made=_made(visit, found) if act is Act.TRANSFER_RETURN else None,
    )
    status = 422 if form.errors else 200
    return render(visit.request, "manage/cohorts/people/act.html", page, status=status)


def _made(visit: Visit, found: FoundPerson) -> TransferMade | None:
    """The transfer by which they left."""
    left = found.enrollment
    new = enrollments.place_after_transfer(visit.db, left) if left else None
    return enrollments.transfer_made(visit.db, left, new) if left and new else None


def _units(visit: Visit, here: CohortContext, found: FoundPerson) -> Sequence[UnitRow]:
    """The units of the cohort, with what is open for this person already."""
    place = found.enrollment
    return units(visit.db, here.cohort.id, enrollment_id=place.id if place else None)


def _others(visit: Visit, here: CohortContext) -> Sequence[Cohort]:
    """The cohorts of the program that somebody can go to, as far as the reader has them."""
    reach = reach_of(visit.actor, Role.COORDINATOR)
    return [
        cohort
        for cohort in joining.other_cohorts(visit.db, here.cohort, visit.now)
        if reach.everything or here.program.id in reach.programs or cohort.id in reach.cohorts
    ]


def _give(visit: Visit, here: CohortContext, found: FoundPerson, _form: ActForm) -> None:
    by, now = visit.actor.person_id, visit.now
    actions.put_in(visit.db, here.cohort, found.person.id, by=by, now=now)


def _invite(visit: Visit, here: CohortContext, found: FoundPerson, form: ActForm) -> None:
    by, now = visit.actor.person_id, visit.now
    until = now + timedelta(days=form.days)
    actions.invite(visit.db, here.cohort, found.person.id, until=until, by=by, now=now)


def _let_wait(visit: Visit, here: CohortContext, found: FoundPerson, _form: ActForm) -> None:
    by, now = visit.actor.person_id, visit.now
    actions.let_wait(visit.db, here.cohort, found.person.id, by=by, now=now)


def _turn_down(visit: Visit, here: CohortContext, found: FoundPerson, form: ActForm) -> None:
    by, now, why = visit.actor.person_id, visit.now, form.reason
    actions.turn_down(visit.db, here.cohort, found.person.id, reason=why, by=by, now=now)


def _withdraw(visit: Visit, here: CohortContext, found: FoundPerson, form: ActForm) -> None:
    by, now, why = visit.actor.person_id, visit.now, form.reason
    actions.withdraw(visit.db, here.cohort, _place(found), reason=why, by=by, now=now)


def _return(visit: Visit, here: CohortContext, found: FoundPerson, form: ActForm) -> None:
    by, now, why = visit.actor.person_id, visit.now, form.reason
    actions.take_back_withdrawal(visit.db, here.cohort, _place(found), reason=why, by=by, now=now)


def _transfer(visit: Visit, here: CohortContext, found: FoundPerson, form: ActForm) -> None:
    to = next((cohort for cohort in _others(visit, here) if cohort.slug == form.to), None)
    if to is None:
        raise RefusedError(CHOOSE_COHORT)
    by, now = visit.actor.person_id, visit.now
    actions.transfer(visit.db, _place(found), to, reason=form.reason, by=by, now=now)


def _take_transfer_back(
    visit: Visit, here: CohortContext, found: FoundPerson, form: ActForm
) -> None:
    by, now, why = visit.actor.person_id, visit.now, form.reason
    actions.take_back_transfer(visit.db, here.cohort, _place(found), reason=why, by=by, now=now)


def _open(visit: Visit, here: CohortContext, found: FoundPerson, form: ActForm) -> None:
    by, now, why = visit.actor.person_id, visit.now, form.reason
    open_early(visit.db, here.cohort, _place(found), form.unit, reason=why, by=by, now=now)


def _place(found: FoundPerson) -> Enrollment:
    if found.enrollment is None:
        raise RefusedError(NOT_ENROLLED)
    return found.enrollment


_ACTS: Mapping[Act, Callable[[Visit, CohortContext, FoundPerson, ActForm], None]] = {
    Act.ENROLLMENT: _give,
    Act.INVITATION: _invite,
    Act.WAITLIST: _let_wait,
    Act.REFUSAL: _turn_down,
    Act.WITHDRAWAL: _withdraw,
    Act.RETURN: _return,
    Act.TRANSFER: _transfer,
    Act.TRANSFER_RETURN: _take_transfer_back,
    Act.OPENING: _open,
}
