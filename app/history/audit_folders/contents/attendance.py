"""Tables of sessions, marks and what changed them, and the files of meetings as sent."""

import re
from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from app.casework.excuses.models import ExcuseEvent
from app.casework.rules import COUNTED, shown
from app.cohorts.queries import UnitRow
from app.cohorts.rules import has_ended
from app.history.audit_folders.contents.people import NAME, NUMBER
from app.history.audit_folders.contents.records import CohortRead, SentFile, Sheet, StoredFile
from app.language import Text, _
from app.language.cells import Cell, csv_text

FOLDER = "attendance"
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST_NAME = 80
WHY = _("Why")


def attendance_sheets(read: CohortRead) -> list[Sheet]:
    """Sessions, marks, changes, files, excuses and make-ups."""
    return [_sessions(read), _marks(read), _changes(read), _files(read), _excuses(read),
            _make_ups(read), _requests(read)]  # fmt: skip


def is_held(unit: UnitRow, read: CohortRead) -> bool:
    """Whether a unit has a session that took place and is over."""
    if unit.starts_at is None or unit.canceled:
        return False
    return has_ended(unit.starts_at, unit.minutes, read.now)


def _sessions(read: CohortRead) -> Sheet:
    leading: defaultdict[UUID, list[str]] = defaultdict(list)
    for own in read.leaders:
        leading[own.case_session_id].append(f"{own.person.display_name} ({own.part})")
    return Sheet(
        f"{FOLDER}/sessions.csv",
        _("Every session: when it was, for how long, whether it was held, who led it"),
        [_("Unit"), _("Title"), _("Began"), _("Minutes"), _("Held"), _("Led by")],
        [
            [read.here.label(unit.position), unit.title, read.at(unit.starts_at), unit.minutes,
             _state(unit, read), "; ".join(leading[unit.session_id])]
            for unit in read.units if unit.session_id
        ],
    )  # fmt: skip


def _state(unit: UnitRow, read: CohortRead) -> Text:
    if unit.not_held:
        return _("Counts as not held")
    if unit.canceled:
        return _("Canceled")
    return _("Yes") if is_held(unit, read) else _("Still to come")


def _marks(read: CohortRead) -> Sheet:
    return Sheet(
        f"{FOLDER}/marks.csv",
        _("The marks as they are now; who is not listed at a session has none there"),
        [_("Unit"), NUMBER, NAME, _("Mark"), _("Minutes"), _("Counts for completion"),
         _("Came from"), _("Changes of it")],
        [
            [read.label(mark.case_session_id), *read.who(mark.enrollment_id), now.value,
             mark.minutes, _("Yes") if now in COUNTED else _("No"), mark.source.value, mark.version]
            for own in read.marks
            for mark, now in [(own.attendance, shown(own.attendance.status, made_up=own.made_up))]
        ],
    )  # fmt: skip


def _changes(read: CohortRead) -> Sheet:
    return Sheet(
        f"{FOLDER}/changes.csv",
        _("Every change of every mark: from what to what, when, by whom, from where, why"),
        [_("Unit"), NUMBER, NAME, _("Change"), _("When"), _("By"), _("From"), _("To"),
         _("Minutes before"), _("Minutes after"), _("Came from"), WHY],
        [
            [read.label(own.case_session_id), *read.who(own.enrollment_id), change.version,
             read.at(change.at), read.by(change.by),
             shown(change.from_status, made_up=change.from_made_up).value,
             shown(change.to_status, made_up=change.to_made_up).value,
             change.from_minutes, change.to_minutes, change.source.value, change.reason]
            for own in read.changes
            for change in [own.attendance_change]
        ],
    )  # fmt: skip


def corrections(read: CohortRead) -> int:
    """How many changes followed the first one of their mark."""
    return sum(own.attendance_change.version > 1 for own in read.changes)


