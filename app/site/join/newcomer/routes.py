"""Somebody new says who they are, and their address is verified by a link before anything else."""

from collections.abc import Callable
from functools import partial

from starlette.responses import Response

from app.cohorts.joining.queries import institutions
from app.core.errors import RefusedError
from app.core.ids import new_token
from app.language.languages import current
from app.people.newcomers import actions
from app.people.newcomers.actions import Introduction
from app.people.rules import LINK_NO_GOOD
from app.site.join.loaders import load_cohort_to_join
from app.site.join.newcomer.forms import NewcomerForm
from app.site.join.newcomer.page import newcomer_page
from app.site.parts.cookies import set_cookie
from app.site.sign_in import routes as sign_in
from app.site.visits import ReadVisit, Visit, WriteVisit, public, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse
from app.web.limits import client_address
from app.web.pages import render, see_other

routes = router()


@routes.get("/join/{cohort}/newcomer")
@public
def show_newcomer(visit: ReadVisit, cohort: str) -> Response:
    """Say who one is; whoever is signed in has said it."""
    if visit.viewer is not None:
        return see_other(f"/join/{cohort}")
    return _page(visit, cohort, FormState())


@routes.post("/join/{cohort}/newcomer")
@public
def introduce(visit: WriteVisit, cohort: str, submitted: Submitted) -> Response:
    """Mail a link; the answer is the same for every address."""
    path = f"/join/{load_cohort_to_join(visit, cohort).cohort.slug}"
    try:
        form = parse(NewcomerForm, submitted)
        said = said_by(visit, form)
    except FormInvalidError as invalid:
        return _page(visit, cohort, FormState(invalid.values, invalid.errors), 422)
    answer = partial(_page, visit, cohort, FormState(), sent_to=form.email)
    return introduced(visit, said, path=path, next_path=path, answer=answer)


def introduced(
    visit: Visit,
    said: Introduction,
    *,
    path: str,
    next_path: str,
    answer: Callable[[], Response],
) -> Response:
    """Mail a link to who said who they are. `path`: of the cohort's page; `answer`: what is shown.

    `next_path`: where the link leads on.
    """
    address = client_address(visit.request)
    sign_in.ASKED.hit(f"{said.address} {address}", visit.now)
    sign_in.ASKED_FROM.hit(address, visit.now)
    cookie = sign_in.browser_cookie(visit.request)
    browser = visit.request.cookies.get(cookie) or new_token()
    actions.introduce(
        visit.db,
        said,
        browser=browser,
        next_path=next_path,
        link_path=f"{path}/newcomer",
        secret=visit.request.app.state.settings.secret_key.get_secret_value(),
        now=visit.now,
    )
    response = answer()
    set_cookie(visit.request, response, cookie, browser, 3600)
    return response


@routes.get("/join/{cohort}/newcomer/{token}")
@public
def show_link(visit: ReadVisit, cohort: str, token: str) -> Response:
    """A button only: mail scanners follow links, so a GET uses nothing up."""
    here = load_cohort_to_join(visit, cohort)
    page = newcomer_page(here.cohort, (), FormState(), token=token)
    return render(visit.request, "join/newcomer/link.html", page)


@routes.post("/join/{cohort}/newcomer/{token}")
@public
def use_link(visit: WriteVisit, cohort: str, token: str) -> Response:
    """Verify the address; from then on they are known, and signed in."""
    sign_in.TRIED_FROM.hit(client_address(visit.request), visit.now)
    browser = visit.request.cookies.get(sign_in.browser_cookie(visit.request), "")
    user_agent = visit.request.headers.get("user-agent", "")
    try:
        signed_in = actions.arrive(
            visit.db, token, browser=browser, user_agent=user_agent, now=visit.now
        )
    except RefusedError:
        return _page(visit, cohort, FormState(errors={"email": LINK_NO_GOOD}), 422)
    sign_in.TRIED_FROM.give_back(client_address(visit.request), visit.now)
    return sign_in.welcome(visit, signed_in)


def said_by(visit: Visit, form: NewcomerForm) -> Introduction:
    """Who somebody says they are; raises `FormInvalidError` for an institution that is none."""
    known = {institution.id for institution in institutions(visit.db)}
    if form.institution not in known:
        values = {name: str(value) for name, value in form}
        raise FormInvalidError({"institution": NewcomerForm.asked_for["institution"]}, values)
    return Introduction(
        form.email.strip().lower(),
        form.given_name,
        form.family_name,
        form.degrees,
        form.profession,
        form.institution,
        current().code,
    )


def _page(
    visit: Visit, slug: str, form: FormState, status: int = 200, *, sent_to: str | None = None
) -> Response:
    here = load_cohort_to_join(visit, slug)
    page = newcomer_page(here.cohort, institutions(visit.db), form, sent_to=sent_to)
    return render(visit.request, "join/newcomer/newcomer.html", page, status=status)
