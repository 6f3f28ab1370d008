"""Who was there by what was told: whatever got lost on the way, nobody of it is absent for that."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from app.casework.enums import AttendanceStatus
from app.casework.imports.facts import Presence, Review, Roster
from app.casework.imports.matching.review import review
from app.casework.imports.models import AttendanceImport
from app.casework.imports.reading.placing import place
from app.casework.imports.reviewing import read_kept
from app.casework.zoom.enums import Told
from app.casework.zoom.gathering import occurrences_told
from app.casework.zoom.lists import FROM_ZOOM, Occurrence, rows_of
from app.casework.zoom.rules import Window
from app.casework.zoom.told import Event
from app.core.ids import new_id
from tests.casework.imports.rosters import POLICY, hour, known
from tests.casework.zoom.fake import NUMBER

AT = hour("2026-11-12 12:00")
WINDOW = Window(AT.starts_at, AT.ends_at)
PEOPLE = [
    known("Ada", "Alvarez", "ada@x.example"),
    known("Nan", "Nakai", "nan@x.example"),
    known("Lou", "Amadi", "lou@x.example"),
]


def at(minute: float) -> datetime:
    """So many minutes after the session began."""
    return AT.starts_at + timedelta(minutes=minute)


def told(kind: Told, minute: float, whose: int = 0, held: str = "a") -> Event:
    name = f"{PEOPLE[whose].given_name} {PEOPLE[whose].family_name}"
    whom = ("", "", "") if kind is Told.ENDED else (f"id {whose}", name, "")
    return Event("", NUMBER, held, kind, *whom, at(minute))


def came(minute: float, whose: int = 0, held: str = "a") -> Event:
    return told(Told.JOINED, minute, whose, held)


def went(minute: float, whose: int = 0, held: str = "a") -> Event:
    return told(Told.LEFT, minute, whose, held)


def ended(minute: float, held: str = "a") -> Event:
    return told(Told.ENDED, minute, held=held)


def looked_at(occurrences: Sequence[Occurrence]) -> Review:
    """As the desk reads such a list."""
    rows = rows_of(NUMBER, occurrences)
    kept = AttendanceImport(
        case_session_id=new_id(),
        sha256="",
        file_name="Zoom",
        format="zoom_list",
        written_as=FROM_ZOOM,
        delimiter="",
        rows=rows,
        sent_at=AT.ends_at,
    )
    file = place(read_kept(kept).file, AT, [], [])
    return review([file], Roster(AT, POLICY, PEOPLE, []), {})


def presences(*events: Event) -> dict[str, Presence]:
    found = looked_at(occurrences_told(events, WINDOW))
    return {match.known.given_name: match.presence for match in found.matched}


def minutes(*events: Event) -> dict[str, int | None]:
    return {name: presence.minutes for name, presence in presences(*events).items()}


def test_what_was_told_whole_is_assumed_of_nobody() -> None:
    (held,) = occurrences_told([came(0), went(50), ended(60)], WINDOW)
    assert [(own.joined, own.left, own.is_assumed) for own in held.stretches] == [
        (at(0), at(50), False)
    ]
    assert (held.starts_at, held.ends_at, held.is_open) == (at(0), at(60), False)
    assert rows_of(NUMBER, [held])[2][-1] == "Occurrence"


def test_who_was_not_told_to_have_left_was_there_until_the_meeting_ended() -> None:
    assert minutes(came(10), came(0, 1), went(30, 1), ended(52)) == {"Ada": 42, "Nan": 30}


def test_or_until_the_session_was_over() -> None:
    assert minutes(came(10), came(0, 1), went(30, 1)) == {"Ada": 50, "Nan": 30}


def test_or_until_it_was_held_again() -> None:
    held = (came(0), came(5, 1), came(22, 1, "b"), went(60, 1, "b"))
    assert minutes(*held) == {"Ada": 22, "Nan": 55}


def test_who_was_not_told_to_have_joined_was_there_from_the_beginning() -> None:
    assert minutes(went(50), ended(60)) == {"Ada": 50}
    assert presences(went(50))["Ada"].joined == WINDOW.opens_at


def test_or_since_they_left_last_or_since_it_was_held_before() -> None:
    assert minutes(came(0), went(10), went(50)) == {"Ada": 50}
    assert minutes(came(0, 1), ended(20), went(50, 0, "b"), ended(60, "b")) == {
        "Ada": 30,
        "Nan": 20,
    }


def test_the_same_told_twice_is_one() -> None:
    again = replace(went(20), name="Ada A.")
    assert minutes(came(15), went(20), again) == {"Ada": 5}


def test_what_is_assumed_is_said_of_those_alone() -> None:
    found = presences(came(10), came(0, 1), went(30, 1), went(40, 2), ended(60))
    assert {name: own.is_assumed for name, own in found.items()} == {
        "Ada": True,
        "Nan": False,
        "Lou": True,
    }


def test_while_somebody_is_in_and_no_end_was_told_it_is_open() -> None:
    def is_open(*events: Event) -> list[bool]:
        return [each.is_open for each in occurrences_told(events, WINDOW)]

    assert is_open(came(0), came(0, 1), went(50, 1)) == [True]
    assert is_open(came(0), went(60)) == [False]
    assert is_open(went(60)) == [False]
    assert is_open(came(0), ended(60)) == [False]
    assert is_open(came(0), came(22, 1, "b"), went(60, 1, "b")) == [False, False]


def test_who_comes_early_into_an_open_room_and_stays_counts() -> None:
    assert minutes(came(-40), came(-300, 1), went(60), went(60, 1), ended(61)) == {
        "Ada": 60,
        "Nan": 60,
    }


def test_an_end_after_which_somebody_joined_was_none() -> None:
    assert minutes(came(0), went(5), ended(5), came(10)) == {"Ada": 55}
    assert minutes(came(0), went(5), ended(5), came(10), ended(40)) == {"Ada": 35}


def test_what_was_over_before_is_another_meeting() -> None:
    before = (came(-90, 1, "b"), came(-90, 2, "b"), ended(-40, "b"))
    assert minutes(*before, came(0), went(50)) == {"Ada": 50}


def test_who_was_there_for_seconds_is_not_absent() -> None:
    found = looked_at(occurrences_told([came(59.9), ended(60.2)], WINDOW))
    assert [(match.presence.minutes, match.by_policy) for match in found.matched] == [
        (1, AttendanceStatus.PARTIAL)
    ]


@dataclass(frozen=True)
class Stay:
    """Somebody who really was there, in seconds since the session began."""

    whose: int
    held: int
    start: int
    end: int


@st.composite
def stays(draw: st.DrawFn) -> tuple[list[Stay], list[int]]:
    """Everybody's, one after the other, and when the meeting was held from, to, again from, to."""
    bounds = sorted(draw(st.sets(st.integers(-5400, 4800), min_size=4, max_size=4)))
    found: list[Stay] = []
    for held, (begins, ends) in enumerate([bounds[:2], bounds[2:]]):
        for whose in range(len(PEOPLE)):
            inside = st.sets(st.integers(begins, ends), max_size=6)
            times = sorted(draw(inside))
            found += [
                Stay(whose, held, start, end)
                for number, (start, end) in enumerate(pairwise(times))
                if number % 2 == 0
            ]
    return found, bounds


