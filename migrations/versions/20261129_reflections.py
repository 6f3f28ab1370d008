"""Reflections keep their versions and have a draft; forms wait for who is signed out."""

import sqlalchemy as sa
from alembic import op

revision = "0021_reflections"
down_revision = "0020_enrolled_by_index"
branch_labels = None
depends_on = None

ONE = "uq_reflection_enrollment_id_unit_id"
EACH = "uq_reflection_enrollment_id_unit_id_edition"


def upgrade() -> None:
    """What is written so far is a first version; from now on none is changed."""
    with op.batch_alter_table("reflection") as batch:
        batch.add_column(sa.Column("edition", sa.Integer(), nullable=False, server_default="1"))
        batch.drop_constraint(ONE, type_="unique")
        batch.create_unique_constraint(EACH, ["enrollment_id", "unit_id", "edition"])
    with op.batch_alter_table("reflection") as batch:
        batch.alter_column("edition", server_default=None)
    op.create_table(
        "reflection_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrollment_id"],
            ["enrollment.id"],
            name="fk_reflection_draft_enrollment_id_enrollment",
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name="fk_reflection_draft_unit_id_unit"),
        sa.PrimaryKeyConstraint("id", name="pk_reflection_draft"),
        sa.UniqueConstraint(
            "enrollment_id", "unit_id", name="uq_reflection_draft_enrollment_id_unit_id"
        ),
    )
    op.create_table(
        "parked_form",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_parked_form_person_id_person"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_parked_form"),
        sa.UniqueConstraint("token_hash", name="uq_parked_form_token_hash"),
    )
    op.create_index("ix_parked_form_person_id", "parked_form", ["person_id"])
    _refuse_updates()


def downgrade() -> None:
    """Only the newest version of each, and no drafts."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    op.execute(f"DROP TRIGGER reflection_no_update{' ON reflection' if postgresql else ''}")
    op.drop_table("parked_form")
    op.drop_table("reflection_draft")
    op.execute(
        "DELETE FROM reflection WHERE edition < (SELECT max(newer.edition) FROM reflection AS newer "
        "WHERE newer.enrollment_id = reflection.enrollment_id "
        "AND newer.unit_id = reflection.unit_id)"
    )
    with op.batch_alter_table("reflection") as batch:
        batch.drop_constraint(EACH, type_="unique")
        batch.create_unique_constraint(ONE, ["enrollment_id", "unit_id"])
        batch.drop_column("edition")


def _refuse_updates() -> None:
    head = "CREATE TRIGGER reflection_no_update BEFORE UPDATE ON reflection "
    if op.get_bind().dialect.name == "postgresql":
        op.execute(head + "FOR EACH ROW EXECUTE FUNCTION waypost_refuse()")
    else:
        message = "UPDATE of reflection is refused: it is a record"
        op.execute(head + f"BEGIN SELECT RAISE(ABORT, '{message}'); END")
