"""Breaks of institutions on the days of sessions."""

from datetime import date, timedelta

from app.cohorts.holidays.rules import breaks_on
from app.people.institutions.rules import Break, SiteBreak, break_in

MONDAY = date(2027, 3, 15)
FRIDAY = MONDAY + timedelta(days=4)


def test_a_break_is_named_once_a_day_with_all_who_have_it() -> None:
    breaks = [
        SiteBreak(MONDAY, FRIDAY, "Spring break", "High Desert"),
        SiteBreak(FRIDAY, FRIDAY, "Spring break", "Sonoran"),
        SiteBreak(FRIDAY, FRIDAY, "Match Day", "Sonoran"),
    ]
    after = FRIDAY + timedelta(days=1)
    found = [(free.day, str(free.name)) for free in breaks_on((MONDAY, FRIDAY, after), breaks)]
    assert found == [
        (MONDAY, "Spring break in High Desert"),
        (FRIDAY, "Spring break in High Desert and Sonoran"),
        (FRIDAY, "Match Day in Sonoran"),
    ]


def test_breaks_are_read_as_people_write_them() -> None:
    spring = Break(MONDAY, FRIDAY, "Spring break")
    for line in (
        "2027-03-15 to 2027-03-19: Spring break",
        " 2027-03-15 – 2027-03-19 Spring break ",
        "2027-03-15-2027-03-19, Spring break",
        str(spring),
    ):
        assert break_in(line) == spring, line
    assert break_in("2027-03-15 Match Day") == Break(MONDAY, MONDAY, "Match Day")
    for line in ("Spring break", "2027-03-15", "2027-13-15: x", "2027-03-19 to 2027-03-15: x", ""):
        assert break_in(line) is None, line
