"""Studies: reading what one is about, taking part or not, withdrawing."""

from collections.abc import Mapping
from typing import Literal

from starlette.responses import Response

from app.core.errors import NotFoundError, require
from app.language.reasons import Reason
from app.policy.table import Action
from app.site.my.studies.agreement import agreement_page
from app.site.my.studies.forms import ConsentForm, WithdrawalForm
from app.site.my.studies.listed import studies_page
from app.site.my.studies.loaders import load_going, load_study, load_study_to_answer
from app.site.my.studies.own import SurveysCard, arm_card, surveys_card
from app.site.my.studies.page import PATH, study_page
from app.site.my.studies.questions import errors_of
from app.site.my.studies.waves import coming_wave
from app.site.parts.codes import secret_key
from app.site.parts.studies import text_for_reader
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.studies.consent import actions
from app.studies.consent.queries import answers_of, newest_texts, stand_of, stands_in
from app.studies.consent.rules import OTHER_COUNT, OTHER_TERMS, Stand, offered, why_not_answer_more
from app.studies.enums import ConsentScope, Respondent
from app.studies.own.actions import take_part
from app.studies.own.queries import own_surveys, studies_asking
from app.studies.queries import Studied, lock_project, studied_places
from app.studies.raters.rules import NOT_YET
from app.studies.trials.drawn.queries import arm_of_person
from app.studies.waves.planned.queries import PlannedFor, planned_for, planned_in
from app.web.forms import FormInvalidError, FormState, Submitted, parse, typed
from app.web.pages import render, see_other

routes = router()
Done = Literal["agreed", "declined", "withdrawn", "unchanged"]


@routes.get(PATH)
@allows(Action.STUDY_READ)
def list_studies(visit: ReadVisit) -> Response:
    """The studies of one's cohorts, and how one stands to each."""
    places = studied_places(visit.db, visit.permit_own().person_id)
    ids = [place.project.id for place in places]
    stands = stands_in(visit.db, ids, [place.enrollment.id for place in places])
    page = studies_page(
        places,
        stands,
        planned_in(visit.db, places),
        studies_asking(visit.db, visit.actor.person_id, visit.now),
        reader_zone=visit.actor.zone,
        now=visit.now,
    )
    return render(visit.request, "my/studies/studies.html", page)


@routes.get(f"{PATH}/{{study}}")
@allows(Action.STUDY_READ)
def show_study(visit: ReadVisit, study: str, done: Done | None = None) -> Response:
    """What it is about, and one's answer."""
    return _page(visit, load_study(visit, study), FormState(), done=done)


@routes.get(f"{PATH}/{{study}}/agreement")
@allows(Action.STUDY_READ)
def show_agreement(visit: ReadVisit, study: str) -> Response:
    """The words that one answered, and each answer: to be printed or kept.

    Before there is one, the study itself is the page to read.
    """
    place = load_study(visit, study)
    answers = answers_of(visit.db, place.project.id, place.enrollment.id)
    if not answers:
        return see_other(f"{PATH}/{study}")
    page = agreement_page(place, answers, visit.actor.zone)
    return render(visit.request, "my/studies/agreement.html", page)


@routes.post(f"{PATH}/{{study}}/consent")
@allows(Action.STUDY_ANSWER)
def answer_study(visit: WriteVisit, study: str, submitted: Submitted) -> Response:
    """Agree, with a Yes or a No to each question, or decline."""
    place = load_study_to_answer(visit, study)
    try:
        form = parse(ConsentForm, submitted)
    except FormInvalidError as invalid:
        return _page(visit, place, FormState(invalid.values, invalid.errors), status=422)
    answers = form.said(_asked(visit, place))
    errors = errors_of(answers) if form.do == "agree" else {}
    if not errors:
        why = visit.attempt(lambda: _answer(visit, place, form, answers))
        errors = {} if why is None else {"answer": why}
    if errors:
        return _page(visit, place, FormState(typed(submitted), errors), status=422)
    did: Done = "agreed" if form.do == "agree" else "declined"
    return see_other(f"{PATH}/{study}?done={did if visit.has_changed else 'unchanged'}")


