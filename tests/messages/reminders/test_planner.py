"""What is planned: which letters, when, what goes together, what wins, and why not the others."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.casework.enums import AttendanceStatus as Status
from app.messages.reminders.enums import Rule
from app.messages.reminders.pulse.rules import Clock, Pulse, is_time
from app.messages.reminders.reader.rules import Reader, Thing
from app.messages.reminders.rules import QUIET, TOLD, has_moment, plan
from app.messages.reminders.timing.rules import DEFAULTS, Setting, week_of
from app.messages.reminders.truth.rules import (
    COMPLETE,
    DECLINED,
    DISABLED,
    FELL_BEFORE,
    ON_TRACK,
    SIGNED,
    why_untrue,
)
from app.messages.reminders.week.rules import (
    A_WEEK,
    UNANSWERED,
    UNANSWERED_SO_FAR,
    URGENCY,
    WEEK_FULL,
)
from app.messages.streams.enums import Stream
from app.messages.streams.rules import NotificationSettings, QuietHours, is_quiet
from tests.messages.reminders.people import Someone, session_at, twice, unit

ABSENT, PRESENT = Status.ABSENT, Status.PRESENT
MONDAY = datetime(2026, 11, 9, 20, tzinfo=UTC)
"""One in the afternoon in Denver, in the week of the first session."""


def told(reader: Reader, now: datetime) -> list[tuple[str, list[str]]]:
    """When each letter goes on its reader's clock, and the rules of what it says."""
    return [
        (
            f"{letter.at.astimezone(ZoneInfo(reader.zone)):%a %d %H:%M}",
            [item.thing.rule.value for item in letter.items],
        )
        for letter in plan(reader, now).letters
    ]


def why_not(reader: Reader, now: datetime, rule: Rule) -> set[object]:
    return {out.why for out in plan(reader, now).left_out if out.item.thing.rule is rule}


def test_who_did_nothing_yet_is_told_on_monday_and_an_hour_before_the_session() -> None:
    reader = Someone().reader(MONDAY)
    week = told(reader, MONDAY)[:2]
    assert week == [("Mon 09 13:00", ["unit-open"]), ("Thu 12 11:00", ["session-soon"])]
    full = {WEEK_FULL(count=A_WEEK)}
    assert why_not(reader, MONDAY, Rule.UNSIGNED) == full
    assert why_not(reader, MONDAY, Rule.SESSION_TOMORROW) == full


def test_a_place_is_kept_for_the_hour_before_though_others_come_first() -> None:
    busy = Someone(letters=[MONDAY - timedelta(hours=5)])  # one went this week already
    assert told(busy.reader(MONDAY), MONDAY)[0] == ("Thu 12 11:00", ["session-soon"])


def test_who_has_signed_is_told_of_the_session_only() -> None:
    reader = Someone(signed=frozenset({1})).reader(MONDAY)
    assert told(reader, MONDAY)[:2] == [
        ("Wed 11 13:00", ["session-tomorrow"]),
        ("Thu 12 11:00", ["session-soon"]),
    ]
    assert why_not(reader, MONDAY, Rule.UNSIGNED) >= {SIGNED}


def test_who_did_nothing_after_the_last_opening_is_told_two_days_before_instead() -> None:
    opened = Thing(Rule.UNIT_OPEN, "1")
    now = MONDAY + timedelta(weeks=1)
    ignoring = Someone(marks={1: PRESENT}, told={opened: MONDAY}, letters=[MONDAY])
    assert told(ignoring.reader(now), now)[:2] == [
        ("Tue 17 13:00", ["unsigned"]),
        ("Thu 19 11:00", ["session-soon"]),
    ]
    acting = replace(ignoring, acted_at=MONDAY + timedelta(days=1))
    assert told(acting.reader(now), now)[0] == ("Mon 16 13:00", ["unit-open"])


def test_mondays_letter_says_all_that_is_true() -> None:
    now = MONDAY + timedelta(weeks=1)
    reader = Someone(marks={1: ABSENT}).reader(now)
    assert told(reader, now)[0] == ("Mon 16 13:00", ["missed", "unit-open"])
    later = now + timedelta(weeks=1)
    reader = Someone(marks={1: PRESENT, 2: ABSENT}).reader(later)
    assert told(reader, later)[0] == ("Mon 23 13:00", ["off-track", "missed", "unit-open"])


