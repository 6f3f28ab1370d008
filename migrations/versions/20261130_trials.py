"""Trials: a sealed list, for whom it was drawn, and what an arm lets people take part in."""

import sqlalchemy as sa
from alembic import op

revision = "0059_trials"
down_revision = "0058_waves"
branch_labels = None
depends_on = None

OPERATIONS = "UPDATE", "DELETE"
RECORDS = {
    "trial_stratum": ("id", "trial_id, number"),
    "trial_allocation": ("id", "trial_id, stratum_id, position", "trial_id, enrollment_id"),
    "trial_event": ("id", "allocation_id, kind"),
    "contamination": ("id", "enrollment_id, case_session_id"),
}
FROZEN = (
    *("id", "project_id", "arms", "block_sizes", "places", "factor", "levels"),
    *("modules_needed", "sessions_needed", "sealed", "list_hash", "sealed_at"),
)
"""What of a trial stays as it is, once its list is sealed."""


def upgrade() -> None:
    """No trial was ever made, and no arm drawn: the column for it was empty everywhere."""
    _make_access()
    _make_trials()
    _make_log()
    for table, keys in RECORDS.items():
        _close(table, keys)
    _freeze()


def downgrade() -> None:
    """Whatever was drawn is gone."""
    for table in (*("contamination", "trial_event", "trial_allocation"), "trial_stratum", "trial"):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION trial_stays()")
    op.drop_table("arm_access")
    with op.batch_alter_table("enrollment") as batch:
        batch.add_column(sa.Column("arm", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("enrollment") as batch:
        batch.alter_column("arm", existing_type=sa.String(), server_default=None)


def _make_access() -> None:
    with op.batch_alter_table("enrollment") as batch:
        batch.drop_column("arm")
    op.create_table(
        "arm_access",
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("arm", sa.String(), nullable=False),
        sa.Column("has_sessions", sa.Boolean(), nullable=False),
        sa.Column("sessions_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "NOT has_sessions OR sessions_from IS NULL", name=op.f("ck_arm_access_sessions_from")
        ),
        _refers("arm_access", "enrollment_id", "enrollment"),
        sa.PrimaryKeyConstraint("enrollment_id", name=op.f("pk_arm_access")),
    )


def _make_trials() -> None:
    op.create_table(
        "trial",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("arms", sa.JSON(), nullable=False),
        sa.Column("block_sizes", sa.JSON(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("factor", sa.String(40), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
        sa.Column("modules_needed", sa.Integer(), nullable=False),
        sa.Column("sessions_needed", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("list_hash", sa.String(), nullable=True),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(sealed_at IS NULL) = (list_hash IS NULL)", name=op.f("ck_trial_sealed")
        ),
        sa.CheckConstraint(
            "opened_at IS NULL OR ended_at IS NOT NULL", name=op.f("ck_trial_opened")
        ),
        _refers("trial", "project_id", "project"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trial")),
        sa.UniqueConstraint("project_id", name=op.f("uq_trial_project_id")),
    )
    op.create_table(
        "trial_stratum",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("trial_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("institution_id", sa.Uuid(), nullable=True),
        sa.Column("level", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        _refers("trial_stratum", "trial_id", "trial"),
        _refers("trial_stratum", "institution_id", "institution"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trial_stratum")),
        sa.UniqueConstraint("trial_id", "number", name=op.f("uq_trial_stratum_trial_id_number")),
    )
    op.create_index("ix_trial_stratum_institution_id", "trial_stratum", ["institution_id"])
    _make_allocations()


def _make_allocations() -> None:
    op.create_table(
        "trial_allocation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("trial_id", sa.Uuid(), nullable=False),
        sa.Column("stratum_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("arm", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("position >= 1", name=op.f("ck_trial_allocation_position")),
        _refers("trial_allocation", "trial_id", "trial"),
        _refers("trial_allocation", "stratum_id", "trial_stratum"),
        _refers("trial_allocation", "enrollment_id", "enrollment"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trial_allocation")),
        sa.UniqueConstraint(
            *("trial_id", "stratum_id", "position"),
            name=op.f("uq_trial_allocation_trial_id_stratum_id_position"),
        ),
        sa.UniqueConstraint(
            *("trial_id", "enrollment_id"),
            name=op.f("uq_trial_allocation_trial_id_enrollment_id"),
        ),
    )
    for column in ("stratum_id", "enrollment_id"):
        op.create_index(f"ix_trial_allocation_{column}", "trial_allocation", [column])
    op.create_table(
        "trial_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("allocation_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        _refers("trial_event", "allocation_id", "trial_allocation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trial_event")),
        sa.UniqueConstraint(
            "allocation_id", "kind", name=op.f("uq_trial_event_allocation_id_kind")
        ),
    )


def _make_log() -> None:
    op.create_table(
        "contamination",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("case_session_id", sa.Uuid(), nullable=False),
        sa.Column("seen_in", sa.String(40), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        _refers("contamination", "enrollment_id", "enrollment"),
        _refers("contamination", "case_session_id", "case_session"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contamination")),
        sa.UniqueConstraint(
            *("enrollment_id", "case_session_id"),
            name=op.f("uq_contamination_enrollment_id_case_session_id"),
        ),
    )
    op.create_index("ix_contamination_case_session_id", "contamination", ["case_session_id"])


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def _close(table: str, keys: tuple[str, ...]) -> None:
    if op.get_bind().dialect.name == "postgresql":
        for operation in OPERATIONS:
            _refuse(table, f"{table}_no_{operation.lower()}", operation, "ROW")
        _refuse(table, f"{table}_no_truncate", "TRUNCATE", "STATEMENT")
        return
    for operation in OPERATIONS:
        op.execute(
            f"CREATE TRIGGER {table}_no_{operation.lower()} BEFORE {operation} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{operation} of {table} is refused: it is a record'); END"
        )
    for number, key in enumerate(keys, start=1):
        op.execute(_refusal(table, number, key.split(", ")))


def _refuse(table: str, name: str, operation: str, each: str) -> None:
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {operation} ON {table} "
        f"FOR EACH {each} EXECUTE FUNCTION waypost_refuse()"
    )
    op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


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


def _freeze() -> None:
    """A sealed list is not sealed anew, nor taken away; nor is one that was opened closed again."""
    if op.get_bind().dialect.name == "postgresql":
        _freeze_postgresql()
        return
    changed = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in FROZEN)
    ended = " OR ".join(
        f"(OLD.{column} IS NOT NULL AND NEW.{column} IS NOT OLD.{column})"
        for column in ("ended_at", "opened_at", "opened")
    )
    message = "of trial is refused: its list is sealed"
    op.execute(
        "CREATE TRIGGER trial_no_update BEFORE UPDATE ON trial "
        f"WHEN OLD.sealed_at IS NOT NULL AND ({changed} OR {ended}) "
        f"BEGIN SELECT RAISE(ABORT, 'UPDATE {message}'); END"
    )
    op.execute(
        "CREATE TRIGGER trial_no_delete BEFORE DELETE ON trial WHEN OLD.sealed_at IS NOT NULL "
        f"BEGIN SELECT RAISE(ABORT, 'DELETE {message}'); END"
    )
    there = "SELECT 1 FROM trial WHERE sealed_at IS NOT NULL AND"
    for number, key in enumerate(("id", "project_id"), start=1):
        op.execute(
            f"CREATE TRIGGER trial_no_replace_{number} BEFORE INSERT ON trial "
            f"WHEN EXISTS ({there} {key} = NEW.{key}) "
            f"BEGIN SELECT RAISE(ABORT, 'a record is not replaced: trial.{key}'); END"
        )


def _freeze_postgresql() -> None:
    changed = " OR ".join(_differs(column) for column in FROZEN)
    ended = " OR ".join(
        f"(OLD.{column} IS NOT NULL AND {_differs(column)})"
        for column in ("ended_at", "opened_at", "opened")
    )
    op.execute(
        "CREATE FUNCTION trial_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = 'UPDATE' THEN IF NOT ({changed} OR {ended}) THEN RETURN NEW; END IF; END IF; "
        "RAISE EXCEPTION '% of trial is refused: its list is sealed', TG_OP; END $$"
    )
    for operation in OPERATIONS:
        name = f"trial_no_{operation.lower()}"
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {operation} ON trial FOR EACH ROW "
            "WHEN (OLD.sealed_at IS NOT NULL) EXECUTE FUNCTION trial_stays()"
        )
        op.execute(f"ALTER TABLE trial ENABLE ALWAYS TRIGGER {name}")
    _refuse("trial", "trial_no_truncate", "TRUNCATE", "STATEMENT")


def _differs(column: str) -> str:
    """JSON has no equality on PostgreSQL; its text has."""
    return f"NEW.{column}::text IS DISTINCT FROM OLD.{column}::text"
