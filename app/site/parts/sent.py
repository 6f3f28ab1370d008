"""From which of our pages a form was sent, as far as the browser says so."""

from urllib.parse import urlsplit

from fastapi import Request

from app.people.rules import is_own_path


def came_from(request: Request) -> str | None:
    """The page of ours, with its query, that a form stood on; None if the browser names none."""
    try:
        named = urlsplit(request.headers.get("referer", ""))
    except ValueError:  # such as a bracket that is not closed
        return None
    page = named.path + (f"?{named.query}" if named.query else "")
    is_ours = named.netloc == request.headers.get("host") and is_own_path(page)
    return page if is_ours else None
