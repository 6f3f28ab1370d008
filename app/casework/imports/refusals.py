"""Why a file cannot be read as attendance, and why one of its lines counts for nobody."""

from collections.abc import Sequence

from app.core.errors import RefusedError
from app.language.reasons import ReasonKind, reason

EMPTY = reason(
    "attendance_file.empty", "The file is empty. Choose the one that your meeting program saved."
)
NOT_A_TABLE = reason(
    "attendance_file.not_a_table",
    "This file is not a table. Choose the CSV or XLSX file that your meeting program saved.",
)
TOO_BIG = ReasonKind(
    "attendance_file.too_big",
    "The file is larger than {megabytes} MB. Choose the report of this one meeting.",
)
TOO_MANY_ROWS = ReasonKind(
    "attendance_file.too_many_rows",
    "The file has more than {most} rows. Choose the report of this one meeting.",
)
NO_HEADERS = reason(
    "attendance_file.no_headers",
    "No row of the file says which columns hold names and minutes, or names and times. Choose the "
    "participants report of your meeting program.",
)
ONLY_HEADERS = reason(
    "attendance_file.only_headers",
    "The file has headers and nobody below them. Choose the report of a meeting that took place.",
)
NO_COLUMN = reason(
    "attendance_file.no_column", "Say which column holds the names, or the addresses."
)
NOBODY = reason(
    "attendance_file.nobody", "No row of the file says that somebody was in the meeting."
)
OTHER_SESSION = ReasonKind(
    "attendance_file.other_session",
    "This file seems to be of session {other} ({of:moment}), not of session {session} "
    "({starts:moment}). Choose the file of this session.",
)
NO_SESSION = ReasonKind(
    "attendance_file.no_session",
    "The times in this file begin on {begins:day}, and session {session} is "
    "{starts:moment}. If it took place at another time, move the session first.",
)

IN_LOBBY = reason("attendance_line.in_lobby", "Time in the waiting room is no attendance.")
NOT_ATTENDED = reason("attendance_line.not_attended", "The file says that they did not attend.")
NO_NAME = reason("attendance_line.no_name", "The line has neither a name nor an address.")
NO_TIMES = reason("attendance_line.no_times", "The line has neither minutes nor times.")
BAD_TIME = ReasonKind("attendance_line.bad_time", "“{written}” is not a time that can be read.")
BACKWARD = reason("attendance_line.backward", "The line says that they left before they joined.")
BROKEN = reason("attendance_line.broken", "The line has more cells than there are columns.")
NOT_OF_TABLE = reason("attendance_line.not_of_table", "The line stands below the table.")
NEVER_JOINED = reason(
    "attendance_line.never_joined", "The line says that they left, and no line that they joined."
)


class NotAttendanceError(RefusedError):
    """A file that cannot be read as attendance, in a sentence."""


class NoHeadersError(NotAttendanceError):
    """A table of which nobody knows what its columns hold, unless somebody says it."""

    def __init__(self, headers: Sequence[str]) -> None:
        super().__init__(NO_HEADERS)
        self.headers = headers
