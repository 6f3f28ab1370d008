"""Records stay: no statement changes, deletes, replaces or empties what has happened."""

from collections.abc import Iterator
from datetime import datetime
from uuid import uuid4

import pytest
from sqlalchemy import UniqueConstraint, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.core.db import Database
from app.models import metadata
from tests.cast import Cast
from tests.core.filled import fill

DELETABLE = {
    *("content_version", "figure", "reflection", "thread_post_version"),
    *("excuse", "excuse_event", "make_up_event", "session_note"),
    *("pseudonym", "activity_proposal", "activity_proposal_decision"),
    *("certificate_image", "badge_file"),
}
"""Rows that never change, and can go: private text, and what nobody uses."""
IMMUTABLE = (
    "accreditation",
    "activity_proposal",
    "activity_proposal_decision",
    "announcement_recipient",
    "announcement_template",
    "attestation",
    "attestation_withdrawal",
    "attendance_change",
    "audit_line",
    *("badge", "badge_achievement", "badge_file", "badge_withdrawal"),
    "certificate",
    "certificate_alteration",
    "certificate_closure",
    "certificate_event",
    "certificate_file",
    "certificate_flag",
    "certificate_image",
    "certificate_mending",
    "certificate_review",
    "check_in",
    "check_in_strike",
    "claim",
    *("claim_extension", "claim_extension_withdrawal", "claim_withdrawal"),
    "cohort_snapshot",
    "consent",
    "consent_text",
    "consent_withdrawal",
    "content_move",
    "content_release",
    "content_release_item",
    "content_version",
    *("credit_system", "credit_system_retirement"),
    *("disclosed_relationship", "disclosure_decision", "disclosure_read", "disclosure_review"),
    "enrollment_event",
    "excuse",
    "excuse_event",
    "figure",
    "leadership_report",
    "leadership_report_file",
    "make_up",
    "make_up_event",
    "make_up_withdrawal",
    "name_confirmation",
    "place_anchor",
    "project_analysis",
    "pseudonym",
    "rater_event",
    "reflection",
    "released_quote",
    "released_quote_withdrawal",
    *("deletion", "deletion_announcement", "deletion_call_off"),
    *("retention_hold", "retention_hold_end", "retention_policy"),
    "reviewed_relationship",
    "session_note",
    "signing_key",
    "signing_key_compromise",
    "thread_post_version",
    "shown_table",
    *("contamination", "trial_allocation", "trial_event", "trial_stratum"),
    "reminded",
    "reminder_change",
)

IN_PART = {
    *("survey", "survey_invitation", "trial"),
    *("anonymous_answers", "confidential_answers", "identified_answers"),
    *("disclosure", "disclosure_text"),
}
"""Of these some changes are refused: `tests/surveys/test_triggers.py`, of a trial
`tests/studies/trials/test_actions.py`, of disclosures `tests/credit/disclosures/test_kept.py`."""


@pytest.fixture
def filled(session: Session, cast: Cast, now: datetime) -> Session:
    """A database with a row of every record."""
    fill(session, cast, now)
    return session


def refuses_to(session: Session, statement: str) -> None:
    """The database says why, and the row is as it was."""
    why = "it is a record|a record is not replaced"
    with pytest.raises(DBAPIError, match=why), session.begin_nested():
        session.execute(text(statement), {"other": uuid4().hex})


@pytest.mark.parametrize("table", IMMUTABLE)
def test_records_refuse_to_be_changed(filled: Session, table: str) -> None:
    refuses_to(filled, changing(table))


@pytest.mark.parametrize("table", sorted(set(IMMUTABLE) - DELETABLE))
def test_records_refuse_to_be_deleted(filled: Session, table: str) -> None:
    refuses_to(filled, f"DELETE FROM {table}")


def changing(table: str) -> str:
    """A change that changes nothing, of a table's first column."""
    column = next(iter(metadata.tables[table].columns.keys()))
    return f"UPDATE {table} SET {column} = {column}"


def replacing(table: str, key: tuple[str, ...]) -> str:
    """A row with the same key in place of one; its `id` is another where that is not the key."""
    names = metadata.tables[table].columns.keys()
    other = "NULL" if table == "audit_line" else ":other"
    values = ", ".join(other if name == "id" and "id" not in key else name for name in names)
    return f"REPLACE INTO {table} ({', '.join(names)}) SELECT {values} FROM {table} LIMIT 1"


def keys(table: str) -> Iterator[tuple[str, ...]]:
    """All that is unique in a table."""
    described = metadata.tables[table]
    yield tuple(described.primary_key.columns.keys())
    for constraint in described.constraints:
        if isinstance(constraint, UniqueConstraint):
            yield tuple(constraint.columns.keys())


@pytest.mark.parametrize("table", IMMUTABLE)
def test_records_stay_whatever_way_a_database_has_around_its_triggers(
    filled: Session, database: Database, table: str
) -> None:
    if database.is_sqlite:
        for key in keys(table):
            refuses_to(filled, replacing(table, key))
    else:
        refuses_to(filled, f"TRUNCATE {table} CASCADE")
        filled.execute(text("SET LOCAL session_replication_role = replica"))
        refuses_to(filled, f"TRUNCATE {table} CASCADE")
        refuses_to(filled, f"DELETE FROM {table}" if table not in DELETABLE else changing(table))


def test_every_table_with_such_a_trigger_is_known_here(filled: Session, database: Database) -> None:
    triggers = (
        "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger'"
        if database.is_sqlite
        else "SELECT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
    )
    assert set(filled.scalars(text(triggers))) == {*IMMUTABLE, *IN_PART}
    for table in inspect(filled.connection()).get_table_names():
        if table in IMMUTABLE:
            assert filled.scalar(text(f"SELECT count(*) FROM {table}")), table
