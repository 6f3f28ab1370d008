"""How pages name the marks of attendance."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.casework.enums import AttendanceSource, AttendanceStatus
from app.language import Text, _, dotted, ngettext, pgettext

NOT_RECORDED = AttendanceStatus.NOT_RECORDED


@dataclass(frozen=True)
class StatusWords:
    """What people call a status."""

    short: Text
    """To who records it."""
    option: Text
    """On the button that chooses it."""
    own: Text
    """To whose mark it is, with whether it counts."""
    tone: str


_PRESENT = pgettext("of attendance", "Present")
_EXCUSED = pgettext("of attendance", "Excused")
_ABSENT = pgettext("of attendance", "Absent")
_MADE_UP = pgettext("of attendance", "Made up")
WORDS: Mapping[AttendanceStatus, StatusWords] = {
    AttendanceStatus.PRESENT: StatusWords(
        pgettext("of attendance", "present"), _PRESENT, _PRESENT, "good"
    ),
    AttendanceStatus.LATE: StatusWords(
        pgettext("of attendance", "late"),
        pgettext("of attendance", "Late"),
        _("Late, counted"),
        "good",
    ),
    AttendanceStatus.PARTIAL: StatusWords(
        pgettext("of attendance", "partial"),
        pgettext("of attendance", "Partial"),
        _("Partial, not counted"),
        "warm",
    ),
    AttendanceStatus.EXCUSED: StatusWords(
        pgettext("of attendance", "excused"), _EXCUSED, _EXCUSED, "neutral"
    ),
    AttendanceStatus.ABSENT: StatusWords(
        pgettext("of attendance", "absent"), _ABSENT, _ABSENT, "warm"
    ),
    AttendanceStatus.MADE_UP: StatusWords(
        pgettext("of attendance", "made up"), _MADE_UP, _MADE_UP, "good"
    ),
    NOT_RECORDED: StatusWords(
        pgettext("of attendance", "not marked yet"),
        pgettext("of attendance", "Clear"),
        _("Not recorded yet"),
        "neutral",
    ),
}


SOURCES: Mapping[AttendanceSource, Text] = {
    AttendanceSource.MANUAL: pgettext("of a mark", "Manual"),
    AttendanceSource.CHECK_IN: pgettext("of a mark", "Check-in"),
    AttendanceSource.IMPORT: pgettext("of a mark", "Import"),
}


COMMAND = _("The command line")
"""Who marked, where nobody did on a page."""


def marks(number: int) -> Text:
    """`1 mark`, `50 marks`."""
    return ngettext("{count} mark", "{count} marks", count=number)


def mark_words(status: AttendanceStatus, minutes: int | None) -> Text:
    """`partial · 20 minutes`."""
    short = WORDS[status].short
    words = pgettext("of attendance", "not recorded") if status is NOT_RECORDED else short
    if minutes is None:
        return words
    return dotted((words, ngettext("{count} minute", "{count} minutes", count=minutes)))
