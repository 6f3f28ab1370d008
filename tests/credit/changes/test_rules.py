"""When another version can follow."""

from datetime import UTC, datetime, timedelta

from app.credit.changes.rules import DAY_TO_COME, why_not_designate_then

DENVER = "America/Denver"
MORNING = datetime(2026, 11, 18, 15, tzinfo=UTC)
"""8 AM of the day, for which a day stands that people enter."""


def test_today_is_no_day_to_come_before_its_morning() -> None:
    early = MORNING - timedelta(minutes=30)
    assert why_not_designate_then(MORNING, early, DENVER) is None
    assert why_not_designate_then(None, early, DENVER) is None
    evening_before = MORNING - timedelta(hours=9)
    assert why_not_designate_then(MORNING, evening_before, DENVER) == DAY_TO_COME
