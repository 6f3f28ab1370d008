"""Consent to projects, the waves in which they ask, and mentees whom learners name."""

import sqlalchemy as sa
from alembic import op

revision = "0058_waves"
down_revision = "0056_survey_triggers"
branch_labels = None
depends_on = None

RECORDS = {
    "consent_text": ("id", "project_id, respondent, language, version"),
    "consent": ("id", "project_id, enrollment_id, edition"),
    "consent_withdrawal": ("consent_id",),
    "rater_event": ("id", "rater_id, number"),
    "place_anchor": ("project_id, enrollment_id",),
}
"""Rows that never change, with all that is unique in each."""
NAMED_RATERS = ("survey_invitation", "pseudonym")


def upgrade() -> None:
    """No project was made yet, so nobody was asked anything."""
    with op.batch_alter_table("project") as batch:
        batch.add_column(
            sa.Column("asks_consent", sa.Boolean(), nullable=False, server_default=sa.true())
        )
        batch.add_column(sa.Column("anchor", sa.String(40), nullable=False, server_default="start"))
    with op.batch_alter_table("project") as batch:
        batch.alter_column("asks_consent", existing_type=sa.Boolean(), server_default=None)
        batch.alter_column("anchor", existing_type=sa.String(40), server_default=None)
    _make_consent()
    _make_waves()
    _make_raters()
    for table in NAMED_RATERS:
        closed = _triggers_of(table)
        with op.batch_alter_table(table) as batch:
            batch.create_foreign_key(
                op.f(f"fk_{table}_rater_id_rater"), "rater", ["rater_id"], ["id"]
            )
        _close_again(closed)
    for table in RECORDS:
        _close(table)


def downgrade() -> None:
    """What was agreed and planned is gone."""
    for table in NAMED_RATERS:
        closed = _triggers_of(table)
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"fk_{table}_rater_id_rater"), type_="foreignkey")
        _close_again(closed)
    for table in ("rater_event", "rater", "place_anchor", "wave_survey", "wave_instrument"):
        op.drop_table(table)
    for table in ("wave", "consent_withdrawal", "consent", "consent_text"):
        op.drop_table(table)
    with op.batch_alter_table("project") as batch:
        batch.drop_column("anchor")
        batch.drop_column("asks_consent")


def _triggers_of(table: str) -> list[str]:
    """What makes a table's triggers: SQLite makes the table anew, and forgets them."""
    if op.get_bind().dialect.name != "sqlite":
        return []
    found = sa.text("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table")
    return list(op.get_bind().scalars(found, {"table": table}))


