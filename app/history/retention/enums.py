"""Kinds of records, why some stay, how a cohort stands, and what calls a deletion off."""

from enum import StrEnum


class RecordKind(StrEnum):
    """What of a cohort is due for deletion together, as a page names it."""

    ENROLLMENTS = "enrollments"
    COURSEWORK = "coursework"
    SIGNATURES = "signatures"
    ATTENDANCE = "attendance"
    SESSIONS = "sessions"
    ABSENCES = "absences"
    CREDIT = "credit"
    EVALUATIONS = "evaluations"
    THREADS = "threads"
    MESSAGES = "messages"
    DISCLOSURES = "disclosures"
    REPORTING = "reporting"


class Stays(StrEnum):
    """Why records are never due by the policy."""

    CERTIFICATE = "certificate"
    """A certificate, or what one is verified by and hangs on."""
    HISTORY = "history"
    """What happened, and what was decided about keeping it: chained, never changed."""
    SCHEDULE = "schedule"
    """When a cohort was, by which rules, who led it or controlled its content: about no learner."""
    STUDY = "study"
    """Of a study, which has an agreement of its own with whoever takes part."""
    PROGRAM = "program"
    """Texts, programs, institutions and providers: about nobody."""
    PERSON = "person"
    """Of a person over all of their cohorts; it ends with their account."""
    PASSING = "passing"
    """Gone by itself long before."""


class RetentionState(StrEnum):
    """How the records of a cohort stand."""

    DUE = "due"
    ANNOUNCED = "announced"
    """Due, and somebody announced that they go."""
    DELETED = "deleted"
    """What was due is gone, and nothing of credit happened since."""
    SOON = "soon"
    """Due at the next new year."""
    HELD = "held"
    """Somebody said why they have to stay, whatever the policy says."""
    STUDIED = "studied"
    """A study has the cohort, and what a study has is kept for good."""
    LATER = "later"


class Cause(StrEnum):
    """What called an announced deletion off."""

    ASKED = "asked"
    """Somebody did, on the page."""
    HELD = "held"
    """The records were held."""
    POLICY = "policy"
    """A longer policy was set, by which they are not due any more."""
    STUDIED = "studied"
    """A study took the cohort, for good."""
    OUTDATED = "outdated"
    """They had become due later, and it was announced anew since."""
    RESTORED = "restored"
    """A backup was restored, in which a hold or another call-off may be missing."""
