"""In which language a request is answered: the browser's, until it is known whose it is."""

from collections.abc import Sequence
from datetime import timedelta

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.language.languages import Language, current, named, preferred, writing_in

COOKIE = "language"
"""Holds what somebody without an account chose."""
KEPT_FOR = timedelta(days=365)
HTML = b"text/html"
VARY = (b"vary", b"Accept-Language, Cookie")
"""Stands beside a `Vary` of the page: a list may be told in several lines (RFC 9110, 5.3)."""


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
                headers: list[tuple[bytes, bytes]] = message["headers"]
                if any(
                    name == b"content-type" and value.startswith(HTML) for name, value in headers
                ):
                    headers.append((b"content-language", current().code.encode()))
                headers.append(VARY)
            await send(message)

        with writing_in(self._language(Headers(scope=scope))):
            await self.app(scope, receive, send_with_language)

    def _language(self, headers: Headers) -> Language:
        cookies = headers.get("cookie", "")
        chosen = cookie_parser(cookies).get(COOKIE, "") if COOKIE in cookies else ""
        return (
            named(chosen, self.languages)
            or preferred(headers.get("accept-language", ""), self.languages)
            or self.languages[0]
        )
