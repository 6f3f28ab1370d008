"""One's own calendar: its private address, invitations, and all sessions as a file."""

from starlette.responses import Response

from app.messages.calendar import actions, queries
from app.messages.calendar.events import Told, feed
from app.messages.streams.enums import Stream
from app.messages.streams.queries import notification_settings
from app.policy.table import Action
from app.site.my.calendar.forms import AddressForm, InvitationsForm
from app.site.my.calendar.page import calendar_page
from app.site.parts.codes import secret_key
from app.site.visits import ReadVisit, WriteVisit, allows, router
from app.web.files import disposition
from app.web.forms import Submitted, parse
from app.web.pages import render, see_other

routes = router()

PATH = "/my/calendar"


@routes.get("/my/calendar")
@allows(Action.CALENDAR_READ)
def show_calendar(visit: ReadVisit, done: str = "") -> Response:
    """How one's sessions come into one's own calendar."""
    who = visit.permit_own()
    found = queries.feed_of(visit.db, who.person_id)
    chosen = notification_settings(visit.db, [who.person_id])[who.person_id]
    sessions = queries.sessions_of(visit.db, who.person_id, visit.now)
    page = calendar_page(
        found,
        actions.token_of(found, secret_key(visit)) if found else None,
        base_url=visit.request.app.state.settings.base_url,
        zone=who.zone,
        invited=Stream.CALENDAR not in chosen.declined,
        ahead=sum(held.is_to_come(visit.now) for held in sessions),
        done=done,
    )
    return render(visit.request, "my/calendar/calendar.html", page)


@routes.post("/my/calendar/address")
@allows(Action.CALENDAR_CHANGE)
def make_address(visit: WriteVisit, submitted: Submitted) -> Response:
    """Make the private address, or another one in its place."""
    who, seen = visit.permit_own(), parse(AddressForm, submitted).seen
    key = secret_key(visit)
    actions.make_address(visit.db, who.person_id, seen=seen, key=key, now=visit.now)
    return see_other(f"{PATH}?done={'renewed' if seen else 'made'}#address")


@routes.post("/my/calendar/invitations")
@allows(Action.CALENDAR_CHANGE)
def choose_invitations(visit: WriteVisit, submitted: Submitted) -> Response:
    """Ask for invitations by mail, or for no more."""
    who, wanted = visit.permit_own(), parse(InvitationsForm, submitted).wanted
    actions.choose_invitations(visit.db, who.person_id, wanted=wanted, now=visit.now)
    return see_other(f"{PATH}?done={'on' if wanted else 'off'}")


@routes.get("/my/calendar/sessions.ics")
@allows(Action.CALENDAR_READ)
def download(visit: ReadVisit) -> Response:
    """All of one's sessions as a file."""
    who = visit.permit_own()
    sessions = queries.sessions_of(visit.db, who.person_id, visit.now)
    leaders = queries.leaders_of(visit.db, [held.session_id for held in sessions])
    told = Told(visit.request.app.state.settings.base_url, visit.now, leaders)
    name = "sessions.ics"
    headers = {"Content-Disposition": disposition("attachment", name, name)}
    return Response(feed(sessions, told), media_type="text/calendar", headers=headers)
