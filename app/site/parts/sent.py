"""What a browser says of a form that it sent: from which of our pages, and which fields."""

from urllib.parse import urlsplit

from fastapi import Request

from app.people.parking.rules import SentForm
from app.people.rules import is_own_path, safe_next


def came_from(request: Request) -> str | None:
    """The page of ours, with its query, that a form stood on; None if the browser names none."""
    named = urlsplit(request.headers.get("referer", ""))
    page = named.path + (f"?{named.query}" if named.query else "")
    is_ours = named.netloc == request.headers.get("host") and is_own_path(page)
    return page if is_ours else None


async def sent_form(request: Request) -> SentForm:
    """A form as it was sent; its files are not kept."""
    fields = [
        (name, value)
        for name, value in (await request.form()).multi_items()
        if isinstance(value, str) and value
    ]
    address = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return SentForm(address, safe_next(came_from(request) or ""), fields)
