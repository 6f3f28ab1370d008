"""Of its reminders a program keeps what its author said: the usual of a later version is not lost.

What authors type is read strictly. What stands in a row may be of an older or a newer version.
"""

from datetime import time
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from sqlalchemy import JSON, column, insert, select, table, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from app.cohorts.actions import sync_program
from app.cohorts.drafts.actions import course_of
from app.content.models import ContentVersion
from app.content.releases.queries import current_versions
from app.core import schema
from app.core.db import Database
from app.core.ids import new_id
from app.messages.reminders.enums import Rule
from app.messages.reminders.queries import settings_of
from app.messages.reminders.timing.rules import DEFAULTS, Setting, usual_of
from app.packs.reminders import Reminders
from app.packs.schema import ProgramData, stored
from app.settings import PROJECT_ROOT
from tests.cast import NOW, Cast

FRIDAY = {"missed": {"weekday": "friday"}}
SAID: dict[str, Any] = {**FRIDAY, "unsigned": {"days_before": 2}}
LATER_RULES = {"evaluation_waits", "evaluation_closing"}
OLDER = Reminders().model_dump(mode="json", exclude=LATER_RULES) | {
    "missed": {"send": True, "time": "13:00", "weekday": "friday"}
}
"""A row as it was written when all that was left out was filled in."""
NEWER = {
    "badge_earned": {"send": True, "days_after": 1},
    "missed": {"send": False, "weekday": "first-monday", "month": 3},
    "unsigned": {"days_before": 40, "time": "07:30"},
    "claim_open": "never",
}
"""Of a version that has a rule more, a field more, a day more, a longer time and a plainer way."""


def program_that_says(cast: Cast, session: Session, reminders: dict[str, Any]) -> ProgramData:
    data = current_versions(session, cast.program.key)["program", cast.program.key].data
    return ProgramData.model_validate({**data, "reminders": reminders})


@pytest.mark.parametrize("said", [{}, SAID])
def test_only_what_was_said_is_stored_and_copied_to_the_program(
    session: Session, cast: Cast, said: dict[str, Any]
) -> None:
    program = program_that_says(cast, session, said)
    assert stored(program)["reminders"] == said
    versions = current_versions(session, cast.program.key)
    version = versions["program", cast.program.key]
    set_committed_value(version, "data", stored(program))
    sync_program(session, cast.program.key, versions, now=NOW)
    assert cast.program.reminders == said


@pytest.mark.parametrize("shape", [OLDER, NEWER])
def test_what_an_author_types_of_them_is_refused(shape: dict[str, Any]) -> None:
    said = shape | {"missed": shape["missed"] | {"month": 3}}
    with pytest.raises(ValidationError):
        Reminders.model_validate(said)


def test_a_row_of_an_older_version_is_read_and_of_a_newer_one_what_is_known() -> None:
    assert usual_of(OLDER) == {**DEFAULTS, Rule.MISSED: Setting(number=4, clock=time(13))}
    assert usual_of(NEWER) == {
        **DEFAULTS,
        Rule.MISSED: Setting(is_on=False, number=0, clock=time(13)),
        Rule.UNSIGNED: Setting(number=2, clock=time(7, 30)),
    }


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=4),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from([*Reminders.model_fields, "send", "time", "weekday", "x"]), inner
            )
        ),
    )
)
def test_whatever_stands_in_a_row_every_rule_has_its_moment(said: Any) -> None:
    found = usual_of(said)
    assert found.keys() == set(Rule)
    assert all(isinstance(setting, Setting) for setting in found.values())


def test_a_program_of_a_newer_version_is_read_by_all_who_read_it(
    session: Session, cast: Cast
) -> None:
    version = current_versions(session, cast.program.key)["program", cast.program.key]
    cast.program.reminders = NEWER
    assert not settings_of(session, [cast.fall.id])[cast.fall.id][Rule.MISSED].is_on
    set_committed_value(version, "data", version.data | {"reminders": NEWER})
    assert course_of(session, cast.program).data.reminders.unsigned.time == "07:30"


PROGRAM = table("program", column("reminders", JSON()))


def test_rows_from_before_keep_what_their_authors_said(real_database: Database) -> None:
    """And a version of a text is a record afterwards as before, in all but this."""
    config = Config(toml_file=str(PROJECT_ROOT / "pyproject.toml"))
    config.attributes["url"] = real_database.url
    with real_database.read() as session:
        key = Cast(session).program.key
    command.downgrade(config, "0048_recording_files")
    with real_database.write() as session:
        session.execute(update(PROGRAM).values(reminders=OLDER))
        found = current_versions(session, key)["program", key].model_dump()
        data = found["data"] | {"reminders": OLDER}
        filled_in = found | {"id": new_id(), "hash": "o", "data": data}
        session.execute(insert(ContentVersion).values(filled_in))
    schema.upgrade(real_database.url)
    with real_database.read() as session:
        said = set(map(str, session.scalars(select(PROGRAM.c.reminders))))
        after = session.get_one(ContentVersion, filled_in["id"]).model_dump()
    assert said == {str(FRIDAY)}
    assert after == filled_in | {"data": data | {"reminders": FRIDAY}}
    with pytest.raises(DBAPIError, match="is refused"), real_database.engine.begin() as connection:
        connection.execute(text("UPDATE content_version SET title = 'x'"))
