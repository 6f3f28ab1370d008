"""Files of records that are taken into a project, and taken back."""

import sqlalchemy as sa
from alembic import op

revision = "0062_taken_back"
down_revision = "0061_shared_files"
branch_labels = None
depends_on = None

TRIGGER = "survey_invitation_no_update"
ASKED = ("survey_id", "enrollment_id", "rater_id")


def upgrade() -> None:
    """Nothing came by a file yet; from now on who is done by one can be not done again."""
    op.create_table(
        "records_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sheets", sa.Integer(), nullable=False),
        sa.Column("analyses", sa.Integer(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_records_file_project_id_project")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_records_file")),
    )
    op.create_index(op.f("ix_records_file_project_id"), "records_file", ["project_id"])
    op.add_column("survey_invitation", sa.Column("records_file_id", sa.Uuid(), nullable=True))
    _drop_trigger()
    _refuse(f"{_other()} OR {_undone()} OR {_marked()}")


def downgrade() -> None:
    """What came by files stays, and by which file is not known any more."""
    _drop_trigger()
    op.drop_column("survey_invitation", "records_file_id")
    op.drop_index(op.f("ix_records_file_project_id"), "records_file")
    op.drop_table("records_file")
    _refuse(f"{_other()} OR (OLD.is_done AND NOT NEW.is_done)")


def _other() -> str:
    return " OR ".join(map(_differs, ASKED))


def _undone() -> str:
    """Done no more, unless the answers came by a file, whose mark goes with them."""
    goes = "OLD.records_file_id IS NOT NULL AND NEW.records_file_id IS NULL"
    return f"(OLD.is_done AND NOT NEW.is_done AND NOT ({goes}))"


def _marked() -> str:
    """Another mark than by being done, or not done any more, in the same moment."""
    done = "NOT OLD.is_done AND NEW.is_done"
    undone = "OLD.is_done AND NOT NEW.is_done"
    return f"({_differs('records_file_id')} AND NOT ({done}) AND NOT ({undone}))"


def _differs(column: str) -> str:
    how = "IS DISTINCT FROM" if op.get_bind().dialect.name == "postgresql" else "IS NOT"
    return f"OLD.{column} {how} NEW.{column}"


def _drop_trigger() -> None:
    of_table = " ON survey_invitation" if op.get_bind().dialect.name == "postgresql" else ""
    op.execute(f"DROP TRIGGER {TRIGGER}{of_table}")


def _refuse(when: str) -> None:
    head = f"CREATE TRIGGER {TRIGGER} BEFORE UPDATE ON survey_invitation FOR EACH ROW "
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"{head} WHEN ({when}) EXECUTE FUNCTION waypost_refuse()")
        op.execute(f"ALTER TABLE survey_invitation ENABLE ALWAYS TRIGGER {TRIGGER}")
        return
    message = "UPDATE of survey_invitation is refused: it is a record"
    op.execute(f"{head} WHEN ({when}) BEGIN SELECT RAISE(ABORT, '{message}'); END")
