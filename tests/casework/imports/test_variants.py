"""Files as any program could have written them, of people whose hours are known beforehand.

Whatever the letters, signs, headers, dates and zone of a file: nobody gets a minute that was not
theirs, and each of its lines is somebody's or is dropped for a reason.
"""

import codecs
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.casework.enums import AttendanceStatus
from app.casework.imports.facts import Known, Review, Roster
from app.casework.imports.matching import reasons
from app.casework.imports.matching.review import review
from app.casework.imports.reading.files import read_file
from app.casework.imports.reading.placing import place
from tests.casework.imports.rosters import POLICY, hour, known

AT = hour("2026-11-19 10:00")
NAMES = [
    ("Dana", "Okafor"),
    ("José", "Núñez"),
    ("Maria", "Garcia"),
    ("María", "García"),
    ("Li", "Chen"),
    ("Chen", "Li"),
    ("Dana", "Okafor-Ruiz"),
    ("Teo", "Marchetti"),
]
PEOPLE = [known(given, family, f"p{at}@x.example") for at, (given, family) in enumerate(NAMES)]
STRANGERS = ["Otter notetaker", "iPad", "Zoe Quist", "Front Desk 2"]


@dataclass(frozen=True)
class Line:
    """A row, and whose it really is: the place in `PEOPLE`, or nobody's."""

    whose: int | None
    called: str
    address: str
    start: int
    length: int
    in_lobby: bool = False
    is_short: bool = False
    lacks: str = ""
    """Which of its times is not written: none, `left`, `joined`, `both`, or one that is no time."""


@st.composite
def called(draw: st.DrawFn, whose: int) -> str:
    given, family = NAMES[whose]
    shapes = [
        f"{given} {family}",
        f"{family}, {given}",
        f"{given} {family}, MD",
        f"{given[:1]} ({given} {family})",
        f"{given} {family} iPad",
        f"{given.upper()} {family.upper()}",
        f"{given[:1]}. {family}",
        given,
        f"conf-room ({given} {family})",
        f"{given} {family} (she/her)",
    ]
    return draw(st.sampled_from(shapes))


@st.composite
def lines(draw: st.DrawFn) -> Line:
    whose = draw(st.one_of(st.none(), st.integers(0, len(NAMES) - 1)))
    start = draw(st.integers(-20, 50))
    length = draw(st.integers(1, 80))
    if whose is None:
        return Line(None, draw(st.sampled_from(STRANGERS)), "", start, length)
    own = draw(st.booleans())
    return Line(
        whose,
        draw(called(whose)),
        PEOPLE[whose].addresses[0] if own else "",
        start,
        length,
        in_lobby=draw(st.integers(0, 5)) == 0,
        is_short=draw(st.integers(0, 5)) == 0,
    )


@dataclass(frozen=True)
class Shape:
    """How a file is written."""

    is_new: bool
    has_block: bool
    delimiter: str
    date: str
    zone: str
    encoding: str
    breaks: str


SHAPES = st.builds(
    Shape,
    is_new=st.booleans(),
    has_block=st.booleans(),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    date=st.sampled_from(
        ["%m/%d/%Y %I:%M:%S %p", "%d/%m/%Y %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%b %d, %Y %I:%M %p"]
    ),
    zone=st.sampled_from(["America/Denver", "America/Los_Angeles", "America/New_York"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "cp1252"]),
    breaks=st.sampled_from(["\n", "\r\n"]),
)


KEPT = st.sampled_from(["both", "Joined", "Left"])
ALIKE = {2, 3, 4, 5}
"""Whose names are another one's too; they are told by an address."""
LACKS = st.sampled_from(["", "left", "joined", "both", "soon"])


def cell(text: str, delimiter: str) -> str:
    return f'"{text}"' if delimiter in text else text


def clock(minutes: int, shape: Shape) -> str:
    at = AT.starts_at + timedelta(minutes=minutes)
    return at.astimezone(ZoneInfo(shape.zone)).strftime(shape.date)


