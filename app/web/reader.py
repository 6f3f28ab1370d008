"""In which language a request is answered: the browser's, until it is known whose it is."""

from collections.abc import Sequence
from datetime import timedelta

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.language.languages import Language, current, named, preferred, writing_in

COOKIE = "language"
"""Holds what somebody without an account chose."""
KEPT_FOR = timedelta(days=365)


class ReaderLanguage:
    """Pure ASGI: everything that answers a request is written in its reader's language.

    A person's own choice goes before; `site.visits` turns to it when it knows the person.
    """

    def __init__(self, app: ASGIApp, *, languages: Sequence[Language]) -> None:
        self.app = app
        self.languages = languages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["path"].startswith("/static/"):
            await self.app(scope, receive, send)
            return

        async def send_with_language(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.add_vary_header("Accept-Language, Cookie")  # not shown
                if headers.get("content-type", "").startswith("text/html"):
                    headers["Content-Language"] = current().code
            await send(message)

        with writing_in(self._language(Headers(scope=scope))):
            await self.app(scope, receive, send_with_language)

    def _language(self, headers: Headers) -> Language:
        chosen = cookie_parser(headers.get("cookie", "")).get(COOKIE, "")
        return (
            named(chosen, self.languages)
            or preferred(headers.get("accept-language", ""), self.languages)
            or self.languages[0]
        )
