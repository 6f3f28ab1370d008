"""Giving one person more time to claim, or an exemption, and taking it back."""

from uuid import UUID

from starlette.responses import Response

from app.cohorts.context import LearnerInCohort
from app.cohorts.drafts.rules import FIVE_PM
from app.cohorts.joining.queries import FoundPerson, person_for
from app.cohorts.rules import WHY, to_utc
from app.core.errors import NotFoundError, RefusedError
from app.credit import queries as credit
from app.credit.extensions import rules
from app.credit.extensions.actions import extend, take_back
from app.credit.extensions.queries import live_extension
from app.credit.extensions.rules import Wish
from app.language.reasons import Reason
from app.people.queries import people_by_id
from app.policy.table import Action
from app.site.loaders import load_cohort
from app.site.manage.cohorts.people.claim.forms import Evaluation, ExtensionForm, WithdrawalForm
from app.site.manage.cohorts.people.claim.page import extension_page
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse, typed
from app.web.pages import render, see_other

routes = router()


@routes.get("/manage/cohorts/{cohort}/people/{person}/claim")
@allows(Action.PEOPLE_CHANGE)
def show_extension(visit: ReadVisit, cohort: str, person: UUID) -> Response:
    """Until when somebody can claim, and the form that gives them more time."""
    return _page(visit, *_load(visit, cohort, person))


@routes.post("/manage/cohorts/{cohort}/people/{person}/claim")
@allows(Action.PEOPLE_CHANGE)
def extend_claim(visit: WriteVisit, cohort: str, person: UUID, submitted: Submitted) -> Response:
    """Give somebody more time, or exempt them from what comes first."""
    learner, found = _load(visit, cohort, person)
    values = typed(submitted)
    try:
        form = parse(ExtensionForm, submitted)
        extend(visit.db, learner, _wish(form, learner), by=visit.actor.person_id, now=visit.now)
    except FormInvalidError as invalid:
        return _page(visit, learner, found, FormState(values, invalid.errors))
    except RefusedError as refused:
        errors = {_field(refused.reason): refused.reason}
        return _page(visit, learner, found, FormState(values, errors))
    return see_other(f"/manage/cohorts/{cohort}/people/{person}/claim")


@routes.post("/manage/cohorts/{cohort}/people/{person}/claim/withdrawal")
@allows(Action.PEOPLE_CHANGE)
def take_extension_back(
    visit: WriteVisit, cohort: str, person: UUID, submitted: Submitted
) -> Response:
    """Let somebody have what everybody has."""
    learner, _found = _load(visit, cohort, person)
    form = parse(WithdrawalForm, submitted)
    take_back(visit.db, learner, form.extension, by=visit.actor.person_id, now=visit.now)
    return see_other(f"/manage/cohorts/{cohort}/people/{person}/claim")


def _wish(form: ExtensionForm, learner: LearnerInCohort) -> Wish:
    said = form.evaluation
    return Wish(
        until=to_utc(form.until, FIVE_PM, learner.cohort.zone),
        waives_evaluation=None if said is None else said is Evaluation.WAIVED,
        waives_completion=form.waives_completion,
        reason=form.reason,
    )


_OF_DAY = {
    *(rules.PAST.code, rules.BEFORE_WINDOW.code, rules.AFTER_EXPIRY.code, rules.NOTHING_GIVEN.code),
}


def _field(why: Reason) -> str:
    """Beside which field a reason stands."""
    if why.code in _OF_DAY:
        return "until"
    return {rules.SAY_EVALUATION.code: "evaluation", WHY.code: "reason"}.get(why.code, "form")


def _load(visit: Visit, slug: str, person_id: UUID) -> tuple[LearnerInCohort, FoundPerson]:
    here = load_cohort(visit, slug)
    found = person_for(visit.db, here.cohort.id, person_id)
    if found is None or found.enrollment is None or not found.enrollment.is_enrolled:
        raise NotFoundError
    learner = LearnerInCohort(
        here.cohort, here.program, here.policy_version, here.policy, found.enrollment
    )
    return learner, found


def _page(
    visit: Visit, learner: LearnerInCohort, found: FoundPerson, form: FormState | None = None
) -> Response:
    place = learner.enrollment.id
    given = live_extension(visit.db, place)
    giver = people_by_id(visit.db, {given.by}).get(given.by) if given else None
    page = extension_page(
        learner,
        found.person,
        credit.standing(visit.db, learner.cohort.id, place, learner.policy, visit.now),
        given,
        giver.display_name if giver else "",
        by=visit.actor.person_id,
        reader_zone=visit.actor.zone,
        now=visit.now,
        form=form,
    )
    status = 422 if page.form.errors else 200
    return render(visit.request, "manage/cohorts/people/claim/extension.html", page, status=status)
