"""Pictures on certificates: signatures, logos, and in which look certificates are printed."""

import sqlalchemy as sa
from alembic import op

revision = "0073_images"
down_revision = "0072_audit_folders"
branch_labels = None
depends_on = None

TABLE, KEYS = "certificate_image", ("id", "sha256")
OWNERS = {"activity": "activity", "activity_proposal": "proposal"}


def upgrade() -> None:
    """Activities of before show no picture, and have the look that every kind has."""
    with op.batch_alter_table("activity") as batch:
        batch.add_column(sa.Column("logos", sa.JSON(), nullable=False, server_default="[]"))
        batch.add_column(sa.Column("template", sa.String(), nullable=False, server_default=""))
    with op.batch_alter_table("activity") as batch:
        batch.alter_column("logos", server_default=None)
        batch.alter_column("template", server_default=None)
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate_image")),
        sa.UniqueConstraint("sha256", name=op.f("uq_certificate_image_sha256")),
    )
    for owner, short in OWNERS.items():
        _link(owner, short)
    _make_triggers()


def downgrade() -> None:
    """The pictures are gone; what was printed with them stays."""
    for own in OWNERS.values():
        op.drop_table(f"{own}_image")
    op.drop_table(TABLE)
    with op.batch_alter_table("activity") as batch:
        batch.drop_column("template")
        batch.drop_column("logos")


def _link(owner: str, short: str) -> None:
    """Which version of an activity, or what was asked for of one, shows which picture."""
    table, column = f"{short}_image", f"{short}_id"
    op.create_table(
        table,
        sa.Column(column, sa.Uuid(), nullable=False),
        sa.Column("image_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            [column], [f"{owner}.id"], name=op.f(f"fk_{table}_{column}_{owner}")
        ),
        sa.ForeignKeyConstraint(
            ["image_id"], [f"{TABLE}.id"], name=op.f(f"fk_{table}_image_id_{TABLE}")
        ),
        sa.PrimaryKeyConstraint(column, "image_id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_image_id"), table, ["image_id"])


def _make_triggers() -> None:
    """A picture can go, while nothing shows it; it is never another one."""
    if op.get_bind().dialect.name == "postgresql":
        for operation, each in (("UPDATE", "ROW"), ("TRUNCATE", "STATEMENT")):
            name = f"{TABLE}_no_{operation.lower()}"
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {operation} ON {TABLE} "
                f"FOR EACH {each} EXECUTE FUNCTION waypost_refuse()"
            )
            op.execute(f"ALTER TABLE {TABLE} ENABLE ALWAYS TRIGGER {name}")
        return
    message = f"UPDATE of {TABLE} is refused: it is a record"
    op.execute(
        f"CREATE TRIGGER {TABLE}_no_update BEFORE UPDATE ON {TABLE} "
        f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
    )
    for number, key in enumerate(KEYS, start=1):
        there = f"SELECT 1 FROM {TABLE} WHERE {key} = NEW.{key}"  # noqa: S608 - names from above
        op.execute(
            f"CREATE TRIGGER {TABLE}_no_replace_{number} BEFORE INSERT ON {TABLE} "
            f"WHEN EXISTS ({there}) "
            f"BEGIN SELECT RAISE(ABORT, 'a record is not replaced: {TABLE}.{key}'); END"
        )
