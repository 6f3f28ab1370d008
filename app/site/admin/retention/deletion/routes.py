"""Announcing that what is due of a cohort goes, and calling that off."""

from collections.abc import Mapping

from starlette.responses import Response

from app.cohorts.rules import WHY
from app.history.retention.deletion import actions
from app.history.retention.deletion.actions import Asked
from app.history.retention.deletion.rules import OTHER_TITLE, TOO_LATE, TOO_SOON
from app.history.retention.rules import CohortKept
from app.language.reasons import Reason
from app.policy.table import Action
from app.site.admin.retention.cohort import HOME, path_of
from app.site.admin.retention.deletion.forms import AnnouncementForm, CallOffForm
from app.site.admin.retention.loaders import load_kept
from app.site.admin.retention.responses import answer_cohort
from app.site.visits import Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse
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
        return answer_cohort(visit, kept, FormState(invalid.values, invalid.errors))
    asked = Asked(form.cohort_title, form.goes_from, form.why)
    by = visit.actor.person_id
    why_not = visit.attempt(lambda: actions.announce(visit.db, kept, asked, by=by, now=visit.now))
    typed = {"cohort_title": asked.title, "goes_from": str(asked.goes_from), "why": asked.reason}
    return _answer(visit, kept, typed, why_not)


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
    return _answer(visit, kept, {"why": form.why}, why_not)


def _answer(
    visit: Visit, kept: CohortKept, typed: Mapping[str, str], why_not: Reason | None
) -> Response:
    if why_not is None:
        return see_other(f"{path_of(kept)}#deletion")
    if field := FIELDS.get(why_not.code):
        return answer_cohort(visit, kept, FormState(typed, {field: why_not}))
    return answer_cohort(visit, load_kept(visit, kept.slug), refused=why_not)
