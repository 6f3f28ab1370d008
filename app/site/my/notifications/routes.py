"""Which mail one gets, and when."""

from starlette.responses import Response

from app.messages.streams.actions import choose_mail
from app.messages.streams.queries import notification_settings
from app.people import queries
from app.policy.table import Action
from app.site.my.notifications.forms import NotificationsForm
from app.site.my.notifications.page import notifications_page
from app.site.parts.unchanged import saved_response
from app.site.visits import ReadVisit, Visit, WriteVisit, allows, router
from app.web.forms import FormInvalidError, FormState, Submitted, parse
from app.web.pages import render

routes = router()


@routes.get("/my/notifications")
@allows(Action.NOTIFICATIONS_READ)
def show_notifications(visit: ReadVisit, saved: bool | None = None) -> Response:
    """The streams of mail, and quiet hours."""
    visit.permit_own()
    return _page(visit, saved=saved)


@routes.post("/my/notifications")
@allows(Action.NOTIFICATIONS_CHOOSE)
def choose_notifications(visit: WriteVisit, submitted: Submitted) -> Response:
    """Turn streams on or off, and choose quiet hours."""
    person_id = visit.permit_own().person_id
    try:
        form = parse(NotificationsForm, submitted)
    except FormInvalidError as invalid:
        return _page(visit, FormState(invalid.values, invalid.errors), status=422)
    choose_mail(
        visit.db,
        person_id,
        declined=form.declined,
        quiet=form.quiet,
        by=person_id,
        now=visit.now,
    )
    return saved_response(visit, "/my/notifications")


def _page(
    visit: Visit, state: FormState | None = None, *, saved: bool | None = None, status: int = 200
) -> Response:
    actor = visit.actor
    page = notifications_page(
        notification_settings(visit.db, [actor.person_id])[actor.person_id],
        state,
        address=queries.profile(visit.db, actor.person_id).address,
        zone=actor.zone,
        now=visit.now,
        saved=saved,
    )
    return render(visit.request, "my/notifications/notifications.html", page, status=status)
