"""What upgrades do with rows that are there already."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import JSON, DateTime, Uuid, column, insert, table

from app.content.files import find_packs
from app.content.models import Origin
from app.content.pack import read_pack
from app.content.queries import current_versions, newest_release, release_items
from app.core import schema
from app.core.db import Database
from app.core.ids import new_id
from app.settings import HOUSE
from tests.cast import NOW
from tests.content.packs import GOOD, write

OLD = "0002_immutable"
VERSION = table(
    "content_version",
    column("id", Uuid()),
    *(column(name) for name in ("program", "kind", "key", "hash", "title", "text", "html")),
    column("data", JSON()),
    column("loaded_at", DateTime(timezone=True)),
)


def test_content_loaded_before_releases_can_still_be_exported(
    real_database: Database, tmp_path: Path
) -> None:
    config = Config(toml_file=str(HOUSE / "pyproject.toml"))
    config.attributes["url"] = real_database.url
    command.downgrade(config, OLD)
    (folder,) = find_packs(write(tmp_path / "before", GOOD))
    pack = read_pack(folder).pack
    assert pack is not None
    with real_database.engine.begin() as connection:
        for document in pack.documents:
            body = document.source.split("\n---\n", 1)[-1].strip("\n")
            connection.execute(
                insert(VERSION).values(
                    id=new_id(),
                    program=pack.program,
                    kind=document.kind,
                    key=document.key,
                    hash=document.hash,
                    title=document.title,
                    data=document.data,
                    text="" if document.kind == "program" else body,
                    html=document.html,
                    loaded_at=NOW,
                )
            )
    schema.upgrade(real_database.url)

    with real_database.read() as session:
        release = newest_release(session, "small-program")
        assert release is not None
        assert release.origin is Origin.FILES
        files = {path: version.source for path, version in release_items(session, release)}
        hashes = {
            name: one.hash for name, one in current_versions(session, "small-program").items()
        }
    (again,) = find_packs(write(tmp_path / "after", files))
    reread = read_pack(again).pack
    assert reread is not None
    assert {document.name: document.hash for document in reread.documents} == hashes
    assert reread.hash == release.hash == pack.hash
