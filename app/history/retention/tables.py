"""What becomes of each table by the policy: the one registry, which has to name every table.

A table that goes says by which of its columns it hangs on its cohort, so that what is due can be
counted, and nothing of another cohort is ever meant. A test fails for a table that is not here.
"""

from collections.abc import Mapping
from typing import NamedTuple

from app.history.retention.enums import RecordKind, Stays


class Goes(NamedTuple):
    """Records that are due with their cohort."""

    kind: RecordKind
    by: str
    """The column that leads to the cohort, itself or by the table that it refers to."""
    is_counted: bool = True
    """Answers are not: how many gave them is told by nobody but the survey itself."""


class Keeps(NamedTuple):
    """Records that stay."""

    why: Stays
    by: str = ""
    """As in `Goes`, where others hang on it; empty: nothing does."""


def _go(kind: RecordKind, /, **by: str) -> dict[str, Goes | Keeps]:
    return {table: Goes(kind, column) for table, column in by.items()}


def _uncounted(kind: RecordKind, /, **by: str) -> dict[str, Goes | Keeps]:
    return {table: Goes(kind, column, is_counted=False) for table, column in by.items()}


def _stay(why: Stays, *tables: str) -> dict[str, Goes | Keeps]:
    return {table: Keeps(why) for table in tables}


