"""Every error as a page that says what happened and what to do."""

from dataclasses import dataclass

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.core import errors
from app.language import Text, _
from app.web.limits import TooManyError
from app.web.pages import render

TITLES = {
    400: _("That could not be read"),
    401: _("Sign in first"),
    403: _("You cannot do this"),
    404: _("Nothing here"),
    409: _("That did not work"),
    413: _("That is too large"),
    422: _("Check what you entered"),
    429: _("Wait a moment"),
    500: _("Something went wrong on our side"),
    503: _("Wait a moment"),
}
UNREADABLE = _("What was sent could not be read, and nothing was changed. Try again.")
STATUS_OF: dict[type[Exception], int] = {
    errors.NotFoundError: 404,
    errors.ForbiddenError: 403,
    errors.RefusedError: 409,
    errors.ConflictError: 409,
    TooManyError: 429,
    errors.BusyError: 503,
}


@dataclass(frozen=True)
class ErrorPage:
    """What happened, and what became of the work."""

    status: int
    title: Text
    text: Text


def install(app: FastAPI) -> None:
    """Answer every error with a page, but what is said to who sent a form: `site.refusals` does."""
    app.add_exception_handler(RequestValidationError, _bad_address)
    app.add_exception_handler(Exception, _unexpected)


def error_page(request: Request, status: int, text: Text) -> Response:
    """A page for one error."""
    page = ErrorPage(status, TITLES.get(status, TITLES[500]), text)
    return render(request, "error.html", page, block="content", status=status)


def _bad_address(request: Request, _error: Exception) -> Response:
    return error_page(request, 404, errors.NOTHING_HERE)


def answer_http(request: Request, error: Exception) -> Response:
    """A page for what the framework refuses before a handler is asked."""
    assert isinstance(error, HTTPException)
    if error.status_code == 405:
        return error_page(request, 404, errors.NOTHING_HERE)
    text = errors.NOTHING_HERE if error.status_code == 404 else UNREADABLE
    return error_page(request, error.status_code, text)


def _unexpected(request: Request, _error: Exception) -> Response:
    return error_page(
        request,
        500,
        _(
            "Nothing you saved before is lost. Go back and try again. "
            "If it happens twice, tell your coordinator what you were doing."
        ),
    )
