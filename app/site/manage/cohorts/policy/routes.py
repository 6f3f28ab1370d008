"""The policy of a cohort, and letting another version of it follow."""

from typing import TypeVar

from starlette.datastructures import FormData
from starlette.responses import Response

from app.casework.make_up_requests.queries import requests_waiting
from app.certificates.issuing.candidates.queries import with_certificate
from app.certificates.policies import actions
from app.cohorts import queries as cohorts
from app.cohorts.context import CohortContext
from app.cohorts.rules import WHY
from app.cohorts.schedule.rules import extent_of, shortest_session
from app.core.errors import ConflictError, RefusedError
from app.credit.evaluations.queries import Wanted, cannot_be_put
from app.credit.policies import queries, rules
from app.credit.queries import activity_of, ledgers
from app.language.reasons import Reason
from app.packs.schema import PolicyData
from app.people.queries import people_by_id
from app.policy.table import Action
from app.site.loaders import load_cohort
from app.site.manage.cohorts.policy.check import check_page
from app.site.manage.cohorts.policy.forms import ChangeForm
from app.site.manage.cohorts.policy.page import policy_page
from app.site.parts.policy import PolicyFields
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse, part_of
from app.web.pages import render, see_other

routes = router()

FieldsT = TypeVar("FieldsT", bound=PolicyFields)  # not shown


@routes.get("/manage/cohorts/{cohort}/policy")
@allows(Action.COHORT_MANAGE)
def show_policy(visit: ReadVisit, cohort: str, changed: bool = False) -> Response:
    """What completes a cohort, its versions, and a form for the next one."""
    return _policy(visit, load_cohort(visit, cohort), changed=changed)


@routes.get("/manage/cohorts/{cohort}/policy/check")
@allows(Action.POLICY_CHANGE)
def check_policy(visit: ReadVisit, cohort: str) -> Response:
    """A check page: whose standing would change, before anything does."""
    here = load_cohort(visit, cohort)
    sent = FormData(visit.request.query_params)
    try:
        form = _within_reach(visit, here, PolicyFields, sent)
    except FormInvalidError as invalid:
        return _policy(visit, here, FormState(invalid.values, invalid.errors))
    return _check(visit, here, form.policy(here.policy), FormState())


@routes.post("/manage/cohorts/{cohort}/policy")
@allows(Action.POLICY_CHANGE)
def change_policy(visit: WriteVisit, cohort: str, submitted: Submitted) -> Response:
    """Let it follow, if everything still is as the check page said."""
    here = load_cohort(visit, cohort)
    try:
        form = _within_reach(visit, here, ChangeForm, submitted)
    except FormInvalidError as invalid:
        return _refused(visit, here, submitted, invalid)
    policy, by, now = form.policy(here.policy), visit.actor.person_id, visit.now
    shown, why = form.shown, form.reason
    try:
        actions.change_policy(
            visit.db, here.cohort, policy, shown=shown, reason=why, by=by, now=now
        )
    except (ConflictError, RefusedError) as refused:
        at = "reason" if refused.reason == WHY else "form"
        return _check(visit, here, policy, FormState({"reason": why}, {at: refused.reason}))
    return see_other(f"/manage/cohorts/{cohort}/policy?changed=true")


def _refused(
    visit: Visit, here: CohortContext, submitted: FormData, invalid: FormInvalidError
) -> Response:
    """What is wrong, on the page where it was typed: the reason on the check page."""
    state = FormState(invalid.values, invalid.errors)
    fields = part_of(PolicyFields, submitted)
    if fields is None or fields.model_fields_set & invalid.errors.keys():
        return _policy(visit, here, state)
    return _check(visit, here, fields.policy(here.policy), state)


def _within_reach(
    visit: Visit, here: CohortContext, model: type[FieldsT], sent: FormData
) -> FieldsT:
    form = parse(model, sent)
    units = cohorts.units(visit.db, here.cohort.id)
    if errors := form.out_of_reach(*extent_of(units), shortest_session(units)):
        typed = {name: str(value) for name, value in sent.items()}
        raise FormInvalidError(errors, typed)
    return form


def _policy(
    visit: Visit,
    here: CohortContext,
    form: FormState | None = None,
    *,
    why_not: Reason | None = None,
    changed: bool = False,
) -> Response:
    versions = queries.versions(visit.db, here.cohort.id)
    page = policy_page(
        here,
        extent_of(cohorts.units(visit.db, here.cohort.id)),
        versions,
        people_by_id(visit.db, {version.by for version in versions}),
        activity_of(visit.db, here.cohort.id),
        form,
        unfit=cannot_be_put(visit.db, [_wanted(here)]).get(here.cohort.id, ()),
        why_not=why_not,
        changed=changed,
    )
    status = 422 if form else 409 if why_not else 200
    return render(visit.request, "manage/cohorts/policy/policy.html", page, status=status)


def _wanted(here: CohortContext) -> Wanted:
    return Wanted(here.cohort.id, here.program.key, here.policy.surveys)


def _check(visit: Visit, here: CohortContext, policy: PolicyData, form: FormState) -> Response:
    cohort, now = here.cohort, visit.now
    if why := rules.why_not_follow(
        here.policy, policy, is_draft=cohort.is_draft, archived_at=cohort.archived_at
    ):
        return _policy(visit, here, why_not=why)
    people = ledgers(visit.db, cohort.id)
    certified = with_certificate(visit.db, cohort.id)
    found = rules.changes(people.values(), here.policy, policy, certified, now)
    make_ups = rules.credit_changes(requests_waiting(visit.db, cohort.id), here.policy, policy)
    page = check_page(
        here,
        policy,
        extent_of(cohorts.units(visit.db, cohort.id)),
        found,
        make_ups,
        people.values(),
        form,
        why_not=rules.why_not_for_oneself([*found, *make_ups], by=visit.actor.person_id),
    )
    status = 422 if form.errors else 200
    return render(visit.request, "manage/cohorts/policy/check.html", page, status=status)