def _close_again(triggers: list[str]) -> None:
    for trigger in triggers:
        op.get_bind().exec_driver_sql(trigger)


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def _make_consent() -> None:
    op.create_table(
        "consent_text",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("respondent", sa.String(40), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        _refers("consent_text", "project_id", "project"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_text")),
        sa.UniqueConstraint(
            *("project_id", "respondent", "language", "version"),
            name=op.f("uq_consent_text_project_id_respondent_language_version"),
        ),
    )
    op.create_table(
        "consent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Uuid(), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(given_at IS NULL) <> (declined_at IS NULL)", name=op.f("ck_consent_answer")
        ),
        _refers("consent", "project_id", "project"),
        _refers("consent", "enrollment_id", "enrollment"),
        _refers("consent", "text_id", "consent_text"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
        sa.UniqueConstraint(
            *("project_id", "enrollment_id", "edition"),
            name=op.f("uq_consent_project_id_enrollment_id_edition"),
        ),
    )
    for column in ("enrollment_id", "text_id"):
        op.create_index(op.f(f"ix_consent_{column}"), "consent", [column])
    op.create_table(
        "consent_withdrawal",
        sa.Column("consent_id", sa.Uuid(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("data", sa.String(40), nullable=False),
        _refers("consent_withdrawal", "consent_id", "consent"),
        sa.PrimaryKeyConstraint("consent_id", name=op.f("pk_consent_withdrawal")),
    )


def _make_waves() -> None:
    op.create_table(
        "wave",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Integer(), nullable=False),
        sa.Column("last_day", sa.Integer(), nullable=False),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_wave_days")),
        _refers("wave", "project_id", "project"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wave")),
        sa.UniqueConstraint("project_id", "months", name=op.f("uq_wave_project_id_months")),
    )
    op.create_table(
        "wave_instrument",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("wave_id", sa.Uuid(), nullable=False),
        sa.Column("instrument", sa.String(), nullable=False),
        sa.Column("respondent", sa.String(40), nullable=False),
        sa.Column("asks_then", sa.Boolean(), nullable=False),
        _refers("wave_instrument", "wave_id", "wave"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wave_instrument")),
        sa.UniqueConstraint(
            *("wave_id", "instrument", "respondent"),
            name=op.f("uq_wave_instrument_wave_id_instrument_respondent"),
        ),
    )
    op.create_table(
        "wave_survey",
        sa.Column("survey_id", sa.Uuid(), nullable=False),
        sa.Column("wave_instrument_id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        _refers("wave_survey", "survey_id", "survey"),
        _refers("wave_survey", "wave_instrument_id", "wave_instrument"),
        _refers("wave_survey", "cohort_id", "cohort"),
        sa.PrimaryKeyConstraint("survey_id", name=op.f("pk_wave_survey")),
        sa.UniqueConstraint(
            *("wave_instrument_id", "cohort_id"),
            name=op.f("uq_wave_survey_wave_instrument_id_cohort_id"),
        ),
    )
    op.create_index(op.f("ix_wave_survey_cohort_id"), "wave_survey", ["cohort_id"])
    op.create_table(
        "place_anchor",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        _refers("place_anchor", "project_id", "project"),
        _refers("place_anchor", "enrollment_id", "enrollment"),
        sa.PrimaryKeyConstraint("project_id", "enrollment_id", name=op.f("pk_place_anchor")),
    )
    op.create_index(op.f("ix_place_anchor_enrollment_id"), "place_anchor", ["enrollment_id"])


def _make_raters() -> None:
    op.create_table(
        "rater",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("address_mark", sa.String(), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        _refers("rater", "project_id", "project"),
        _refers("rater", "enrollment_id", "enrollment"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rater")),
        sa.UniqueConstraint(
            *("project_id", "enrollment_id", "edition"),
            name=op.f("uq_rater_project_id_enrollment_id_edition"),
        ),
    )
    op.create_index(op.f("ix_rater_enrollment_id"), "rater", ["enrollment_id"])
    op.create_table(
        "rater_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rater_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(40), nullable=False),
        sa.Column("text_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _refers("rater_event", "rater_id", "rater"),
        _refers("rater_event", "text_id", "consent_text"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rater_event")),
        sa.UniqueConstraint("rater_id", "number", name=op.f("uq_rater_event_rater_id_number")),
    )
    op.create_index(op.f("ix_rater_event_text_id"), "rater_event", ["text_id"])


def _close(table: str) -> None:
    """Nothing changes, deletes, replaces or empties it."""
    if op.get_bind().dialect.name == "postgresql":
        for operation, each in (("UPDATE", "ROW"), ("DELETE", "ROW"), ("TRUNCATE", "STATEMENT")):
            name = f"{table}_no_{operation.lower()}"
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {operation} ON {table} "
                f"FOR EACH {each} EXECUTE FUNCTION waypost_refuse()"
            )
            op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")
        return
    for operation in ("UPDATE", "DELETE"):
        message = f"{operation} of {table} is refused: it is a record"
        op.execute(
            f"CREATE TRIGGER {table}_no_{operation.lower()} BEFORE {operation} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
    for number, key in enumerate(RECORDS[table], start=1):
        op.execute(_refusal(table, number, key.split(", ")))


def _refusal(table: str, number: int, key: list[str]) -> str:
    same = " AND ".join(f"{column} = NEW.{column}" for column in key)
    named = ", ".join(f"{table}.{column}" for column in key)
    there = f"SELECT 1 FROM {table} WHERE {same}"  # noqa: S608 - names from above
    return (
        f"CREATE TRIGGER {table}_no_replace_{number} BEFORE INSERT ON {table} "
        f"WHEN EXISTS ({there}) "
        f"BEGIN SELECT RAISE(ABORT, 'a record is not replaced: {named}'); END"
    )
