"""The keys that have signed here, by their certificates, and since when one is not ours alone."""

import base64
import json
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import sqlalchemy as sa
from alembic import op
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

revision = "0071_keys"
down_revision = "0070_disclosures"
branch_labels = None
depends_on = None

OPERATIONS = "UPDATE", "DELETE"
RECORDS = {
    "signing_key": ("id", "fingerprint"),
    "signing_key_compromise": ("id", "key_id, since"),
}


def upgrade() -> None:
    """Keys that have signed the history so far are known from it."""
    op.create_table(
        "signing_key",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("certificate", sa.String(), nullable=False),
        sa.Column("valid_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("learned_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_key")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_signing_key_fingerprint")),
    )
    op.create_table(
        "signing_key_compromise",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["key_id"],
            ["signing_key.id"],
            name=op.f("fk_signing_key_compromise_key_id_signing_key"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_key_compromise")),
        sa.UniqueConstraint("key_id", "since", name=op.f("uq_signing_key_compromise_key_id_since")),
    )
    _learn()
    for table, keys in RECORDS.items():
        _close(table, keys)


def downgrade() -> None:
    """What was said of a key is in the history; that nobody looks there is the loss."""
    for table in reversed(RECORDS):
        op.drop_table(table)


def _learn() -> None:
    lines = sa.table(
        "audit_line",
        sa.column("id"),
        sa.column("at", sa.DateTime(timezone=True)),
        sa.column("act"),
        sa.column("facts", sa.JSON()),
    )
    used = sa.select(lines.c.at, lines.c.facts).where(lines.c.act == "signing-key.first_used")
    rows: dict[str, dict[str, Any]] = {}
    for line in op.get_bind().execute(used.order_by(lines.c.id)):
        facts = json.loads(line.facts) if isinstance(line.facts, str) else line.facts
        row = _row(base64.b64decode(facts["certificate"])) | {"learned_at": line.at}
        rows.setdefault(row["fingerprint"], row)
    moments = ("valid_from", "valid_until", "learned_at")
    table = sa.table(
        "signing_key",
        sa.column("id", sa.Uuid()),
        *(sa.column(name, sa.String()) for name in ("fingerprint", "subject", "certificate")),
        *(sa.column(name, sa.DateTime(timezone=True)) for name in moments),
    )
    if rows:
        op.bulk_insert(table, list(rows.values()))


def _row(der: bytes) -> dict[str, Any]:
    certificate = x509.load_der_x509_certificate(der)
    named = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    fingerprint = certificate.fingerprint(SHA256()).hex()
    return {
        "id": uuid5(NAMESPACE_URL, f"signing-key:{fingerprint}"),  # the same each time
        "fingerprint": fingerprint,
        "subject": str(named[0].value) if named else certificate.subject.rfc4514_string(),
        "certificate": certificate.public_bytes(Encoding.PEM).decode(),
        "valid_from": certificate.not_valid_before_utc,
        "valid_until": certificate.not_valid_after_utc,
    }


def _close(table: str, keys: tuple[str, ...]) -> None:
    if op.get_bind().dialect.name == "postgresql":
        for operation in OPERATIONS:
            _refuse(table, f"{table}_no_{operation.lower()}", operation, "ROW")
        _refuse(table, f"{table}_no_truncate", "TRUNCATE", "STATEMENT")
        return
    for operation in OPERATIONS:
        op.execute(
            f"CREATE TRIGGER {table}_no_{operation.lower()} BEFORE {operation} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{operation} of {table} is refused: it is a record'); END"
        )
    for number, key in enumerate(keys, start=1):
        op.execute(_refusal(table, number, key.split(", ")))


def _refuse(table: str, name: str, operation: str, each: str) -> None:
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {operation} ON {table} "
        f"FOR EACH {each} EXECUTE FUNCTION waypost_refuse()"
    )
    op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


def _refusal(table: str, number: int, key: list[str]) -> str:
    """What a broken key is called after the colon is what SQLite itself would say there."""
    same = " AND ".join(f"{column} = NEW.{column}" for column in key)
    columns = ", ".join(f"{table}.{column}" for column in key)
    there = f"SELECT 1 FROM {table} WHERE {same}"  # noqa: S608 - names from above
    return (
        f"CREATE TRIGGER {table}_no_replace_{number} BEFORE INSERT ON {table} "
        f"WHEN EXISTS ({there}) "
        f"BEGIN SELECT RAISE(ABORT, 'a record is not replaced: {columns}'); END"
    )
