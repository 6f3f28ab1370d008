"""The credit of a draft."""

from dataclasses import replace

from starlette.responses import Response

from app.credit.disclosures.models import DisclosureDecision
from app.credit.disclosures.needed.queries import decisions_of
from app.credit.drafts.actions import enter_credit, lock_draft
from app.credit.drafts.queries import earlier_credit
from app.credit.proposals.actions import propose
from app.credit.proposals.queries import asked_last
from app.credit.queries import activity_of
from app.policy.table import Action
from app.site.manage.cohorts.setup.credit.approval import Entered, approval_of
from app.site.manage.cohorts.setup.credit.loaders import CreditSubmitted, entered
from app.site.manage.cohorts.setup.credit.page import credit_page
from app.site.manage.cohorts.setup.credit.responses import known, picture
from app.site.manage.cohorts.setup.loaders import Draft, load_draft
from app.site.parts.stationery import print_setup_of
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
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
    """Enter what was approved, or ask the provider's officers for it."""
    draft = load_draft(visit, cohort)
    try:
        read = entered(visit, draft, submitted)
    except FormInvalidError as invalid:
        return _credit(visit, draft, FormState(invalid.values, invalid.errors), status=422)
    return see_other(_saved(visit, draft, read))


def _saved(visit: Visit, draft: Draft, read: Entered) -> str:
    """Where it goes on."""
    own, by, now = draft.here.cohort, visit.actor.person_id, visit.now
    approval, pictures = approval_of(read, own, now), read.sent.pictures
    if read.provider is None or not read.officers:
        provider_id = read.provider.id if read.provider else None
        enter_credit(
            visit.db, own, approval, provider_id=provider_id, pictures=pictures, by=by, now=now
        )
        return f"{draft.path}/rehearsal"
    lock_draft(visit.db, own)
    decided = _decided(visit, draft)
    propose(
        visit.db,
        own,
        read.provider,
        approval,
        officers=read.officers,
        templates=print_setup_of(visit).pack.versions,
        pictures=pictures,
        disclosures_apply=decided.applies if decided else None,
        by=by,
        now=now,
    )
    return f"/manage/cohorts/{own.slug}/credit"


@routes.get("/manage/cohorts/{cohort}/setup/credit/picture")
@allows(Action.COHORT_SET_UP)
def show_picture(visit: ReadVisit, cohort: str, named: str = "") -> Response:
    """A signature or logo that an activity of the program shows, by its hash."""
    return picture(visit, load_draft(visit, cohort), named)


def _decided(visit: Visit, draft: Draft) -> DisclosureDecision | None:
    return next(iter(decisions_of(visit.db, draft.here.cohort.id)), None)


def _credit(
    visit: Visit, draft: Draft, form: FormState | None = None, *, status: int = 200
) -> Response:
    approved = activity_of(visit.db, draft.here.cohort.id)
    asked = asked_last(visit.db, draft.here.cohort.id)
    page = credit_page(
        draft,
        approved,
        asked,
        earlier_credit(visit.db, draft.here.program.id),
        replace(known(visit, approved, asked), decided=_decided(visit, draft)),
        form,
        print_setup_of(visit).pack.looks,
        visit.now,
    )
    template = "manage/cohorts/setup/credit/credit.html"
    return with_frames(render(visit.request, template, page, status=status))
