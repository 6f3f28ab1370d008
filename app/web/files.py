"""Files as answers: stored ones, of which only the visitor's own browser keeps a copy; tables."""

from collections.abc import Sequence
from urllib.parse import quote

from fastapi import Request
from starlette.responses import Response

from app.web.spreadsheet import Format, Table, csv_text, workbook

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def not_modified(request: Request, etag: str) -> Response | None:
    """The answer to a browser that has this very file already; else None, and the file is sent."""
    if f'"{etag}"' not in request.headers.get("if-none-match", ""):
        return None
    return Response(status_code=304, headers=_headers(etag))


def disposition(place: str, plain: str, own: str) -> str:
    """How a file is handed over: `inline` or `attachment`, by its name in ASCII and in its own.

    https://www.rfc-editor.org/rfc/rfc6266#appendix-D
    """
    extended = "" if plain == own else f"; filename*=UTF-8''{quote(own, safe='')}"  # not shown
    return f'{place}; filename="{plain}"{extended}'  # not shown


def stored_file(content: bytes, media_type: str, etag: str, *, name: str | None = None) -> Response:
    """A file to look at. `name`: what it is called in somebody's downloads."""
    headers = _headers(etag)
    if name is not None:
        headers["Content-Disposition"] = f'inline; filename="{name}"'  # not shown
    return Response(content, media_type=media_type, headers=headers)


def _headers(etag: str) -> dict[str, str]:
    return {"ETag": f'"{etag}"', "Cache-Control": "private, no-cache"}  # not shown


def download(name: str, tables: Sequence[Table], as_: Format) -> Response:
    """Tables as a spreadsheet: one below the other as CSV, a sheet each as XLSX."""
    if as_ is Format.XLSX:
        content, media_type = workbook(tables), _XLSX
    else:
        # the byte order mark is what makes Excel read it as UTF-8
        content = "\r\n".join(map(_with_title, tables)).encode("utf-8-sig")
        media_type = "text/csv; charset=utf-8"  # not shown
    disposition = f'attachment; filename="{name}.{as_}"'  # not shown
    return Response(content, media_type=media_type, headers={"Content-Disposition": disposition})


def _with_title(table: Table) -> str:
    title = csv_text([table.title], ()) if table.title else ""
    return f"{title}{csv_text(table.headers, table.rows)}"
