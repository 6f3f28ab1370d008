"""Cookies as this site sets them."""

from fastapi import Request
from starlette.responses import Response

from app.people.rules import KNOWN_FOR, session_length


def set_cookie(request: Request, response: Response, name: str, value: str, seconds: int) -> None:
    """Set a cookie that scripts cannot read and other sites cannot send."""
    secure = request.app.state.settings.secure
    response.set_cookie(
        name, value, max_age=seconds, path="/", httponly=True, samesite="lax", secure=secure
    )


def keep_signed_in(request: Request, response: Response, token: str, *, is_staff: bool) -> Response:
    """Give the browser the new secret of its session, for as long as that can last."""
    lasts = session_length(is_staff=is_staff) + KNOWN_FOR
    set_cookie(request, response, request.app.state.cookie_name, token, int(lasts.total_seconds()))
    return response
