"""Signing somebody out everywhere, and resetting their second step."""

from collections.abc import Callable
from uuid import UUID

from starlette.responses import Response

from app.people.queries import PersonAtPlace
from app.people.second_factor import queries
from app.people.second_factor.actions import reset
from app.people.web_sessions.actions import end_for
from app.people.web_sessions.queries import open_sessions
from app.policy.table import Action
from app.site.manage.people.loaders import load_person
from app.site.manage.people.security.forms import WhyForm
from app.site.manage.people.security.page import Answered, person_security_page
from app.site.parts.people import person_path
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse
from app.web.pages import render, see_other

routes = router()


@routes.get("/manage/people/{person}/security")
@allows(Action.PERSON_SECURITY)
def show_person_security(visit: ReadVisit, person: UUID, done: str = "") -> Response:
    """Whether somebody has a second step, and where they are signed in."""
    return _page(visit, load_person(visit, person), done=done)


@routes.post("/manage/people/{person}/security/sessions")
@allows(Action.PERSON_SECURITY)
def end_sessions(visit: WriteVisit, person: UUID, submitted: Submitted) -> Response:
    """Sign somebody out everywhere."""
    return _act(visit, load_person(visit, person), submitted, "sessions", end_for)


@routes.post("/manage/people/{person}/security/reset")
@allows(Action.PERSON_SECURITY)
def reset_second_step(visit: WriteVisit, person: UUID, submitted: Submitted) -> Response:
    """Take the second step from somebody who lost phone and codes."""
    return _act(visit, load_person(visit, person), submitted, "reset", reset)


def _act(
    visit: Visit, who: PersonAtPlace, submitted: Submitted, act: str, does: Callable[..., None]
) -> Response:
    person_id, by = who.person.id, visit.actor.person_id
    try:
        form = parse(WhyForm, submitted)
    except FormInvalidError as invalid:
        return _page(visit, who, Answered(act, FormState(invalid.values, invalid.errors)))
    why_not = visit.attempt(
        lambda: does(visit.db, person_id, reason=form.reason, by=by, now=visit.now)
    )
    if why_not is not None:
        state = FormState({"reason": form.reason}, {"reason": why_not})
        return _page(visit, who, Answered(act, state))
    return see_other(f"{person_path(person_id)}/security?done={act}")


def _page(
    visit: Visit, who: PersonAtPlace, answered: Answered | None = None, *, done: str = ""
) -> Response:
    person_id = who.person.id
    page = person_security_page(
        visit.actor,
        who.person,
        queries.state_of(visit.db, person_id),
        open_sessions(visit.db, person_id, visit.now),
        done=done,
        answered=answered,
    )
    status = 422 if answered else 200
    return render(visit.request, "manage/people/security/security.html", page, status=status)
