"""Certificates of teaching: what somebody who leads sessions gets, who is no learner there."""

import sqlalchemy as sa
from alembic import op

revision = "0076_teaching"
down_revision = "0075_closures"
branch_labels = None
depends_on = None

TABLE, HOLDERS = "certificate", "teaching"
KEY = ("teaching_id", "kind", "edition")
ONE_PLACE = "(enrollment_id IS NULL) <> (teaching_id IS NULL)"
UNIQUE = "uq_certificate_teaching_id_kind_edition"
FOREIGN = "fk_certificate_teaching_id_teaching"
CHECK = "ck_certificate_one_place"


def upgrade() -> None:
    """Every certificate that there is hangs on an enrollment, as before."""
    op.create_table(
        HOLDERS,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_teaching_cohort_id_cohort")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_teaching_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teaching")),
        sa.UniqueConstraint("cohort_id", "person_id", name=op.f("uq_teaching_cohort_id_person_id")),
    )
    op.create_index(op.f("ix_teaching_person_id"), HOLDERS, ["person_id"])
    triggers = _triggers()
    with op.batch_alter_table(TABLE) as batch:
        batch.alter_column("enrollment_id", existing_type=sa.Uuid(), nullable=True)
        batch.add_column(sa.Column("teaching_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key(op.f(FOREIGN), HOLDERS, ["teaching_id"], ["id"])
        batch.create_unique_constraint(op.f(UNIQUE), list(KEY))
        batch.create_check_constraint(op.f(CHECK), ONE_PLACE)
    _make(triggers)
    if op.get_bind().dialect.name == "sqlite":
        op.execute(_refusal())


def downgrade() -> None:
    """What nobody has a certificate of goes.

    Raises:
        RuntimeError: There is one, which older code could not read.
    """
    if op.get_bind().scalar(
        sa.text("SELECT count(*) FROM certificate WHERE teaching_id IS NOT NULL")
    ):
        raise RuntimeError(
            "Older versions cannot read certificates of teaching, and some were issued. Nothing "
            "was changed. Stay with this version, or restore a backup from before the update."
        )
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER certificate_no_replace_5")
    triggers = _triggers()
    with op.batch_alter_table(TABLE) as batch:
        batch.drop_constraint(op.f(CHECK), type_="check")
        batch.drop_constraint(op.f(UNIQUE), type_="unique")
        batch.drop_constraint(op.f(FOREIGN), type_="foreignkey")
        batch.drop_column("teaching_id")
        batch.alter_column("enrollment_id", existing_type=sa.Uuid(), nullable=False)
    _make(triggers)
    op.drop_table(HOLDERS)


def _triggers() -> list[str]:
    """Those that keep the records, which SQLite loses with the table that it makes anew."""
    if op.get_bind().dialect.name != "sqlite":
        return []
    found = sa.text(
        "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'certificate' "
        "ORDER BY name"
    )
    return list(op.get_bind().scalars(found))


def _make(triggers: list[str]) -> None:
    for trigger in triggers:
        op.execute(trigger)


def _refusal() -> str:
    """What a broken key is called after the colon is what SQLite itself would say there."""
    same = " AND ".join(f"{column} = NEW.{column}" for column in KEY)
    columns = ", ".join(f"{TABLE}.{column}" for column in KEY)
    there = f"SELECT 1 FROM {TABLE} WHERE {same}"  # noqa: S608 - names from above
    return (
        f"CREATE TRIGGER {TABLE}_no_replace_5 BEFORE INSERT ON {TABLE} WHEN EXISTS ({there}) "
        f"BEGIN SELECT RAISE(ABORT, 'a record is not replaced: {columns}'); END"
    )