def written(rows: list[Line], shape: Shape) -> bytes:
    old = ["Name (Original Name)", "User Email", "Join Time", "Leave Time", "Duration (Minutes)"]
    new = ["Name (original name)", "Email", "Join time", "Leave time", "Duration (minutes)"]
    table = [[*(new if shape.is_new else old), "Guest", "In waiting room"]]
    for row in rows:
        ends = row.start + row.length
        cells = [row.called, row.address, clock(row.start, shape), clock(ends, shape)]
        cells += [str(row.length), "No", "Yes" if row.in_lobby else "No"]
        if row.lacks:
            cells[4] = ""
        if row.lacks in {"joined", "both"}:
            cells[2] = ""
        if row.lacks in {"left", "both", "soon"}:
            cells[3] = "soon" if row.lacks == "soon" else ""
        table.append(cells[:5] if row.is_short and not row.in_lobby else cells)
    block = [["Topic", "ID", "Host", "Duration (minutes)", "Start time", "End time"]]
    block += [["Case", "1 2 3", "Host (host@x.example)", "60", clock(0, shape), clock(60, shape)]]
    if shape.has_block:
        table = [*block, [""], *table]
    sign = shape.delimiter
    text = shape.breaks.join(sign.join(cell(part, sign) for part in line) for line in table)
    bom = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
    return bom.get(shape.encoding, b"") + text.encode(shape.encoding)


def minutes_there(rows: list[Line], whose: int) -> set[int]:
    """The minutes of the hour in which somebody really was there."""
    own = [row for row in rows if row.whose == whose and not row.in_lobby]
    return {
        minute
        for row in own
        for minute in range(row.start, row.start + row.length)
        if 0 <= minute < 60
    }


def read(rows: list[Line], shape: Shape) -> Review:
    file = place(read_file(written(rows, shape)), AT, [], [])
    return review([file], Roster(AT, POLICY, PEOPLE, []), {})


def enough(rows: list[Line]) -> list[Line]:
    """With devices that were there for the whole hour, by which the zone can be told."""
    return [*[Line(7, "Teo Marchetti", PEOPLE[7].addresses[0], 0, 60)] * 15, *rows]


busy = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])


@busy
@given(st.lists(lines(), max_size=12), SHAPES)
def test_nobody_gets_minutes_of_somebody_else(rows: list[Line], shape: Shape) -> None:
    rows = enough(rows)
    for match in read(rows, shape).matched:
        whose = PEOPLE.index(match.known)
        assert match.presence.minutes is not None
        assert match.presence.minutes <= len(minutes_there(rows, whose))


@busy
@given(st.lists(lines(), max_size=12), SHAPES)
def test_all_that_is_certain_is_counted(rows: list[Line], shape: Shape) -> None:
    """Who has only lines with their own address, and no other line could be theirs, has it all."""
    rows = [row if row.whose is None or row.address else replace(row, whose=None, called="iPad")
            for row in enough(rows)]  # fmt: skip
    found = {
        PEOPLE.index(match.known): match.presence.minutes for match in read(rows, shape).matched
    }
    whose = {row.whose for row in rows if row.whose is not None and not row.in_lobby}
    for person in whose:
        own = [row for row in rows if row.whose == person]
        if all(row.called in {f"{NAMES[person][0]} {NAMES[person][1]}"} for row in own):
            assert found[person] == len(minutes_there(rows, person))


@busy
@given(st.lists(lines(), max_size=12), SHAPES)
def test_no_line_is_lost_silently(rows: list[Line], shape: Shape) -> None:
    rows = enough(rows)
    found = read(rows, shape)
    first = 5 if shape.has_block else 2
    somebody = [
        *(participant for match in found.matched for participant in match.participants),
        *(question.participant for question in found.questions),
        *(aside.participant for aside in (*found.unknown, *found.hosts)),
    ]
    kept = [line for each in somebody for stay in each.stays for line in stay.placed.stay.lines]
    dropped = [line.line for line in found.files[0].dropped]
    assert sorted([*kept, *dropped]) == [*range(first, first + len(rows))]
    assert len(dropped) == sum(row.in_lobby for row in rows)


