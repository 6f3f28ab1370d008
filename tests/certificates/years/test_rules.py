"""In which year who and what is counted."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from app.certificates.years.rules import (
    CountedActivity,
    CountedIn,
    DesignatedSince,
    HeldSession,
    TookPart,
    year_lines,
    year_of,
)
from app.credit.minutes.rules import Rate
from app.people.enums import Profession

COHORT = UUID(int=1)
DENVER = "America/Denver"
AMA, ANCC = CountedIn("ama_pra_1", "Credits"), CountedIn("ancc", "ANCC contact hours")


def at(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=UTC)


def activity(*sessions: str, zone: str = DENVER, cohort: UUID = COHORT) -> CountedActivity:
    return CountedActivity(
        cohort_id=cohort,
        cohort="Fall",
        slug="fall",
        title="Mentoring",
        provider="Office",
        zone=zone,
        designated=[DesignatedSince(at("2020-01-01T00:00"), 24)],
        session_rates=(Rate(at("2020-01-01T00:00"), 50),),
        module_rates=(Rate(at("2020-01-01T00:00"), 30),),
        sessions=[HeldSession(at(day), 60) for day in sessions],
        modules=[at("2026-11-20T12:00")],
    )


def person(day: str, profession: Profession = Profession.PHYSICIAN, quarters: int = 0) -> TookPart:
    return TookPart(COHORT, profession, at(day), quarters, AMA if quarters else None)


@pytest.mark.parametrize(
    ("zone", "year"), [(DENVER, 2026), ("UTC", 2027), ("Pacific/Auckland", 2027)]
)
def test_half_past_eleven_on_new_years_eve_in_denver_is_that_year(zone: str, year: int) -> None:
    """It is 6:30 of January 1 in UTC already."""
    eve = "2027-01-01T06:30"
    assert year_of(at(eve), zone) == year
    lines = year_lines([activity(eve, zone=zone)], [person(eve, quarters=22)])
    own = next(line for line in lines if line.physicians)
    assert (own.year, own.awarded) == (year, {AMA: 22})
    assert {line.year: line.minutes for line in lines}[year] >= 50


def test_an_activity_over_the_new_year_counts_nobody_twice() -> None:
    sessions = ("2026-12-10T19:00", "2027-01-14T19:00")
    people = [
        person(sessions[0], Profession.NURSE),
        person(sessions[1], quarters=20),
        person(sessions[1], Profession.PHARMACIST),
    ]
    after, before = year_lines([activity(*sessions)], people)
    assert (after.year, after.physicians, after.others) == (2027, 1, 1)
    assert (before.year, before.physicians, before.others) == (2026, 0, 1)
    assert (after.awarded, before.awarded) == ({AMA: 20}, {})
    assert (after.minutes, before.minutes) == (50, 50 + 30)
    assert sum(line.physicians + line.others for line in (after, before)) == len(people)


def test_learners_stand_by_profession_and_sum_up() -> None:
    people = [person("2026-12-01T12:00", profession) for profession in Profession]
    (line,) = year_lines([activity()], [*people, people[0]])
    assert line.learners[Profession.PHYSICIAN] == 2
    assert line.physicians + line.others == len(Profession) + 1


def test_of_each_activity_its_own_are_counted() -> None:
    other = UUID(int=2)
    lines = year_lines([activity(cohort=other), activity()], [person("2026-12-01T12:00")])
    assert {line.activity.cohort_id: line.physicians for line in lines} == {COHORT: 1, other: 0}


def test_session_counts_what_it_was_designated_for_on_its_day() -> None:
    """60 minutes in spring, 30 since October, and nothing for what earned nothing then."""
    rates = (Rate(at("2026-01-01T00:00"), 60), Rate(at("2026-10-01T00:00"), 30))
    of = activity("2026-04-10T18:00", "2026-05-10T18:00", "2026-10-10T18:00")
    of = replace(of, session_rates=rates, modules=())
    (line,) = year_lines([of], [])
    assert line.minutes == 60 + 60 + 30
    (late,) = year_lines([replace(of, session_rates=rates[1:])], [])
    assert late.minutes == 30
    assert year_lines([replace(of, session_rates=())], []) == []


def test_each_system_has_its_own_sum() -> None:
    nurse = replace(person("2026-12-01T12:00", Profession.NURSE), quarters=18, system=ANCC)
    (line,) = year_lines([activity()], [person("2026-12-01T12:00", quarters=22), nurse, nurse])
    assert line.awarded == {AMA: 22, ANCC: 36}


@pytest.mark.parametrize(
    ("year", "in_force"), [(2025, [48]), (2026, [48, 44]), (2027, [44, 40]), (2028, [40])]
)
def test_what_was_designated_in_a_year_is_not_what_was_approved_later(
    year: int, in_force: list[int]
) -> None:
    """Half past eleven of December 31 in Denver is still that year; 44 twice is no change."""
    versions = [
        DesignatedSince(at(day), quarters)
        for day, quarters in (
            ("2025-06-01T00:00", 48),
            ("2026-05-01T00:00", 44),
            ("2027-01-01T06:30", 44),
            ("2027-02-01T00:00", 40),
        )
    ]
    own = replace(activity(), designated=versions)
    assert [known.quarters for known in own.designated_in(year)] == in_force
