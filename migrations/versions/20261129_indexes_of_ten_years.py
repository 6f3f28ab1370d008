"""What ten years of data take too long to be looked through for."""

import sqlalchemy as sa
from alembic import op

revision = "0031_indexes_of_ten_years"
down_revision = "0030_rate_counts"
branch_labels = None
depends_on = None

PLAIN = (
    ("ix_attestation_unit_id", "attestation", ["unit_id"]),
    ("ix_outbox_message_sent_at_created_at", "outbox_message", ["sent_at", "created_at"]),
    ("ix_outbox_message_kind_created_at", "outbox_message", ["kind", "created_at"]),
    ("ix_audit_line_object_id_act", "audit_line", ["object_id", "act"]),
)
OBJECT = "ix_audit_line_object_id"
TRANSFERS = "ix_enrollment_event_transfers"
GIVEN_UP = "ix_task_given_up"


def upgrade() -> None:
    """Add the indexes; those of what is rare hold nothing else."""
    for name, table, columns in PLAIN:
        op.create_index(name, table, columns)
    op.drop_index(OBJECT, "audit_line")
    rare = sa.text("other_enrollment_id IS NOT NULL")
    op.create_index(
        TRANSFERS,
        "enrollment_event",
        ["kind", "enrollment_id"],
        sqlite_where=rare,
        postgresql_where=rare,
    )
    failed = sa.text("failed_at IS NOT NULL")
    op.create_index(GIVEN_UP, "task", ["failed_at"], sqlite_where=failed, postgresql_where=failed)


def downgrade() -> None:
    """Without them."""
    op.drop_index(GIVEN_UP, "task")
    op.drop_index(TRANSFERS, "enrollment_event")
    op.create_index(OBJECT, "audit_line", ["object_id"])
    for name, table, _columns in reversed(PLAIN):
        op.drop_index(name, table)
