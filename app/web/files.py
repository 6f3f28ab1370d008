"""Stored files as answers: only the visitor's own browser keeps a copy, and asks each time."""

from fastapi import Request
from starlette.responses import Response


def not_modified(request: Request, etag: str) -> Response | None:
    """The answer to a browser that has this very file already; else None, and the file is sent."""
    if f'"{etag}"' not in request.headers.get("if-none-match", ""):
        return None
    return Response(status_code=304, headers=_headers(etag))


def stored_file(content: bytes, media_type: str, etag: str, *, name: str | None = None) -> Response:
    """A file to look at. `name`: what it is called in somebody's downloads."""
    headers = _headers(etag)
    if name is not None:
        headers["Content-Disposition"] = f'inline; filename="{name}"'  # not shown
    return Response(content, media_type=media_type, headers=headers)


def _headers(etag: str) -> dict[str, str]:
    return {"ETag": f'"{etag}"', "Cache-Control": "private, no-cache"}  # not shown


def csv_file(name: str, text: str) -> Response:
    """A download. The byte order mark is what makes Excel read it as UTF-8."""
    return Response(
        text.encode("utf-8-sig"),
        media_type="text/csv; charset=utf-8",  # not shown
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},  # not shown
    )
