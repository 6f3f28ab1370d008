"""The surveys of a cohort: how far each is, closing one, reminding people, and results."""

from uuid import UUID

from starlette.responses import Response

from app.core.errors import RefusedError
from app.language.reasons import Reason
from app.outcomes.results.queries import SurveyWithInstrument, read_survey, surveys_in
from app.people.snoozes.actions import note_seen
from app.policy.table import Action
from app.site.loaders import load_cohort
from app.site.manage.cohorts.evaluation.check import closing_page, reminding_page
from app.site.manage.cohorts.evaluation.exported import exported
from app.site.manage.cohorts.evaluation.loaders import load_survey
from app.site.manage.cohorts.evaluation.page import evaluation_page
from app.site.manage.cohorts.evaluation.reliability import reliability_page
from app.site.manage.cohorts.evaluation.responses import survey_response
from app.site.manage.cohorts.evaluation.results import Came
from app.site.manage.cohorts.evaluation.state import evaluation_path
from app.site.parts.codes import secret_key
from app.site.parts.results import NEW_FOR, results_subject
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.surveys import actions
from app.surveys.asking import queries as asking
from app.surveys.asking.actions import Sender, remind
from app.surveys.queries import count_done
from app.surveys.rules import NOT_CLOSED
from app.web.asked import ListAsked
from app.web.files import download
from app.web.pages import render, see_other

routes = router()

CHECK = "manage/cohorts/evaluation/check.html"


@routes.get("/manage/cohorts/{cohort}/evaluation")
@allows(Action.EVALUATION_READ)
def show_evaluation(visit: ReadVisit, cohort: str, asked: str = "") -> Response:
    """All surveys of a cohort. `asked`: the one that was put just now."""
    here = load_cohort(visit, cohort)
    surveys = surveys_in(visit.db, here.cohort.id)
    responses = count_done(visit.db, [own.survey.id for own in surveys])
    zone = visit.actor.zone
    page = evaluation_page(here, surveys, responses, visit.now, zone=zone, asked=asked)
    return render(visit.request, "manage/cohorts/evaluation/evaluation.html", page)


@routes.get("/manage/cohorts/{cohort}/evaluation/{survey}")
@allows(Action.EVALUATION_READ)
def show_survey(
    visit: ReadVisit,
    cohort: str,
    survey: str,
    asked: ListAsked,
    done: str = "",
    job: UUID | None = None,
) -> Response:
    """One survey, with its results once it is closed; as a page or as a spreadsheet.

    `done`, `job`: what the click did that led here.
    """
    here, own = load_survey(visit, cohort, survey)
    is_closed = own.survey.closed_at is not None
    if asked.format and is_closed:
        tables = exported(own, read_survey(visit.db, here, own), here.cohort.zone)
        return download(f"{here.cohort.slug}-{own.survey.key}", tables, asked.format)
    came = Came(
        closed=done == "closed",
        job=f"/manage/jobs/{job}" if job else None,
        refused=NOT_CLOSED if asked.format else None,
    )
    _note_read(visit, own)
    return survey_response(visit, here, own, came)


def _note_read(visit: Visit, own: SurveyWithInstrument) -> None:
    """Whoever has the results before them is not sent to them again by their queue."""
    if own.survey.closed_at is not None:
        subject, until = results_subject(own.survey.id), own.survey.closed_at + NEW_FOR
        reader, now = visit.actor.person_id, visit.now
        visit.afterwards(lambda session: note_seen(session, reader, subject, until=until, now=now))


@routes.get("/manage/cohorts/{cohort}/evaluation/{survey}/reliability")
@allows(Action.EVALUATION_READ)
def show_reliability(visit: ReadVisit, cohort: str, survey: str) -> Response:
    """Whether the questions of each score belong together, once the survey is closed."""
    here, own = load_survey(visit, cohort, survey)
    if own.survey.closed_at is None:
        return see_other(f"{evaluation_path(here)}/{survey}")
    # SciPy and statsmodels take seconds to import, and few ask for this.
    from app.outcomes.results.consistency import consistency

    computed = consistency(read_survey(visit.db, here, own).own)
    page = reliability_page(here, own, computed)
    return render(visit.request, "manage/cohorts/evaluation/reliability.html", page)


@routes.get("/manage/cohorts/{cohort}/evaluation/{survey}/close")
@allows(Action.EVALUATION_CHANGE)
def check_closing(visit: ReadVisit, cohort: str, survey: str) -> Response:
    """What follows when a survey is closed now."""
    here, own = load_survey(visit, cohort, survey)
    return render(visit.request, CHECK, closing_page(here, own, visit.now))


@routes.post("/manage/cohorts/{cohort}/evaluation/{survey}/close")
@allows(Action.EVALUATION_CHANGE)
def close(visit: WriteVisit, cohort: str, survey: str) -> Response:
    """Close it for good."""
    here, own = load_survey(visit, cohort, survey)
    by, key = visit.actor.person_id, secret_key(visit)
    if refused := closing_page(here, own, visit.now).why_not or visit.attempt(
        lambda: actions.close(visit.db, own.survey, secret=key, by=by, now=visit.now)
    ):
        page = closing_page(here, own, visit.now, refused)
        return render(visit.request, CHECK, page, status=409)
    return see_other(f"{evaluation_path(here)}/{survey}?done=closed")


@routes.get("/manage/cohorts/{cohort}/evaluation/{survey}/reminders")
@allows(Action.EVALUATION_CHANGE)
def check_reminders(visit: ReadVisit, cohort: str, survey: str) -> Response:
    """Whom a reminder would reach."""
    return _reminders(visit, cohort, survey)


@routes.post("/manage/cohorts/{cohort}/evaluation/{survey}/reminders")
@allows(Action.EVALUATION_CHANGE)
def send_reminders(visit: WriteVisit, cohort: str, survey: str) -> Response:
    """Write to those who have not answered."""
    here, own = load_survey(visit, cohort, survey)
    path = f"{evaluation_path(here)}/{survey}"
    sender = Sender(visit.actor.person_id, secret_key(visit), path)
    try:
        job = remind(visit.db, here, own.survey, own.questions, sender=sender, now=visit.now)
    except RefusedError as refused:
        return _reminders(visit, cohort, survey, refused.reason)
    return see_other(f"{path}?job={job.id}")


def _reminders(visit: Visit, cohort: str, survey: str, refused: Reason | None = None) -> Response:
    here, own = load_survey(visit, cohort, survey)
    people = asking.invitees(visit.db, own.survey.id)
    last = asking.written_at(visit.db, own.survey.id)
    page = reminding_page(here, own, people, last, visit.now, refused)
    return render(visit.request, CHECK, page, status=409 if refused else 200)
