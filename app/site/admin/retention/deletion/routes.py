"""Announcing that what is due of a cohort goes, and calling that off."""

from collections.abc import Mapping

from starlette.responses import Response

from app.cohorts.rules import WHY
from app.history.retention.deletion import actions
from app.history.retention.deletion.actions import Asked
from app.history.retention.deletion.rules import OTHER_TITLE, TOO_LATE, TOO_SOON
from app.history.retention.queries import years_kept
from app.history.retention.rules import CohortKept, retained
from app.language import Text
from app.language.reasons import Reason
from app.policy.table import Action
from app.site.admin.retention.cohort import HOME, path_of
from app.site.admin.retention.deletion.forms import AnnouncementForm, CallOffForm
from app.site.admin.retention.deletion.wrong import wrong_fields
from app.site.admin.retention.loaders import load_kept
from app.site.admin.retention.responses import answer_cohort
from app.site.visits import Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse, typed
from app.web.pages import see_other

FIELDS = {
    OTHER_TITLE.code: "cohort_title",
    TOO_SOON.code: "goes_from",
    TOO_LATE.code: "goes_from",
    WHY.code: "why",
}
"""Where what a rule says is shown, by its code; all else is about no field."""
routes = router()


@routes.post(f"{HOME}/{{cohort}}/deletion")
@allows(Action.DELETION_ANNOUNCE)
def announce(visit: WriteVisit, cohort: str, submitted: Submitted) -> Response:
    """Announce that the records of a cohort go, and when."""
    kept = load_kept(visit, cohort)
    try:
        form = parse(AnnouncementForm, submitted)
    except FormInvalidError as invalid:
        return _all_wrong(visit, kept, invalid.values, invalid.errors)
    asked = Asked(form.cohort_title, form.goes_from, form.why)
    by = visit.actor.person_id
    why_not = visit.attempt(lambda: actions.announce(visit.db, kept, asked, by=by, now=visit.now))
    if why_not and why_not.code in FIELDS:
        return _all_wrong(visit, kept, typed(submitted), {FIELDS[why_not.code]: why_not})
    return _answer(visit, kept, why_not)


@routes.post(f"{HOME}/{{cohort}}/deletion/call-off")
@allows(Action.DELETION_CALL_OFF)
def call_off(visit: WriteVisit, cohort: str, submitted: Submitted) -> Response:
    """Say that they do not go."""
    kept = load_kept(visit, cohort)
    try:
        form = parse(CallOffForm, submitted)
    except FormInvalidError as invalid:
        return answer_cohort(visit, kept, FormState(invalid.values, invalid.errors))
    by, cohort_id = visit.actor.person_id, kept.cohort_id
    why_not = visit.attempt(
        lambda: actions.call_off(visit.db, cohort_id, form.why, by=by, now=visit.now)
    )
    if why_not == WHY:
        return answer_cohort(visit, kept, FormState(typed(submitted), {"why": why_not}))
    return _answer(visit, kept, why_not)


def _all_wrong(
    visit: Visit, kept: CohortKept, values: Mapping[str, str], errors: Mapping[str, Text]
) -> Response:
    """Every field that is wrong, and not only the first. `errors`: those that are known."""
    own = retained(kept, years_kept(visit.db), visit.now)
    return answer_cohort(visit, kept, FormState(values, wrong_fields(own, values, errors)))


def _answer(visit: Visit, kept: CohortKept, why_not: Reason | None) -> Response:
    if why_not is None:
        return see_other(f"{path_of(kept)}#deletion")
    return answer_cohort(visit, load_kept(visit, kept.slug), refused=why_not)
