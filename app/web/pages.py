"""Rendering: a page is its address; htmx gets one block of the same template."""

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import Extension
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.language import _, dotted, markup
from app.language.folding import Folding
from app.language.languages import LANGUAGES, Language, current
from app.web.parts import below_cohort
from app.web.shell import Navigation, Refusal, Shell

APP = Path(__file__).resolve().parent.parent
STATIC = APP / "static"
REFUSED = frozenset({409, 413, 422, 429})
"""What answers a form that was not taken, or an address that asks for what cannot be."""
SOURCE_TOLD = "/help#source"
"""Where whoever runs this without telling where its source is says whom to ask for it."""
WHOLE = "content"  # not shown
"""The block that is all of a page but its frame."""


class _Unindented(Extension):
    """Templates are indented for their readers; browsers need not be sent that."""

    def preprocess(
        self,
        source: str,
        name: str | None,  # noqa: ARG002
        filename: str | None = None,  # noqa: ARG002
    ) -> str:
        """The template without the spaces at the beginning of its lines."""
        return re.sub(r"(?m)^[ \t]+", "", source)


@cache
def environment(language: Language) -> Environment:
    """The templates with the words of a language, each compiled once in a process."""
    env = Environment(
        loader=FileSystemLoader(APP / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=[_Unindented],
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.extend(language=language)
    env.code_generator_class = Folding
    env.globals |= _NAMES
    env.globals["ui"] = env.get_template("ui/kit.html").module
    return env


class PageRenderer:
    """Makes pages from templates, with the frame that this application puts around them."""

    def __init__(
        self,
        *,
        demo: bool,
        navigation: Navigation,
        languages: Sequence[Language],
        source_url: str = "",
    ) -> None:
        self.demo = demo
        self.source = source_url or SOURCE_TOLD
        self.languages = languages
        self.navigation = navigation

    def html(
        self,
        request: Request,
        template: str,
        page: Any,
        block: str | None,
        *,
        refused: bool = False,
    ) -> str:
        """The page; of a form that was not taken, with all that was written."""
        shell = self.shell(request, refused=refused)
        html = _made(template, page, shell, block)
        lost = _lost(request, html) if shell.refused else ()
        if not lost:
            return html
        told = replace(shell.refusal or Refusal(None), written=lost)
        return _made(template, page, replace(shell, refusal=told), block)

    def shell(self, request: Request, *, refused: bool = False) -> Shell:
        """What the frame around this request's page shows."""
        state, path = request.state, request.url.path
        viewer = getattr(state, "viewer", None)
        refusal = getattr(state, "refusal", None)
        return Shell(
            demo=self.demo,
            viewer=viewer,
            nav=self.navigation(viewer, path) if viewer else (),
            path=path,
            address=_address(request),
            language=current(),
            languages=self.languages,
            refused=refused or refusal is not None,
            refusal=refusal,
            source=self.source,
            whom=getattr(state, "whom", None),
            gone=getattr(state, "gone", None),
        )


def _address(request: Request) -> str:
    query = request.url.query if request.method == "GET" else ""
    return f"{request.url.path}?{query}" if query else request.url.path


def _made(template: str, page: Any, shell: Shell, block: str | None) -> str:
    """The whole page, or one block of it; its whole content has the title, for the tab."""
    found = environment(current()).get_template(template)
    context = {"page": page, "shell": shell}
    if block is None:
        return found.render(context)
    shown = found.new_context(context)
    ui: Any = found.environment.globals["ui"]
    on_top = ui.refusal(shell.refusal) if shell.refusal else ""
    part = on_top + "".join(found.blocks[block](shown))
    if block != WHOLE:
        return part
    error = f"{_('Error:')} " if shell.refused else ""
    title = "".join(found.blocks["title"](shown))
    return f"<title>{error}{title} · Waypost</title>{part}"


def _lost(request: Request, html: str) -> tuple[str, ...]:
    """What somebody wrote in the form that was sent, and which the page does not show."""
    read = " ".join(html.split())
    written: Sequence[str] = getattr(request.state, "written", ())
    return tuple(text for text in written if " ".join(str(escape(text)).split()) not in read)


def render(
    request: Request, template: str, page: Any, *, block: str | None = None, status: int = 200
) -> Response:
    """Answer with a page; with only its `block` when htmx asks and is not restoring history."""
    renderer: PageRenderer = request.app.state.renderer
    partial = block if wants_fragment(request) else None
    html = renderer.html(request, template, page, partial, refused=_is_refused(request, status))
    return HTMLResponse(html, status, headers={"Vary": "HX-Request"})  # not shown


def _is_refused(request: Request, status: int) -> bool:
    return status in REFUSED or (status >= 400 and request.method == "POST")


def see_other(path: str) -> Response:
    """Go there with a GET: the answer to a form that was taken."""
    return RedirectResponse(path, status_code=303)


def wants_fragment(request: Request) -> bool:
    """Whether htmx will swap the answer into a page that is already there."""
    headers = request.headers
    return "hx-request" in headers and "hx-history-restore-request" not in headers


def content_lang(code: str) -> Markup:
    """` lang="es" dir="ltr"`, for what a program says in another language than the page's."""
    if code == current().code:
        return Markup("")
    known = LANGUAGES.get(code)
    return Markup(' lang="{}" dir="{}"').format(code, known.direction if known else "auto")


@cache
def static_url(name: str) -> str:
    """The address of a static file, with its hash: cached for ever, renewed when it changes."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]
    return f"/static/{name}?v={digest}"


_NAMES: Mapping[str, Callable[..., Any]] = {
    "static": static_url,
    "content_lang": content_lang,
    "dotted": dotted,
    "below_cohort": below_cohort,
    "_": markup.gettext,
    "ngettext": markup.ngettext,
    "pgettext": markup.pgettext,
}
"""What every template can call."""
