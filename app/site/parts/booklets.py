"""A module's reader as an answer: the stored PDF, or why there is none."""

import hashlib
import re
import unicodedata

from fastapi import Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from app.content.booklets.tasks import TRIED_AGAIN_AFTER, print_of, was_given_up
from app.content.library import ModuleVersion
from app.web.errors import ErrorPage
from app.web.pages import render

SECONDS = 30
"""About how long the first print of a module takes, with others before it."""
PREPARING = ErrorPage(
    503,
    "This PDF is being prepared",
    "It is made in the background and will be at this address in about a minute. Until then you "
    "can go back and print the page itself with your browser.",
)
GIVEN_UP = ErrorPage(
    503,
    "This PDF could not be made",
    "Waypost tries again in a few hours, and an administrator can see the reason. Until then you "
    "can go back and print the page itself with your browser.",
)


def booklet_response(request: Request, session: Session, module: ModuleVersion) -> Response:
    """Answer with the reader of a module. Whether the visitor may see its text is asked before.

    Only the visitor's own browser keeps a copy, and asks each time whether it still holds.
    """
    made = print_of(session, module.id)
    if made is None:
        return _not_yet(request, given_up=was_given_up(session, module.id))
    etag = f'"{hashlib.sha256(made.pdf).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    headers["Content-Disposition"] = f'inline; filename="{file_name(module)}"'
    return Response(made.pdf, media_type="application/pdf", headers=headers)


def _not_yet(request: Request, *, given_up: bool) -> Response:
    page = GIVEN_UP if given_up else PREPARING
    answer = render(request, "error.html", page, block="content", status=page.status)
    wait = int(TRIED_AGAIN_AFTER.total_seconds()) if given_up else SECONDS
    answer.headers["Retry-After"] = str(wait)
    return answer


def file_name(module: ModuleVersion) -> str:
    """What the PDF is called in somebody's downloads, in plain ASCII: title and version."""
    plain = unicodedata.normalize("NFKD", module.data.title).encode("ascii", "ignore").decode()
    words = re.findall(r"[A-Za-z0-9]+", plain.replace("'", "")) or ["Module"]
    return f"{'-'.join(words)}-{module.hash[:8]}.pdf"
