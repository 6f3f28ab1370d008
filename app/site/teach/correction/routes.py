"""Correcting marks of some people at several sessions, with one reason.

The form is sent to the same address twice: first it answers with whom it touches, and that page
sends it again with a reason.
"""

from collections.abc import Sequence

from starlette.datastructures import FormData
from starlette.responses import Response

from app.casework.corrections.rules import Correction
from app.casework.saves.actions import AmendmentNeededError
from app.casework.saves.rules import Amendment
from app.certificates.marks import actions
from app.cohorts.context import CohortContext
from app.core.errors import RefusedError
from app.policy.table import Action
from app.site.loaders import load_cohort, name_whom_to_ask
from app.site.teach.amending import SentOn, amending_check, amending_form
from app.site.teach.correction.forms import correction_fields, parse_correction
from app.site.teach.correction.loaders import load_correctable, load_looked_at, load_touched
from app.site.teach.correction.page import correction_check, correction_page, path_of
from app.site.teach.sessions.attendance.forms import parse_amendment
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, Submitted
from app.web.pages import render, see_other
from app.web.parts import FieldError

routes = router()
NOTHING_YET = Correction((), {})


@routes.get("/teach/{cohort}/correction")
@allows(Action.ATTENDANCE_RECORD)
def show_correction(visit: ReadVisit, cohort: str, corrected: bool = False) -> Response:
    """The form; the address may name people, and marks, that are chosen already."""
    here = load_cohort(visit, cohort)
    asked = visit.request.query_params.multi_items()
    try:
        wanted = parse_correction(FormData([(n, v) for n, v in asked if n != "corrected"]))
    except FormInvalidError:
        wanted = NOTHING_YET
    return _form(visit, here, wanted, corrected=corrected)


@routes.post("/teach/{cohort}/correction")
@allows(Action.ATTENDANCE_RECORD)
def correct(visit: WriteVisit, cohort: str, submitted: Submitted) -> Response:
    """Correct them all, once somebody has looked at whom it touches and said why."""
    here = load_cohort(visit, cohort)
    wanted, amendment = parse_correction(submitted), parse_amendment(submitted)
    by, now = visit.actor.person_id, visit.now
    try:
        actions.correct_marks(visit.db, here.cohort.id, wanted, amendment=amendment, by=by, now=now)
    except AmendmentNeededError as needed:
        return _check(visit, here, wanted, amendment, needed)
    except RefusedError as refused:
        at = "marks" if wanted.people else "people"
        return _form(visit, here, wanted, errors=[FieldError(at, refused.reason)])
    return see_other(f"{path_of(here)}?corrected=true")


def _form(
    visit: Visit,
    here: CohortContext,
    wanted: Correction,
    *,
    errors: Sequence[FieldError] = (),
    corrected: bool = False,
) -> Response:
    name_whom_to_ask(visit, here.cohort)
    read = load_correctable(visit, here, wanted)
    page = correction_page(
        here, read, wanted, visit.actor, visit.now, errors=errors, corrected=corrected
    )
    status = 422 if errors else 200
    return render(visit.request, "teach/correction/correction.html", page, status=status)


def _check(
    visit: Visit,
    here: CohortContext,
    wanted: Correction,
    amendment: Amendment,
    needed: AmendmentNeededError,
) -> Response:
    name_whom_to_ask(visit, here.cohort)
    looked = load_looked_at(visit, here, wanted)
    check = amending_check(
        here,
        load_touched(visit, here, looked),
        visit.actor,
        visit.now,
        others=0,
        sent=SentOn(path_of(here), correction_fields(wanted), path_of(here)),
        form=amending_form(amendment, needed.reason),
    )
    page = correction_check(here, check, looked.left_out, visit.actor)
    status = 422 if check.form.errors else 200
    return render(visit.request, "teach/correction/check.html", page, status=status)
