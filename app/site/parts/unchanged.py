"""What a form says that was sent as it was."""

from app.language import _

NOTHING_CHANGED = _("Nothing was changed, so nothing was saved.")
