"""Application forms with their answers, from files too; leads of institutions decide.

What files said further stood with the rows that brought people in, and goes to the answers.
"""

from typing import Any
from uuid import UUID, uuid5

import sqlalchemy as sa
from alembic import op

revision = "0017_applications"
down_revision = "0015_institution_breaks"
branch_labels = None
depends_on = None

OPERATIONS = "UPDATE", "DELETE"
MOMENT = sa.DateTime(timezone=True)
_IMPORTED = sa.table(
    "imported_person",
    sa.column("id", sa.Uuid()),
    sa.column("people_import_id", sa.Uuid()),
    sa.column("enrollment_id", sa.Uuid()),
    sa.column("answers", sa.JSON()),
)
_IMPORT = sa.table(
    "people_import",
    sa.column("id", sa.Uuid()),
    sa.column("applied_at", MOMENT),
    sa.column("undone_at", MOMENT),
)
_ANSWER = sa.table(
    "application_answer",
    sa.column("id", sa.Uuid()),
    *(sa.column(f"{of}_id", sa.Uuid()) for of in ("enrollment", "question", "people_import")),
    *(sa.column(name, sa.Integer()) for name in ("number", "edition")),
    *(sa.column(name, sa.String()) for name in ("kind", "label", "hint", "value")),
    sa.column("answered_at", MOMENT),
)


def upgrade() -> None:
    """Add the tables and columns; nobody but coordinators decides so far."""
    with op.batch_alter_table("cohort") as batch:
        batch.add_column(
            sa.Column("leads_decide", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("cohort") as batch:
        batch.alter_column("leads_decide", server_default=None)
    _drop_triggers()
    with op.batch_alter_table("enrollment_event") as batch:
        batch.add_column(sa.Column("on_behalf_of", sa.Uuid(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_enrollment_event_on_behalf_of_institution"),
            "institution",
            ["on_behalf_of"],
            ["id"],
        )
    _make_triggers()
    _make_tables()
    _move_answers()
    with op.batch_alter_table("imported_person") as batch:
        batch.drop_column("answers")


def downgrade() -> None:
    """Forget the forms and what was answered to them; what files said goes back to their rows."""
    with op.batch_alter_table("imported_person") as batch:
        batch.add_column(sa.Column("answers", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("imported_person") as batch:
        batch.alter_column("answers", server_default=None)
    _move_answers_back()
    op.drop_table("application_answer")
    op.drop_table("application_question")
    _drop_triggers()
    with op.batch_alter_table("enrollment_event") as batch:
        batch.drop_constraint(
            op.f("fk_enrollment_event_on_behalf_of_institution"), type_="foreignkey"
        )
        batch.drop_column("on_behalf_of")
    _make_triggers()
    with op.batch_alter_table("cohort") as batch:
        batch.drop_column("leads_decide")


def _make_tables() -> None:
    op.create_table(
        "application_question",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cohort_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("hint", sa.String(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("retired_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["cohort_id"], ["cohort.id"], name=op.f("fk_application_question_cohort_id_cohort")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_question")),
    )
    op.create_index(
        op.f("ix_application_question_cohort_id"), "application_question", ["cohort_id"]
    )
    op.create_table(
        "application_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("enrollment_id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=True),
        sa.Column("people_import_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("hint", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("answered_at", MOMENT, nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("replaced_at", MOMENT, nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [column],
                [f"{table}.id"],
                name=op.f(f"fk_application_answer_{column}_{table}"),
            )
            for column, table in (
                ("enrollment_id", "enrollment"),
                ("question_id", "application_question"),
                ("people_import_id", "people_import"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_answer")),
        sa.UniqueConstraint(
            "enrollment_id",
            "question_id",
            "edition",
            name=op.f("uq_application_answer_enrollment_id_question_id_edition"),
        ),
    )
    for column in ("question_id", "people_import_id"):
        op.create_index(op.f(f"ix_application_answer_{column}"), "application_answer", [column])


def _move_answers() -> None:
    """Each is of the file that said it, and of the moment when that was applied.

    What was undone says nothing any more: an undo takes the answers of its file away.
    """
    bind = op.get_bind()
    standing = sa.select(_IMPORT).where(_IMPORT.c.undone_at.is_(None))
    applied_at = {row.id: row.applied_at for row in bind.execute(standing)}
    rows = [
        _answer(row, number, label, value, applied_at[row.people_import_id])
        for row in bind.execute(sa.select(_IMPORTED)).all()
        if row.people_import_id in applied_at
        for number, (label, value) in enumerate(row.answers, start=1)
    ]
    if rows:
        bind.execute(sa.insert(_ANSWER), rows)


def _answer(row: Any, number: int, label: str, value: str, at: Any) -> dict[str, Any]:
    return {
        "id": uuid5(row.id, str(number)),
        "enrollment_id": row.enrollment_id,
        "question_id": None,
        "people_import_id": row.people_import_id,
        "number": number,
        "edition": 1,
        "kind": "text",
        "label": label,
        "hint": "",
        "value": value,
        "answered_at": at,
    }


def _move_answers_back() -> None:
    bind = op.get_bind()
    said: dict[tuple[UUID, UUID], list[list[str]]] = {}
    for answer in bind.execute(
        sa.select(_ANSWER)
        .where(_ANSWER.c.people_import_id.is_not(None))
        .order_by(_ANSWER.c.number, _ANSWER.c.id)
    ):
        key = (answer.people_import_id, answer.enrollment_id)
        said.setdefault(key, []).append([answer.label, answer.value])
    for (import_id, enrollment_id), answers in said.items():
        bind.execute(
            sa.update(_IMPORTED)
            .where(
                _IMPORTED.c.people_import_id == import_id,
                _IMPORTED.c.enrollment_id == enrollment_id,
            )
            .values(answers=answers)
        )


def _drop_triggers() -> None:
    on_table = " ON enrollment_event" if op.get_bind().dialect.name == "postgresql" else ""
    for operation in OPERATIONS:
        op.execute(f"DROP TRIGGER enrollment_event_no_{operation.lower()}{on_table}")


def _make_triggers() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for operation in OPERATIONS:
        name = f"enrollment_event_no_{operation.lower()}"
        head = f"CREATE TRIGGER {name} BEFORE {operation} ON enrollment_event "
        if postgresql:
            op.execute(head + "FOR EACH ROW EXECUTE FUNCTION waypost_refuse()")
        else:
            message = f"{operation} of enrollment_event is refused: it is a record"
            op.execute(head + f"BEGIN SELECT RAISE(ABORT, '{message}'); END")
