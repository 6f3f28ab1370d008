"""What is done with one post of a thread, and all that it ever said."""

from collections.abc import Callable
from uuid import UUID

from starlette.responses import Response

from app.core.errors import NotFoundError
from app.learning.threads import actions, queries
from app.learning.threads.queries import PostRow
from app.learning.threads.reports import actions as reports
from app.learning.threads.rules import ThreadPlace
from app.policy.table import Action
from app.site.cohorts.units.thread.forms import PostForm
from app.site.cohorts.units.thread.posts.acts import Act, act_page, versions_page
from app.site.cohorts.units.thread.posts.forms import DeletionForm, RemovalForm, ReportForm
from app.site.loaders import Position, load_thread, name_whom_to_ask
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import Form, FormInvalidError, FormState, Submitted, parse, typed
from app.web.pages import render, see_other

routes = router()
POST = "/cohorts/{cohort}/units/{position}/thread/posts/{post}"
FORMS: dict[Act, type[Form]] = {
    Act.ANSWER: PostForm,
    Act.EDIT: PostForm,
    Act.DELETION: DeletionForm,
    Act.REPORT: ReportForm,
    Act.REMOVAL: RemovalForm,
}
FIELDS = {Act.ANSWER: "text", Act.EDIT: "text", Act.DELETION: "form"}
"""Beside what a refusal stands; else beside the reason."""


@routes.get(f"{POST}/answer")
@allows(Action.THREAD_WRITE)
def show_answer(visit: ReadVisit, cohort: str, position: Position, post: UUID) -> Response:
    """The question, with room for an answer."""
    return _show(visit, cohort, position, post, Act.ANSWER)


@routes.post(f"{POST}/answer")
@allows(Action.THREAD_WRITE)
def answer(
    visit: WriteVisit, cohort: str, position: Position, post: UUID, submitted: Submitted
) -> Response:
    """Answer a question."""
    return _do(visit, cohort, position, post, submitted, Act.ANSWER, actions.answer)


@routes.get(f"{POST}/edit")
@allows(Action.THREAD_WRITE)
def show_edit(visit: ReadVisit, cohort: str, position: Position, post: UUID) -> Response:
    """One's own post, to be changed."""
    return _show(visit, cohort, position, post, Act.EDIT)


@routes.post(f"{POST}/edit")
@allows(Action.THREAD_WRITE)
def edit(
    visit: WriteVisit, cohort: str, position: Position, post: UUID, submitted: Submitted
) -> Response:
    """Change one's own post; what it said stays as a version."""
    return _do(visit, cohort, position, post, submitted, Act.EDIT, actions.edit)


@routes.get(f"{POST}/deletion")
@allows(Action.THREAD_WRITE)
def show_deletion(visit: ReadVisit, cohort: str, position: Position, post: UUID) -> Response:
    """What follows when one deletes one's own post."""
    return _show(visit, cohort, position, post, Act.DELETION)


@routes.post(f"{POST}/deletion")
@allows(Action.THREAD_WRITE)
def delete(
    visit: WriteVisit, cohort: str, position: Position, post: UUID, submitted: Submitted
) -> Response:
    """Delete one's own post; that there was one stays to be seen."""
    return _do(visit, cohort, position, post, submitted, Act.DELETION, actions.delete_post)


@routes.get(f"{POST}/report")
@allows(Action.THREAD_WRITE)
def show_report(visit: ReadVisit, cohort: str, position: Position, post: UUID) -> Response:
    """A post, with room to say why somebody should look at it."""
    return _show(visit, cohort, position, post, Act.REPORT)


@routes.post(f"{POST}/report")
@allows(Action.THREAD_WRITE)
def report(
    visit: WriteVisit, cohort: str, position: Position, post: UUID, submitted: Submitted
) -> Response:
    """Report a post to the facilitators."""
    return _do(visit, cohort, position, post, submitted, Act.REPORT, reports.report)


@routes.get(f"{POST}/removal")
@allows(Action.THREAD_MODERATE)
def show_removal(visit: ReadVisit, cohort: str, position: Position, post: UUID) -> Response:
    """A post, with room to say why it is removed."""
    return _show(visit, cohort, position, post, Act.REMOVAL)


@routes.post(f"{POST}/removal")
@allows(Action.THREAD_MODERATE)
def remove(
    visit: WriteVisit, cohort: str, position: Position, post: UUID, submitted: Submitted
) -> Response:
    """Remove somebody's post; its author sees why."""
    return _do(visit, cohort, position, post, submitted, Act.REMOVAL, reports.remove)


@routes.get(f"{POST}/versions")
@allows(Action.THREAD_MODERATE)
def show_versions(visit: ReadVisit, cohort: str, position: Position, post: UUID) -> Response:
    """All that a post ever said."""
    place = load_thread(visit, cohort, position)
    found = _post(visit, place, post)
    versions = queries.versions_of(visit.db, post)
    page = versions_page(place, found, versions, reader=visit.actor, now=visit.now)
    return render(visit.request, "cohorts/units/thread/posts/versions.html", page)


def _do(
    visit: Visit,
    cohort: str,
    position: int,
    post: UUID,
    submitted: Submitted,
    act: Act,
    do: Callable[..., object],
) -> Response:
    """One act on one post; what stands in its way is told on its page, with all that was typed."""
    place = load_thread(visit, cohort, position)
    found = _post(visit, place, post)
    try:
        form = parse(FORMS[act], submitted)
    except FormInvalidError as invalid:
        state = FormState(invalid.values, invalid.errors)
        return _act(visit, place, found, act, state, status=422)
    said = form.model_dump().values()
    who = {"by": visit.actor.person_id, "now": visit.now}
    if refused := visit.attempt(lambda: do(visit.db, place, post, *said, **who)):
        state = FormState(typed(submitted), {FIELDS.get(act, "reason"): refused})
        return _act(visit, place, found, act, state, status=409)
    return see_other(f"{place.path}#post-{post}")


def _show(visit: Visit, cohort: str, position: int, post: UUID, act: Act) -> Response:
    place = load_thread(visit, cohort, position)
    return _act(visit, place, _post(visit, place, post), act, None)


def _act(
    visit: Visit,
    place: ThreadPlace,
    post: PostRow,
    act: Act,
    form: FormState | None,
    status: int = 200,
) -> Response:
    name_whom_to_ask(visit, place.here.cohort)
    page = act_page(place, post, act, form, reader=visit.actor, now=visit.now)
    return render(visit.request, "cohorts/units/thread/posts/act.html", page, status=status)


def _post(visit: Visit, place: ThreadPlace, post: UUID) -> PostRow:
    found = queries.post_in(visit.db, place.here.cohort, place.unit.id, post, visit.now)
    if found is None:
        raise NotFoundError
    return found
