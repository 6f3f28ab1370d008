"""Which acts are about what; pure.

An act is named `noun.what-was-done` (`enrollment.withdrawn`), and its noun says what it is about.
"""

from collections.abc import Collection, Mapping
from enum import StrEnum


class Subject(StrEnum):
    """What an act in a cohort is about."""

    COHORT = "cohort"
    """Dates, sessions, who leads, seats, policy, credit, texts."""
    PEOPLE = "people"
    ATTENDANCE = "attendance"
    CERTIFICATES = "certificates"
    COURSEWORK = "coursework"
    """What learners read, wrote, signed and claimed."""


NOUNS: Mapping[Subject, Collection[str]] = {
    Subject.COHORT: (
        *("cohort", "unit", "session", "session-part", "policy", "activity"),
        *("application_form", "reminder", "survey", "pseudonyms", "disclosure", "audit_folder"),
        *("hold", "deletion"),
    ),
    Subject.PEOPLE: ("enrollment", "application", "people_file", "role", "message", "arm"),
    Subject.ATTENDANCE: (
        *("attendance", "attendance_file", "excuse", "make_up", "recording", "contamination"),
    ),
    Subject.CERTIFICATES: ("badge", "certificate", "certificates", "job", "name", "pars"),
    Subject.COURSEWORK: (
        "reading",
        "reflection",
        "check",
        "attestation",
        "claim",
        "thread",
        "check_in",
    ),
}
"""The nouns of the acts about each subject; a noun stands in one place only."""
ROLE_ACTS = ("role.granted", "role.revoked")
"""They are about a person: what the role is over stands in the fact `over`."""
USUAL = frozenset(Subject) - {Subject.COURSEWORK}
"""What a history shows where nobody asks for more: coursework would bury it."""


def subject_of(act: str) -> Subject | None:
    """What an act is about; None for one that is about nothing in a cohort."""
    noun = act.partition(".")[0]
    return next((subject for subject, nouns in NOUNS.items() if noun in nouns), None)
