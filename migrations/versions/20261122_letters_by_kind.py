"""Letters are posted as a kind and facts; words come when they are sent.

Mail that has its words already keeps them, sent or not.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from app.settings import Settings

revision = "0004_letters_by_kind"
down_revision = "0003_content_releases"
branch_labels = None
depends_on = None

WORDS = ("recipient", "subject", "text")
HEADINGS = {
    "cme_credit": "certificate of credit",
    "participation": "certificate of participation",
    "completion": "attestation of completion",
}


def upgrade() -> None:
    """Add what letters are made from, and find whom the mail written before was for."""
    with op.batch_alter_table("outbox_message") as batch:
        batch.add_column(sa.Column("person_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("facts", sa.JSON(), nullable=False, server_default="{}"))
        batch.add_column(sa.Column("secrets", sa.JSON(), nullable=False, server_default="{}"))
        for name in WORDS:
            batch.alter_column(name, existing_type=sa.String(), nullable=True)
    with op.batch_alter_table("outbox_message") as batch:
        for name in ("facts", "secrets"):
            batch.alter_column(name, server_default=None)
    op.execute(
        "UPDATE outbox_message SET person_id = "
        "(SELECT person_id FROM email_address WHERE address = recipient)"
    )


def downgrade() -> None:
    """Give every letter the words it would have been sent with; drop what has none."""
    _write_words()
    with op.batch_alter_table("outbox_message") as batch:
        for name in ("person_id", "facts", "secrets"):
            batch.drop_column(name)
        for name in WORDS:
            batch.alter_column(name, existing_type=sa.String(), nullable=False)


_MESSAGE = sa.table(
    "outbox_message",
    sa.column("id", sa.Uuid()),
    sa.column("kind", sa.String()),
    sa.column("person_id", sa.Uuid()),
    sa.column("facts", sa.JSON()),
    sa.column("secrets", sa.JSON()),
    *(sa.column(name, sa.String()) for name in WORDS),
)
_PERSON = sa.table("person", sa.column("id", sa.Uuid()), sa.column("given_name", sa.String()))
_ADDRESS = sa.table(
    "email_address",
    sa.column("person_id", sa.Uuid()),
    sa.column("address", sa.String()),
    sa.column("is_primary", sa.Boolean()),
)
_TASK = sa.table("task", sa.column("kind", sa.String()), sa.column("key", sa.String()))


def _write_words() -> None:
    bind = op.get_bind()
    base_url = Settings(demo=True).base_url
    primary = sa.and_(_ADDRESS.c.person_id == _PERSON.c.id, _ADDRESS.c.is_primary)
    rows = bind.execute(
        sa.select(_MESSAGE, _PERSON.c.given_name, _ADDRESS.c.address)
        .outerjoin(_PERSON, _PERSON.c.id == _MESSAGE.c.person_id)
        .outerjoin(_ADDRESS, primary)
        .where(_MESSAGE.c.text.is_(None))
    ).mappings()
    for row in rows.all():
        recipient, words = row["recipient"] or row["address"], _words(row, base_url)
        if recipient is None or words is None:
            bind.execute(sa.delete(_MESSAGE).where(_MESSAGE.c.id == row["id"]))
            task = (_TASK.c.kind == "mail.deliver", _TASK.c.key == str(row["id"]))
            bind.execute(sa.delete(_TASK).where(*task))
            continue
        subject, text = words
        written = {"recipient": recipient, "subject": subject, "text": text}
        bind.execute(sa.update(_MESSAGE).where(_MESSAGE.c.id == row["id"]).values(written))


def _words(row: Any, base_url: str) -> tuple[str, str] | None:
    """Subject and text as the templates said them when this migration was written."""
    facts, name = row["facts"], row["given_name"]
    if row["kind"] == "sign_in":
        return (
            "Your sign-in link for Waypost",
            f"Hello {name},\n\nopen this link in the browser where you asked for it:\n\n"
            f"{base_url}{row['secrets']['link_path']}\n\n"
            f"It works once, within {facts['minutes']} minutes. If you did not ask for it, "
            "do nothing: nobody can sign in without it.\n",
        )
    if row["kind"] == "certificate":
        heading = HEADINGS[facts["certificate_kind"]]
        return (
            f"Your {heading} is ready",
            f"Hello {name},\n\nyour {heading} for {facts['program']}, {facts['cohort']}, "
            f"is ready. Its number is {facts['number']}. Sign in to download it:\n\n"
            f"{base_url}/my/certificates\n\n"
            f"Anybody you show it to can check it here:\n\n{base_url}{facts['verify_path']}\n",
        )
    return None