@busy
@given(st.lists(st.tuples(lines(), LACKS), max_size=12), SHAPES)
def test_nobody_whom_a_line_names_is_absent_for_what_it_does_not_say(
    drawn: list[tuple[Line, str]], shape: Shape
) -> None:
    """A line without times is left out with its reason; whoever it names keeps what they have."""
    rows = enough([replace(row, lacks=lacks) for row, lacks in drawn])
    found = read(rows, shape)
    first = 5 if shape.has_block else 2
    dropped = {line.line for line in found.files[0].dropped}
    for number, row in enumerate(rows):
        assert (number + first in dropped) == bool(row.lacks or row.in_lobby)
        if row.whose is None or row.in_lobby or not row.lacks or not row.address:
            continue
        person = PEOPLE[row.whose]
        if row.called != f"{person.given_name} {person.family_name}":
            continue
        assert person.enrollment_id
        decision = found.decisions[person.enrollment_id]
        assert decision.becomes is not AttendanceStatus.ABSENT
        if not minutes_there([own for own in rows if not own.lacks], row.whose):
            assert decision.why_stays in {reasons.UNTIMED, reasons.WAITS}


@busy
@given(st.lists(lines(), max_size=12), SHAPES, SHAPES)
def test_a_file_means_the_same_however_it_is_written(
    rows: list[Line], shape: Shape, other: Shape
) -> None:
    def said(found: Review) -> list[tuple[Known, int | None]]:
        return [(match.known, match.presence.minutes) for match in found.matched]

    rows = enough(rows)
    assert said(read(rows, shape)) == said(read(rows, other))


@busy
@given(st.lists(lines(), max_size=10), SHAPES, st.randoms(use_true_random=False))
def test_the_order_of_lines_does_not_matter(rows: list[Line], shape: Shape, random: Random) -> None:
    rows = enough(rows)
    turned = random.sample(rows, len(rows))
    before, after = read(rows, shape), read(turned, shape)
    assert {(m.known, m.presence) for m in before.matched} == {
        (m.known, m.presence) for m in after.matched
    }
    assert {q.participant.name for q in before.open_questions} == {
        q.participant.name for q in after.open_questions
    }


@busy
@given(st.lists(lines(), max_size=8), SHAPES)
def test_everybody_on_the_roster_is_matched_absent_or_waits(rows: list[Line], shape: Shape) -> None:
    found = read(enough(rows), shape)
    matched = {match.known for match in found.matched}
    absent = {decision.known for decision in found.absent}
    waiting = {known for question in found.open_questions for known in question.candidates}
    assert matched | absent | waiting == {*PEOPLE}
    assert not matched & absent
    assert not absent & waiting
    assert {*found.decisions} == {person.enrollment_id for person in PEOPLE}


@busy
@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(-20, 50), st.integers(1, 30), KEPT)),
    st.sampled_from(["%m/%d/%Y, %I:%M:%S %p", "%d/%m/%Y, %H:%M:%S"]),
)
def test_of_comings_and_goings_some_may_be_missing_and_nobody_told_of_is_absent(
    drawn: list[tuple[int, int, int, str]], date: str
) -> None:
    """Each comes once; of some only that they came, of some only that they left."""
    once = {whose: (start, start + length, kept) for whose, start, length, kept in drawn}
    once[7] = (0, 60, "both")
    events = [
        (minute, whose, action)
        for whose, (start, end, kept) in once.items()
        for minute, action in ((start, "Joined"), (end, "Left"))
        if kept in {"both", action}
    ]
    text = "Full Name\tUser Action\tTimestamp\n"
    for minute, whose, action in sorted(events):
        at = (AT.starts_at + timedelta(minutes=minute)).astimezone(ZoneInfo(AT.zone))
        name = " ".join(NAMES[whose]) if whose not in ALIKE else f"p{whose}@x.example"
        text += f"{name}\t{action}\t{at:{date}}\n"
    found = review(
        [place(read_file(text.encode()), AT, [], [])], Roster(AT, POLICY, PEOPLE, []), {}
    )
    for whose, (start, end, _kept) in once.items():
        inside = max(0, min(end, 60) - max(start, 0))
        enrollment_id = PEOPLE[whose].enrollment_id
        assert enrollment_id
        decision = found.decisions[enrollment_id]
        assert decision.becomes is not AttendanceStatus.ABSENT or not inside
        match = next(match for match in found.matched if match.known == PEOPLE[whose])
        assert match.presence.minutes is None or match.presence.minutes >= inside
