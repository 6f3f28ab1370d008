"""Releases of packs, pictures, uploads, prints and moves; the source of every version.

A version now keeps the whole file that its author wrote. Of versions that were loaded before, the
front matter is written out as JSON, which is YAML too and means the same.
"""

import json
import re
from collections.abc import Iterator
from hashlib import sha256
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0003_content_releases"
down_revision = "0002_immutable"
branch_labels = None
depends_on = None

RECORDS = {
    "content_version": ("UPDATE",),
    "figure": ("UPDATE",),
    "content_release": ("UPDATE", "DELETE"),
    "content_release_item": ("UPDATE", "DELETE"),
    "content_move": ("UPDATE", "DELETE"),
}


def upgrade() -> None:
    """Add the tables, give old versions their source, and make each program's first release."""
    _make_tables()
    _change_triggers("content_version", "DROP")
    with op.batch_alter_table("content_version") as batch:
        batch.add_column(sa.Column("source", sa.String(), nullable=False, server_default=""))
        batch.add_column(sa.Column("figures", sa.JSON(), nullable=False, server_default="{}"))
    _write_sources()
    with op.batch_alter_table("content_version") as batch:
        batch.drop_column("text")
        batch.alter_column("source", server_default=None)
        batch.alter_column("figures", server_default=None)
    _tie_answers_to_versions()
    _make_first_releases()
    for table in RECORDS:
        _change_triggers(table, "CREATE")


def downgrade() -> None:
    """Keep of each version what there was before: the text below its front matter."""
    for table in RECORDS:
        _change_triggers(table, "DROP")
    with op.batch_alter_table("check_answer") as batch:
        batch.drop_constraint(
            op.f("fk_check_answer_module_version_id_content_version"), type_="foreignkey"
        )
        batch.drop_column("module_version_id")
    for table in (
        "content_move",
        "content_print",
        "content_upload",
        "content_release_item",
        "content_release",
        "figure",
    ):
        op.drop_table(table)
    with op.batch_alter_table("content_version") as batch:
        batch.add_column(sa.Column("text", sa.String(), nullable=False, server_default=""))
    _write_texts()
    with op.batch_alter_table("content_version") as batch:
        batch.drop_column("source")
        batch.drop_column("figures")
        batch.alter_column("text", server_default=None)
    _change_triggers("content_version", "CREATE")


