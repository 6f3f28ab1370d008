"""The demo's outbox."""

from starlette.responses import Response

from app.core.errors import NotFoundError
from app.messages.queries import addressees, newest_mail
from app.people.links.queries import is_looking_up
from app.site.demo.mail import mail_page
from app.site.visits import ReadVisit, public, router
from app.web.pages import render

routes = router()


MAILS_SHOWN = 150


@routes.get("/demo/mail")
@public
def show_demo_mail(visit: ReadVisit) -> Response:
    """The demo's outbox, which holds nobody's mail; elsewhere there is no such address.

    Who asked for a link a moment ago sees its letter come.
    """
    settings = visit.request.app.state.settings
    if not settings.demo:
        raise NotFoundError
    mails = newest_mail(visit.db, MAILS_SHOWN)
    zone = visit.signed_in.zone if visit.signed_in else "UTC"
    people = addressees(visit.db, mails, settings.offered_languages)
    awaited = is_looking_up(visit.db)
    page = mail_page(mails, people, settings.base_url, zone, awaited=awaited)
    return render(visit.request, "demo/mail.html", page, block="mails")
