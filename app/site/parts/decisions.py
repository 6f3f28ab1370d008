"""How an application stands, in words, for everybody who decides on some."""

from app.cohorts.deciding.queries import Application
from app.language import Text, _, dotted
from app.language.moments import date_time


def became(application: Application, zone: str) -> Text:
    """By whom it was decided, for whom and when; empty while it waits."""
    if application.waits or application.decided_at is None:
        return ""
    at = date_time(application.decided_at, zone)
    by = decided_by(application)
    return dotted((by, at)) if by else at


def decided_by(application: Application) -> Text:
    """By whom, and on whose behalf; empty where nobody is known."""
    if application.decided_by is None:
        return ""
    by = _("by {name}", name=application.decided_by)
    if application.behalf is None:
        return by
    behalf = _("on behalf of {institution}", institution=application.behalf.name)
    return dotted((by, behalf))
