"""What one tells the people of one's cohorts."""

from typing import Literal

from starlette.responses import Response

from app.cohorts.enrollments.queries import enrollments_of
from app.people.introductions import actions
from app.people.introductions.queries import introduction_of
from app.people.introductions.rules import Told
from app.people.queries import profile
from app.policy.table import Action
from app.site.loaders import still_enrolled
from app.site.my.introduction.forms import IntroductionForm
from app.site.my.introduction.page import introduction_page
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse, typed
from app.web.pages import render, see_other

routes = router()
PATH = "/my/introduction"


@routes.get(PATH)
@allows(Action.INTRODUCTION_READ)
def show_introduction(
    visit: ReadVisit, done: Literal["saved", "unchanged", "removed"] | None = None
) -> Response:
    """The texts and the choices, and how others see them now."""
    visit.permit_own()
    return _page(visit, done=done)


@routes.post(PATH)
@allows(Action.INTRODUCTION_EDIT)
def save_introduction(visit: WriteVisit, submitted: Submitted) -> Response:
    """Keep what is told, or only show how others would see it."""
    actor = visit.permit_own()
    try:
        form = parse(IntroductionForm, submitted)
    except FormInvalidError as invalid:
        return _page(visit, form=FormState(invalid.values, invalid.errors), status=422)
    if form.do == "preview":
        return _page(visit, form=FormState(typed(submitted)), told=form.told)
    actions.introduce(visit.db, actor.person_id, form.told, now=visit.now)
    return see_other(f"{PATH}?done={'saved' if visit.has_changed else 'unchanged'}")


@routes.post(f"{PATH}/removal")
@allows(Action.INTRODUCTION_EDIT)
def remove_introduction(visit: WriteVisit) -> Response:
    """Delete all of it."""
    actor = visit.permit_own()
    actions.remove_introduction(visit.db, actor.person_id, now=visit.now)
    return see_other(f"{PATH}?done={'removed' if visit.has_changed else 'unchanged'}")


def _page(
    visit: Visit,
    *,
    form: FormState | None = None,
    told: Told | None = None,
    done: str | None = None,
    status: int = 200,
) -> Response:
    person_id = visit.actor.person_id
    page = introduction_page(
        profile(visit.db, person_id),
        introduction_of(visit.db, person_id),
        still_enrolled(enrollments_of(visit.db, person_id)),
        form=form,
        typed=told,
        done=done,
    )
    return render(visit.request, "my/introduction/introduction.html", page, status=status)
