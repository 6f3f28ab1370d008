"""What a form says that was sent as it was."""

from starlette.responses import Response

from app.language import _
from app.site.visits import Visit
from app.web.pages import see_other

NOTHING_CHANGED = _("Nothing was changed, so nothing was saved.")


def saved_response(visit: Visit, path: str, fragment: str = "") -> Response:
    """Back to a page that says `Saved`, or that nothing was: its `saved` is true or false."""
    saved = "true" if visit.has_changed else "false"
    return see_other(f"{path}?saved={saved}{fragment}")
