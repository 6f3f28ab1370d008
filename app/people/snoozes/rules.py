"""Until when something can be put off; pure."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.language.moments import local
from app.language.reasons import Reason, reason

LONGEST = timedelta(days=92)
NOT_AHEAD = reason("snooze.not_ahead", "Choose a day after today.")
TOO_FAR = reason("snooze.too_far", "Choose a day within the next three months.")


def why_not_put_off(day: date, zone: str, now: datetime) -> Reason | None:
    """Why something cannot be put off until a day on the clocks of a zone."""
    today = local(now, zone).date()
    if day <= today:
        return NOT_AHEAD
    return TOO_FAR if day > today + LONGEST else None


def begins(day: date, zone: str) -> datetime:
    """When a day begins in a zone, in UTC: what was put off until then is there in the morning."""
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def usual_days(zone: str, now: datetime) -> tuple[date, date, date]:
    """Tomorrow, the next Monday after it, and the Monday after that."""
    today = local(now, zone).date()
    tomorrow = today + timedelta(days=1)
    monday = tomorrow + timedelta(days=(7 - tomorrow.weekday()) or 7)
    return tomorrow, monday, monday + timedelta(weeks=1)
