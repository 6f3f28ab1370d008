"""The published cohort whose credit is changed, and what was typed to change it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from starlette.datastructures import FormData

from app.certificates.issuing.candidates.queries import with_certificate
from app.cohorts.drafts.rules import MORNING
from app.cohorts.rules import to_utc
from app.core.errors import RefusedError, require
from app.credit.approvals import Approval, with_dropped
from app.credit.changes.effects.rules import (
    NOTHING_CHANGED,
    Effects,
    seen_as,
    why_not_for_oneself,
)
from app.credit.changes.foreseen import effects_of, would_become
from app.credit.changes.rules import (
    NEW_FROM_TODAY,
    why_not_change_activity,
    why_not_designate_then,
    why_not_expire_then,
    why_not_stay,
)
from app.credit.disclosures.models import DisclosureDecision
from app.credit.disclosures.needed.queries import decisions_of
from app.credit.eligibility.rules import ApprovedActivity
from app.credit.proposals.terms import terms_of, terms_of_approved
from app.credit.queries import activity_of
from app.credit.since.rules import dated
from app.language import Text
from app.language.moments import local
from app.language.reasons import Reason
from app.people.providers.queries import officers_of, provider
from app.people.providers.rules import compared
from app.site.loaders import load_cohort
from app.site.manage.cohorts.credit.change.forms import ChangeForm, of_activity
from app.site.manage.cohorts.credit.words import as_decided, day_of
from app.site.manage.cohorts.setup.credit.approval import Entered, approval_of, expiry_of
from app.site.manage.cohorts.setup.credit.loaders import entered
from app.site.manage.cohorts.setup.loaders import Draft, planned
from app.site.visits import Visit
from app.web.forms import FormInvalidError


@dataclass(frozen=True)
class Changing:
    """A cohort with its units, and what is in force."""

    plan: Draft
    in_force: ApprovedActivity
    decided: DisclosureDecision | None
    """What was decided about disclosures since, which counts."""


def load_changing(visit: Visit, slug: str) -> Changing:
    """Raises `RefusedError` of a draft, of one in the archive, and of one without credit."""
    here = load_cohort(visit, slug)
    in_force = activity_of(visit.db, here.cohort.id)
    cohort = here.cohort
    require(
        why_not_change_activity(in_force, is_draft=cohort.is_draft, archived_at=cohort.archived_at)
    )
    assert in_force is not None
    decided = next(iter(decisions_of(visit.db, cohort.id)), None)
    return Changing(planned(visit, here), in_force, decided)


def following(visit: Visit, changing: Changing, submitted: FormData) -> Entered:
    """With the provider in force, whose officers approve it, whatever it is called by now.

    Raises `FormInvalidError` with all that is wrong, in one go.
    """
    read = entered(visit, changing.plan, of_activity(submitted))
    if errors := _errors(visit, changing, read):
        partners = "\n".join(str(name) for name in submitted.getlist("partner"))
        raise FormInvalidError(errors, read.sent.values | {"partner": partners})
    own = provider(visit.db, changing.in_force.activity.provider_id)
    assert own is not None
    return replace(read, provider=own, officers=officers_of(visit.db, own.id, visit.now))


def _errors(visit: Visit, changing: Changing, read: Entered) -> dict[str, Text]:
    activity = changing.in_force.activity
    is_named = compared(read.form.provider) == compared(activity.provider)
    typed = read.provider.id if read.provider else None
    expires_at = expiry_kept(changing, read)
    wrong = {
        "provider": why_not_stay(changing.in_force, activity.provider_id if is_named else typed),
        "expires_on": why_not_expire_then(changing.in_force, expires_at, visit.now),
        "approved_on": _why_not_on(visit, changing, read),
    }
    return {name: why for name, why in wrong.items() if why is not None}


def expiry_kept(changing: Changing, read: Entered) -> datetime | None:
    """Its last moment: as in force where its day is, which once was over at 5 PM."""
    cohort, own = changing.plan.here.cohort, changing.in_force.activity.expires_at
    if own is not None and local(own, cohort.zone).date() == read.form.expires_on:
        return own
    return expiry_of(read.form, cohort)


def _why_not_on(visit: Visit, changing: Changing, read: Entered) -> Reason | None:
    """Where no officer approves it here, nobody sets back the day from which something counts."""
    cohort = changing.plan.here.cohort
    today = local(visit.now, cohort.zone).date()
    if read.form.approved_on is None or read.form.approved_on >= today:
        return None
    approval = with_dropped(approval_of(read, cohort, visit.now), changing.in_force)
    days = dated(
        changing.in_force, approval.components, approval.designated(), approval.approved_at
    )
    return NEW_FROM_TODAY if days.begins_anything else None


@dataclass(frozen=True)
class Foreseen:
    """Another version as it was typed, and what it does to whom."""

    approval: Approval
    would_be: ApprovedActivity
    goes_on: bool
    """Whether what was designated stays so; else it begins anew."""
    found: Effects
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    """The terms, without the reason."""
    officers: bool
    """Whether somebody here approves it."""
    why_not: Reason | None

    @property
    def seen(self) -> str:
        """Stands for what was looked at."""
        return seen_as(self.after, self.found.touched)


def day_corrected(changing: Changing, said: ChangeForm) -> datetime | None:
    """The moment since which it is designated in truth; None: the day in force is right."""
    cohort, own = changing.plan.here.cohort, changing.in_force.activity.approved_at
    day = said.designated_on
    if day is None or day == local(own, cohort.zone).date():
        return None
    return to_utc(day, MORNING, cohort.zone)


def require_day(changing: Changing, said: ChangeForm, now: datetime) -> None:
    """Raises `FormInvalidError` where it was approved on no such day."""
    zone = changing.plan.here.cohort.zone
    if why_not := why_not_designate_then(day_corrected(changing, said), now, zone):
        raise FormInvalidError({"designated_on": why_not}, {})


def foreseen(visit: Visit, changing: Changing, entered: Entered, said: ChangeForm) -> Foreseen:
    """Four statements, and those that tell how everybody stands."""
    cohort = changing.plan.here.cohort
    approval = replace(
        with_dropped(approval_of(entered, cohort, visit.now), changing.in_force),
        claims_close_at=changing.in_force.activity.claims_close_at,
        expires_at=expiry_kept(changing, entered),
        requires_evaluation=changing.in_force.activity.requires_evaluation,
        change_reason=said.change_reason,
        designated_at=day_corrected(changing, said),
    )
    provider_id = entered.provider.id if entered.provider else None
    would_be = would_become(visit.db, cohort, changing.in_force, approval, provider_id)
    certified = with_certificate(visit.db, cohort.id)
    found = effects_of(visit.db, cohort, changing.in_force, would_be, visit.now, certified)
    in_force = as_decided(terms_of_approved(changing.in_force), changing.decided)
    before = {name: own for name, own in in_force.items() if name != "change_reason"}
    if approval.designated_at is not None:
        before |= day_of(changing.in_force)
    after = terms_of(replace(approval, change_reason=""))
    by = visit.actor.person_id
    own = None if entered.officers else why_not_for_oneself(found.touched, by=by)
    return Foreseen(
        approval=approval,
        would_be=would_be,
        goes_on=would_be.activity.changed_at is not None,
        found=found,
        before=before,
        after=after,
        officers=bool(entered.officers),
        why_not=NOTHING_CHANGED if before == after else own,
    )


def refuse(ahead: Foreseen) -> None:
    """Raises `RefusedError` where it cannot be done at all."""
    if ahead.why_not is not None:
        raise RefusedError(ahead.why_not)
