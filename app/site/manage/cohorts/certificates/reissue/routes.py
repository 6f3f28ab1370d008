"""Certificates that no longer are as the records say, and issuing several of them anew."""

from collections.abc import Sequence

from starlette.datastructures import FormData
from starlette.responses import Response

from app.certificates.corrections.actions import reissue_many
from app.certificates.corrections.comparing import Compared, why_not_many
from app.certificates.corrections.queries import compared_in_cohort
from app.certificates.issuing.queries import orders_under_way
from app.certificates.issuing.tasks import why_not_sign
from app.certificates.queries import certificates_of_cohort
from app.certificates.rules import NOTHING_CHOSEN
from app.cohorts.context import CohortContext
from app.cohorts.enrollments.queries import addresses_in
from app.cohorts.rules import why_not_change
from app.core.errors import RefusedError, require
from app.language.reasons import Reason, reason
from app.policy.table import Action
from app.site.loaders import load_cohort, who_else_coordinates
from app.site.manage.cohorts.certificates.reissue.forms import ManyForm
from app.site.manage.cohorts.certificates.reissue.page import (
    AstrayLine,
    astray_lines,
    astray_page,
    check_page,
)
from app.site.parts.stationery import print_setup_of
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse
from app.web.pages import render, see_other

routes = router()
NOTE = "note"  # not shown
CHOOSE_AGAIN = reason(
    "certificate.choose_again",
    "What was sent cannot be read. Choose from the list as it is now.",
)


@routes.get("/manage/cohorts/{cohort}/certificates/reissue")
@allows(Action.CERTIFICATE_CORRECT)
def show_astray(visit: ReadVisit, cohort: str) -> Response:
    """Every live certificate of a cohort that no longer is as the records say."""
    return _list(visit, load_cohort(visit, cohort))


@routes.post("/manage/cohorts/{cohort}/certificates/reissue")
@allows(Action.CERTIFICATE_CORRECT)
def reissue_chosen(visit: WriteVisit, cohort: str, submitted: Submitted) -> Response:
    """Show what follows for what is chosen; from that page, start the job."""
    here = load_cohort(visit, cohort)
    try:
        form = parse(ManyForm, submitted)
    except FormInvalidError as invalid:
        return _check_again(visit, here, submitted, invalid)
    if not form.sure:
        return _check(visit, here, form, FormState())
    try:
        require(why_not_sign(visit.request.app.state.settings))
        job = reissue_many(
            visit.db,
            here,
            form.chosen,
            print_setup_of(visit),
            note=form.note,
            hides_name=form.hides_name,
            by=visit.actor.person_id,
            now=visit.now,
        )
    except RefusedError as refused:
        return _list(visit, here, form, refused.reason)
    return see_other(f"/manage/jobs/{job.id}")


def _check_again(
    visit: Visit, here: CohortContext, submitted: Submitted, invalid: FormInvalidError
) -> Response:
    """The check page with what was typed; the list, where more than the note is wrong."""
    others = FormData([(name, v) for name, v in submitted.multi_items() if name != NOTE])
    if set(invalid.errors) != {NOTE}:
        return _list(visit, here, note=CHOOSE_AGAIN)
    state = FormState(invalid.values, invalid.errors)
    return _check(visit, here, parse(ManyForm, others), state)


def _check(visit: Visit, here: CohortContext, form: ManyForm, state: FormState) -> Response:
    """What follows; or the list, if something cannot be issued anew with others."""
    found = _compared(visit, here)
    by = visit.actor.person_id
    why_not = None if form.chosen else NOTHING_CHOSEN
    why_not = why_not or _why_nothing(visit, here) or why_not_many(form.chosen, found, by=by)
    if why_not is not None:
        return _list(visit, here, form, why_not)
    hides = form.hides_name or not state.errors
    lines, addressed = _lines(visit, here, found), addresses_in(visit.db, here.cohort.id)
    page = check_page(here, lines, form.chosen, addressed, state, hides_name=hides)
    name = "manage/cohorts/certificates/reissue/check.html"
    return render(visit.request, name, page, status=422 if state.errors else 200)


def _list(
    visit: Visit, here: CohortContext, form: ManyForm | None = None, note: Reason | None = None
) -> Response:
    found = _compared(visit, here)
    chosen = [wish.number for wish in form.chosen] if form else []
    own = any(it.is_astray and it.filed.person_id == visit.actor.person_id for it in found)
    page = astray_page(
        here,
        _lines(visit, here, found, chosen),
        len(found),
        why_not=_why_nothing(visit, here),
        note=note,
        oneself=who_else_coordinates(visit, here.cohort) if own else None,
    )
    name = "manage/cohorts/certificates/reissue/reissue.html"
    return render(visit.request, name, page, status=409 if note else 200)


def _why_nothing(visit: Visit, here: CohortContext) -> Reason | None:
    archived = why_not_change(here.cohort.archived_at)
    return archived or why_not_sign(visit.request.app.state.settings)


def _compared(visit: Visit, here: CohortContext) -> list[Compared]:
    issued = certificates_of_cohort(visit.db, here.cohort.id)
    return compared_in_cohort(visit.db, here, issued, print_setup_of(visit), visit.now)


def _lines(
    visit: Visit, here: CohortContext, found: Sequence[Compared], chosen: Sequence[str] = ()
) -> list[AstrayLine]:
    under_way = orders_under_way(visit.db, here.cohort.id)
    return astray_lines(found, under_way, by=visit.actor.person_id, chosen=chosen)
