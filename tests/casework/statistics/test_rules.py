"""The attendance of a series in numbers, against a table that was counted by hand.

Six sessions, a week apart. A letter is a mark (P present, L late, I in part, E excused, A absent, ?
none), a number behind it the minutes, where they are known; a dash: not in the cohort then.

                         1     2     3     4     5     6   came
Rosa, North, assistant   P60   P60   P50   P60   P60   P60    6
Omar, North, associate   P     A     L45   -     -     -      2   left after the third
Uma, South, assistant    -     -     P     I30   E     A      2   came before the third
Kai, South, professor    A     P40   -     -     P     P      3   left, and came back for the fifth
Ivo, East                -     -     -     P     P     ?      2   a drop-in, in since the fourth
Lea, North, assistant    A     E     A     A     A     ?      0
expected                 4     4     4     4     5     5
attended                 2     2     3     3     3     2     15
"""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.casework.enums import AttendanceStatus as Status
from app.casework.statistics.rules import (
    Came,
    GroupNumbers,
    HeldSession,
    Participant,
    Period,
    percent_of,
    series,
    to_one_place,
)

FIRST = datetime(2026, 9, 3, 18, tzinfo=UTC)
WEEK, HOUR = timedelta(weeks=1), timedelta(hours=1)
HELD = [HeldSession(n, FIRST + (n - 1) * WEEK) for n in range(1, 7)]
LETTERS = {
    "P": Status.PRESENT,
    "L": Status.LATE,
    "I": Status.PARTIAL,
    "E": Status.EXCUSED,
    "A": Status.ABSENT,
    "?": Status.NOT_RECORDED,
}


def before(session: int) -> datetime:
    """A day before a session."""
    return FIRST + (session - 1) * WEEK - timedelta(days=1)


def person(
    institution: str, rank: str, marks: str, *periods: tuple[int, int | None]
) -> Participant:
    """`periods`: before which session they came, and before which one they left."""
    found = {}
    for position, mark in enumerate(marks.split(), 1):
        if mark not in {"-", "?"}:
            found[position] = Came(LETTERS[mark[0]], int(mark[1:]) if mark[1:] else None)
    own = [Period(before(since), before(until) if until else None) for since, until in periods]
    return Participant(institution, rank, own, found)


EVERYBODY = [
    person("North", "Assistant", "P60 P60 P50 P60 P60 P60", (1, None)),
    person("North", "Associate", "P A L45 - - -", (1, 4)),
    person("South", "Assistant", "- - P I30 E A", (3, None)),
    person("South", "Professor", "A P40 - - P P", (1, 3), (5, None)),
    person("East", "", "- - - P P ?", (5, None)),
    person("North", "Assistant", "A E A A A ?", (1, None)),
]


def test_statistics_of_a_series_are_those_counted_by_hand() -> None:
    found = series(EVERYBODY, HELD)
    sessions = [
        (own.expected, own.attended, own.excused, own.unrecorded, str(own.mean_minutes))
        for own in found.sessions
    ]
    assert sessions == [
        (4, 2, 0, 0, "60.0"),
        (4, 2, 1, 0, "50.0"),
        (4, 3, 0, 0, "47.5"),
        (4, 3, 0, 0, "45.0"),
        (5, 3, 1, 0, "60.0"),
        (5, 2, 0, 2, "60.0"),
    ]
    shares = [percent_of(own.attended, own.expected) for own in found.sessions]
    assert shares == [50, 50, 75, 75, 60, 40]
    assert (found.recorded, found.lowest, found.highest) == (6, 2, 3)
    assert found.everybody == GroupNumbers("", 6, 5, 15, Decimal("2.5"))
    assert found.by_institution == [
        GroupNumbers("North", 3, 2, 8, Decimal("1.3")),
        GroupNumbers("South", 2, 2, 5, Decimal("0.8")),
        GroupNumbers("East", 1, 1, 2, Decimal("0.3")),
    ]
    assert found.by_rank == [
        GroupNumbers("Assistant", 3, 2, 8, Decimal("1.3")),
        GroupNumbers("Professor", 1, 1, 3, Decimal("0.5")),
        GroupNumbers("Associate", 1, 1, 2, Decimal("0.3")),
        GroupNumbers("", 1, 1, 2, Decimal("0.3")),
    ]


def test_session_without_any_mark_is_left_out_of_mean_and_range() -> None:
    late = HeldSession(7, FIRST + 6 * WEEK)
    found = series(EVERYBODY, [*HELD, late])
    assert not found.sessions[-1].is_recorded
    assert (found.recorded, found.lowest, found.everybody.mean) == (6, 2, Decimal("2.5"))


def test_nothing_is_counted_of_nobody() -> None:
    found = series([], HELD)
    assert (found.recorded, found.lowest, found.highest) == (0, 0, 0)
    assert found.everybody == GroupNumbers("", 0, 0, 0, Decimal("0.0"))


def test_make_up_is_no_attendance() -> None:
    made_up = Participant("North", "", [Period(before(1), None)], {1: Came(Status.MADE_UP)})
    assert series([made_up], HELD[:1]).sessions[0].attended == 0


@pytest.mark.parametrize(
    ("total", "count", "mean"),
    [(1, 3, "0.3"), (1, 4, "0.3"), (5, 100, "0.1"), (4, 100, "0.0"), (7, 2, "3.5"), (1, 0, "0.0")],
)
def test_mean_has_one_place_and_half_goes_up(total: int, count: int, mean: str) -> None:
    assert str(to_one_place(total, count)) == mean


@st.composite
def participants(draw: st.DrawFn) -> Participant:
    """Somebody with any periods and marks."""
    marks = draw(
        st.dictionaries(
            st.integers(1, 6),
            st.builds(Came, st.sampled_from(Status), st.none() | st.integers(0, 90)),
        )
    )
    edges = sorted(draw(st.sets(st.integers(1, 7), max_size=4)))
    pairs = zip(edges[::2], [*edges[1::2], None], strict=False)
    periods = [Period(before(a), before(b) if b else None) for a, b in pairs]
    return Participant(draw(st.sampled_from("NSE")), draw(st.sampled_from("ab")), periods, marks)


@given(st.lists(participants(), max_size=8))
def test_groups_and_sessions_add_up(people: list[Participant]) -> None:
    found = series(people, HELD)
    counted = [own for own in found.sessions if own.is_recorded]
    for groups in (found.by_institution, found.by_rank):
        assert sum(own.attendances for own in groups) == found.everybody.attendances
        assert sum(own.people for own in groups) == found.everybody.people
        assert sum(own.unique for own in groups) == found.everybody.unique
    assert sum(own.attended for own in counted) == found.everybody.attendances
    for own in found.sessions:
        assert own.attended + own.excused + own.unrecorded <= own.expected
    if counted:
        assert found.lowest <= found.everybody.mean <= found.highest
