"""Triggers that refuse to change or delete what is a record."""

from alembic import op

revision = "0002_immutable"
down_revision = "0001_first_tables"
branch_labels = None
depends_on = None

UPDATE, DELETE = "UPDATE", "DELETE"
IMMUTABLE = {
    "audit_line": (UPDATE, DELETE),
    "content_version": (UPDATE,),
    "attestation": (UPDATE, DELETE),
    "attestation_withdrawal": (UPDATE, DELETE),
    "attendance_change": (UPDATE, DELETE),
    "claim": (UPDATE, DELETE),
    "claim_withdrawal": (UPDATE, DELETE),
    "certificate": (UPDATE, DELETE),
    "certificate_file": (UPDATE, DELETE),
    "certificate_event": (UPDATE, DELETE),
}


def upgrade() -> None:
    """Add one trigger a table and operation."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    if postgresql:
        op.execute(
            "CREATE FUNCTION waypost_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ "
            "BEGIN RAISE EXCEPTION '% of % is refused: it is a record', TG_OP, TG_TABLE_NAME; "
            "END $$"
        )
    for table, operations in IMMUTABLE.items():
        for operation in operations:
            head = f"CREATE TRIGGER {_name(table, operation)} BEFORE {operation} ON {table} "
            if postgresql:
                op.execute(head + "FOR EACH ROW EXECUTE FUNCTION waypost_refuse()")
            else:
                message = f"{operation} of {table} is refused: it is a record"
                op.execute(head + f"BEGIN SELECT RAISE(ABORT, '{message}'); END")


def downgrade() -> None:
    """Drop the triggers."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table, operations in IMMUTABLE.items():
        for operation in operations:
            on_table = f" ON {table}" if postgresql else ""
            op.execute(f"DROP TRIGGER {_name(table, operation)}{on_table}")
    if postgresql:
        op.execute("DROP FUNCTION waypost_refuse()")


def _name(table: str, operation: str) -> str:
    return f"{table}_no_{operation.lower()}"
