"""Keys that signed before their certificates were kept come out of the history."""

from datetime import timedelta

from alembic import command
from alembic.config import Config

from app.certificates.keys.actions import learn
from app.certificates.keys.queries import known_keys
from app.core import schema
from app.core.db import Database
from app.settings import PROJECT_ROOT
from tests.cast import NOW
from tests.certificates.keys.known import public_key


def test_keys_are_learned_from_the_lines_of_their_first_use(real_database: Database) -> None:
    first, second = public_key("One"), public_key("Two")
    with real_database.write() as session:
        learn(session, first, now=NOW)
        learn(session, second, now=NOW + timedelta(days=1))
        before = known_keys(session)
    config = Config(toml_file=str(PROJECT_ROOT / "pyproject.toml"))
    config.attributes["url"] = real_database.url
    command.downgrade(config, "0071_keys-1")
    schema.upgrade(real_database.url)
    with real_database.read() as session:
        assert known_keys(session) == before
        assert [key.subject for key in before] == ["Two", "One"]
