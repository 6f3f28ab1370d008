"""Somebody who is in a session of a series comes in by the code that is shown there.

Who is signed in has a seat and is recorded at once. Anybody else says who they are, as on the page
for newcomers; the link that is mailed to them carries the moment of the code.
"""

from datetime import timedelta

from starlette.responses import Response

from app.casework.drop_ins.actions import Door, arrive, drop_in
from app.casework.drop_ins.rules import NO_GOOD, Arrival
from app.casework.drop_ins.sealing import opened, sealed
from app.cohorts.context import CohortContext
from app.cohorts.joining.queries import institutions
from app.cohorts.joining.rules import of_oneself
from app.core.errors import RefusedError
from app.language.reasons import Reason
from app.people.addresses.queries import proven_addresses
from app.policy.table import Action
from app.site.join.drop_in.forms import CodeForm, StrangerForm
from app.site.join.drop_in.page import ConfirmPage, drop_in_page
from app.site.join.loaders import load_cohort_to_join
from app.site.join.newcomer.routes import introduced, said_by
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, public, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse
from app.web.limits import RateLimit, client_address
from app.web.pages import render, see_other

routes = router()

TRIED_FROM = RateLimit(30, timedelta(minutes=10), "drop-in.tried-from")
"""Of wrong codes: a whole room may come in from behind one address."""


@routes.get("/join/{cohort}/drop-in")
@public
def show_drop_in(visit: ReadVisit, cohort: str) -> Response:
    """The form; where nobody can drop in, the page of the cohort."""
    here = load_cohort_to_join(visit, cohort)
    if _door(visit, here) is None:
        return see_other(f"/join/{here.cohort.slug}")
    return _page(visit, here, FormState())


@routes.post("/join/{cohort}/drop-in")
@public
def type_code(visit: WriteVisit, cohort: str, submitted: Submitted) -> Response:
    """With the right code: recorded, or mailed a link by which that is so once it is opened."""
    here = load_cohort_to_join(visit, cohort)
    door = _door(visit, here)
    if door is None:
        return see_other(f"/join/{here.cohort.slug}")
    try:
        form: CodeForm = parse(StrangerForm if visit.viewer is None else CodeForm, submitted)
    except FormInvalidError as invalid:
        return _page(visit, here, FormState(invalid.values, invalid.errors), 422)
    values = {name: str(value) for name, value in form}
    try:
        arrival = _arrival(visit, here, door, form.code)
    except RefusedError as refused:
        return _page(visit, here, FormState(values, {"code": refused.reason}), 422)
    if isinstance(form, StrangerForm):
        return _mailed(visit, here, form, arrival)
    why_not = _drop_in(visit, here, door, arrival)
    if why_not is not None:
        return _page(visit, here, FormState(values, {"code": of_oneself(why_not)}), 409)
    return see_other(f"/cohorts/{here.cohort.slug}")


@routes.get("/join/{cohort}/drop-in/{arrival}")
@allows(Action.SEAT_ASK)
def show_confirmation(visit: ReadVisit, cohort: str, arrival: str) -> Response:
    """A button only: a GET records nobody."""
    here = load_cohort_to_join(visit, cohort)
    visit.permit_own()
    if _door(visit, here) is None:
        return see_other(f"/join/{here.cohort.slug}")
    return _confirm(visit, here, arrival)


@routes.post("/join/{cohort}/drop-in/{arrival}")
@allows(Action.SEAT_ASK)
def confirm(visit: WriteVisit, cohort: str, arrival: str) -> Response:
    """Be recorded as there since the moment of the code."""
    here = load_cohort_to_join(visit, cohort)
    person_id = visit.permit_own().person_id
    door = _door(visit, here)
    if door is None:
        return see_other(f"/join/{here.cohort.slug}")
    own = opened(_secret(visit), proven_addresses(visit.db, person_id), arrival)
    if own is None or own.cohort_id != here.cohort.id:
        return _confirm(visit, here, arrival, NO_GOOD)
    why_not = _drop_in(visit, here, door, own)
    if why_not is not None:
        return _confirm(visit, here, arrival, why_not)
    return see_other(f"/cohorts/{here.cohort.slug}")


def _door(visit: Visit, here: CohortContext) -> Door | None:
    """Nobody drops in to a cohort: it expects those who are in it."""
    door: Door | None = visit.request.app.state.door
    return door if here.cohort.is_series else None


def _arrival(visit: Visit, here: CohortContext, door: Door, code: str) -> Arrival:
    client = client_address(visit.request)
    TRIED_FROM.hit(client, visit.now)
    found = arrive(visit.db, here, code, code_is_right=door.code_is_right, now=visit.now)
    TRIED_FROM.give_back(client, visit.now)
    return found


def _drop_in(visit: Visit, here: CohortContext, door: Door, arrival: Arrival) -> Reason | None:
    person_id = visit.actor.person_id
    return visit.attempt(
        lambda: drop_in(visit.db, here, person_id, arrival, check_in=door.check_in, now=visit.now)
    )


def _mailed(visit: Visit, here: CohortContext, form: StrangerForm, arrival: Arrival) -> Response:
    path = f"/join/{here.cohort.slug}"
    try:
        said = said_by(visit, form)
    except FormInvalidError as invalid:
        return _page(visit, here, FormState(invalid.values, invalid.errors), 422)
    next_path = f"{path}/drop-in/{sealed(_secret(visit), said.address, arrival)}"
    return introduced(
        visit,
        said,
        path=path,
        next_path=next_path,
        answer=lambda: _page(visit, here, FormState(), sent_to=form.email),
    )


def _secret(visit: Visit) -> str:
    secret: str = visit.request.app.state.settings.secret_key.get_secret_value()
    return secret


def _confirm(
    visit: Visit, here: CohortContext, arrival: str, why_not: Reason | None = None
) -> Response:
    path = f"/join/{here.cohort.slug}"
    page = ConfirmPage(here.cohort.title, path, f"{path}/drop-in/{arrival}", why_not)
    return render(visit.request, "join/drop_in/confirm.html", page, status=409 if why_not else 200)


def _page(
    visit: Visit,
    here: CohortContext,
    form: FormState,
    status: int = 200,
    *,
    sent_to: str | None = None,
) -> Response:
    page = drop_in_page(
        here.cohort,
        institutions(visit.db),
        form,
        is_known=visit.viewer is not None,
        sent_to=sent_to,
    )
    return render(visit.request, "join/drop_in/drop_in.html", page, status=status)
