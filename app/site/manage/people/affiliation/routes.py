"""A person's institution and profession, for those who know them."""

from collections.abc import Sequence
from uuid import UUID

from starlette.responses import Response

from app.core.errors import RefusedError
from app.people import queries as identities
from app.people.affiliation.actions import change_affiliation
from app.people.models import Institution, Person
from app.policy.table import Action
from app.site.manage.people.affiliation.forms import AffiliationForm
from app.site.manage.people.affiliation.page import affiliation_page, affiliation_path
from app.site.manage.people.loaders import load_person
from app.site.parts.unchanged import saved_response
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse
from app.web.pages import render

routes = router()


@routes.get("/manage/people/{person}/affiliation")
@allows(Action.PERSON_EDIT)
def show_affiliation(visit: ReadVisit, person: UUID, saved: bool | None = None) -> Response:
    """Where somebody belongs and what they are."""
    return _page(visit, load_person(visit, person).person, saved=saved)


@routes.post("/manage/people/{person}/affiliation")
@allows(Action.PERSON_EDIT)
def save_affiliation(visit: WriteVisit, person: UUID, submitted: Submitted) -> Response:
    """Write down another institution or profession, or that it is known to be theirs."""
    who = load_person(visit, person).person
    try:
        form = parse(AffiliationForm, submitted)
        if form.institution not in {known.id for known in _offered(visit, who)}:
            errors = {"institution": AffiliationForm.asked_for["institution"]}
            raise FormInvalidError(errors, {**form.model_dump(mode="json")})
        change_affiliation(visit.db, who, form.affiliation, by=visit.actor.person_id, now=visit.now)
    except FormInvalidError as invalid:
        return _page(visit, who, FormState(invalid.values, invalid.errors), status=422)
    except RefusedError as refused:
        return _page(visit, who, FormState(errors={"form": refused.reason}), status=409)
    return saved_response(visit, affiliation_path(who.id))


def _offered(visit: Visit, who: Person) -> Sequence[Institution]:
    """Those that take part, and their own."""
    return [
        known
        for known in identities.institutions(visit.db)
        if known.id == who.institution_id
        or (known.left_at is None and known.merged_into_id is None)
    ]


def _page(
    visit: Visit,
    who: Person,
    form: FormState | None = None,
    *,
    status: int = 200,
    saved: bool | None = None,
) -> Response:
    by = visit.actor.person_id
    page = affiliation_page(who, _offered(visit, who), form, by=by, saved=saved)
    template = "manage/people/affiliation/affiliation.html"
    return render(visit.request, template, page, status=status)
