"""Disclosures of who controls content: given, reviewed, decided about, shown and read.

A running cohort whose credit was entered as one that needs disclosures needs them from now on. Of
those nothing is held that opens within `NOTICE`: nobody could have disclosed before there was a page
for it, and learners are not to find shut tomorrow what was promised to them for tomorrow. Their
coordinators see at once in the queue whose disclosures are missing.
"""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

from app.core.clock import utc_now

revision = "0070_disclosures"
down_revision = "0069_extensions"
branch_labels = None
depends_on = None

NOTICE = timedelta(days=14)
"""How long after the upgrade nothing is held in a running cohort: a week in which people answer the
first letter, and another one for those who are reminded, and for the reviews."""

RECORDS = {
    "disclosed_relationship": ("id", "disclosure_id, number"),
    "disclosure_review": ("id", "cohort_id, disclosure_id, edition"),
    "reviewed_relationship": ("id", "review_id, relationship_id"),
    "disclosure_decision": ("id", "cohort_id, version"),
    "disclosure_read": ("id", "enrollment_id, text_id"),
}
"""What is never updated, by table with its keys."""
IN_PART = {
    "disclosure": (
        *("id", "controller_id", "has_none", "statement", "statement_version", "typed_name"),
        *("source", "signed_at", "zone", "web_session_id", "by", "valid_until"),
    ),
    "disclosure_text": ("id", "cohort_id", "version", "lines", "sha256", "published_at"),
}
"""Of these some columns are: merging moves what is a person's, and a text lapses."""
KEYS = {
    **RECORDS,
    "disclosure": ("id",),
    "disclosure_text": ("id", "cohort_id, version"),
}
"""By what no row takes the place of another."""
_PUBLISHED = "published_at IS NOT NULL"
_OF_COHORT = f"EXISTS (SELECT 1 FROM cohort WHERE id = OLD.cohort_id AND {_PUBLISHED})"  # noqa: S608
_OF_PAPER = (
    "SELECT 1 FROM content_controller own "  # noqa: S608 - names from above
    "JOIN cohort ON cohort.id = own.cohort_id "
    f"WHERE cohort.{_PUBLISHED} AND own.id = "
)
KEPT = {
    "disclosure": f"OLD.person_id IS NOT NULL OR EXISTS ({_OF_PAPER} OLD.controller_id)",
    "disclosed_relationship": (
        "EXISTS (SELECT 1 FROM disclosure signed "  # noqa: S608 - names from above
        "WHERE signed.id = OLD.disclosure_id "
        f"AND (signed.person_id IS NOT NULL OR EXISTS ({_OF_PAPER} signed.controller_id)))"
    ),
    "disclosure_review": _OF_COHORT,
    "reviewed_relationship": (
        "EXISTS (SELECT 1 FROM disclosure_review review "  # noqa: S608 - names from above
        "JOIN cohort ON cohort.id = review.cohort_id "
        f"WHERE review.id = OLD.review_id AND cohort.{_PUBLISHED})"
    ),
    "disclosure_decision": _OF_COHORT,
    "disclosure_text": _OF_COHORT,
}
"""What is never deleted either: all but what belongs to a draft, which can be thrown away."""


def upgrade() -> None:
    """Add what is known of disclosures, and what keeps units and sessions shut."""
    for table in ("unit", "case_session"):
        op.add_column(table, sa.Column("held_at", sa.DateTime(timezone=True), nullable=True))
    released = sa.Column("released_at", sa.DateTime(timezone=True), nullable=True)
    op.add_column("case_session", released)
    holds_from = sa.Column("disclosures_hold_from", sa.DateTime(timezone=True), nullable=True)
    op.add_column("cohort", holds_from)
    _give_notice()
    _make_controllers()
    _make_disclosures()
    _make_reviews()
    _make_rest()
    _make_texts()
    _make_triggers()


