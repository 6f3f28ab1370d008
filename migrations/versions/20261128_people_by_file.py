"""Files of people, whom they brought in, what their columns held; which address a link went to."""

import sqlalchemy as sa
from alembic import op

revision = "0013_people_by_file"
down_revision = "0012_institutions"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the tables and the column."""
    op.create_table(
        "people_import",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("written_as", sa.String(), nullable=False),
        sa.Column("delimiter", sa.String(), nullable=False),
        sa.Column("headers", sa.JSON(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.Column("held_until", MOMENT, nullable=True),
        sa.Column("applied_at", MOMENT, nullable=True),
        sa.Column("undone_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_people_import_cohort_id_cohort")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_import")),
    )
    op.create_index(op.f("ix_people_import_cohort_id"), "people_import", ["cohort_id"])
    op.create_table(
        "imported_person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("people_import_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("event_number", sa.Integer(), nullable=False),
        sa.Column("is_new_person", sa.Boolean(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["people_import_id"],
            ["people_import.id"],
            name=op.f("fk_imported_person_people_import_id_people_import"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_imported_person_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["enrollment_id"],
            ["enrollment.id"],
            name=op.f("fk_imported_person_enrollment_id_enrollment"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_person")),
        sa.UniqueConstraint(
            "people_import_id", "line", name=op.f("uq_imported_person_people_import_id_line")
        ),
    )
    op.create_index(op.f("ix_imported_person_person_id"), "imported_person", ["person_id"])
    op.create_index(op.f("ix_imported_person_enrollment_id"), "imported_person", ["enrollment_id"])
    op.create_table(
        "column_meaning",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("program_id", sa.Uuid(), nullable=False),
        sa.Column("header", sa.String(), nullable=False),
        sa.Column("meaning", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(
            ["program_id"], ["program.id"], name=op.f("fk_column_meaning_program_id_program")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_column_meaning")),
        sa.UniqueConstraint(
            "program_id", "header", name=op.f("uq_column_meaning_program_id_header")
        ),
    )
    op.add_column("sign_in_token", sa.Column("address_id", sa.Uuid(), nullable=True))


def downgrade() -> None:
    """Forget them; who came in by a file stays."""
    with op.batch_alter_table("sign_in_token") as batch:
        batch.drop_column("address_id")
    op.drop_table("column_meaning")
    op.drop_table("imported_person")
    op.drop_table("people_import")