def _asked(visit: Visit, place: Studied) -> list[ConsentScope]:
    has_mentees = planned_for(visit.db, place).asks_mentees
    return offered(place.project.mode, has_mentees=has_mentees)


def _answer(
    visit: Visit, place: Studied, form: ConsentForm, answers: Mapping[ConsentScope, bool | None]
) -> None:
    shown, edition, now = form.text, form.edition, visit.now
    project = lock_project(visit.db, place.project.id)
    read = planned_for(visit.db, place).terms(project)
    require(None if form.terms == read else OTHER_TERMS)
    if form.do == "decline":
        actions.decline(visit.db, place, text_id=shown, edition=edition, now=now)
    else:
        take_part(
            visit.db,
            place,
            {scope: bool(said) for scope, said in answers.items()},
            text_id=shown,
            edition=edition,
            secret=secret_key(visit),
            now=now,
        )


@routes.post(f"{PATH}/{{study}}/withdrawal")
@allows(Action.STUDY_ANSWER)
def withdraw_from_study(visit: WriteVisit, study: str, submitted: Submitted) -> Response:
    """Take part no more; answers are deleted by who ticked how many, and not by one click."""
    place = load_study(visit, study)
    try:
        form = parse(WithdrawalForm, submitted)
    except FormInvalidError as invalid:
        return _page(visit, place, FormState(invalid.values, invalid.errors), status=422)
    errors = form.unsure(load_going(visit, place))
    if not errors and (why := visit.attempt(lambda: _withdraw(visit, place, form))):
        errors = {"sure" if why == OTHER_COUNT else "data": why}
    if errors:
        return _page(visit, place, FormState(typed(submitted), errors), status=422)
    return see_other(f"{PATH}/{study}?done=withdrawn")


def _withdraw(visit: Visit, place: Studied, form: WithdrawalForm) -> None:
    actions.withdraw(visit.db, place, form.data, told=form.sure or 0, now=visit.now)


def _page(
    visit: Visit,
    place: Studied,
    form: FormState,
    *,
    done: Done | None = None,
    status: int = 200,
) -> Response:
    project = place.project
    plan = planned_for(visit.db, place)
    texts = newest_texts(visit.db, [project.id], Respondent.LEARNER)[project.id]
    text = text_for_reader(texts, plan.language)
    if text is None:
        raise NotFoundError
    stand, zone = stand_of(visit.db, project.id, place.enrollment.id), visit.actor.zone
    page = study_page(
        place,
        text,
        stand,
        offered(project.mode, has_mentees=plan.asks_mentees),
        plan.waves,
        form,
        surveys=_surveys(visit, place, stand, plan),
        arm=arm_card(arm_of_person(visit.db, project.id, visit.actor.person_id), reader_zone=zone),
        going=load_going(visit, place) if stand.is_given else 0,
        terms=plan.terms(project),
        reader_zone=zone,
        done=done,
        why_not_name=_why_not_name(visit, place, stand),
    )
    return render(visit.request, "my/studies/study.html", page, status=status)


def _why_not_name(visit: Visit, place: Studied, stand: Stand) -> Reason | None:
    """Asked only of who may name a mentee."""
    if not stand.allows(ConsentScope.MENTEE):
        return None
    texts = newest_texts(visit.db, [place.project.id], Respondent.MENTEE)
    return None if texts[place.project.id] else NOT_YET


def _surveys(visit: Visit, place: Studied, stand: Stand, plan: PlannedFor) -> SurveysCard:
    """What they were asked so far, and what comes; who has said no since is asked nothing."""
    found = own_surveys(visit.db, place.project.id, visit.actor.person_id, visit.now)
    zone = visit.actor.zone
    return surveys_card(
        found,
        coming_wave(plan.waves, zone, visit.now) if stand.is_given else None,
        may_answer=why_not_answer_more(stand) is None,
        secret=secret_key(visit),
        reader_zone=zone,
        now=visit.now,
    )
