"""Files of a study's answers that were asked for."""

import sqlalchemy as sa
from alembic import op

revision = "0061_shared_files"
down_revision = "0060_project_analyses"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """No file was asked for yet."""
    op.create_table(
        "shared_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ordered_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("sha256", sa.String(), nullable=False),
        _refers("project_id", "project"),
        _refers("job_id", "job"),
        _refers("ordered_by", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_file")),
    )
    op.create_index(op.f("ix_shared_file_project_id"), "shared_file", ["project_id"])


def downgrade() -> None:
    """Whoever wants a file again asks again."""
    op.drop_table("shared_file")


def _refers(column: str, to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_shared_file_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name)
