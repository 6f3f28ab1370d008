"""The page of a cohort, which all forms on it answer with, too."""

from starlette.responses import Response

from app.history.retention import queries
from app.history.retention.counts.queries import records_of
from app.history.retention.deletion.queries import announcements_of, unsent
from app.history.retention.rules import CohortKept, retained
from app.language.reasons import Reason
from app.people.roles import of_records, roles_over
from app.site.admin.retention.cohort import Known, cohort_page
from app.site.visits import Visit
from app.web.forms import FormState
from app.web.pages import render


def answer_cohort(
    visit: Visit,
    kept: CohortKept,
    form: FormState | None = None,
    *,
    refused: Reason | None = None,
) -> Response:
    """`form`: what was sent and not taken; `refused`: why not, where that is about no field."""
    known = Known(
        records_of(visit.db, kept.cohort_id),
        queries.holds_of(visit.db, kept.cohort_id),
        announcements_of(visit.db, kept.cohort_id),
        unsent(visit.db, kept.cohort_id),
    )
    page = cohort_page(
        retained(kept, queries.years_kept(visit.db), visit.now),
        known,
        zone=visit.actor.zone,
        roles=roles_over(visit.actor, of_records(kept.program_id, kept.cohort_id)),
        form=form,
        refused=refused,
    )
    status = 409 if refused else 422 if form else 200
    return render(visit.request, "admin/retention/cohort.html", page, status=status)
