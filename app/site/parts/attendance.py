"""How pages name the marks of attendance."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.casework.enums import AttendanceSource, AttendanceStatus
from app.language.words import counted

NOT_RECORDED = AttendanceStatus.NOT_RECORDED


@dataclass(frozen=True)
class StatusWords:
    """What people call a status."""

    short: str
    """To who records it."""
    option: str
    """On the button that chooses it."""
    own: str
    """To whose mark it is, with whether it counts."""
    tone: str


WORDS: Mapping[AttendanceStatus, StatusWords] = {
    AttendanceStatus.PRESENT: StatusWords("present", "Present", "Present", "good"),
    AttendanceStatus.LATE: StatusWords("late", "Late", "Late, counted", "good"),
    AttendanceStatus.PARTIAL: StatusWords(
        "partial", "Partial", "Partly there, not counted", "warm"
    ),
    AttendanceStatus.EXCUSED: StatusWords("excused", "Excused", "Excused", "neutral"),
    AttendanceStatus.ABSENT: StatusWords("absent", "Absent", "Absent", "warm"),
    AttendanceStatus.MADE_UP: StatusWords("made up", "Made up", "Made up", "good"),
    NOT_RECORDED: StatusWords("not marked yet", "Clear", "Not recorded yet", "neutral"),
}


SOURCES = {
    AttendanceSource.MANUAL: "Manual",
    AttendanceSource.CHECK_IN: "Check-in",
    AttendanceSource.IMPORT: "Import",
}


def marks(number: int) -> str:
    """`1 mark`, `50 marks`."""
    return counted(number, "mark")
