"""How the records of a cohort stand, and of what kinds they are, in words."""

from collections.abc import Mapping

from app.history.retention.enums import RecordKind, RetentionState
from app.language import Text, _, pgettext
from app.web.parts import Badge

STATES: Mapping[RetentionState, Badge] = {
    RetentionState.DUE: Badge(pgettext("of records", "Retention period over"), "warm"),
    RetentionState.ANNOUNCED: Badge(pgettext("of records", "To be deleted"), "warm"),
    RetentionState.DELETED: Badge(pgettext("of records", "Deleted"), "neutral"),
    RetentionState.SOON: Badge(pgettext("of records", "Over at the new year"), "accent"),
    RetentionState.HELD: Badge(pgettext("of records", "On hold"), "neutral"),
    RetentionState.STUDIED: Badge(pgettext("of records", "Kept for a study"), "neutral"),
    RetentionState.LATER: Badge(pgettext("of records", "Kept"), "good"),
}
KINDS: Mapping[RecordKind, Text] = {
    RecordKind.ENROLLMENTS: _("Places, applications and lists of people"),
    RecordKind.COURSEWORK: _("Readings, reflections and knowledge checks"),
    RecordKind.SIGNATURES: _("Signed statements that modules were completed"),
    RecordKind.ATTENDANCE: _("Attendance, check-ins and files of meetings"),
    RecordKind.SESSIONS: _("Notes, groups and recordings of sessions"),
    RecordKind.ABSENCES: _("Excuses and make-ups"),
    RecordKind.CREDIT: _("Claims of credit, and extensions"),
    RecordKind.EVALUATIONS: _("Surveys, each with all of its answers"),
    RecordKind.THREADS: _("Questions and answers beside units"),
    RecordKind.MESSAGES: _("Mail, and the jobs that sent or made something"),
    RecordKind.DISCLOSURES: _("Reviews of disclosures, and who read about them"),
    RecordKind.REPORTING: _("What PARS was told, and audit folders"),
}
