"""Somebody who is in a session of a series comes in by the code that is shown there.

Who is signed in has a seat and is recorded at once. Anybody else says who they are, as on the page
for newcomers; the link that is mailed to them carries the moment of the code. The code is another
one long before somebody has written their name, so a right one is taken at once: this browser is
given it back, sealed, and needs no other.
"""

from collections.abc import Mapping
from typing import Annotated
from urllib.parse import quote

from fastapi import Query
from starlette.responses import Response

from app.casework.check_ins.enums import CheckInWay
from app.casework.drop_ins.actions import drop_in
from app.casework.drop_ins.rules import NO_GOOD, Arrival, of_oneself
from app.casework.drop_ins.sealing import opened
from app.certificates.marks.actions import save_marks
from app.cohorts.context import CohortContext
from app.cohorts.joining.queries import institutions, place_of
from app.cohorts.queries import units
from app.core.errors import RefusedError
from app.language import Text
from app.language.reasons import Reason
from app.people.addresses.queries import proven_addresses
from app.policy.table import Action
from app.site.join.drop_in.forms import CODE, CodeForm, StrangerForm
from app.site.join.drop_in.loaders import arrived, given_back, given_to
from app.site.join.drop_in.page import ConfirmPage, drop_in_page, given_at
from app.site.join.loaders import load_cohort_to_join
from app.site.join.newcomer.routes import introduced, said_by
from app.site.parts.check_in import as_scanned, check_in_path, secret_of
from app.site.parts.check_in_browsers import device_in, device_token, keep_device
from app.site.parts.codes import secret_key
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, public, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse, typed
from app.web.pages import render, see_other

routes = router()

MaybePosition = Annotated[int | None, Query(ge=1, le=10_000)]


@routes.get("/join/{cohort}/drop-in")
@public
def show_drop_in(
    visit: ReadVisit, cohort: str, code: str = "", session: MaybePosition = None
) -> Response:
    """The form; for who is registered, the check-in. `code`, `session`: as they were scanned."""
    here = load_cohort_to_join(visit, cohort)
    if not here.cohort.is_series:
        return see_other(f"/join/{here.cohort.slug}")
    if visit.viewer is None and code:
        return _scanned(visit, here, code)
    if _is_registered(visit, here):
        asked = f"?code={quote(code)}" if code else ""
        return see_other(f"{check_in_path(here, session)}{asked}" if session else "/c")
    return _page(visit, here, FormState({"code": as_scanned(code)}), scanned=bool(code))


@routes.post("/join/{cohort}/drop-in")
@public
def type_code(visit: WriteVisit, cohort: str, submitted: Submitted) -> Response:
    """With the right code: recorded, or mailed a link by which that is so once it is opened."""
    here = load_cohort_to_join(visit, cohort)
    if not here.cohort.is_series:
        return see_other(f"/join/{here.cohort.slug}")
    if visit.viewer is None:
        return _introduced(visit, here, submitted)
    try:
        form = parse(CodeForm, submitted)
    except FormInvalidError as invalid:
        return _page(visit, here, FormState(invalid.values, invalid.errors), 422)
    way = CheckInWay.QR if form.scanned else CheckInWay.CODE
    try:
        arrival = arrived(visit, here, form.code, way)
    except RefusedError as refused:
        return _page(visit, here, FormState(typed(submitted), {"code": refused.reason}), 422)
    device = device_token(visit)
    if why_not := _let_in(visit, here, arrival, device):
        state = FormState(typed(submitted), {"code": of_oneself(why_not)})
        return _page(visit, here, state, 409)
    return _is_in(visit, here, arrival, device)


@routes.get("/join/{cohort}/drop-in/{arrival}")
@allows(Action.SEAT_ASK)
def show_confirmation(visit: ReadVisit, cohort: str, arrival: str) -> Response:
    """A button only: a GET records nobody."""
    here = load_cohort_to_join(visit, cohort)
    visit.permit_own()
    return _confirm(visit, here, arrival)


@routes.post("/join/{cohort}/drop-in/{arrival}")
@allows(Action.SEAT_ASK)
def confirm(visit: WriteVisit, cohort: str, arrival: str) -> Response:
    """Be recorded as there since the moment of the code."""
    here = load_cohort_to_join(visit, cohort)
    person_id, device = visit.permit_own().person_id, device_token(visit)
    keepers = [*proven_addresses(visit.db, person_id), device]
    own = opened(secret_key(visit), keepers, arrival)
    if own is None or own.cohort_id != here.cohort.id:
        return _confirm(visit, here, arrival, NO_GOOD)
    if why_not := _let_in(visit, here, own, device):
        return _confirm(visit, here, arrival, of_oneself(why_not))
    return _is_in(visit, here, own, device)


