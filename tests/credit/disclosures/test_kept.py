"""What of disclosures is kept: the database itself refuses that it changes."""

from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.core.db import Database
from app.credit.disclosures.actions import add
from app.credit.disclosures.enums import ControllerRole
from app.credit.disclosures.queries import controllers_of
from app.credit.disclosures.reviewing.actions import review
from app.credit.disclosures.signing.actions import enter_paper
from app.models import metadata
from tests.cast import NOW, Cast
from tests.credit.disclosures.cleared import ACME, RELEVANT, clear, clear_all, give, need


def signed(session: Session, cast: Cast) -> None:
    """Of the running cohort: relationships, reviewed, also on paper, and what learners are told."""
    need(session, cast)
    by = cast.id("cora")
    row = add(session, cast.fall, "Rosa Lindqvist", ControllerRole.AUTHOR, by=by, now=NOW)
    enter_paper(
        session,
        cast.fall,
        row.id,
        [ACME],
        none=False,
        typed_name="Rosa",
        source="By mail",
        zone="America/Denver",
        by=by,
        now=NOW,
    )
    (rosa,) = (own for own in controllers_of(session, cast.fall.id, NOW) if own.id == row.id)
    assert rosa.given is not None
    verdicts = {own.id: RELEVANT for own in rosa.given.relationships}
    review(session, cast.fall, row.id, rosa.given.id, verdicts, by=cast.id("opal"), now=NOW)
    for persona in ("cora", "fay"):
        give(session, cast, persona, [ACME])
        clear(session, cast, persona)
    session.flush()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE disclosure SET statement = 'other'",
        "UPDATE disclosure SET has_none = has_none",
        "UPDATE disclosure SET valid_until = valid_until",
        "DELETE FROM disclosure WHERE person_id IS NOT NULL",
        "UPDATE disclosure_text SET lines = lines",
        "UPDATE disclosure_text SET sha256 = 'other'",
        "UPDATE disclosure_text SET id = id",
        "DELETE FROM disclosure WHERE controller_id IS NOT NULL",
        "DELETE FROM disclosed_relationship",
        "DELETE FROM disclosure_review",
        "DELETE FROM reviewed_relationship",
        "DELETE FROM disclosure_decision",
        "DELETE FROM disclosure_text",
    ],
)
@pytest.mark.both_databases
def test_what_was_signed_and_what_was_told_is_never_changed(
    session: Session, cast: Cast, statement: str
) -> None:
    signed(session, cast)
    with pytest.raises(DBAPIError, match="it is a record"), session.begin_nested():
        session.execute(text(statement))


@pytest.mark.parametrize(
    ("table", "keys"), [("disclosure", ("id",)), ("disclosure_text", ("id", "version"))]
)
@pytest.mark.both_databases
def test_nothing_takes_its_place_and_no_table_is_emptied(
    session: Session, database: Database, cast: Cast, table: str, keys: tuple[str, ...]
) -> None:
    signed(session, cast)
    why = "it is a record|a record is not replaced"
    for key in keys:
        names = metadata.tables[table].columns.keys()
        values = ", ".join(":other" if name == "id" and key != "id" else name for name in names)
        replaced = f"REPLACE INTO {table} ({', '.join(names)}) SELECT {values} FROM {table} LIMIT 1"
        statement = replaced if database.is_sqlite else f"TRUNCATE {table} CASCADE"
        with pytest.raises(DBAPIError, match=why), session.begin_nested():
            session.execute(text(statement), {"other": uuid4().hex})


@pytest.mark.both_databases
def test_a_text_lapses_and_what_is_a_persons_moves_with_them(session: Session, cast: Cast) -> None:
    clear_all(session, cast)
    session.flush()
    for statement in (
        "UPDATE disclosure_text SET lapsed_at = published_at",
        "UPDATE disclosure SET person_id = person_id",
    ):
        session.execute(text(statement))
