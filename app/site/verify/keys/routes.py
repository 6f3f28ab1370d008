"""The public halves of the keys, for everybody: to be read, and as files."""

from datetime import timedelta

from starlette.responses import Response

from app.certificates.keys.folder import contents
from app.certificates.keys.queries import known_keys
from app.site.verify.keys.page import keys_page
from app.site.visits import ReadVisit, public, router
from app.web.archives import Member, zip_response, zipped
from app.web.limits import RateLimit, client_address
from app.web.pages import render

routes = router()

ZONE = "UTC"
FETCHED_FROM = RateLimit(60, timedelta(minutes=10), "verify.keys")


@routes.get("/verify/keys")
@public
def show_keys(visit: ReadVisit) -> Response:
    """Which keys have signed certificates here, and how one checks a file with them."""
    FETCHED_FROM.hit(client_address(visit.request), visit.now)
    return render(visit.request, "verify/keys/keys.html", keys_page(known_keys(visit.db), ZONE))


@routes.get("/verify/keys.zip")
@public
def download_keys(visit: ReadVisit) -> Response:
    """The folder that `python -m app verify FILE.pdf --keys FOLDER` takes."""
    FETCHED_FROM.hit(client_address(visit.request), visit.now)
    authorities = visit.request.app.state.settings.tsa_certificates
    files = contents(
        known_keys(visit.db),
        authorities.read_bytes() if authorities and authorities.is_file() else None,
    )
    members = [Member(f"keys/{name}", content, visit.now) for name, content in files.items()]
    return zip_response(zipped(members), "keys.zip")
