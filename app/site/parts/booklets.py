"""A module's booklet as an answer: the stored PDF, or why there is none."""

import hashlib
import re
import unicodedata

from fastapi import Request
from starlette.responses import Response

from app.content.booklets.rules import TRIED_AGAIN_AFTER, BookletState
from app.content.shown import ModuleVersion
from app.language import _
from app.web.errors import ErrorPage
from app.web.files import not_modified, stored_file
from app.web.pages import render

SECONDS = 30
"""About how long the first print of a module takes, with others before it."""
PREPARING = ErrorPage(
    503,
    _("This PDF is being prepared"),
    _(
        "It is made in the background and will be at this address in about a minute. Until then "
        "you can go back and print the page itself with your browser."
    ),
)
GIVEN_UP = ErrorPage(
    503,
    _("This PDF could not be made"),
    _(
        "Waypost tries again in a few hours, and an administrator can see the reason. Until then "
        "you can go back and print the page itself with your browser."
    ),
)


def booklet_response(request: Request, module: ModuleVersion, state: BookletState) -> Response:
    """Answer with the booklet of a module. Whether the visitor may see its text is asked before."""
    if state.pdf is None:
        return _not_yet(request, given_up=state.given_up)
    etag = hashlib.sha256(state.pdf).hexdigest()[:32]
    sent = stored_file(state.pdf, "application/pdf", etag, name=file_name(module))
    return not_modified(request, etag) or sent


def _not_yet(request: Request, *, given_up: bool) -> Response:
    page = GIVEN_UP if given_up else PREPARING
    answer = render(request, "error.html", page, block="content", status=page.status)
    wait = int(TRIED_AGAIN_AFTER.total_seconds()) if given_up else SECONDS
    answer.headers["Retry-After"] = str(wait)
    return answer


def file_name(module: ModuleVersion) -> str:
    """What the PDF is called in somebody's downloads, in plain ASCII: title and version."""
    plain = unicodedata.normalize("NFKD", module.data.title).encode("ascii", "ignore").decode()
    words = re.findall(r"[A-Za-z0-9]+", plain.replace("'", "")) or ["Module"]  # not shown
    return f"{'-'.join(words)}-{module.hash[:8]}.pdf"
