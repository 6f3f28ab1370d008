"""The federal holidays against the calendar of the Office of Personnel Management."""

from datetime import UTC, date, datetime

import pytest

from app.cohorts.holidays.rules import federal_holidays, holiday_of, holiday_on


def days(year: int) -> dict[date, str]:
    found = federal_holidays(date(year, 1, 1), date(year, 12, 31))
    return {holiday.day: str(holiday.name) for holiday in found}


@pytest.mark.parametrize(
    ("year", "published"),
    [
        (2026, "01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25"),
        (2027, "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31"),
        (2023, "01-02 01-16 02-20 05-29 06-19 07-04 09-04 10-09 11-10 11-23 12-25"),
    ],
)
def test_days_off_are_those_of_the_office_of_personnel_management(
    year: int, published: str
) -> None:
    weekdays = [f"{day:%m-%d}" for day in days(year) if day.weekday() < 5]
    assert weekdays == published.split()


def test_a_saturday_is_observed_on_friday_and_a_sunday_on_monday() -> None:
    assert days(2026)[date(2026, 7, 3)] == "Independence Day (observed)"
    assert days(2027)[date(2027, 7, 5)] == "Independence Day (observed)"


def test_new_years_day_can_be_observed_in_the_year_before() -> None:
    (found,) = federal_holidays(date(2027, 12, 30), date(2027, 12, 31))
    assert (found.day, str(found.name)) == (date(2027, 12, 31), "New Year’s Day (observed)")


def test_juneteenth_is_one_since_2021() -> None:
    assert "Juneteenth" in days(2021).values()
    assert "Juneteenth" not in days(2020).values()


def test_both_ends_belong_to_the_days_asked_for() -> None:
    thanksgiving = date(2026, 11, 26)
    assert len(federal_holidays(thanksgiving, thanksgiving)) == 1
    assert federal_holidays(date(2026, 11, 27), date(2026, 12, 24)) == []


def test_day_of_a_session_is_the_one_on_its_cohorts_clock() -> None:
    late = datetime(2026, 11, 12, 2, tzinfo=UTC)  # still Wednesday evening in Denver
    assert str(holiday_of(late, "America/Denver")) == "Veterans Day"
    assert holiday_of(late, "Europe/Madrid") is None
    assert holiday_on(date(2026, 11, 13)) is None
