"""Cookies as this site sets them."""

from fastapi import Request
from starlette.responses import Response


def set_cookie(request: Request, response: Response, name: str, value: str, seconds: int) -> None:
    """Set a cookie that scripts cannot read and other sites cannot send."""
    secure = request.app.state.settings.secure
    response.set_cookie(
        name, value, max_age=seconds, path="/", httponly=True, samesite="lax", secure=secure
    )
