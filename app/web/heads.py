"""HEAD answers like GET, without the body (RFC 9110, section 9.3.2)."""

from starlette.responses import FileResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

IS_HEAD = "waypost.is_head"
"""Of a request that is asked as GET and was HEAD."""


class HeadAsGet:
    """Lets a page be asked for its headers alone, as link checkers and monitors do."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def send_head(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        await self.app({**scope, "method": "GET", IS_HEAD: True}, receive, send_head)


class SentFile(FileResponse):
    """A file from the disk, or a range of it; of which nothing is read for its headers alone."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        own = {**scope, "method": "HEAD"} if scope.get(IS_HEAD) else scope
        await super().__call__(own, receive, send)
