"""Sessions as iCalendar: what text cannot do to them, both clock changes, the same bytes again."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from icalendar import Calendar

from app.cohorts.changes.rules import WallTime
from app.language.languages import SPANISH, writing_in
from app.messages.calendar.events import Told, feed, invitation, session_file
from app.messages.calendar.rules import CalendarSession
from app.people.enums import Profession
from app.people.models import Person
from tests.cast import NOW

HERE = "https://training.example.edu"
HOSTILE = 'A, b; c\\n "q" <b>=1+1</b> {{ 7 * 7 }}\r\nATTENDEE:mailto:eve@example.org\rX\x0bY'


def held(**facts: Any) -> CalendarSession:
    usual: dict[str, Any] = {
        "session_id": uuid4(),
        "slug": "fall-2026",
        "position": 3,
        "program": "Mentor Development Program",
        "cohort": "Fall 2026",
        "unit_label": "Week",
        "zone": "America/Denver",
        "starts_at": datetime(2026, 11, 26, 19, tzinfo=UTC),
        "minutes": 60,
        "link": "https://zoom.example/j/1",
        "sequence": 2,
        "canceled": False,
        "changed_at": NOW - timedelta(days=30),
        "opens_at": datetime(2026, 11, 23, 13, tzinfo=UTC),
        "opened_early": False,
        "case_title": "The silent week",
        "leads": False,
    }
    return CalendarSession(**usual | facts)


def told(now: datetime = NOW, *leaders: tuple[CalendarSession, Person]) -> Told:
    return Told(HERE, now, {session.session_id: [person] for session, person in leaders})


def event_of(content: bytes) -> Any:
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    return event


def lines(content: bytes) -> list[bytes]:
    assert content.endswith(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert b"\r" not in content.replace(b"\r\n", b"")
    return content.split(b"\r\n")


@pytest.mark.parametrize("field", ["program", "cohort", "unit_label", "link", "case_title"])
def test_text_stays_text_whatever_it_holds(field: str) -> None:
    session = held(**{field: HOSTILE, "opened_early": True})
    part = invitation(session, told(), organizer=("Waypost", "w@x.org"), attendee="a@x.org")
    mailed = re.sub(rb"(?m)^ATTENDEE;[^\r]*\r\n(?: [^\r]*\r\n)*", b"", part.text.encode(), count=1)
    for content in (session_file(session, told()), feed([session], told()), mailed):
        names = [line.partition(b":")[0].partition(b";")[0] for line in lines(content)]
        assert b"ATTENDEE" not in names
        event = event_of(content)
        text = f"{event['summary']}\n{event['description']}\n{event['location']}"
        assert 'A, b; c\\n "q" <b>=1+1</b> {{ 7 * 7 }} ATTENDEE:mailto:eve@example.org X Y' in text


def test_a_name_with_a_line_in_it_stays_a_name() -> None:
    session = held()
    eve = Person(
        given_name="Eve\r\nORGANIZER:x",
        family_name="O;Neil, Jr.",
        certificate_name="E",
        profession=Profession.OTHER,
        institution_id=uuid4(),
        zone="UTC",
        created_at=NOW,
    )
    content = session_file(session, told(NOW, (session, eve)))
    assert not any(line.startswith(b"ORGANIZER") for line in lines(content))
    assert "Led by Eve ORGANIZER:x O;Neil, Jr." in str(event_of(content)["description"])


def test_lines_are_75_octets_at_most_and_letters_are_not_torn() -> None:
    title = "Señales de la mañana: 指導者の沈黙について, 🙂 " * 12
    content = feed([held(program=title.strip(), case_title=title.strip())], told())
    assert max(map(len, lines(content))) <= 75
    for line in lines(content):
        line.decode()  # raises where a letter is torn
    assert str(event_of(content)["summary"]) == f"{title.strip()}: Week 3, live session"


def test_times_are_utc_and_no_zone_is_described() -> None:
    content = feed([held(), held(starts_at=datetime(2027, 3, 18, 18, tzinfo=UTC))], told())
    for word in (b"VTIMEZONE", b"TZID", b"RRULE"):
        assert word not in content
    assert b"DTSTART:20261126T190000Z" in content
    assert b"DTEND:20261126T200000Z" in content
    assert content.count(b"UID:") == 2


@pytest.mark.parametrize(
    ("zone", "days", "hours"),
    [
        ("America/Denver", (date(2027, 3, 11), date(2027, 3, 18)), (19, 18)),
        ("America/Denver", (date(2026, 10, 29), date(2026, 11, 5)), (18, 19)),
        ("America/Phoenix", (date(2027, 3, 11), date(2027, 3, 18)), (19, 19)),
    ],
)
def test_noon_stays_noon_over_a_clock_change(
    zone: str, days: tuple[date, date], hours: tuple[int, int]
) -> None:
    noons = [WallTime(day, time(12), 60).starts(zone) for day in days]
    found = [event_of(session_file(held(starts_at=noon), told())) for noon in noons]
    assert tuple(event.decoded("dtstart").hour for event in found) == hours
    for event in found:
        assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(hours=1)


def test_a_holiday_move_changes_one_event_of_eight() -> None:
    mondays = [WallTime(date(2027, 1, 4) + timedelta(weeks=n), time(12), 60) for n in range(8)]
    eight = [held(starts_at=day.starts("America/Denver"), sequence=0) for day in mondays]
    king_day = mondays[2]
    tuesday = WallTime(king_day.day + timedelta(days=1), time(12), 60).starts("America/Denver")
    moved = held(session_id=eight[2].session_id, starts_at=tuesday, sequence=1, changed_at=NOW)
    before, after = (
        {str(event["uid"]): event for event in Calendar.from_ical(content).walk("VEVENT")}
        for content in (feed(eight, told()), feed([*eight[:2], moved, *eight[3:]], told()))
    )
    assert len(before) == 8
    assert before.keys() == after.keys()
    changed = [uid for uid in before if before[uid].to_ical() != after[uid].to_ical()]
    assert changed == [f"{moved.session_id}@training.example.edu"]
    assert [event[changed[0]]["sequence"] for event in (before, after)] == [0, 1]
    assert after[changed[0]].decoded("dtstart").weekday() == 1


def test_what_is_canceled_stays_and_takes_no_time() -> None:
    event = event_of(feed([held(canceled=True)], told()))
    assert (event["status"], event["transp"]) == ("CANCELLED", "TRANSPARENT")
    assert not event.walk("VALARM")
    assert "zoom" not in str(event["description"])
    event = event_of(feed([held()], told()))
    assert (event["status"], event["transp"]) == ("CONFIRMED", "OPAQUE")
    assert event.walk("VALARM")


def test_it_is_the_same_bytes_later_until_the_case_opens() -> None:
    session = held()
    opens = session.opens_at
    early, later = (feed([session], told(at)) for at in (NOW, opens - timedelta(seconds=1)))
    assert early == later
    assert b"silent week" not in early
    opened = feed([session], told(opens))
    assert b"silent week" in opened
    assert event_of(early).decoded("dtstamp") == session.changed_at
    assert event_of(opened).decoded("last-modified") == opens


def test_the_feed_has_a_name_and_says_how_often_to_look() -> None:
    with writing_in(SPANISH):
        content = feed([], told())
    calendar = Calendar.from_ical(content)
    assert calendar["method"] == "PUBLISH"
    assert calendar["name"] == calendar["x-wr-calname"]
    assert calendar["name"] != ""
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in content
    assert b"X-PUBLISHED-TTL:PT1H\r\n" in content


def test_the_event_is_the_same_one_however_it_is_taken() -> None:
    session = held(canceled=True)
    part = invitation(session, told(), organizer=("", "a@b.example"), attendee="ada@example.org")
    assert part.method == "CANCEL"
    taken = [event_of(content) for content in (
        session_file(session, told()), feed([session], told()), part.text.encode()
    )]  # fmt: skip
    for name in ("uid", "sequence", "dtstart", "dtend", "dtstamp", "summary", "status"):
        assert len({event[name].to_ical() for event in taken}) == 1, name