def _files(read: CohortRead) -> Sheet:
    return Sheet(
        f"{FOLDER}/files.csv",
        _("Every file of a meeting that was sent, and what of it is stored"),
        [_("Unit"), _("File as it was sent"), _("Format"),
         _("Fingerprint as it was sent (SHA-256)"),
         _("Sent"), _("By"), _("Applied"), _("In this folder"), _("What that is")],
        [
            [read.label(kept.case_session_id), kept.file_name, kept.format, kept.sha256,
             read.at(kept.sent_at), read.by(kept.by), read.at(kept.applied_at),
             stored.path, what]
            for own, (stored, what) in zip(read.files, _stored(read), strict=True)
            for kept in [own.attendance_import]
        ],
    )  # fmt: skip


def originals(read: CohortRead) -> list[StoredFile]:
    """The files themselves: byte for byte where they were kept, else the lines of each."""
    return [stored for stored, _what in _stored(read)]


def _stored(read: CohortRead) -> Iterator[tuple[StoredFile, Text]]:
    for at, own in enumerate(read.files, 1):
        kept = own.attendance_import
        begins = f"{FOLDER}/files/{at:03}-{read.positions[kept.case_session_id]}"
        if own.content is not None:
            name = _UNSAFE.sub("-", kept.file_name)[-_LONGEST_NAME:].strip("-.") or "file"
            yield StoredFile(f"{begins}-{name}", own.content), _("The file, byte for byte")
        else:
            yield StoredFile(f"{begins}-lines.csv", _lines(own)), _LINES_ONLY


_LINES_ONLY = _(
    "Its lines as they were read, since its bytes were not kept then, or it came from Zoom itself"
)


def _lines(own: SentFile) -> bytes:
    rows = own.attendance_import.rows
    widest = max((len(row) for row in rows), default=1)
    headers: list[Text] = [_("Line"), *[f"{at}" for at in range(1, widest)]]
    return csv_text(headers, [[_cell(cell) for cell in row] for row in rows]).encode("utf-8-sig")


def _cell(value: object) -> Cell:
    return value if isinstance(value, int) else "" if value is None else str(value)


def _excuses(read: CohortRead) -> Sheet:
    steps: defaultdict[UUID, list[ExcuseEvent]] = defaultdict(list)
    for step in read.excuse_steps:
        steps[step.excuse_id].append(step)
    return Sheet(
        f"{FOLDER}/excuses.csv",
        _("Who asked to be excused, and who answered how; without what was written"),
        [_("Unit"), NUMBER, NAME, _("When"), _("Step"), _("By")],
        [row for excuse in read.excuses for row in [
            [*_at(read, excuse.case_session_id, excuse.enrollment_id),
             read.at(excuse.asked_at), "asked", ""],
            *([*_at(read, excuse.case_session_id, excuse.enrollment_id), read.at(step.at),
               step.step.value, read.by(step.by)] for step in steps[excuse.id]),
        ]],
    )  # fmt: skip


def _at(read: CohortRead, case_session_id: UUID, enrollment_id: UUID) -> list[Cell]:
    return [read.label(case_session_id), *read.who(enrollment_id)]


def _make_ups(read: CohortRead) -> Sheet:
    return Sheet(
        f"{FOLDER}/make-ups.csv",
        _("Every make-up that was recorded, and whether it stands"),
        [_("Unit"), NUMBER, NAME, _("Recorded"), _("By"), WHY, _("Taken back"),
         _("Taken back by"), _("Why taken back")],
        [
            [*_at(read, made.case_session_id, made.enrollment_id), read.at(made.made_at),
             read.by(made.by), made.reason, read.at(own.withdrawn_at), read.by(own.withdrawn_by),
             own.why_withdrawn]
            for own in read.make_ups
            for made in [own.make_up]
        ],
    )  # fmt: skip


def _requests(read: CohortRead) -> Sheet:
    return Sheet(
        f"{FOLDER}/make-up-requests.csv",
        _("Every step of a make-up that was submitted, and what it counts as; without its text"),
        [_("Unit"), NUMBER, NAME, _("When"), _("Step"), _("Way"), _("Counts as"), _("Minutes"),
         _("Done"), _("By")],
        [
            [*_at(read, asked.case_session_id, asked.enrollment_id), read.at(step.at),
             step.step.value, step.way.value, step.credit.value if step.credit else "",
             step.minutes, read.at(step.done_at), read.by(step.by)]
            for own in read.requests
            for asked, step in [(own.make_up_request, own.make_up_event)]
        ],
    )  # fmt: skip
