"""What stands above the tables: about the meeting, in columns or line by line. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from app.casework.imports.reading.moments import Written, written_moment
from app.cohorts.intake.columns import compared
from app.cohorts.intake.workbooks import Row

_KEYS = """
topic: topic, meeting title, tema, thema, sujet, titulo de la reunion, besprechungstitel
number: meeting id, id, webinar id, id de la reunion, id de reunion, meeting id webinar id
starts: start time, meeting start time, actual start time, hora de inicio, startzeit
starts: heure de debut, godzina rozpoczecia, hora de inicio real
ends: end time, meeting end time, hora de finalizacion, endzeit, hora de fin, heure de fin
ends: godzina zakonczenia, hora de termino
host: user email, host, host name, correo del usuario, e mail del usuario, anfitrion
minutes: duration minutes, actual duration minutes, meeting duration, duracion minutos
others: participants, attended participants, total number of participants, participantes
others: registered, cancelled, unique viewers, total users, max concurrent views
"""  # not shown
_KNOWN = {
    key.strip(): line.partition(":")[0]
    for line in _KEYS.strip().splitlines()
    for key in line.partition(":")[2].split(",")
}
_CALLED = re.compile(r"(?P<name>.*?)\s*\((?P<address>[^()\s]+@[^()\s]+)\)")
_FEWEST = 3
"""Known headers that make a row one of headers."""


@dataclass(frozen=True)
class Meeting:
    """What a file says of its meeting."""

    topic: str = ""
    number: str = ""
    starts: Written | None = None
    ends: Written | None = None
    hosts: tuple[str, ...] = ()
    """Names and addresses of whose meeting it was, in small letters."""


def meeting_of(above: Sequence[Row]) -> Meeting:
    """Read what stands above the tables."""
    said: dict[str, str] = {}
    for key, value in _pairs(above):
        if value:
            said.setdefault(key, value)
    return Meeting(
        said.get("topic", ""),
        re.sub(r"\s", "", said.get("number", "")),
        written_moment(said.get("starts", "")),
        written_moment(said.get("ends", "")),
        tuple(_hosts(said.get("host", ""))),
    )


def _pairs(above: Sequence[Row]) -> Iterator[tuple[str, str]]:
    values: Row | None = None
    for row, following in zip_longest(above, above[1:]):
        known = [_KNOWN.get(compared(cell)) if cell else None for cell in row.cells]
        if row is values:
            continue
        if sum(key is not None for key in known) >= _FEWEST and following is not None:
            values = following
            pairs = zip(known, following.cells, strict=False)
            yield from ((key, value) for key, value in pairs if key)
        elif known[0] and len(row.cells) > 1:
            yield known[0], row.cells[1]


def _hosts(written: str) -> Iterator[str]:
    if not written:
        return
    if called := _CALLED.fullmatch(written):
        yield from (part.lower() for part in called.groups() if part)
    else:
        yield written.lower()
