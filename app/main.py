"""Wires the rooms together: `create_app()` is the whole web application."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio.to_thread
from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

from app import settings as configuration
from app.core.clock import Clock, utc_now
from app.core.db import POOL_SIZE, Database
from app.desks.navigation import navigation
from app.learning import routes as learning
from app.people import routes as people
from app.web import errors
from app.web.pages import STATIC, Renderer
from app.web.security import SameOriginOnly, SecurityHeaders

MAX_BODY = 4 * 1024 * 1024
TELEMETRY_OFF = {"tracing": False, "metrics": False, "logging": False}


def create_app(
    settings: configuration.Settings, *, database: Database | None = None, clock: Clock = utc_now
) -> FastAPI:
    """The application over one database; the clock is fixed in tests and previews."""
    app = FastAPI(
        title="Waypost",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        max_body_size=MAX_BODY,
        lifespan=_lifespan,
    )
    app.state.settings = settings
    app.state.database = database or Database(settings.database)
    app.state.clock = clock
    app.state.cookie_name = "__Host-waypost" if settings.secure else "waypost"
    app.state.renderer = Renderer(demo=settings.demo, navigation=navigation)
    for routes in ROOMS:
        app.include_router(routes)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    errors.install(app)
    app.add_middleware(SameOriginOnly)
    app.add_middleware(SecurityHeaders, secure=settings.secure)
    app.add_middleware(GZipMiddleware, minimum_size=1024, compresslevel=5)
    return app


ROOMS = (people.routes, learning.routes)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    anyio.to_thread.current_default_thread_limiter().total_tokens = POOL_SIZE
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000)
    yield
    app.state.database.dispose()
