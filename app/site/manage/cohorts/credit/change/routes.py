"""Changing what is designated of a published cohort, or asking its provider for that."""

from starlette.datastructures import FormData
from starlette.responses import Response

from app.credit.approving.actions import change_directly
from app.credit.changes.effects.rules import SEEN_OTHERWISE
from app.credit.proposals.actions import propose
from app.credit.proposals.queries import asked_last
from app.language.reasons import Reason
from app.messages.ahead import LetterAhead
from app.messages.changes.queries import letter_of_change
from app.policy.table import Action
from app.site.manage.cohorts.credit.change.forms import ChangeForm, of_activity, of_change
from app.site.manage.cohorts.credit.change.loaders import (
    Changing,
    Foreseen,
    following,
    foreseen,
    load_changing,
    refuse,
    require_day,
)
from app.site.manage.cohorts.credit.change.page import change_page, check_of
from app.site.manage.cohorts.credit.change.values import filled_in
from app.site.manage.cohorts.setup.credit.approval import Entered
from app.site.manage.cohorts.setup.credit.fields import fields_of
from app.site.manage.cohorts.setup.credit.loaders import CreditSubmitted
from app.site.manage.cohorts.setup.credit.proof.responses import proof_of_form
from app.site.manage.cohorts.setup.credit.responses import known, picture
from app.site.parts.stationery import print_setup_of
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, parse
from app.web.pages import render, see_other
from app.web.security import with_frames

routes = router()
AT = "/manage/cohorts/{cohort}/credit/change"


@routes.get(AT)
@allows(Action.ACTIVITY_ASK)
def show_change(visit: ReadVisit, cohort: str) -> Response:
    """What is in force as a form, or what was returned or waits."""
    changing = load_changing(visit, cohort)
    return _page(visit, changing)


@routes.post(AT)
@allows(Action.ACTIVITY_ASK)
def change(visit: WriteVisit, cohort: str, submitted: CreditSubmitted) -> Response:
    """Say what it does to whom; who has looked at that does it."""
    changing = load_changing(visit, cohort)
    try:
        said, read = _entered(visit, changing, submitted)
    except FormInvalidError as invalid:
        return _page(visit, changing, FormState(invalid.values, invalid.errors), status=422)
    ahead = foreseen(visit, changing, read, said)
    if said.seen == ahead.seen:
        refuse(ahead)
        return _changed(visit, changing, read, ahead)
    form = FormState(_as_typed(read, submitted))
    refused = SEEN_OTHERWISE if said.seen else None
    return _page(visit, changing, form, ahead, refused=refused, status=409 if said.seen else 200)


@routes.post(f"{AT}/proof")
@allows(Action.ACTIVITY_ASK)
def show_proof(visit: ReadVisit, cohort: str, submitted: CreditSubmitted) -> Response:
    """What certificates will look like as the form stands now; nothing of it is kept."""
    return proof_of_form(visit, load_changing(visit, cohort).plan, of_activity(submitted))


@routes.get(f"{AT}/picture")
@allows(Action.ACTIVITY_ASK)
def show_picture(visit: ReadVisit, cohort: str, named: str = "") -> Response:
    """A signature or logo that an activity of the program shows, by its hash."""
    return picture(visit, load_changing(visit, cohort).plan, named)


def _entered(visit: Visit, changing: Changing, submitted: FormData) -> tuple[ChangeForm, Entered]:
    """Both parts of the form. Raises `FormInvalidError` with all that is wrong, in one go."""
    found: dict[str, FormInvalidError] = {}
    said = read = None
    try:
        read = following(visit, changing, submitted)
    except FormInvalidError as invalid:
        found["activity"] = invalid
    try:
        said = parse(ChangeForm, of_change(submitted))
        require_day(changing, said, visit.now)
    except FormInvalidError as invalid:
        found["change"] = invalid
    if found or said is None or read is None:
        errors = {name: why for invalid in found.values() for name, why in invalid.errors.items()}
        typed = found["activity"].values if "activity" in found else _as_typed(read, submitted)
        raise FormInvalidError(errors, {**typed, **_own(submitted)})
    return said, read


def _as_typed(read: Entered | None, submitted: FormData) -> dict[str, str]:
    assert read is not None
    partners = "\n".join(str(name) for name in submitted.getlist("partner"))
    return {**read.sent.values, "partner": partners, **_own(submitted)}


def _own(submitted: FormData) -> dict[str, str]:
    return {name: str(submitted.get(name, "")) for name in ("change_reason", "designated_on")}


def _changed(visit: Visit, changing: Changing, read: Entered, ahead: Foreseen) -> Response:
    own, by, now = changing.plan.here.cohort, visit.actor.person_id, visit.now
    pictures = read.sent.pictures
    if read.provider is None or not read.officers:
        provider_id = read.provider.id if read.provider else None
        change_directly(
            visit.db,
            own,
            ahead.approval,
            provider_id=provider_id,
            pictures=pictures,
            by=by,
            now=now,
        )
    else:
        propose(
            visit.db,
            own,
            read.provider,
            ahead.approval,
            officers=read.officers,
            templates=print_setup_of(visit).pack.versions,
            pictures=pictures,
            disclosures_apply=changing.decided.applies if changing.decided else None,
            by=by,
            now=now,
        )
    return see_other(f"/manage/cohorts/{own.slug}/credit?saved=true")


def _page(
    visit: Visit,
    changing: Changing,
    form: FormState | None = None,
    ahead: Foreseen | None = None,
    *,
    refused: Reason | None = None,
    status: int = 200,
) -> Response:
    plan = changing.plan
    asked = asked_last(visit.db, plan.here.cohort.id)
    can_choose = known(visit, changing.in_force, asked)
    shown = form or FormState(filled_in(changing, asked, can_choose))
    looks = print_setup_of(visit).pack.looks
    fields = fields_of(shown, can_choose, looks, plan.credit_path)
    letter = _letter(visit, changing, ahead) if ahead else None
    check = check_of(changing, ahead, letter) if ahead else None
    page = change_page(changing, asked, fields, check, refused)
    template = "manage/cohorts/credit/change/change.html"
    return with_frames(render(visit.request, template, page, status=status))


def _letter(visit: Visit, changing: Changing, ahead: Foreseen) -> LetterAhead | None:
    """As the first of those who are told will read it."""
    if not ahead.found.told:
        return None
    state = visit.request.app.state
    return letter_of_change(
        visit.db,
        changing.plan.here.cohort,
        ahead.found.told[0],
        ahead.found.relied_on,
        provider=ahead.approval.provider,
        why=ahead.approval.change_reason,
        languages=state.languages,
        base_url=state.settings.base_url,
        now=visit.now,
    )
