"""Pure ASGI middleware: security headers on every response, and the origin check on every change.

Cross-site requests are told apart by what browsers say of themselves (Fetch Metadata, then Origin),
so no token is needed: https://developer.mozilla.org/docs/Web/HTTP/Headers/Sec-Fetch-Site
"""

from collections.abc import Awaitable, Callable, Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.language import _

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self'",
        "media-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
POLICY_WITH_FRAMES = f"{CONTENT_SECURITY_POLICY}; frame-src 'self'"
POLICY_IN_OUR_FRAMES = CONTENT_SECURITY_POLICY.replace(
    "frame-ancestors 'none'", "frame-ancestors 'self'"
)
POLICY_HEADER = "Content-Security-Policy"
HEADERS = {
    POLICY_HEADER: CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
LASTING = "public, max-age=31536000, immutable"  # not shown


def with_frames(response: Response) -> Response:
    """Let a page of ours hold frames with our own pages, and with nobody else's."""
    response.headers[POLICY_HEADER] = POLICY_WITH_FRAMES
    return response


def in_our_frames(response: Response) -> Response:
    """Let our own pages, and nobody else's, show this one in a frame; no other page may be."""
    response.headers[POLICY_HEADER] = POLICY_IN_OUR_FRAMES
    return response


class SecurityHeaders:
    """Adds the headers; everything but static files is never stored by anybody.

    A response that was given one of the two policies for frames keeps that.
    """

    def __init__(self, app: ASGIApp, *, secure: bool) -> None:
        self.app = app
        headers = dict(HEADERS)
        if secure:
            headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        self.headers = Headers(headers).raw
        self.names = frozenset(name for name, _ in self.headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request with the headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        static = scope["path"].startswith("/static/")

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._add(message, static=static)
            await send(message)

        await self.app(scope, receive, send_with_headers)

    def _add(self, message: Message, *, static: bool) -> None:
        own = Headers(scope=message).get(POLICY_HEADER)
        kept = [pair for pair in message["headers"] if pair[0].lower() not in self.names]
        message["headers"] = [*kept, *self.headers]
        headers = MutableHeaders(scope=message)
        if own in {POLICY_WITH_FRAMES, POLICY_IN_OUR_FRAMES}:
            headers[POLICY_HEADER] = str(own)
        lasting = static and message["status"] < 400
        headers.setdefault("Cache-Control", LASTING if lasting else "no-store")


class RequestGuard:
    """Refuses what no page of ours asks: changes for another site, and null bytes in an address.

    `on_foreign`: told of every change for another site. `signed_doors`: how addresses begin that
    end with a signed token and do what that allows, whoever sends it from where; a cookie counts
    for nothing there.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        on_foreign: Callable[[Scope], Awaitable[None]],
        signed_doors: Sequence[str] = (),
    ) -> None:
        self.app = app
        self.on_foreign = on_foreign
        self.signed_doors = signed_doors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or refuse it."""
        if scope["type"] == "http" and ("\x00" in scope["path"] or b"%00" in scope["query_string"]):
            words = str(_("There is no such page."))
            await PlainTextResponse(words, 404)(scope, receive, send)
            return
        changes = scope["type"] == "http" and scope["method"] not in SAFE_METHODS
        if (
            changes
            and not self._is_door(scope["path"])
            and not is_same_origin(Headers(scope=scope))
        ):
            await self.on_foreign(scope)
            words = str(_("This request came from another site and was not carried out."))
            await PlainTextResponse(words, 403)(scope, receive, send)
            return
        await self.app(scope, receive, send)

    def _is_door(self, path: str) -> bool:
        """Whether an address is a signed door itself: what lies behind one is guarded as usual."""
        return any(
            path.startswith(door) and "/" not in path.removeprefix(door)
            for door in self.signed_doors
        )


def is_same_origin(headers: Headers) -> bool:
    """Whether a request comes from our own pages; with no evidence at all, it does not."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site == "none":  # typed or from a bookmark, unless it names an origin that says otherwise
        return origin is None or _is_own(origin, headers)
    if site is not None:
        return site == "same-origin"
    return origin is not None and _is_own(origin, headers)


def _is_own(origin: str, headers: Headers) -> bool:
    return origin.partition("://")[2] == headers.get("host")
