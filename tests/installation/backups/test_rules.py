"""Names, and what is kept."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.installation.backups.rules import BackupName, differing, in_order, surplus

FIRST = datetime(2025, 7, 1, tzinfo=UTC)
moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
names = st.builds(BackupName, moments.map(lambda at: at.replace(microsecond=0)), st.booleans())


@given(names)
def test_a_name_says_the_same_again(name: BackupName) -> None:
    assert BackupName.read(str(name)) == name


@pytest.mark.parametrize(
    "other",
    [
        "waypost.db",
        "waypost-before-restore-2026-11-29T171930Z.db",
        "waypost-2026-13-29T171930Z.tar.gz",
        "waypost-2026-11-29T171930Z.tar.gz.old",
        ".waypost-unfinished-abc",
    ],
)
def test_other_files_are_no_backups(other: str) -> None:
    assert BackupName.read(other) is None
    assert in_order([other]) == []


def test_four_a_day_for_long_leave_days_weeks_and_months() -> None:
    found: list[BackupName] = []
    for quarter in range(4 * 549):
        found.append(BackupName(FIRST + timedelta(hours=6 * quarter)))
        gone = surplus(found)
        found = [name for name in found if name not in gone]
    days = [f"2026-12-{day}" for day in range(31, 24, -1)]
    weeks = ["2026-12-20", "2026-12-13", "2026-12-06"]  # two of the five have a day above
    months = ["2026-11-30", "2026-10-31", "2026-09-30", "2026-08-31", "2026-07-31", "2026-06-30"]
    months += ["2026-05-31", "2026-04-30", "2026-03-31", "2026-02-28", "2026-01-31"]
    assert [f"{name.at:%Y-%m-%d}" for name in found[::-1]] == days + weeks + months
    assert {name.at.hour for name in found} == {18}


def test_copies_before_migrations_are_counted_for_themselves() -> None:
    daily = [BackupName(FIRST + timedelta(days=n)) for n in range(3)]
    copies = [BackupName(FIRST + timedelta(days=n, hours=1), True) for n in range(5)]
    assert surplus([*daily, *copies]) == [copies[1], copies[0]]


@given(st.sets(names))
def test_the_newest_of_both_is_always_kept(found: set[BackupName]) -> None:
    gone = surplus(found)
    for before in (True, False):
        of_kind = [name for name in found if name.before_migration is before]
        assert not of_kind or max(of_kind) not in gone
    assert surplus(found - {*gone}) == []


def test_tables_that_differ_are_named() -> None:
    assert differing({"a": 1, "b": 2}, {"a": 1, "b": 2}) == []
    assert differing({"a": 1, "b": 2}, {"b": 3, "c": 1}) == ["a", "b", "c"]
