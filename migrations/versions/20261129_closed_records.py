"""Records that cannot be replaced or emptied: the ways around the triggers that were there.

On SQLite `REPLACE INTO` deletes without asking a trigger of deletion. So a trigger before each
INSERT looks for the row that it would replace, by every key of the table. On PostgreSQL `TRUNCATE`
asks no trigger of a row, and a session can declare itself a replica, for which triggers sleep.
"""

from collections.abc import Iterator

from alembic import op

revision = "0027_closed_records"
down_revision = "0024_names_to_check"
branch_labels = None
depends_on = None

KEYS = {
    "attestation": ("id", "enrollment_id, unit_id, edition"),
    "attestation_withdrawal": ("id", "attestation_id"),
    "attendance_change": ("id", "attendance_id, version"),
    "audit_line": ("id", "hash"),
    "certificate": ("id", "code", "enrollment_id, kind, edition", "number"),
    "certificate_event": ("id", "certificate_id, kind"),
    "certificate_file": ("certificate_id",),
    "claim": ("id", "enrollment_id, activity_id, credit_system, edition"),
    "claim_withdrawal": ("id", "claim_id"),
    "cohort_snapshot": ("id", "cohort_id, taken_at"),
    "content_move": ("id",),
    "content_release": ("id", "program, number"),
    "content_release_item": ("release_id, version_id",),
    "content_version": ("id", "program, kind, key, hash"),
    "enrollment_event": ("id", "enrollment_id, number"),
    "figure": ("hash",),
    "make_up": ("id", "enrollment_id, case_session_id, edition"),
    "make_up_withdrawal": ("id", "make_up_id"),
    "name_confirmation": ("id", "enrollment_id, certificate_name, degrees, at"),
    "reflection": ("id", "enrollment_id, unit_id, edition"),
}
"""Every table whose rows never change, with all that is unique in it."""


def upgrade() -> None:
    """Close what was open."""
    if op.get_bind().dialect.name == "postgresql":
        for table in KEYS:
            op.execute(
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION waypost_refuse()"
            )
        _set_triggers("ENABLE ALWAYS")
    else:
        for table, keys in KEYS.items():
            for number, key in enumerate(keys, start=1):
                op.execute(_refusal(table, number, key.split(", ")))


def downgrade() -> None:
    """Open it again."""
    if op.get_bind().dialect.name == "postgresql":
        for table in KEYS:
            op.execute(f"DROP TRIGGER {table}_no_truncate ON {table}")
        _set_triggers("ENABLE")
    else:
        for table, keys in KEYS.items():
            for number, _ in enumerate(keys, start=1):
                op.execute(f"DROP TRIGGER {table}_no_replace_{number}")


def _refusal(table: str, number: int, key: list[str]) -> str:
    """What a broken key is called after the colon is what SQLite itself would say there."""
    same = " AND ".join(f"{column} = NEW.{column}" for column in key)
    columns = ", ".join(f"{table}.{column}" for column in key)
    there = f"SELECT 1 FROM {table} WHERE {same}"  # noqa: S608 - names from above
    return (
        f"CREATE TRIGGER {table}_no_replace_{number} BEFORE INSERT ON {table} "
        f"WHEN EXISTS ({there}) "
        f"BEGIN SELECT RAISE(ABORT, 'a record is not replaced: {columns}'); END"
    )


def _set_triggers(state: str) -> None:
    for table, name in _refusals():
        op.execute(f"ALTER TABLE {table} {state} TRIGGER {name}")


def _refusals() -> Iterator[tuple[str, str]]:
    rows = op.get_bind().exec_driver_sql(
        "SELECT tgrelid::regclass::text, tgname FROM pg_trigger "
        "WHERE tgfoid = 'waypost_refuse'::regproc ORDER BY 1, 2"
    )
    yield from ((table, name) for table, name in rows)
