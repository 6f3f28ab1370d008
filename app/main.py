"""Wires the rooms together: `create_app()` is the whole web application."""

import gc
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio.to_thread
from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp
from starlette_compress import CompressMiddleware

from app import settings as configuration
from app.background import worker
from app.certificates.badges.printing import Badges
from app.certificates.issuing.previews import Previews
from app.certificates.transcripts.printing import Transcripts
from app.core.clock import Clock, utc_now
from app.core.counting import SharedCounts
from app.core.db import HANDLER_THREADS, Database
from app.core.presence import present
from app.core.readiness import Readiness
from app.language.catalogs import require
from app.learning.reflections.printing import OwnBooklets
from app.site import gone, noted, refusals
from app.site.navigation import navigation
from app.site.parked import routes as parked
from app.site.routers import ROUTERS, not_found
from app.web import errors
from app.web.addresses import Addresses
from app.web.heads import HeadAsGet
from app.web.limits import BodyTooLarge, share
from app.web.pages import STATIC, PageRenderer
from app.web.reader import ReaderLanguage
from app.web.security import RequestGuard, SecurityHeaders

SIGNED_DOORS = ("/mail/unsubscribe/", "/zoom/webhook")
"""What programs send to by themselves, from no page: the address says all, and is signed, or what
is sent is."""
MAX_BODY = 4 * 1024 * 1024
TELEMETRY_OFF: TelemetryConfig = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "operation_spans": False,
    "auto_configure": False,
}


class Waypost(FastAPI):
    """FastAPI with our headers on every response, also on those it gives before our middleware."""

    def build_middleware_stack(self) -> ASGIApp:
        """Put the headers around everything: around the answers 413 and 500 too."""
        stack: ASGIApp = BodyTooLarge(
            super().build_middleware_stack(), max_body=MAX_BODY, answer=refusals.too_large
        )
        stack = ReaderLanguage(stack, languages=self.state.languages)
        return HeadAsGet(SecurityHeaders(stack, secure=self.state.settings.secure))


def create_app(
    settings: configuration.Settings,
    *,
    database: Database | None = None,
    clock: Clock = utc_now,
    with_worker: bool = False,
) -> FastAPI:
    """The application over one database; the clock is fixed in tests and previews.

    `with_worker`: the background worker runs in a thread of this process.
    """
    app = Waypost(
        title="Waypost",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        max_body_size=MAX_BODY,
        telemetry=TELEMETRY_OFF,
        lifespan=_working if with_worker else _serving,
    )
    app.state.settings = settings
    app.state.database = database or Database(settings.database)
    app.state.readiness = Readiness(app.state.database)
    app.state.clock = clock
    app.state.cookie_name = "__Host-waypost" if settings.secure else "waypost"
    require(settings.offered_languages)
    app.state.languages = settings.offered_languages
    app.state.own_booklets = OwnBooklets()
    app.state.renderer = PageRenderer(
        demo=settings.demo,
        navigation=navigation,
        languages=settings.offered_languages,
        source_url=settings.source_url,
    )
    app.state.previews = Previews(settings.base_url)
    app.state.transcripts = Transcripts(settings)
    app.state.badges = Badges(settings)
    app.router.routes.append(Addresses(ROUTERS))
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.include_router(not_found)
    errors.install(app)
    refusals.install(app)
    gone.install(app)
    parked.install(app)
    app.add_middleware(RequestGuard, on_foreign=noted.note_foreign, signed_doors=SIGNED_DOORS)
    app.add_middleware(CompressMiddleware, minimum_size=1024, zstd_level=3, brotli=False)
    return app


@asynccontextmanager
async def _serving(app: FastAPI) -> AsyncIterator[None]:
    anyio.to_thread.current_default_thread_limiter().total_tokens = HANDLER_THREADS
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000)
    secret = app.state.settings.secret_key.get_secret_value()
    counts = SharedCounts(app.state.database.url, secret)
    share(counts)
    yield
    share(None)
    counts.close()
    app.state.previews.close()
    app.state.transcripts.close()
    app.state.badges.close()
    app.state.own_booklets.close()
    app.state.database.dispose()


@asynccontextmanager
async def _working(app: FastAPI) -> AsyncIterator[None]:
    """Serve with a worker; what it lacks stops the start with a sentence."""
    state = app.state
    async with _serving(app):
        with (
            present(state.settings.data_dir),
            worker(state.settings, state.database, state.clock) as one,
        ):
            stop = threading.Event()
            thread = threading.Thread(target=one.run, args=(stop,), name="worker")
            thread.start()
            try:
                yield
            finally:
                stop.set()
                thread.join()
