"""Recordings that are files, kept here, and their captions."""

import sqlalchemy as sa
from alembic import op

revision = "0048_recording_files"
down_revision = "0047_series"
branch_labels = None
depends_on = None

ONE_PLACE = "(link IS NULL) <> (sha256 IS NULL)"
FILE = "(sha256 IS NULL) = (size IS NULL) AND (sha256 IS NULL) = (media IS NULL)"


def upgrade() -> None:
    """Every recording so far is a link."""
    with op.batch_alter_table("session_recording") as batch:
        batch.alter_column("link", existing_type=sa.String(), nullable=True)
        batch.add_column(sa.Column("sha256", sa.String(), nullable=True))
        batch.add_column(sa.Column("size", sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column("media", sa.String(40), nullable=True))
        batch.create_check_constraint(op.f("ck_session_recording_one_place"), ONE_PLACE)
        batch.create_check_constraint(op.f("ck_session_recording_file"), FILE)
    op.create_table(
        "recording_captions",
        sa.Column("recording_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recording_id"],
            ["session_recording.id"],
            name="fk_recording_captions_recording_id_session_recording",
        ),
        sa.PrimaryKeyConstraint("recording_id", name="pk_recording_captions"),
    )


def downgrade() -> None:
    """Recordings that are files are gone; their files stay where they are."""
    op.drop_table("recording_captions")
    files = "SELECT id FROM session_recording WHERE sha256 IS NOT NULL"
    op.execute(f"DELETE FROM session_recording_removal WHERE recording_id IN ({files})")  # noqa: S608
    op.execute("DELETE FROM session_recording WHERE sha256 IS NOT NULL")
    with op.batch_alter_table("session_recording") as batch:
        batch.drop_constraint(op.f("ck_session_recording_file"), type_="check")
        batch.drop_constraint(op.f("ck_session_recording_one_place"), type_="check")
        for column in ("media", "size", "sha256"):
            batch.drop_column(column)
        batch.alter_column("link", existing_type=sa.String(), nullable=False)
