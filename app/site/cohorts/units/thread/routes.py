"""A unit's thread: reading it, asking, and whether mail about it is wanted."""

from functools import partial

from starlette.responses import Response

from app.learning.threads import actions, queries
from app.learning.threads.rules import ThreadPlace
from app.policy.table import Action
from app.site.cohorts.units.thread.forms import MuteForm, PostForm, ReadForm
from app.site.cohorts.units.thread.page import PAGE_OF, thread_page
from app.site.loaders import Position, load_thread, name_whom_to_ask
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.asked import ListAsked
from app.web.forms import FormInvalidError, FormState, Submitted, parse, typed
from app.web.listing import Asked, window
from app.web.pages import render, see_other, wants_fragment

routes = router()
THREAD = "/cohorts/{cohort}/units/{position}/thread"


@routes.get(THREAD)
@allows(Action.THREAD_READ)
def show_thread(visit: ReadVisit, cohort: str, position: Position, asked: ListAsked) -> Response:
    """Questions with their answers, what was said last first."""
    return _thread(visit, load_thread(visit, cohort, position), FormState(), asked)


@routes.post(THREAD)
@allows(Action.THREAD_WRITE)
def ask(visit: WriteVisit, cohort: str, position: Position, submitted: Submitted) -> Response:
    """Put a question."""
    place = load_thread(visit, cohort, position)
    try:
        form = parse(PostForm, submitted)
    except FormInvalidError as invalid:
        return _thread(visit, place, FormState(invalid.values, invalid.errors))
    ask_it = partial(actions.ask, visit.db, place, form.text)
    if refused := visit.attempt(lambda: ask_it(by=visit.actor.person_id, now=visit.now)):
        state = FormState(typed(submitted), {"text": refused})
        return _thread(visit, place, state, status=409)
    return see_other(place.path)


@routes.post(f"{THREAD}/mute")
@allows(Action.THREAD_READ)
def mute(visit: WriteVisit, cohort: str, position: Position, submitted: Submitted) -> Response:
    """Get no mail about this thread, or get it again."""
    place, muted = load_thread(visit, cohort, position), parse(MuteForm, submitted).muted
    actions.mute(visit.db, place.unit.id, visit.actor.person_id, muted=muted, now=visit.now)
    return see_other(f"{place.path}#mail")


@routes.post(f"{THREAD}/read")
@allows(Action.THREAD_READ)
def note_read(visit: WriteVisit, cohort: str, position: Position, submitted: Submitted) -> Response:
    """Keep that the thread was read, as far as the page showed it."""
    place = load_thread(visit, cohort, position)
    until = parse(ReadForm, submitted).moment(visit.now)
    actions.note_read(visit.db, place.unit.id, visit.actor.person_id, until, now=visit.now)
    is_script = wants_fragment(visit.request)
    return Response(status_code=204) if is_script else see_other(place.path)


def _thread(
    visit: Visit,
    place: ThreadPlace,
    form: FormState,
    asked: Asked | None = None,
    status: int | None = None,
) -> Response:
    name_whom_to_ask(visit, place.here.cohort)
    read, cohort = window(asked or Asked(), PAGE_OF), place.here.cohort
    part = {"limit": read.limit, "offset": read.offset}
    posts = queries.thread_posts(visit.db, cohort, place.unit.id, visit.now, **part)
    asked_on = [post.question_id for post in posts[:1] if post.question_id]
    page = thread_page(
        place,
        posts,
        queries.posts_by_id(visit.db, cohort, asked_on, visit.now),
        read,
        queries.reading_of(visit.db, place.unit.id, visit.actor.person_id),
        form,
        reader=visit.actor,
        now=visit.now,
    )
    status = status or (422 if form.errors else 200)
    return render(visit.request, "cohorts/units/thread/thread.html", page, status=status)