TABLES: Mapping[str, Goes | Keeps] = {
    **_go(
        RecordKind.ENROLLMENTS,
        enrollment="cohort_id",
        enrollment_event="enrollment_id",
        application_question="cohort_id",
        application_answer="enrollment_id",
        institution_seats="cohort_id",
        people_import="cohort_id",
        imported_person="people_import_id",
        name_confirmation="enrollment_id",
    ),
    **_go(
        RecordKind.COURSEWORK,
        reading_done="enrollment_id",
        reading_place="enrollment_id",
        reflection="enrollment_id",
        reflection_draft="enrollment_id",
        reflection_star="enrollment_id",
        check_answer="enrollment_id",
        unit_opening="unit_id",
    ),
    **_go(
        RecordKind.SIGNATURES,
        attestation="enrollment_id",
        attestation_withdrawal="attestation_id",
    ),
    **_go(
        RecordKind.ATTENDANCE,
        attendance="enrollment_id",
        attendance_change="attendance_id",
        attendance_alias="enrollment_id",
        attendance_import="case_session_id",
        attendance_original="import_id",
        check_in="enrollment_id",
        check_in_strike="check_in_id",
        zoom_reading="case_session_id",
    ),
    **_go(
        RecordKind.SESSIONS,
        session_note="case_session_id",
        breakout="case_session_id",
        breakout_place="breakout_id",
        breakout_wish="breakout_id",
        session_recording="case_session_id",
        recording_captions="recording_id",
        session_recording_removal="recording_id",
    ),
    **_go(
        RecordKind.ABSENCES,
        excuse="enrollment_id",
        excuse_event="excuse_id",
        make_up="enrollment_id",
        make_up_withdrawal="make_up_id",
        make_up_draft="enrollment_id",
        make_up_request="enrollment_id",
        make_up_event="request_id",
    ),
    **_go(
        RecordKind.CREDIT,
        claim="enrollment_id",
        claim_withdrawal="claim_id",
        claim_extension="enrollment_id",
        claim_extension_withdrawal="extension_id",
    ),
    **_go(RecordKind.EVALUATIONS, survey="cohort_id"),
    **_uncounted(
        RecordKind.EVALUATIONS,
        survey_invitation="survey_id",
        identified_answers="survey_id",
        confidential_answers="survey_id",
        anonymous_answers="survey_id",
        waiting_answers="survey_id",
        pseudonym="enrollment_id",
        released_quote="survey_id",
        released_quote_withdrawal="quote_id",
    ),
    **_go(
        RecordKind.THREADS,
        thread_post="unit_id",
        thread_post_version="post_id",
        thread_post_end="post_id",
        thread_report="post_id",
        thread_report_settlement="report_id",
        thread_mute="unit_id",
        thread_read="unit_id",
        thread_digest="cohort_id",
    ),
    **_go(
        RecordKind.MESSAGES,
        outbox_message="cohort_id",
        announcement="cohort_id",
        announcement_recipient="announcement_id",
        calendar_entry="case_session_id",
        reminded="enrollment_id",
        job="scope_id",
        task="job_id",
    ),
    **_go(
        RecordKind.DISCLOSURES,
        disclosure_request="cohort_id",
        disclosure_review="cohort_id",
        reviewed_relationship="review_id",
        disclosure_decision="cohort_id",
        disclosure_text="cohort_id",
        disclosure_read="enrollment_id",
    ),
    **_go(
        RecordKind.REPORTING,
        reporting_permission="enrollment_id",
        reporting_activity="cohort_id",
        reporting_file="cohort_id",
        reporting_row="file_id",
        audit_folder="cohort_id",
        audit_folder_file="folder_id",
    ),
    "cohort": Keeps(Stays.SCHEDULE, "id"),
    "unit": Keeps(Stays.SCHEDULE, "cohort_id"),
    "case_session": Keeps(Stays.SCHEDULE, "unit_id"),
    **_stay(
        Stays.SCHEDULE,
        *("session_part", "content_controller", "policy_version", "reminder_change"),
        "content_move",
    ),
    **_stay(
        Stays.CERTIFICATE,
        *("certificate", "certificate_event", "certificate_file", "certificate_flag"),
        *("certificate_review", "certificate_closure", "certificate_image", "teaching"),
        *("certificate_alteration", "certificate_mending"),
        *("signing_key", "signing_key_compromise"),
        *("badge", "badge_achievement", "badge_file", "badge_withdrawal"),
        *("activity", "activity_image", "component", "designation", "credit_system"),
        "credit_system_retirement",
        *("activity_proposal", "activity_proposal_decision", "proposal_image"),
        *("provider", "accreditation"),
    ),
    **_stay(
        Stays.HISTORY,
        *("audit_line", "retention_policy", "retention_hold", "retention_hold_end"),
        *("deletion_announcement", "deletion_call_off", "deletion"),
    ),
    **_stay(
        Stays.STUDY,
        *("project", "project_cohort", "project_analysis", "consent_text", "consent"),
        *("consent_withdrawal", "wave", "wave_instrument", "wave_survey", "place_anchor"),
        *("rater", "rater_event", "records_file", "shared_file", "shown_table"),
        *("trial", "trial_stratum", "trial_allocation", "trial_event", "arm_access"),
        *("contamination", "cohort_snapshot", "leadership_report", "leadership_report_file"),
    ),
    **_stay(
        Stays.PROGRAM,
        *("program", "syllabus_unit", "announcement_template", "attendance_column"),
        *("column_meaning", "content_version", "content_print", "content_release"),
        *("content_release_item", "content_upload", "figure", "institution"),
        *("institution_break", "institution_domain", "institution_spelling"),
    ),
    **_stay(
        Stays.PERSON,
        *("person", "email_address", "address_trouble", "role_grant", "introduction"),
        *("notification_choice", "calendar_feed", "second_factor", "recovery_code"),
        *("disclosure", "disclosed_relationship", "web_session", "snooze"),
    ),
    **_stay(
        Stays.PASSING,
        *("newcomer", "sign_in_token", "address_link", "parked_form", "rate_count"),
        "zoom_event",
    ),
}
KEPT_WITH_PLACE = frozenset(
    {
        *("enrollment", "enrollment_event", "name_confirmation"),
        *("claim", "claim_withdrawal", "claim_extension", "claim_extension_withdrawal"),
    }
)
"""Of these, the rows of some places stay: where a certificate was issued, and where a transfer
led or began, since the event on its other side names it.

With a place and its claims stays all that ends, changes or explains them: without its withdrawal,
a claim that was taken back would be a claim again.
"""


def is_counted(table: str) -> bool:
    """Whether anybody is told how many of its rows are due, or went."""
    goes = TABLES[table]
    return isinstance(goes, Goes) and goes.is_counted
