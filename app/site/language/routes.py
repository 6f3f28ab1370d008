"""The language of somebody who is not signed in; whoever is chooses it in their profile."""

from typing import Annotated

from fastapi import Request
from pydantic import Field
from starlette.responses import Response

from app.language.languages import named
from app.people.rules import is_own_path
from app.site.parts.cookies import set_cookie
from app.site.visits import public, router
from app.web.forms import Form, Submitted, parse
from app.web.pages import see_other
from app.web.reader import COOKIE, KEPT_FOR

routes = router()


class LanguageForm(Form):
    """What the footer sends: a language's code, and the page it was chosen on."""

    language: Annotated[str, Field(max_length=20)]
    back: str = "/"


@routes.post("/language")
@public
def choose_language(request: Request, submitted: Submitted) -> Response:
    """Remember a language in this browser and show the page again; an unknown one does nothing."""
    form = parse(LanguageForm, submitted)
    response = see_other(form.back if is_own_path(form.back) else "/")
    if named(form.language, request.app.state.languages) is not None:
        set_cookie(request, response, COOKIE, form.language, int(KEPT_FOR.total_seconds()))
    return response