def _confirm(
    visit: Visit, here: CohortContext, arrival: str, why_not: Reason | None = None
) -> Response:
    path = f"/join/{here.cohort.slug}"
    page = ConfirmPage(here.cohort.title, path, f"{path}/drop-in/{arrival}", why_not)
    return render(visit.request, "join/drop_in/confirm.html", page, status=409 if why_not else 200)


def _is_registered(visit: Visit, here: CohortContext) -> bool:
    if visit.viewer is None:
        return False
    place = place_of(visit.db, here.cohort.id, visit.viewer.person_id)
    return place is not None and place.is_enrolled


def _scanned(visit: Visit, here: CohortContext, code: str) -> Response:
    """The form for who is not known, with what the code is taken for."""
    try:
        arrival = arrived(visit, here, code, CheckInWay.QR)
    except RefusedError as refused:
        form = FormState({"code": as_scanned(code)}, {"code": refused.reason})
        return _page(visit, here, form)
    return _page(visit, here, FormState(), arrival=arrival)


def _introduced(visit: Visit, here: CohortContext, submitted: Submitted) -> Response:
    """Mail a link to who said who they are; ask that of who has shown the code alone."""
    values = typed(submitted)
    arrival, wrong = _arrival(visit, here, values)
    if "email" not in values:
        return _page(visit, here, FormState(values, wrong), 422 if wrong else 200, arrival=arrival)
    try:
        form = parse(StrangerForm, submitted)
        said = said_by(visit, form)
    except FormInvalidError as invalid:
        state = FormState(invalid.values, {**invalid.errors, **wrong})
        return _page(visit, here, state, 422, arrival=arrival)
    if arrival is None:
        return _page(visit, here, FormState(values, wrong), 422)
    path = f"/join/{here.cohort.slug}"
    return introduced(
        visit,
        said,
        path=path,
        next_path=f"{path}/drop-in/{given_to(visit, said.address, arrival)}",
        answer=lambda: _page(visit, here, FormState(), sent_to=form.email),
    )


def _arrival(
    visit: Visit, here: CohortContext, values: Mapping[str, str]
) -> tuple[Arrival | None, dict[str, Text]]:
    """By what they were given before or by the code; else what is wrong with the code."""
    if own := given_back(visit, here, values.get("arrival", "")):
        return own, {}
    code = values.get("code", "").strip()
    if not code:
        return None, {"code": CODE}
    try:
        return arrived(visit, here, code, CheckInWay.CODE), {}
    except RefusedError as refused:
        return None, {"code": refused.reason}


def _let_in(visit: Visit, here: CohortContext, arrival: Arrival, device: str) -> Reason | None:
    """Give who is signed in a seat, and check them in; else why not. `device`: their browser."""
    person_id, held = visit.actor.person_id, arrival.case_session_id
    return visit.attempt(
        lambda: drop_in(
            visit.db,
            here,
            person_id,
            arrival,
            device=device_in(visit, device, held),
            secret=secret_of(visit, held),
            save_marks=save_marks,
            now=visit.now,
        )
    )


def _is_in(visit: Visit, here: CohortContext, arrival: Arrival, device: str) -> Response:
    """On to the page that says so."""
    held = arrival.case_session_id
    unit = next(own for own in units(visit.db, here.cohort.id) if own.session_id == held)
    return keep_device(visit, see_other(check_in_path(here, unit.position)), device)


def _page(
    visit: Visit,
    here: CohortContext,
    form: FormState,
    status: int = 200,
    *,
    scanned: bool = False,
    arrival: Arrival | None = None,
    sent_to: str | None = None,
) -> Response:
    device = device_token(visit)
    given = None
    if arrival is not None:
        given = given_at(given_to(visit, device, arrival), arrival.at, here.cohort)
    page = drop_in_page(
        here.cohort,
        institutions(visit.db),
        form,
        is_known=visit.viewer is not None,
        scanned=scanned or form.value("scanned") == "yes",
        given=given,
        sent_to=sent_to,
    )
    response = render(visit.request, "join/drop_in/drop_in.html", page, status=status)
    return keep_device(visit, response, device) if given else response
