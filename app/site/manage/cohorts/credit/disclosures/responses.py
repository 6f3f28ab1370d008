"""The page of a cohort's disclosures, which several handlers answer with."""

from starlette.responses import Response

from app.cohorts.context import CohortContext
from app.language import Text
from app.site.manage.cohorts.credit.disclosures.loaders import known_of
from app.site.manage.cohorts.credit.disclosures.page import disclosures_page
from app.site.manage.cohorts.credit.loaders import coordinates
from app.site.visits import Visit
from app.web.forms import FormState
from app.web.listing import Asked
from app.web.pages import render


def list_response(
    visit: Visit,
    here: CohortContext,
    form: FormState | None = None,
    *,
    asked: Asked | None = None,
    done: Text | None = None,
    status: int = 200,
) -> Response:
    """The list, what is missing of it, and what was typed."""
    known = known_of(visit, here)
    page = disclosures_page(
        here,
        known,
        asked or Asked(),
        visit.now,
        by=visit.actor.person_id,
        coordinates=coordinates(visit, here),
        form=form,
        done=done,
    )
    template = "manage/cohorts/credit/disclosures/disclosures.html"
    return render(visit.request, template, page, status=status)
