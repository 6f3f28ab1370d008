"""Who may be reported to PARS, and the files that were made for it."""

import sqlalchemy as sa
from alembic import op

revision = "0073_pars"
down_revision = "0073_images"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nobody was asked yet, so nobody allows it."""
    op.create_table(
        "reporting_permission",
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("birth_month", sa.Integer(), nullable=False),
        sa.Column("birth_day", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("license_id", sa.String(), nullable=False),
        _moment("given_at", nullable=False),
        _moment("changed_at", nullable=False),
        _moment("withdrawn_at"),
        sa.CheckConstraint(
            "withdrawn_at IS NULL OR (birth_day = 0 AND birth_month = 0 AND state = '' "
            "AND license_id = '')",
            name=op.f("ck_reporting_permission_withdrawn"),
        ),
        _refers("reporting_permission", "enrollment_id", "enrollment"),
        sa.PrimaryKeyConstraint("enrollment_id", name=op.f("pk_reporting_permission")),
    )
    op.create_table(
        "reporting_activity",
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("accme_id", sa.String(), nullable=False),
        _moment("set_at", nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        _refers("reporting_activity", "cohort_id", "cohort"),
        sa.PrimaryKeyConstraint("cohort_id", name=op.f("pk_reporting_activity")),
    )
    _create_files()


def _create_files() -> None:
    op.create_table(
        "reporting_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        _moment("made_at", nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("mark", sa.String(length=40), nullable=False),
        _moment("marked_at"),
        sa.Column("marked_by", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        _refers("reporting_file", "cohort_id", "cohort"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reporting_file")),
        sa.UniqueConstraint("cohort_id", "number", name=op.f("uq_reporting_file_cohort_id_number")),
    )
    op.create_table(
        "reporting_row",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        _refers("reporting_row", "file_id", "reporting_file"),
        _refers("reporting_row", "enrollment_id", "enrollment"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reporting_row")),
        sa.UniqueConstraint("file_id", "position", name=op.f("uq_reporting_row_file_id_position")),
    )
    op.create_index(op.f("ix_reporting_row_enrollment_id"), "reporting_row", ["enrollment_id"])


def downgrade() -> None:
    """What PARS was told is no longer known here."""
    for table in ("reporting_row", "reporting_file", "reporting_activity", "reporting_permission"):
        op.drop_table(table)


def _moment(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name)
