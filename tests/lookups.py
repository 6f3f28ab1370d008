"""The worker's part in signing in, where a test has no worker."""

from fastapi import FastAPI

from app.background import links
from app.core.worker import Worker


def look_up(app: FastAPI) -> None:
    """Post the letters of all links that were asked for."""
    state = app.state
    Worker(state.database, links(state.settings), clock=state.clock, at_once=1).run_until_idle()
