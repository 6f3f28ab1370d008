"""People are found by a name without accents, add addresses by a mailed link, and are merged."""

import unicodedata
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011_people_merged"
down_revision = "0010_drafts_and_seats"
branch_labels = None
depends_on = None

UPDATED_AT_ONCE = 1000
_PERSON = sa.table(
    "person",
    sa.column("id", sa.Uuid()),
    *(sa.column(name, sa.String()) for name in ("given_name", "family_name", "search_name")),
)


def upgrade() -> None:
    """Nobody was merged so far; the name to search by follows from the name."""
    with op.batch_alter_table("person") as batch:
        batch.add_column(sa.Column("merged_into_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("search_name", sa.String(), nullable=False, server_default=""))
        batch.create_foreign_key(
            op.f("fk_person_merged_into_id_person"), "person", ["merged_into_id"], ["id"]
        )
        batch.create_index(op.f("ix_person_merged_into_id"), ["merged_into_id"])
        batch.create_index(op.f("ix_person_search_name"), ["search_name"])
    with op.batch_alter_table("person") as batch:
        batch.alter_column("search_name", server_default=None)
    _fill()
    op.create_table(
        "address_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("consumed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_address_link_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_address_link_token_hash")),
    )
    op.create_index(op.f("ix_address_link_person_id"), "address_link", ["person_id"])
    op.create_index(op.f("ix_outbox_message_person_id"), "outbox_message", ["person_id"])


def downgrade() -> None:
    """Records that were merged stay what they are: disabled, with nothing that hangs on them."""
    op.drop_index(op.f("ix_outbox_message_person_id"), "outbox_message")
    op.drop_table("address_link")
    with op.batch_alter_table("person") as batch:
        batch.drop_index(op.f("ix_person_search_name"))
        batch.drop_index(op.f("ix_person_merged_into_id"))
        batch.drop_constraint(op.f("fk_person_merged_into_id_person"), type_="foreignkey")
        batch.drop_column("search_name")
        batch.drop_column("merged_into_id")


def _fill() -> None:
    bind = op.get_bind()
    people = bind.execute(sa.select(_PERSON)).all()
    known = [
        {"person": person.id, "name": _folded(f"{person.family_name} {person.given_name}")}
        for person in people
    ]
    values: dict[str, Any] = {"search_name": sa.bindparam("name")}
    filled = sa.update(_PERSON).where(_PERSON.c.id == sa.bindparam("person")).values(values)
    for start in range(0, len(known), UPDATED_AT_ONCE):
        bind.execute(filled, known[start : start + UPDATED_AT_ONCE])


def _folded(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