def downgrade() -> None:
    """What was disclosed and read is lost."""
    for table in (
        *("disclosure_read", "disclosure_text", "disclosure_request", "disclosure_decision"),
        *("reviewed_relationship", "disclosure_review", "disclosed_relationship"),
        *("disclosure", "content_controller"),
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        for table in KEPT:
            op.execute(f"DROP FUNCTION waypost_keep_{table}()")
    op.drop_column("cohort", "disclosures_hold_from")
    for table in ("unit", "case_session"):
        with op.batch_alter_table(table) as batch:
            batch.drop_column("held_at")
            if table == "case_session":
                batch.drop_column("released_at")


def _give_notice() -> None:
    """Running cohorts hold nothing at first that opens so soon that nobody can be cleared before."""
    cohort = sa.table(
        "cohort",
        sa.column("id", sa.Uuid()),
        *(
            sa.column(name, sa.DateTime(timezone=True))
            for name in ("published_at", "archived_at", "disclosures_hold_from")
        ),
    )
    activity = sa.table(
        "activity",
        sa.column("cohort_id", sa.Uuid()),
        sa.column("disclosure_applies", sa.Boolean()),
    )
    needs = sa.select(activity.c.cohort_id).where(activity.c.disclosure_applies)
    op.execute(
        sa.update(cohort)
        .where(
            cohort.c.id.in_(needs),
            cohort.c.published_at.is_not(None),
            cohort.c.archived_at.is_(None),
        )
        .values(disclosures_hold_from=utc_now() + NOTICE)
    )


def _make_controllers() -> None:
    op.create_table(
        "content_controller",
        _id(),
        _key("cohort_id"),
        _key("person_id", optional=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=True),
        sa.Column("left_out", sa.String(), nullable=False),
        _moment("added_at"),
        _key("by"),
        _moment("removed_at", optional=True),
        sa.CheckConstraint(
            "(person_id IS NULL) <> (name = '')", name=op.f("ck_content_controller_who")
        ),
        sa.CheckConstraint(
            "(role IS NULL) <> (left_out = '')", name=op.f("ck_content_controller_left_out")
        ),
        _refers("content_controller", "cohort_id", "cohort"),
        _refers("content_controller", "person_id", "person"),
        _primary("content_controller"),
    )
    _index("content_controller", "cohort_id", "person_id")


def _make_disclosures() -> None:
    op.create_table(
        "disclosure",
        _id(),
        _key("person_id", optional=True),
        _key("controller_id", optional=True),
        sa.Column("has_none", sa.Boolean(), nullable=False),
        sa.Column("statement", sa.String(), nullable=False),
        sa.Column("statement_version", sa.String(), nullable=False),
        sa.Column("typed_name", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        _moment("signed_at"),
        sa.Column("zone", sa.String(), nullable=False),
        _key("web_session_id", optional=True),
        _key("by"),
        _moment("valid_until"),
        sa.CheckConstraint(
            "(person_id IS NULL) <> (controller_id IS NULL)", name=op.f("ck_disclosure_whose")
        ),
        _refers("disclosure", "person_id", "person"),
        _refers("disclosure", "controller_id", "content_controller"),
        _primary("disclosure"),
    )
    _index("disclosure", "person_id", "controller_id")
    op.create_table(
        "disclosed_relationship",
        _id(),
        _key("disclosure_id"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("company", sa.String(), nullable=False),
        sa.Column("nature", sa.String(length=40), nullable=False),
        sa.Column("has_ended", sa.Boolean(), nullable=False),
        _refers("disclosed_relationship", "disclosure_id", "disclosure"),
        _primary("disclosed_relationship"),
        _unique("disclosed_relationship", "disclosure_id", "number"),
    )


def _make_reviews() -> None:
    op.create_table(
        "disclosure_review",
        _id(),
        _key("cohort_id"),
        _key("disclosure_id"),
        sa.Column("edition", sa.Integer(), nullable=False),
        _moment("reviewed_at"),
        _key("by"),
        _refers("disclosure_review", "cohort_id", "cohort"),
        _refers("disclosure_review", "disclosure_id", "disclosure"),
        _primary("disclosure_review"),
        _unique("disclosure_review", "cohort_id", "disclosure_id", "edition"),
    )
    _index("disclosure_review", "disclosure_id")
    op.create_table(
        "reviewed_relationship",
        _id(),
        _key("review_id"),
        _key("relationship_id"),
        sa.Column("is_relevant", sa.Boolean(), nullable=False),
        sa.Column("mitigation", sa.String(length=40), nullable=True),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("mitigated_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "is_relevant = (mitigation IS NOT NULL) AND is_relevant = (mitigated_on IS NOT NULL)",
            name=op.f("ck_reviewed_relationship_mitigated"),
        ),
        _refers("reviewed_relationship", "review_id", "disclosure_review"),
        _refers("reviewed_relationship", "relationship_id", "disclosed_relationship"),
        _primary("reviewed_relationship"),
        _unique("reviewed_relationship", "review_id", "relationship_id"),
    )


def _make_rest() -> None:
    op.create_table(
        "disclosure_decision",
        _id(),
        _key("cohort_id"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("applies", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        _moment("decided_at"),
        _key("by"),
        _refers("disclosure_decision", "cohort_id", "cohort"),
        _primary("disclosure_decision"),
        _unique("disclosure_decision", "cohort_id", "version"),
    )
    op.create_table(
        "disclosure_request",
        _id(),
        _key("cohort_id"),
        _key("person_id"),
        _moment("asked_at"),
        _key("by", optional=True),
        _refers("disclosure_request", "cohort_id", "cohort"),
        _refers("disclosure_request", "person_id", "person"),
        _primary("disclosure_request"),
    )
    _index("disclosure_request", "cohort_id", "person_id")


def _make_texts() -> None:
    op.create_table(
        "disclosure_text",
        _id(),
        _key("cohort_id"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        _moment("published_at"),
        _moment("lapsed_at", optional=True),
        _refers("disclosure_text", "cohort_id", "cohort"),
        _primary("disclosure_text"),
        _unique("disclosure_text", "cohort_id", "version"),
    )
    op.create_table(
        "disclosure_read",
        _id(),
        _key("enrollment_id"),
        _key("text_id"),
        sa.Column("sha256", sa.String(), nullable=False),
        _moment("read_at"),
        _key("web_session_id", optional=True),
        _refers("disclosure_read", "enrollment_id", "enrollment"),
        _refers("disclosure_read", "text_id", "disclosure_text"),
        _primary("disclosure_read"),
        _unique("disclosure_read", "enrollment_id", "text_id"),
    )
    _index("disclosure_read", "text_id")


def _make_triggers() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table in RECORDS:
        _refuse(table, "UPDATE")
    for table, keys in KEYS.items():
        if postgresql:
            _refuse(table, "TRUNCATE", each="STATEMENT")
        else:
            for number, key in enumerate(keys, start=1):
                op.execute(_refusal(table, number, key.split(", ")))
    _refuse("disclosure_read", "DELETE")
    for table, columns in IN_PART.items():
        _refuse(table, "UPDATE", of=", ".join(f'"{column}"' for column in columns))
    for table, kept in KEPT.items():
        _keep(table, kept)


def _refuse(table: str, operation: str, *, of: str = "", each: str = "ROW") -> None:
    name = f"{table}_no_{operation.lower()}"
    head = f"CREATE TRIGGER {name} BEFORE {operation}{f' OF {of}' if of else ''} ON {table} "
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"{head}FOR EACH {each} EXECUTE FUNCTION waypost_refuse()")
        op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")
        return
    op.execute(f"{head}BEGIN SELECT RAISE(ABORT, 'it is a record'); END")


def _keep(table: str, kept: str) -> None:
    """Refuse to delete what is kept. PostgreSQL looks into other tables only in a function."""
    head = f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE FUNCTION waypost_keep_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN IF {kept} THEN "
            "RAISE EXCEPTION '% of % is refused: it is a record', TG_OP, TG_TABLE_NAME; "
            "END IF; RETURN OLD; END $$"
        )
        op.execute(f"{head}FOR EACH ROW EXECUTE FUNCTION waypost_keep_{table}()")
        op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_no_delete")
        return
    op.execute(f"{head}WHEN {kept} BEGIN SELECT RAISE(ABORT, 'it is a record'); END")


def _refusal(table: str, number: int, key: list[str]) -> str:
    same = " AND ".join(f"{column} = NEW.{column}" for column in key)
    columns = ", ".join(f"{table}.{column}" for column in key)
    there = f"SELECT 1 FROM {table} WHERE {same}"  # noqa: S608 - names from above
    return (
        f"CREATE TRIGGER {table}_no_replace_{number} BEFORE INSERT ON {table} "
        f"WHEN EXISTS ({there}) "
        f"BEGIN SELECT RAISE(ABORT, 'a record is not replaced: {columns}'); END"
    )


def _id() -> sa.Column[Any]:
    return sa.Column("id", sa.Uuid(), nullable=False)


def _key(name: str, *, optional: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Uuid(), nullable=optional)


def _moment(name: str, *, optional: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=optional)


def _primary(table: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def _unique(table: str, *columns: str) -> sa.UniqueConstraint:
    name = op.f(f"uq_{table}_{'_'.join(columns)}")
    return sa.UniqueConstraint(*columns, name=name)


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name)


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
