"""What one discloses of one's own financial relationships."""

from typing import Literal

from starlette.datastructures import FormData
from starlette.responses import Response

from app.credit.disclosures import queries
from app.credit.disclosures.needed.queries import applying
from app.credit.disclosures.signing import actions, rules
from app.credit.disclosures.who.queries import cohorts_of
from app.language import Text
from app.learning.rules import why_not_this_name
from app.people.models import Person
from app.policy.table import Action
from app.site.my.disclosures.page import PATH, own_page
from app.site.parts.disclosing import DisclosureForm, disclosing
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse, typed
from app.web.pages import render, see_other

routes = router()


@routes.get(PATH)
@allows(Action.DISCLOSURE_READ)
def show_disclosures(visit: ReadVisit, done: Literal["signed"] | None = None) -> Response:
    """What one disclosed, and the form for the next time."""
    visit.permit_own()
    return _page(visit, done=done is not None)


@routes.post(PATH)
@allows(Action.DISCLOSURE_GIVE)
def sign(visit: WriteVisit, submitted: Submitted) -> Response:
    """Sign what one discloses, or only show more rows."""
    visit.permit_own()
    if submitted.get("do") == "more":
        return _page(visit, submitted, FormState(typed(submitted)))
    try:
        form = parse(DisclosureForm, submitted)
    except FormInvalidError as invalid:
        return _page(visit, submitted, FormState(invalid.values, invalid.errors), status=422)
    if errors := _signed(visit, form):
        return _page(visit, submitted, FormState(typed(submitted), errors), status=422)
    return see_other(f"{PATH}?done=signed")


def _signed(visit: Visit, form: DisclosureForm) -> dict[str, Text]:
    """Sign it; what keeps it from being signed, at its field."""
    actor = visit.actor
    if wrong := why_not_this_name(form.typed_name, (actor.certificate_name, actor.display_name)):
        return {"typed_name": wrong}
    refused = visit.attempt(
        lambda: actions.disclose(
            visit.db,
            visit.db.get_one(Person, actor.person_id),
            form.entered,
            none=form.none,
            typed_name=form.typed_name,
            by=actor,
            now=visit.now,
        )
    )
    if refused is None:
        return {}
    return {"none" if refused in (rules.NO_ANSWER, rules.BOTH_ANSWERS) else "company-1": refused}


def _page(
    visit: Visit,
    submitted: FormData | None = None,
    form: FormState | None = None,
    *,
    done: bool = False,
    status: int = 200,
) -> Response:
    person_id, now = visit.actor.person_id, visit.now
    cohorts = cohorts_of(visit.db, person_id, now)
    found = applying(visit.db, [cohort.id for cohort in cohorts])
    controllers = queries.controllers_in(visit.db, found, now)
    given = queries.own_disclosures(visit.db, person_id)
    page = own_page(
        given,
        [
            (cohort, own)
            for cohort in cohorts
            for own in controllers.get(cohort.id, ())
            if own.id == person_id
        ],
        disclosing(given[0] if given else None, form, submitted),
        visit.actor.zone,
        now,
        done=done,
    )
    return render(visit.request, "my/disclosures/disclosures.html", page, status=status)
