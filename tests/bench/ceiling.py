"""The ceiling: what a page of so many bytes costs at least. Frozen, and nothing of the application.

Plain Starlette and Jinja, rows that are there already, no session, no sign-in, no database. Ratios
to it mean the same in every version, so a change here makes older numbers worthless.
"""

from dataclasses import dataclass

from jinja2 import DictLoader, Environment
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

PATH = "/ceiling"
BASE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{% block title %}{% endblock %}</title>
<link rel="stylesheet" href="/static/app.css"></head><body><header><nav>{% for link in links %}
<a href="{{ link.path }}">{{ link.name }}</a>{% endfor %}</nav></header>
<main>{% block content %}{% endblock %}</main></body></html>"""
PAGE = """{% extends "base" %}{% block title %}Rows{% endblock %}
{% block content %}<h1>Rows</h1><table><tbody>{% for row in rows %}
<tr><th scope="row"><a href="{{ row.path }}">{{ row.name }}</a></th><td>{{ row.note }}</td>
<td class="num">{{ row.number }}</td>{% if row.number % 3 %}<td>{{ row.mark }}</td>{% endif %}</tr>
{%- endfor %}</tbody></table>{% endblock %}"""
ROW_BYTES = 205
FRAME_BYTES = 750


@dataclass(frozen=True)
class Row:
    """A row as pages have them: a link, a sentence, a number, a mark."""

    number: int

    @property
    def path(self) -> str:
        """Where it leads."""
        return f"/people/{self.number}"

    @property
    def name(self) -> str:
        """Who it is."""
        return f"Alvarez-Begay, Ana {self.number}"

    note = "Signed on November 12, present in three of four sessions."
    mark = "on course"


LINKS = [Row(number) for number in range(6)]
ROWS = [Row(number) for number in range(5000)]


def ceiling() -> Starlette:
    """Serves a page of about as many bytes as `/ceiling?bytes=` says."""
    templates = Environment(loader=DictLoader({"base": BASE, "page": PAGE}), autoescape=True)
    page = templates.get_template("page")

    async def show(request: Request) -> HTMLResponse:
        rows = max(0, int(request.query_params["bytes"]) - FRAME_BYTES) // ROW_BYTES
        return HTMLResponse(page.render(rows=ROWS[:rows], links=LINKS))

    compressed = Middleware(GZipMiddleware, minimum_size=1024, compresslevel=5)
    return Starlette(routes=[Route(PATH, show)], middleware=[compressed])