def _make_tables() -> None:
    op.create_table(
        "figure",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_figure")),
    )
    op.create_table(
        "content_release",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("program", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("origin", sa.String(40), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_release")),
        sa.UniqueConstraint("program", "number", name=op.f("uq_content_release_program_number")),
    )
    op.create_table(
        "content_release_item",
        sa.Column("release_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"],
            ["content_release.id"],
            name=op.f("fk_content_release_item_release_id_content_release"),
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["content_version.id"],
            name=op.f("fk_content_release_item_version_id_content_version"),
        ),
        sa.PrimaryKeyConstraint("release_id", "version_id", name=op.f("pk_content_release_item")),
    )
    op.create_index(
        op.f("ix_content_release_item_version_id"), "content_release_item", ["version_id"]
    )
    op.create_table(
        "content_upload",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("program", sa.String(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("restores", sa.Integer(), nullable=True),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_upload")),
    )
    op.create_index(op.f("ix_content_upload_by"), "content_upload", ["by"])
    op.create_table(
        "content_print",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["content_version.id"],
            name=op.f("fk_content_print_version_id_content_version"),
        ),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_content_print")),
    )
    op.create_table(
        "content_move",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("act_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("from_version_id", sa.Uuid(), nullable=False),
        sa.Column("to_version_id", sa.Uuid(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["unit.id"], name=op.f("fk_content_move_unit_id_unit")
        ),
        sa.ForeignKeyConstraint(
            ["from_version_id"],
            ["content_version.id"],
            name=op.f("fk_content_move_from_version_id_content_version"),
        ),
        sa.ForeignKeyConstraint(
            ["to_version_id"],
            ["content_version.id"],
            name=op.f("fk_content_move_to_version_id_content_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_move")),
    )
    op.create_index(op.f("ix_content_move_unit_id"), "content_move", ["unit_id"])


def _change_triggers(table: str, verb: str) -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for operation in RECORDS[table]:
        name = f"{table}_no_{operation.lower()}"
        if verb == "DROP":
            op.execute(f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" if postgresql else ""))
            continue
        head = f"CREATE TRIGGER {name} BEFORE {operation} ON {table} "
        if postgresql:
            op.execute(head + "FOR EACH ROW EXECUTE FUNCTION waypost_refuse()")
        else:
            message = f"{operation} of {table} is refused: it is a record"
            op.execute(head + f"BEGIN SELECT RAISE(ABORT, '{message}'); END")


_VERSION = sa.table(
    "content_version",
    sa.column("id", sa.Uuid()),
    sa.column("program", sa.String()),
    sa.column("kind", sa.String()),
    sa.column("key", sa.String()),
    sa.column("hash", sa.String()),
    sa.column("data", sa.JSON()),
    sa.column("text", sa.String()),
    sa.column("source", sa.String()),
    sa.column("loaded_at", sa.DateTime(timezone=True)),
)
_RELEASE = sa.table(
    "content_release",
    sa.column("id", sa.Uuid()),
    sa.column("program", sa.String()),
    sa.column("number", sa.Integer()),
    sa.column("hash", sa.String()),
    sa.column("origin", sa.String()),
    sa.column("loaded_at", sa.DateTime(timezone=True)),
)
_ITEM = sa.table(
    "content_release_item",
    sa.column("release_id", sa.Uuid()),
    sa.column("version_id", sa.Uuid()),
    sa.column("path", sa.String()),
)


def _write_sources() -> None:
    bind = op.get_bind()
    rows = bind.execute(
        sa.select(_VERSION.c.id, _VERSION.c.kind, _VERSION.c.data, _VERSION.c.text)
    ).all()
    for id_, kind, data, text in rows:
        front = json.dumps(data, ensure_ascii=False, indent=2)
        source = f"{front}\n" if kind == "program" else f"---\n{front}\n---\n{text}\n"
        bind.execute(sa.update(_VERSION).where(_VERSION.c.id == id_).values(source=source))


def _write_texts() -> None:
    bind = op.get_bind()
    rows = bind.execute(sa.select(_VERSION.c.id, _VERSION.c.kind, _VERSION.c.source)).all()
    for id_, kind, source in rows:
        if kind != "program":
            text = re.split(r"^---[ \t]*$", source, maxsplit=2, flags=re.MULTILINE)[2]
            bind.execute(
                sa.update(_VERSION).where(_VERSION.c.id == id_).values(text=text.strip("\n"))
            )


def _tie_answers_to_versions() -> None:
    """An answer belongs to the text that asked: the one its unit has had all the time."""
    with op.batch_alter_table("check_answer") as batch:
        batch.add_column(sa.Column("module_version_id", sa.Uuid(), nullable=True))
    op.execute(
        "UPDATE check_answer SET module_version_id = "
        "(SELECT module_version_id FROM unit WHERE unit.id = check_answer.unit_id)"
    )
    with op.batch_alter_table("check_answer") as batch:
        batch.alter_column("module_version_id", existing_type=sa.Uuid(), nullable=False)
        batch.create_foreign_key(
            op.f("fk_check_answer_module_version_id_content_version"),
            "content_version",
            ["module_version_id"],
            ["id"],
        )


def _make_first_releases() -> None:
    """What was current until now was the newest version of each document."""
    bind = op.get_bind()
    columns = [column for column in _VERSION.c if column.name not in {"text", "source"}]
    rows = bind.execute(sa.select(*columns).order_by(_VERSION.c.loaded_at)).mappings().all()
    programs: dict[str, dict[tuple[str, str], Any]] = {}
    for row in rows:
        programs.setdefault(row["program"], {})[row["kind"], row["key"]] = row
    for program, documents in programs.items():
        items = sorted(_paths(program, documents))
        lines = "".join(f"{path} {document['hash']}\n" for path, document in items)
        release_id = uuid4()
        bind.execute(
            sa.insert(_RELEASE).values(
                id=release_id,
                program=program,
                number=1,
                hash=sha256(lines.encode()).hexdigest(),
                origin="files",
                loaded_at=max(document["loaded_at"] for document in documents.values()),
            )
        )
        for path, document in items:
            bind.execute(
                sa.insert(_ITEM).values(release_id=release_id, version_id=document["id"], path=path)
            )


def _paths(program: str, documents: dict[tuple[str, str], Any]) -> Iterator[tuple[str, Any]]:
    """The files that the documents came from; their numbers are their places in the syllabus."""
    syllabus = documents["program", program]["data"]["syllabus"]
    places = {
        (kind, step.get(kind)): number
        for number, step in enumerate(syllabus, start=1)
        for kind in ("module", "case")
    }
    for (kind, key), document in documents.items():
        if kind == "program":
            yield f"modules/{program}/program.yaml", document
            continue
        part = "modules" if kind == "module" else "cases"
        number = places.get(("case" if kind == "guide" else kind, key), 99)
        guide = ".guide" if kind == "guide" else ""
        yield f"{part}/{program}/{number:02}-{key}{guide}.md", document