def events_of(stay: Stay) -> list[Event]:
    held = "ab"[stay.held]
    return [came(stay.start / 60, stay.whose, held), went(stay.end / 60, stay.whose, held)]


def really(own: Iterable[Stay]) -> int:
    """Seconds of the session, those of one person."""
    return sum(max(0, min(stay.end, 3600) - max(stay.start, 0)) for stay in own)


@given(stays(), st.data(), st.randoms(use_true_random=False))
def test_nobody_who_was_told_of_is_absent_whatever_got_lost(
    drawn: tuple[list[Stay], list[int]], data: st.DataObject, random: Random
) -> None:
    """At least one end of a stay arrived: all of it counts, and nobody is absent."""
    own, bounds = drawn
    kept = [data.draw(st.sampled_from(["both", "joined", "left", "none"])) for _ in own]
    events = [
        event
        for stay, part in zip(own, kept, strict=True)
        for event, name in zip(events_of(stay), ("joined", "left"), strict=True)
        if part in {"both", name}
    ]
    for number, held in enumerate("ab"):
        if data.draw(st.booleans()):
            events.append(ended(bounds[2 * number + 1] / 60, held))
    random.shuffle(events)
    occurrences = occurrences_told(events, WINDOW)
    heard = [stay for stay, part in zip(own, kept, strict=True) if part != "none"]
    there = {stay.whose for stay in heard if really([stay])}
    if not there:
        return
    found = looked_at(occurrences)
    for whose in there:
        person = PEOPLE[whose]
        assert person.enrollment_id
        decision = found.decisions[person.enrollment_id]
        assert decision.becomes is not AttendanceStatus.ABSENT
        match = next(match for match in found.matched if match.known == person)
        seconds = really(stay for stay in heard if stay.whose == whose)
        assert match.presence.minutes is not None
        assert match.presence.minutes >= int(seconds / 60 + 0.5)


@given(stays())
def test_where_nothing_got_lost_nothing_is_added(drawn: tuple[list[Stay], list[int]]) -> None:
    own, bounds = drawn
    events = [event for stay in own for event in events_of(stay)]
    events += [ended(bounds[1] / 60), ended(bounds[3] / 60, "b")]
    there = [stay for stay in own if really([stay])]
    if not there:
        return
    found = looked_at(occurrences_told(events, WINDOW))
    assert not any(match.presence.is_assumed for match in found.matched)
    for match in found.matched:
        whose = PEOPLE.index(match.known)
        seconds = really(stay for stay in own if stay.whose == whose)
        assert match.presence.minutes == (max(1, int(seconds / 60 + 0.5)) if seconds else 0)


def test_moments_are_in_utc() -> None:
    (held,) = occurrences_told([came(0), went(50)], WINDOW)
    assert held.starts_at.tzinfo is UTC
