"""A chain of the history for each cohort: which one a line is in.

Lines from before are all in the installation's chain, and stay as they were hashed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0028_chains"
down_revision = "0027_closed_records"
branch_labels = None
depends_on = None

INDEX = "ix_audit_line_chain_id"


def upgrade() -> None:
    """Add it without touching a line: no row is copied, so no trigger is asked."""
    op.add_column("audit_line", sa.Column("chain", sa.String(), nullable=False, server_default=""))
    op.create_index(INDEX, "audit_line", ["chain", "id"])


def downgrade() -> None:
    """Forget it. Versions from before take all lines for one chain, which it then is not."""
    op.drop_index(INDEX, "audit_line")
    op.drop_column("audit_line", "chain")
