"""Staff prove that they have their phone, and a session knows when it was last used."""

import sqlalchemy as sa
from alembic import op

revision = "0029_second_factor"
down_revision = "0028_chains"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Sessions of before go on, as if they were used now; staff are asked at their next click."""
    op.create_table(
        "second_factor",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=True),
        sa.Column("pending", sa.LargeBinary(), nullable=True),
        sa.Column("pending_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_second_factor_person_id_person"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_second_factor"),
        sa.UniqueConstraint("person_id", name="uq_second_factor_person_id"),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_recovery_code_person_id_person"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_recovery_code"),
    )
    op.create_index("ix_recovery_code_person_id", "recovery_code", ["person_id"])
    _note_use_of_sessions()


def _note_use_of_sessions() -> None:
    with op.batch_alter_table("web_session") as batch:
        batch.add_column(sa.Column("seen_at", MOMENT, nullable=True))
        batch.add_column(sa.Column("proven_at", MOMENT, nullable=True))
        batch.add_column(
            sa.Column("is_demo", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    sessions = sa.table("web_session", sa.column("seen_at", MOMENT))
    op.execute(sa.update(sessions).values(seen_at=sa.func.current_timestamp()))
    with op.batch_alter_table("web_session") as batch:
        batch.alter_column("seen_at", existing_type=MOMENT, nullable=False)
        batch.alter_column("is_demo", server_default=None)


def downgrade() -> None:
    """A mailed link is enough again."""
    with op.batch_alter_table("web_session") as batch:
        batch.drop_column("is_demo")
        batch.drop_column("proven_at")
        batch.drop_column("seen_at")
    op.drop_table("recovery_code")
    op.drop_table("second_factor")
