"""What was typed of an activity that goes on from the one in force: its provider's."""

from dataclasses import replace

from starlette.datastructures import FormData

from app.credit.changes.rules import why_not_expire_then, why_not_stay
from app.language import Text
from app.people.providers.queries import officers_of, provider
from app.people.providers.rules import compared
from app.site.manage.cohorts.credit.change.forms import of_activity
from app.site.manage.cohorts.credit.change.loaders import Changing
from app.site.manage.cohorts.setup.credit.approval import Entered, expiry_of
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
    expires_at = expiry_of(read.form, changing.plan.here.cohort)
    wrong = {
        "provider": why_not_stay(changing.in_force, activity.provider_id if is_named else typed),
        "expires_on": why_not_expire_then(changing.in_force, expires_at, visit.now),
    }
    return {name: why for name, why in wrong.items() if why is not None}
