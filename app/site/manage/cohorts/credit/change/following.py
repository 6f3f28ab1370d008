"""What was typed of an activity that goes on from the one in force: its provider's."""

from dataclasses import replace
from datetime import datetime

from starlette.datastructures import FormData

from app.credit.approvals import with_dropped
from app.credit.changes.rules import NEW_FROM_TODAY, why_not_expire_then, why_not_stay
from app.credit.since.rules import dated
from app.language import Text
from app.language.moments import local
from app.language.reasons import Reason
from app.people.providers.queries import officers_of, provider
from app.people.providers.rules import compared
from app.site.manage.cohorts.credit.change.forms import of_activity
from app.site.manage.cohorts.credit.change.loaders import Changing
from app.site.manage.cohorts.setup.credit.approval import Entered, approval_of, expiry_of
from app.site.manage.cohorts.setup.credit.loaders import entered
from app.site.visits import Visit
from app.web.forms import FormInvalidError


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
