"""Audit folders, and files of attendance as they were sent."""

import sqlalchemy as sa
from alembic import op

revision = "0072_audit_folders"
down_revision = "0071_keys"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No folder was asked for yet; of files from before, the lines and the hash are kept."""
    op.create_table(
        "attendance_original",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        _refers("attendance_original", "import_id", "attendance_import"),
        sa.PrimaryKeyConstraint("import_id", name=op.f("pk_attendance_original")),
    )
    op.create_table(
        "audit_folder",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ordered_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        _refers("audit_folder", "cohort_id", "cohort"),
        _refers("audit_folder", "job_id", "job"),
        _refers("audit_folder", "ordered_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_folder")),
        sa.UniqueConstraint("cohort_id", "number", name=op.f("uq_audit_folder_cohort_id_number")),
    )
    op.create_table(
        "audit_folder_file",
        sa.Column("folder_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        _refers("audit_folder_file", "folder_id", "audit_folder"),
        sa.PrimaryKeyConstraint("folder_id", name=op.f("pk_audit_folder_file")),
    )


def downgrade() -> None:
    """Folders can be made anew; of files of attendance, the lines are left."""
    op.drop_table("audit_folder_file")
    op.drop_table("audit_folder")
    op.drop_table("attendance_original")


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name)
