"""What Zoom tells of meetings, and how far reading its lists got; a list can count no more."""

import sqlalchemy as sa
from alembic import op

revision = "0043_zoom"
down_revision = "0042_reminder_defaults"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing was told so far."""
    op.create_table(
        "zoom_reading",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_session_id", sa.Uuid(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.String(40), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_from", sa.String(40), nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("differs", sa.Integer(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_session_id"],
            ["case_session.id"],
            name="fk_zoom_reading_case_session_id_case_session",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_zoom_reading"),
        sa.UniqueConstraint("case_session_id", name="uq_zoom_reading_case_session_id"),
    )
    op.create_table(
        "zoom_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("meeting", sa.String(), nullable=False),
        sa.Column("occurrence", sa.String(), nullable=False),
        sa.Column("told", sa.String(40), nullable=False),
        sa.Column("participant", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_zoom_event"),
        sa.UniqueConstraint("digest", name="uq_zoom_event_digest"),
    )
    op.create_index("ix_zoom_event_meeting_at", "zoom_event", ["meeting", "at"])
    op.create_index("ix_zoom_event_received_at", "zoom_event", ["received_at"])
    op.add_column(
        "attendance_import", sa.Column("set_aside_at", sa.DateTime(timezone=True), nullable=True)
    )


def downgrade() -> None:
    """What was told is lost; so are lists that were set aside."""
    op.execute("DELETE FROM attendance_import WHERE set_aside_at IS NOT NULL")
    with op.batch_alter_table("attendance_import") as batch:
        batch.drop_column("set_aside_at")
    op.drop_table("zoom_event")
    op.drop_table("zoom_reading")
