"""Credit systems as rows, for which of them each activity is designated, its format and expiry."""

from typing import Any
from uuid import UUID, uuid5

import sqlalchemy as sa
from alembic import op

revision = "0068_systems"
down_revision = "0067_proposals"
branch_labels = None
depends_on = None

TABLE = "credit_system"
USUAL = frozenset({"ama_pra_1", "participation"})
"""What every activity had, and all that code without this table can read."""
KEYS = ("id", "key, version")
OPERATIONS = ("UPDATE", "DELETE")
PHRASE = "AMA PRA Category 1 Credit"
PHYSICIANS, NURSES, ASSOCIATES = ["physician"], ["nurse"], ["physician_associate"]
SYSTEMS = sa.table(
    TABLE,
    sa.column("id", sa.Uuid()),
    *map(sa.column, ("key", "role", "name", "unit_one", "unit_many", "rounding", "heading")),
    *map(sa.column, ("claim_wording", "certificate_wording", "usual_statement")),
    *(sa.column(name, sa.Integer()) for name in ("version", "position", "step_quarters")),
    sa.column("professions", sa.JSON()),
    sa.column("needs_verification", sa.Boolean()),
)
DESIGNATIONS = sa.table(
    "designation",
    sa.column("id", sa.Uuid()),
    sa.column("activity_id", sa.Uuid()),
    sa.column("system_id", sa.Uuid()),
    sa.column("max_quarters", sa.Integer()),
    sa.column("statement"),
)
ACTIVITIES = sa.table(
    "activity", sa.column("id", sa.Uuid()), sa.column("designated_quarters", sa.Integer())
)


def _system(number: int, key: str, role: str, name: str, **other: Any) -> dict[str, Any]:
    return {
        "id": UUID(int=0x6_8000_0000 + number),
        "key": key,
        "version": 1,
        "position": 10 * number,
        "role": role,
        "name": name,
        "step_quarters": 1,
        "rounding": "nearest",
        "needs_verification": True,
        "heading": "",
        "claim_wording": "",
        "certificate_wording": "",
        "usual_statement": "",
    } | other


ROWS = (
    _system(
        1, "ama_pra_1", "claimed", f"{PHRASE}(s)™",
        unit_one=f"{PHRASE}™", unit_many=f"{PHRASE}s™", professions=PHYSICIANS,
        claim_wording="I claim {amount} for {activity}. {claim_statement}",
        certificate_wording="The physician claimed this credit on {day}.",
    ),
    _system(
        2, "royal_college_moc_1", "claimed", "Royal College MOC Section 1",
        unit_one="Royal College MOC Section 1 credit",
        unit_many="Royal College MOC Section 1 credits",
        professions=PHYSICIANS, heading="Certificate of Section 1 credit",
        claim_wording="I claim {amount} for {activity}.",
        certificate_wording="The physician claimed this credit on {day}.",
    ),
    _system(
        3, "ancc", "claimed", "ANCC contact hours",
        unit_one="ANCC contact hour", unit_many="ANCC contact hours",
        professions=NURSES, heading="Certificate of contact hours",
        claim_wording="I claim {amount} for {activity}.",
        certificate_wording="The participant claimed these contact hours on {day}.",
    ),
    _system(
        4, "abim_moc", "added", "ABIM MOC points",
        unit_one="ABIM MOC point", unit_many="ABIM MOC points", professions=PHYSICIANS,
        certificate_wording="For the same participation, {amount} can be reported.",
    ),
    _system(
        5, "aapa", "noted", "AAPA note",
        unit_one=f"{PHRASE}™", unit_many=f"{PHRASE}s™", professions=ASSOCIATES,
        usual_statement=(
            "The American Academy of Physician Associates (AAPA) accepts participation in "
            "activities that are designated for {credit_phrase}."
        ),
    ),
    _system(
        6, "participation", "claimed", "Hours of participation",
        unit_one="hour", unit_many="hours", professions=[], needs_verification=False,
        claim_wording="I took part in {activity} for {amount}.",
    ),
)  # fmt: skip
"""As they were when there was no table; each is the first version of its system."""


