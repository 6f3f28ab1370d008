"""Some files of a session, read and matched with its roster: what the desk and the command show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from types import MappingProxyType
from typing import TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from app.casework.hours import hour_of
from app.casework.imports import queries
from app.casework.imports.enums import Format, Held
from app.casework.imports.facts import Review, Roster
from app.casework.imports.matching.review import review
from app.casework.imports.models import AttendanceImport
from app.casework.imports.reading.files import Kind, ReadFile, read_lines
from app.casework.imports.reading.lines import FileLines, lines_of
from app.casework.imports.reading.placing import Placed, place
from app.casework.imports.refusals import NO_HEADERS, NoHeadersError, NotAttendanceError
from app.cohorts.intake.workbooks import Row
from app.cohorts.models import Cohort
from app.cohorts.queries import UnitRow
from app.packs.schema import PolicyData

NOTHING_SAID: Mapping[str, Held] = MappingProxyType({})


File = TypeVar("File", bound="Unread")


class ColumnsNeededError(NotAttendanceError):
    """A file that is kept, and of which somebody has to say what its columns hold."""

    def __init__(self, file: AttendanceImport) -> None:
        super().__init__(NO_HEADERS)
        self.file = file


@dataclass(frozen=True)
class Unread:
    """A file as it arrives."""

    name: str
    lines: FileLines
    sha256: str
    content: bytes | None = field(default=None, kw_only=True, repr=False)
    """Its bytes; None where it is no file, or was kept before."""

    @property
    def format(self) -> Format:
        """What saved it, as far as that is known."""
        return Format.TABLE


@dataclass(frozen=True)
class Sent(Unread):
    """The same, read."""

    file: ReadFile
    zone: str = ""

    @property
    def format(self) -> Format:
        """What saved it."""
        return self.file.kind.format


@dataclass(frozen=True)
class Reviewed:
    """What becomes of the files of a session."""

    files: Sequence[Sent]
    """In the order of `review.files`."""
    review: Review


@dataclass(frozen=True)
class At:
    """The session that files are about."""

    cohort: Cohort
    unit: UnitRow
    policy: PolicyData


def arrived(name: str, content: bytes) -> Unread:
    """The lines of a file; raises `NotAttendanceError` or `UnreadableError`."""
    hashed = sha256(content).hexdigest()
    return Unread(name[:200], lines_of(content), hashed, content=content)


def read(file: Unread, columns: Mapping[str, Held] = NOTHING_SAID, zone: str = "") -> Sent:
    """Read a file; raises `NotAttendanceError`. `columns`: what was said that headers hold."""
    held = read_lines(file.lines, columns)
    return Sent(file.name, file.lines, file.sha256, held, zone, content=file.content)


def read_sent(name: str, content: bytes, columns: Mapping[str, Held] = NOTHING_SAID) -> Sent:
    """Read a file that arrives; raises `NotAttendanceError` or `UnreadableError`."""
    return read(arrived(name, content), columns)


def read_kept(kept: AttendanceImport, columns: Mapping[str, Held] = NOTHING_SAID) -> Sent:
    """Read a file that was kept, from its lines.

    Raises `ColumnsNeededError` where nobody has said yet what its columns hold.
    """
    rows = [Row(int(row[0]), tuple(row[1:])) for row in kept.rows]
    lines = FileLines(rows, kept.written_as, kept.delimiter)
    try:
        sent = read(Unread(kept.file_name, lines, kept.sha256), columns, kept.zone)
    except NoHeadersError:
        raise ColumnsNeededError(kept) from None
    if kept.format != Format.ZOOM_LIST:
        return sent
    return replace(sent, file=replace(sent.file, kind=Kind(Format.ZOOM_LIST)))


def placed(session: Session, at: At, files: Sequence[Sent]) -> list[Placed]:
    """When the times of some files were; raises `NotAttendanceError` for another session's."""
    every, tried = queries.hours(session, at.cohort), queries.zones(session)
    hour = hour_of(at.cohort, at.unit)
    others = [other for other in every if other.position != hour.position]
    return [place(sent.file, hour, others, tried, sent.zone) for sent in files]


def reviewed(
    session: Session,
    at: At,
    files: Sequence[Sent],
    chosen: Mapping[str, str],
    *,
    by: UUID | None,
) -> Reviewed:
    """Match some files of a session with its roster; always as many statements.

    `chosen`: by participant, whom somebody chose.
    """
    found = placed(session, at, files)
    addresses = {stay.address for sent in files for stay in sent.file.stays if stay.address}
    own = queries.roster(session, at.cohort, at.unit, at.policy, addresses=addresses, by=by)
    return Reviewed(files, review(found, own, chosen))


def fingerprint(reviewed: Reviewed) -> str:
    """Changes when a mark, the roster or the files do; not with what is chosen."""
    roster: Roster = reviewed.review.roster
    said = [
        f"{known.enrollment_id}{known.mark.version}{known.is_excused}" for known in roster.people
    ]
    said += [f"{sent.sha256}{sent.zone}" for sent in reviewed.files]
    return sha256(",".join(said).encode()).hexdigest()[:32]


def sent_at_once(files: Sequence[File]) -> list[File]:
    """Each file once, though it was sent twice."""
    return list({sent.sha256: sent for sent in files}.values())