def test_somebody_falls_off_the_track_in_one_week_only() -> None:
    later = MONDAY + timedelta(weeks=2)
    place = Someone(marks={1: PRESENT, 2: PRESENT}).place(later)
    of = {n: why_untrue(Thing(Rule.OFF_TRACK, str(n)), place, later) for n in (1, 2)}
    assert of == {1: ON_TRACK, 2: None}  # week 1 is due once the session of week 2 is over
    place = Someone(marks={1: PRESENT, 2: PRESENT, 3: PRESENT}).place(later + timedelta(weeks=1))
    fell = why_untrue(Thing(Rule.OFF_TRACK, "3"), place, later + timedelta(weeks=1))
    assert fell == FELL_BEFORE


def test_two_cohorts_of_one_person_make_one_letter_and_share_the_week() -> None:
    reader = twice(Someone().reader(MONDAY))
    assert told(reader, MONDAY)[:2] == [
        ("Mon 09 13:00", ["unit-open", "unit-open"]),
        ("Thu 12 11:00", ["session-soon", "session-soon"]),
    ]


@pytest.mark.parametrize(
    ("zone", "quiet", "soon"),
    [
        ("America/New_York", QuietHours(time(20), time(7)), "Thu 12 13:00"),
        ("Pacific/Honolulu", QuietHours(time(20), time(7)), "Thu 12 08:00"),
        ("Pacific/Honolulu", QuietHours(time(20), time(8, 30)), "Thu 12 08:30"),
        ("Pacific/Honolulu", QuietHours(time(20), time(9)), None),  # the session begins at nine
    ],
)
def test_hour_before_waits_for_the_end_of_quiet_hours_and_never_past_the_start(
    zone: str, quiet: QuietHours, soon: str | None
) -> None:
    someone = Someone(zone=zone, choice=NotificationSettings(quiet=quiet))
    reader = someone.reader(MONDAY)
    first = session_at(1)
    letters = [letter for letter in told(reader, MONDAY) if letter[1] == ["session-soon"]]
    assert (letters[0][0] if letters and letters[0][0] < "Thu 19" else None) == soon
    kept = why_not(reader, MONDAY, Rule.SESSION_SOON)
    assert (QUIET in kept) is (soon is None)
    assert all(letter.at < first for letter in plan(reader, MONDAY).letters[:2])


def test_nobody_is_reminded_who_completed_declined_or_cannot_sign_in() -> None:
    done = Someone(signed=frozenset({1, 2, 3, 4}), marks={1: PRESENT, 2: PRESENT, 3: PRESENT})
    later = MONDAY + timedelta(weeks=3)
    assert told(done.reader(later), later) == []
    assert why_not(done.reader(later), later, Rule.SESSION_SOON) == {COMPLETE}
    off = NotificationSettings(declined=frozenset({Stream.REMINDERS}))
    for someone, why in ((Someone(choice=off), DECLINED), (Someone(is_disabled=True), DISABLED)):
        found = plan(someone.reader(MONDAY), MONDAY)
        assert found.letters == ()
        assert {out.why for out in found.left_out} == {why}


def test_after_ten_letters_without_an_act_there_are_no_more_until_they_act() -> None:
    letters = [MONDAY - timedelta(days=n) for n in range(7, 7 + UNANSWERED)]
    silent = Someone(letters=letters)
    assert told(silent.reader(MONDAY), MONDAY) == []
    assert UNANSWERED_SO_FAR(count=UNANSWERED) in why_not(
        silent.reader(MONDAY), MONDAY, Rule.UNIT_OPEN
    )
    nearly = replace(silent, letters=letters[1:])
    assert len(told(nearly.reader(MONDAY), MONDAY)) == 1
    acting = replace(silent, acted_at=MONDAY - timedelta(days=1))
    assert len(told(acting.reader(MONDAY), MONDAY)) > 1


def test_a_rule_that_is_off_says_nothing_and_one_that_moved_goes_at_its_moment() -> None:
    off = {**DEFAULTS, Rule.SESSION_SOON: Setting(is_on=False)}
    off[Rule.UNIT_OPEN] = Setting(clock=time(9))
    reader = Someone(settings=off).reader(MONDAY - timedelta(hours=5))
    assert told(reader, MONDAY - timedelta(hours=5))[:2] == [
        ("Mon 09 09:00", ["unit-open"]),
        ("Tue 10 13:00", ["unsigned"]),
    ]


def test_a_session_that_moved_is_another_one() -> None:
    now = session_at(1) - timedelta(hours=1)
    soon = Thing(Rule.SESSION_SOON, f"1@{session_at(1).isoformat()}")
    reader = Someone(told={soon: now}).reader(now)
    assert TOLD in why_not(reader, now, Rule.SESSION_SOON)
    moved = replace(unit(1), starts_at=session_at(1) + timedelta(hours=2))
    again = Someone(told={soon: now}).reader(now, [moved])
    assert told(again, now) == [("Thu 12 13:00", ["session-soon"])]


