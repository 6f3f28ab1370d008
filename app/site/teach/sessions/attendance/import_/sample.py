"""A report as Zoom saves it, with the roster of a session in it: what demo visitors try.

Elsewhere there is no such file: it would say of people that they were there.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from app.casework.hours import Hour
from app.casework.imports.facts import Known, Roster
from app.language.moments import local
from app.web.spreadsheet import Table

_WRITTEN = """
Name (original name),Email,Join time,Leave time,Duration (minutes),Guest,In waiting room
Otter notetaker
"""  # not shown
HEADERS, NOTETAKER = _WRITTEN.strip().splitlines()
YES, NO = "Yes", "No"  # not shown
ASKED = 2
"""So many have no more than an initial in it, and no address."""
ABSENT, LATE, UNSIGNED = 9, 13, 4
"""Of so many people one does not come, comes late, or is not signed in to Zoom."""
LATE_BY = 12
"""Minutes."""
EARLY, OVER = timedelta(minutes=4), timedelta(minutes=2)

Row = tuple[str, str, int, int]
"""Name, address, and from which minute of the session to which one."""


def who_came(roster: Roster) -> dict[UUID, int]:
    """By enrollment, after how many minutes they came; nothing of who did not."""
    keys = [known.enrollment_id for known in roster.people if known.enrollment_id]
    return {
        key: LATE_BY if number % LATE == 6 else 0
        for number, key in enumerate(keys)
        if number % ABSENT != 4
    }


def sample(roster: Roster, came: Mapping[UUID, int]) -> Table:
    """The report of a meeting to which these people came, after so many minutes each."""
    hour = roster.hour
    rows = [
        *_others(roster, hour),
        *(row for person in _people(roster, came) for row in person),
    ]
    return Table(HEADERS.split(","), [_cells(row, hour) for row in rows])


def _people(roster: Roster, came: Mapping[UUID, int]) -> Iterator[list[Row]]:
    there = [known for known in roster.people if known.enrollment_id in came]
    asked = {known.person_id for known in _to_ask_about(roster, there, came)}
    for number, known in enumerate(there):
        assert known.enrollment_id is not None
        name = f"{known.given_name} {known.family_name}"
        address = known.addresses[0] if known.addresses and number % UNSIGNED else ""
        if known.person_id in asked or known.aliases:
            name, address = f"{known.given_name[0]}. {known.family_name} iPad", ""  # not shown
        begins, ends = came[known.enrollment_id], roster.hour.minutes
        yield _stays(name, address, begins, ends, rejoins=number % LATE == 2)


def _stays(name: str, address: str, begins: int, ends: int, *, rejoins: bool) -> list[Row]:
    """One row, or two of who lost the connection for two minutes."""
    if rejoins and not begins:
        return [(name, address, 0, 20), (name, address, 22, ends)]
    return [(name, address, begins, ends)]


def _to_ask_about(
    roster: Roster, there: Sequence[Known], came: Mapping[UUID, int]
) -> Sequence[Known]:
    """Who is alone with their family name, came in time, and was not asked about before."""
    families = Counter(known.family_name for known in roster.people)
    return [
        known
        for known in there
        if families[known.family_name] == 1
        and not known.aliases
        and known.enrollment_id is not None
        and not came[known.enrollment_id]
    ][-ASKED:]


def _others(roster: Roster, hour: Hour) -> Iterator[Row]:
    """Who leads it, and a program that takes notes."""
    for known in roster.leaders:
        name = f"{known.given_name} {known.family_name}"
        yield name, next(iter(known.addresses), ""), 0, hour.minutes
    yield NOTETAKER, "", 0, hour.minutes


def _cells(row: Row, hour: Hour) -> list[str]:
    name, address, begins, ends = row
    joined = hour.starts_at + timedelta(minutes=begins) - (EARLY if not begins else timedelta())
    left = (
        hour.starts_at + timedelta(minutes=ends) + (OVER if ends == hour.minutes else timedelta())
    )
    minutes = str(round((left - joined) / timedelta(minutes=1)))
    is_guest = NO if address else YES
    return [name, address, _written(joined, hour), _written(left, hour), minutes, is_guest, NO]


def _written(at: datetime, hour: Hour) -> str:
    return f"{local(at, hour.zone):%m/%d/%Y %I:%M:%S %p}"
