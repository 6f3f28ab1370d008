"""The numbers of a series, against a table counted by hand: page, CSV and workbook say the same.

Four sessions, a week apart; a letter is a mark (P present, L late with its minutes, I in part with
its minutes), a dot none.

                                      1     2     3     4    came
Rosa, High Desert, Assistant          P     P     L45   P      4
Omar, High Desert, Associate          P     .     .     .      1   left after the second
Uma, Sonoran, Assistant               .     I20   P     .      2
Ivo, Sonoran, no rank                 .     .     P     .      1   dropped in, enrolled during it
Kai, Sonoran, Professor               .     .     .     .      0   registered, and never came
came                                  2     2     3     1      8
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.casework.enums import AttendanceStatus as Status
from app.casework.rules import Submitted
from app.cohorts.admission.actions import leave
from app.core.db import Database
from app.demo import work
from app.people.enums import Profession
from tests.cast import Cast, add_enrollment, make_person
from tests.client import Browser
from tests.season import REGISTERED, SLUG, make_season
from tests.site.teach.sessions.guides import browser_at

PATH = f"/teach/{SLUG}/statistics"
PEOPLE = (
    ("Rosa", "High Desert", "Assistant", "P P L45 P"),
    ("Omar", "High Desert", "Associate", "P . . ."),
    ("Uma", "Sonoran", "Assistant", ". I20 P ."),
    ("Ivo", "Sonoran", "", ". . P ."),
    ("Kai", "Sonoran", "Professor", ". . . ."),
)
MARKS = {"P": Status.PRESENT, "L": Status.LATE, "I": Status.PARTIAL}
WHOLE = {
    "Sessions held": "4",
    "Sessions recorded": "4",
    "People at a session, on average": "2.0",
    "Fewest people at a session": "1",
    "Most people at a session": "3",
    "Attendances in all": "8",
    "Different people": "4",
}
BY_SESSION = [
    ["Session", "Attended", "Minutes, on average, where known"],
    ["Session 1 · Thu, Nov 5", "2", "–"],
    ["Session 2 · Thu, Nov 12", "2", "20.0"],
    ["Session 3 · Thu, Nov 19", "3", "45.0"],
    ["Session 4 · Thu, Nov 26", "1", "–"],
]
GROUP = [
    "Group",
    "Came at least once",
    "Attendances",
    "Percent of all attendances",
    "At a session, on average",
]
ALL = ["All", "4", "8", "100", "2.0"]
BY_INSTITUTION = [
    GROUP,
    ["High Desert", "2", "5", "63", "1.3"],
    ["Sonoran", "2", "3", "38", "0.8"],
    ALL,
]
BY_RANK = [
    GROUP,
    ["Assistant", "2", "6", "75", "1.5"],
    ["Associate", "1", "1", "13", "0.3"],
    ["Not said", "1", "1", "13", "0.3"],
    ALL,
]
TABLES = {"By session": BY_SESSION, "By institution": BY_INSTITUTION, "By rank": BY_RANK}


@pytest.fixture
def fay(session: Session, cast: Cast, database: Database) -> Browser:
    """Before the site a week after the last session."""
    season = make_season(session, cast)
    places = {}
    for name, site, rank, _marks in PEOPLE:
        person = make_person(
            session, name, name, "X", "MD", Profession.PHYSICIAN, institution=cast.institution(site)
        )
        person.rank = rank
        third = cast.case_session(SLUG, 3).starts_at
        at = third + timedelta(minutes=12) if name == "Ivo" else REGISTERED
        places[name] = add_enrollment(session, person, season, at=at)
    session.flush()
    for position in range(1, 5):
        marks = {places[own[0]].id: mark for own in PEOPLE for mark in marked(own[3], position)}
        work.mark_session(session, cast.unit(SLUG, position), marks, by=cast.id("fay"))
        if position == 2:
            at = cast.case_session(SLUG, 2).starts_at + timedelta(days=1)
            leave(session, season, places["Omar"].person_id, now=at)
    session.commit()
    end = cast.case_session(SLUG, 4).starts_at + timedelta(days=7)
    return browser_at(database, end).sign_in("fay")


def marked(letters: str, position: int) -> Iterator[Submitted]:
    letter = letters.split()[position - 1]
    if letter != ".":
        yield Submitted(MARKS[letter[0]], minutes=int(letter[1:]) if letter[1:] else None)


def test_page_has_the_numbers_counted_by_hand(fay: Browser) -> None:
    page = fay.page(PATH)
    assert page.heading == "2.0 people came to a session on average, 4 different people in all"
    facts = page.facts
    assert facts["Sessions recorded"] == "4 of 4"
    assert facts["Range"] == "1 to 3"
    assert facts["Different people"] == WHOLE["Different people"]
    assert facts["Attendances in all"] == WHOLE["Attendances in all"]
    for caption, (headers, *rows) in TABLES.items():
        table = page.table(caption)
        assert table.headers == headers
        assert table.cells == [[own[0].replace(" ·", ""), *own[1:]] for own in rows]


def test_csv_has_the_same(fay: Browser) -> None:
    text = fay.get(f"{PATH}?format=csv").text.removeprefix("\ufeff")
    found = blocks(list(csv.reader(io.StringIO(text))))
    assert dict(found.pop("All sessions")[1:]) == WHOLE
    assert found == TABLES


def test_workbook_has_the_same(fay: Browser) -> None:
    found = sheets(fay.get(f"{PATH}?format=xlsx").content)
    assert dict(found.pop("All sessions")[1:]) == WHOLE
    assert found == TABLES


def blocks(rows: list[list[str]]) -> dict[str, list[list[str]]]:
    """The tables of one CSV file, by the titles that stand above them."""
    found: dict[str, list[list[str]]] = {}
    for row in rows:
        if len(row) == 1:
            found[row[0]] = []
        elif row:
            found[[*found][-1]].append(row)
    return found


def sheets(content: bytes) -> dict[str, list[list[str]]]:
    """The sheets of a workbook, by their names, cells as texts."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        names = re.findall(r'<sheet name="([^"]+)"', file.read("xl/workbook.xml").decode())
        texts = re.findall(
            r"<si><t[^>]*>([^<]*)</t></si>", file.read("xl/sharedStrings.xml").decode()
        )
        found = {}
        for number, name in enumerate(names, 1):
            xml = file.read(f"xl/worksheets/sheet{number}.xml").decode()
            found[name] = [cells(row, texts) for row in re.findall(r"<row.*?</row>", xml)]
    return found


def cells(row: str, texts: list[str]) -> list[str]:
    found = re.findall(r'<c r="\w+"[^>]*?(t="s")?><v>([^<]*)</v>', row)
    return [texts[int(value)] if shared else value for shared, value in found]
