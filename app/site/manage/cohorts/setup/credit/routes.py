"""The credit of a draft."""

from starlette.responses import Response

from app.cohorts.drafts.rules import MORNING
from app.cohorts.models import Cohort
from app.cohorts.rules import to_utc
from app.core.errors import RefusedError
from app.credit.actions import Approval, ApprovedComponent, approve_activity
from app.credit.drafts.queries import earlier_credit
from app.credit.enums import ComponentKind
from app.credit.pictures.queries import hashes_in_program, picture_in_program
from app.credit.pictures.rules import GONE
from app.credit.queries import activity_of
from app.language.moments import local
from app.policy.table import Action
from app.site.manage.cohorts.setup.credit.forms import CreditForm
from app.site.manage.cohorts.setup.credit.page import credit_page
from app.site.manage.cohorts.setup.credit.sent import CreditSubmitted, entered
from app.site.manage.cohorts.setup.credit.signatories import Sent
from app.site.manage.cohorts.setup.loaders import Draft, load_draft
from app.site.parts.stationery import print_setup_of
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.files import not_modified, stored_file
from app.web.forms import FormInvalidError, FormState
from app.web.pages import render, see_other
from app.web.security import with_frames

routes = router()


@routes.get("/manage/cohorts/{cohort}/setup/credit")
@allows(Action.COHORT_SET_UP)
def show_credit(visit: ReadVisit, cohort: str) -> Response:
    """What was approved for a draft, or for an earlier cohort."""
    return _credit(visit, load_draft(visit, cohort))


@routes.post("/manage/cohorts/{cohort}/setup/credit")
@allows(Action.COHORT_SET_UP)
def save_credit(visit: WriteVisit, cohort: str, submitted: CreditSubmitted) -> Response:
    """Enter what was approved, as the next version of the activity."""
    draft = load_draft(visit, cohort)
    own = draft.here.cohort
    stored = hashes_in_program(visit.db, draft.here.program.id)
    looks = print_setup_of(visit).pack.looks
    read = entered(submitted, stored, looks, local(visit.now, own.zone).date())
    try:
        approval = approval_of(read.right(), read.sent, own)
    except FormInvalidError as invalid:
        return _credit(visit, draft, FormState(invalid.values, invalid.errors), status=422)
    pictures, by = read.sent.pictures, visit.actor.person_id
    approve_activity(visit.db, own, approval, pictures=pictures, by=by, now=visit.now)
    return see_other(f"{draft.path}/rehearsal")


@routes.get("/manage/cohorts/{cohort}/setup/credit/picture")
@allows(Action.COHORT_SET_UP)
def show_picture(visit: ReadVisit, cohort: str, named: str = "") -> Response:
    """A signature or logo that an activity of the program shows, by its hash."""
    draft = load_draft(visit, cohort)
    content = picture_in_program(visit.db, draft.here.program.id, named)
    if content is None:
        raise RefusedError(GONE)
    return not_modified(visit.request, named) or stored_file(content, "image/png", named)


def _credit(
    visit: Visit, draft: Draft, form: FormState | None = None, *, status: int = 200
) -> Response:
    page = credit_page(
        draft,
        activity_of(visit.db, draft.here.cohort.id),
        earlier_credit(visit.db, draft.here.program.id),
        form,
        print_setup_of(visit).pack.looks,
        visit.now,
    )
    template = "manage/cohorts/setup/credit/credit.html"
    return with_frames(render(visit.request, template, page, status=status))


def approval_of(form: CreditForm, sent: Sent, cohort: Cohort) -> Approval:
    """What was approved, in the words of the activity."""
    names = (
        "title",
        "provider",
        "learning_format",
        "accreditation_statement",
        "designation_statement",
        "claim_statement",
        "requires_completion",
        "disclosure_applies",
        "disclosure_reason",
        "approved_by",
        "template",
    )
    return Approval(
        **{name: getattr(form, name) for name in names},
        designated_quarters=form.designated,
        rounding="half_up",
        signatories=[dict(signatory) for signatory in sent.signatories],
        logos=[dict(logo) for logo in sent.logos],
        approved_at=to_utc(form.approved_on, MORNING, cohort.zone),
        claims_close_at=cohort.closes_at,
        components=_components(form),
    )


def _components(form: CreditForm) -> list[ApprovedComponent]:
    """What modules and sessions earn, and enduring material where it was designated, too."""
    found = [
        ApprovedComponent(ComponentKind.MODULE, form.module_minutes, form.module_most),
        ApprovedComponent(ComponentKind.SESSION, form.session_minutes, form.session_most),
    ]
    if form.enduring_minutes and form.enduring_most:
        kind, most = ComponentKind.ENDURING, form.enduring_most
        found.append(ApprovedComponent(kind, form.enduring_minutes, most))
    return found
