"""Putting off what waits for oneself, and bringing it back."""

from starlette.responses import Response

from app.people.snoozes import actions
from app.people.snoozes.rules import Things, why_not_put_off
from app.policy.table import Action
from app.site.my.snoozes.forms import BringBackForm, SnoozeForm
from app.site.visits import WriteVisit, allows, router
from app.web.forms import FormInvalidError, Submitted, parse, typed
from app.web.pages import see_other

routes = router()


@routes.post("/my/snoozes")
@allows(Action.SNOOZE)
def put_off(visit: WriteVisit, submitted: Submitted) -> Response:
    """Keep one thing out of one's own list until a day. A refused day is said on the list."""
    who, form = visit.permit_own(), parse(SnoozeForm, submitted)
    if why := why_not_put_off(form.until, who.zone, visit.now):
        raise FormInvalidError({"until": why}, typed(submitted))
    seen = Things.read(form.things)
    actions.put_off(
        visit.db, who.person_id, form.subject, seen, until=form.until, zone=who.zone, now=visit.now
    )
    return see_other(f"{form.back}#later")


@routes.post("/my/snoozes/end")
@allows(Action.SNOOZE)
def bring_back(visit: WriteVisit, submitted: Submitted) -> Response:
    """See it at once again."""
    who, form = visit.permit_own(), parse(BringBackForm, submitted)
    actions.bring_back(visit.db, who.person_id, form.subject)
    return see_other(form.back)