def upgrade() -> None:
    """Each activity there is gets what every activity had: physicians' credit, and hours."""
    _make_systems()
    op.bulk_insert(SYSTEMS, list(ROWS))
    _refuse()
    _make_designations()
    _designate()
    op.add_column("activity", sa.Column("format", sa.String(40), nullable=True))
    op.add_column("activity", sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """What every activity had before there were systems stays; of others nothing would be known.

    Raises:
        RuntimeError: Something is claimed or designated in a system that older code cannot read.
    """
    _keep_records()
    op.drop_column("activity", "expires_at")
    op.drop_column("activity", "format")
    op.drop_table("designation")
    op.drop_table(TABLE)


def _keep_records() -> None:
    """A claim is a record, and so is what was approved: none is left where nothing reads it."""
    used = op.get_bind().execute(
        sa.text(
            "SELECT credit_system FROM claim UNION SELECT credit_system.key FROM designation "
            "JOIN credit_system ON credit_system.id = designation.system_id"
        )
    )
    if others := sorted({*used.scalars()} - USUAL):
        raise RuntimeError(
            "Older versions cannot read what was claimed or designated in these credit systems: "
            f"{', '.join(others)}. Nothing was changed. Stay with this version, or restore a "
            "backup from before it."
        )


def _make_systems() -> None:
    texts = ("role", "name", "unit_one", "unit_many", "rounding")
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in texts[1:4]),
        sa.Column("step_quarters", sa.Integer(), nullable=False),
        sa.Column("rounding", sa.String(40), nullable=False),
        sa.Column("professions", sa.JSON(), nullable=False),
        sa.Column("needs_verification", sa.Boolean(), nullable=False),
        sa.Column("heading", sa.String(), nullable=False),
        sa.Column("claim_wording", sa.String(), nullable=False),
        sa.Column("certificate_wording", sa.String(), nullable=False),
        sa.Column("usual_statement", sa.String(), nullable=False),
        sa.CheckConstraint("step_quarters > 0", name=op.f("ck_credit_system_step")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_system")),
        sa.UniqueConstraint("key", "version", name=op.f("uq_credit_system_key_version")),
    )


def _make_designations() -> None:
    op.create_table(
        "designation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("system_id", sa.Uuid(), nullable=False),
        sa.Column("max_quarters", sa.Integer(), nullable=True),
        sa.Column("statement", sa.String(), nullable=False),
        sa.CheckConstraint("max_quarters > 0", name=op.f("ck_designation_maximum")),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_designation_activity_id_activity")
        ),
        sa.ForeignKeyConstraint(
            ["system_id"],
            ["credit_system.id"],
            name=op.f("fk_designation_system_id_credit_system"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_designation")),
        sa.UniqueConstraint(
            "activity_id", "system_id", name=op.f("uq_designation_activity_id_system_id")
        ),
    )


def _designate() -> None:
    usual = [row["id"] for row in ROWS if row["key"] in USUAL]
    approved = op.get_bind().execute(
        sa.select(ACTIVITIES.c.id, ACTIVITIES.c.designated_quarters)
    ).all()  # fmt: skip
    found = [
        {
            "id": uuid5(activity.id, str(system_id)),  # the same, should it be done again
            "activity_id": activity.id,
            "system_id": system_id,
            "max_quarters": activity.designated_quarters,
            "statement": "",
        }
        for activity in approved
        for system_id in usual
    ]
    if found:
        op.bulk_insert(DESIGNATIONS, found)


def _refuse() -> None:
    """A version never changes: what was designated names it."""
    if op.get_bind().dialect.name == "postgresql":
        _refuse_on_postgresql()
    else:
        _refuse_on_sqlite()


def _refuse_on_postgresql() -> None:
    for operation in (*OPERATIONS, "TRUNCATE"):
        name, each = (
            f"{TABLE}_no_{operation.lower()}",
            "STATEMENT" if operation == "TRUNCATE" else "ROW",
        )
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {operation} ON {TABLE} "
            f"FOR EACH {each} EXECUTE FUNCTION waypost_refuse()"
        )
        op.execute(f"ALTER TABLE {TABLE} ENABLE ALWAYS TRIGGER {name}")


def _refuse_on_sqlite() -> None:
    for operation in OPERATIONS:
        message = f"{operation} of {TABLE} is refused: it is a record"
        op.execute(
            f"CREATE TRIGGER {TABLE}_no_{operation.lower()} BEFORE {operation} ON {TABLE} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
    for number, key in enumerate(KEYS, start=1):
        columns = key.split(", ")
        same = " AND ".join(f"{column} = NEW.{column}" for column in columns)
        named = ", ".join(f"{TABLE}.{column}" for column in columns)
        there = f"SELECT 1 FROM {TABLE} WHERE {same}"  # noqa: S608 - names from above
        op.execute(
            f"CREATE TRIGGER {TABLE}_no_replace_{number} BEFORE INSERT ON {TABLE} "
            f"WHEN EXISTS ({there}) "
            f"BEGIN SELECT RAISE(ABORT, 'a record is not replaced: {named}'); END"
        )
