"""Having a report to leaders made: the window, what is not in the records, and the button."""

from collections.abc import Mapping, Sequence
from datetime import date

from starlette.responses import Response

from app.cohorts.models import Program
from app.language import _
from app.language.languages import LANGUAGES, Language
from app.language.moments import local
from app.language.reasons import Reason
from app.outcomes.leadership.actions import order_report
from app.outcomes.leadership.facts.queries import begun_cohorts, deleted_of, within
from app.outcomes.leadership.queries import latest_order
from app.outcomes.leadership.reading import read, told_now
from app.outcomes.leadership.records import Window
from app.outcomes.leadership.rules import usual_window
from app.outcomes.leadership.sheet.quotes import is_short
from app.policy.table import Action
from app.site.manage.outcomes.loaders import load_program
from app.site.manage.outcomes.report.forms import ReportForm
from app.site.manage.outcomes.report.page import order_page
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse, typed
from app.web.pages import render, see_other

routes = router()
OTHER_DAYS = _(
    "You changed the days, so there are other quotes. Choose among these, then make the report."
)


@routes.get("/manage/outcomes/report/{program}")
@allows(Action.REPORT_ORDER)
def show_order(visit: ReadVisit, program: str, first: str = "", last: str = "") -> Response:
    """The form, filled in with all cohorts, or with the days that are asked for."""
    return _page(visit, load_program(visit, program), asked=(first, last))


@routes.post("/manage/outcomes/report/{program}")
@allows(Action.REPORT_ORDER)
def order(visit: WriteVisit, program: str, submitted: Submitted) -> Response:
    """Have the report made; its job says when it is there."""
    own = load_program(visit, program)
    values = typed(submitted)
    try:
        form = parse(ReportForm, submitted)
        if errors := form.why_not(_today(visit), _languages(visit)):
            raise FormInvalidError(errors, values)
    except FormInvalidError as invalid:
        form_again = FormState(values, invalid.errors)
        return _page(visit, own, form_again, chosen=_chosen(submitted), status=422)
    if form.chose_of_other_days and _has_others(visit, own, form):
        return _page(visit, own, FormState(values, {"quote": OTHER_DAYS}), status=422)
    by, now = visit.actor.person_id, visit.now
    made = []
    refused = visit.attempt(
        lambda: made.append(order_report(visit.db, own, form.order, by=by, now=now))
    )
    if refused is not None:
        form_again, chosen = FormState(values), _chosen(submitted)
        return _page(visit, own, form_again, chosen=chosen, refused=refused, status=409)
    return see_other(f"/manage/jobs/{made[0].job_id}")


def _page(
    visit: Visit,
    program: Program,
    form: FormState | None = None,
    *,
    asked: tuple[str, str] = ("", ""),
    chosen: Sequence[str] | None = None,
    refused: Reason | None = None,
    status: int = 200,
) -> Response:
    begun = begun_cohorts(visit.db, program.id, visit.now)
    if form is not None:
        asked = (form.value("first"), form.value("last"))
    window = _window(asked, usual_window([own.on for own in begun], _today(visit)))
    found = read(visit.db, program, begun, window, visit.now)
    told = found if isinstance(found, Reason) else told_now(found)
    languages = _languages(visit)
    language = program.language if program.language in languages else next(iter(languages))
    page = order_page(
        program, window, within(begun, window), told, languages, form,
        before=latest_order(visit.db, program.id), language=language, chosen=chosen,
        refused=refused, deleted=deleted_of(visit.db, program.id, visit.now),
    )  # fmt: skip
    return render(visit.request, "manage/outcomes/report/report.html", page, status=status)


def _has_others(visit: Visit, program: Program, form: ReportForm) -> bool:
    """Whether there is a quote of the days of a form that could not be chosen in it."""
    begun = begun_cohorts(visit.db, program.id, visit.now)
    found = read(visit.db, program, begun, form.order.window, visit.now)
    if isinstance(found, Reason):
        return False
    offered = set(map(str, form.offered))
    return any(is_short(own) and own.id not in offered for own in found.gathered.measured.quotes)


def _chosen(submitted: Submitted) -> list[str]:
    """The quotes whose boxes were checked."""
    return [value for value in submitted.getlist("quote") if isinstance(value, str)]


def _window(asked: tuple[str, str], usual: Window) -> Window:
    """The days that are asked for, where both are days."""
    try:
        return Window(*(date.fromisoformat(day) for day in asked))
    except ValueError:
        return usual


def _today(visit: Visit) -> date:
    return local(visit.now, visit.actor.zone).date()


def _languages(visit: Visit) -> Mapping[str, Language]:
    """In which a report can be written: those that pages are offered in, and English."""
    offered = visit.request.app.state.languages
    return {known.code: known for known in offered} or {"en": LANGUAGES["en"]}