def test_every_rule_has_its_place_in_the_order() -> None:
    assert sorted(URGENCY) == sorted(Rule)


# ------------------------------------------------------------------------------- whatever is so

ZONES = st.sampled_from(
    ["America/Denver", "America/Phoenix", "Pacific/Honolulu", "Asia/Tokyo", "Europe/Berlin"]
)
HOURS = st.builds(time, st.integers(0, 23), st.sampled_from([0, 30]))
MARKS = st.dictionaries(st.integers(1, 4), st.sampled_from([PRESENT, ABSENT, Status.EXCUSED]))
MOMENTS = st.integers(0, 60 * 24 * 45).map(lambda n: MONDAY - timedelta(days=3, minutes=-n))


@st.composite
def someones(draw: st.DrawFn) -> Someone:
    letters = draw(st.lists(st.integers(0, 60 * 24 * 40), max_size=14))
    changed = draw(st.dictionaries(st.sampled_from(list(Rule)), HOURS, max_size=4))
    return Someone(
        signed=draw(st.frozensets(st.integers(1, 4))),
        marks=draw(MARKS),
        zone=draw(ZONES),
        choice=NotificationSettings(quiet=QuietHours(draw(HOURS), draw(HOURS))),
        settings={**DEFAULTS, **{r: replace(DEFAULTS[r], clock=at) for r, at in changed.items()}},
        letters=sorted(MONDAY - timedelta(days=5) + timedelta(minutes=n) for n in letters),
        acted_at=draw(st.one_of(st.none(), MOMENTS)),
    )


@given(someones(), MOMENTS)
def test_whatever_is_so_limits_hours_and_truth_hold(someone: Someone, now: datetime) -> None:
    someone.letters = [at for at in someone.letters if at <= now]
    reader = someone.reader(now)
    found = plan(reader, now)
    weeks = Counter(week_of(letter.at, reader.zone) for letter in found.letters)
    for week, planned in weeks.items():
        before = sum(week_of(at, reader.zone) == week for at in reader.letters)
        assert planned + before <= max(A_WEEK, before)
    (place,) = reader.places
    assert place.unanswered + len(found.letters) <= max(UNANSWERED, place.unanswered)
    said = [item.thing for letter in found.letters for item in letter.items]
    assert len(said) == len(set(said))
    for letter in found.letters:
        assert letter.at >= now
        assert not is_quiet(reader.choice.quiet, letter.at, reader.zone)
        for item in letter.items:
            assert letter.at < item.ends
            assert why_untrue(item.thing, item.place, letter.at) is None
    assert has_moment(reader, now) or not found.due(now)
    assert sorted(letter.at for letter in found.letters) == sorted(
        {letter.at for letter in found.letters}
    )


def test_who_will_have_completed_by_then_is_not_told_that_they_missed_one() -> None:
    """The mark of the last session was entered before it: nothing else has to happen."""
    now = MONDAY + timedelta(weeks=3, minutes=15)
    marks = {1: PRESENT, 2: PRESENT, 3: ABSENT, 4: PRESENT}
    reader = Someone(signed=frozenset({1, 2, 3, 4}), marks=marks).reader(now)
    assert told(reader, now) == []
    assert COMPLETE in why_not(reader, now, Rule.MISSED)


@given(someones(), MOMENTS)
def test_what_is_planned_for_later_goes_then_if_nothing_happens(
    someone: Someone, now: datetime
) -> None:
    """By the same rule: the first letter that was foreseen is due when its moment comes."""
    someone.letters = [at for at in someone.letters if at <= now]
    letters = plan(someone.reader(now), now).letters
    if letters and letters[0].at > now:
        then = letters[0].at
        due = plan(someone.reader(then), then).due(then)
        foreseen = {item.thing for item in letters[0].items}
        assert foreseen <= {item.thing for letter in due for item in letter.items}


@given(someones(), MOMENTS)
def test_every_moment_is_one_at_which_the_worker_looks(someone: Someone, now: datetime) -> None:
    """`pulse` may say yes too often, never too seldom."""
    reader = someone.reader(now)
    (place,) = reader.places
    clock = Clock(reader.zone, reader.choice.quiet.ends)
    starts = tuple(session_at(n) for n in range(1, 5))
    pulse = Pulse(place.cohort_id, place.settings, frozenset({clock}), starts)
    for letter in plan(reader, now).letters:
        if letter.at > now:
            assert is_time(pulse, letter.at - timedelta(minutes=1), letter.at)
