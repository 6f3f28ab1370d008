"""What of disclosures is kept: the database itself refuses that it changes."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.credit.disclosures.cleared import clear_all


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE disclosure SET statement = 'other'",
        "UPDATE disclosure SET has_none = has_none",
        "UPDATE disclosure SET valid_until = valid_until",
        "DELETE FROM disclosure WHERE person_id IS NOT NULL",
        "UPDATE disclosure_text SET lines = lines",
        "UPDATE disclosure_text SET sha256 = 'other'",
    ],
)
@pytest.mark.both_databases
def test_what_was_signed_and_what_was_told_is_never_changed(
    session: Session, cast: Cast, statement: str
) -> None:
    clear_all(session, cast)
    session.flush()
    with pytest.raises(DBAPIError, match="it is a record"), session.begin_nested():
        session.execute(text(statement))


@pytest.mark.both_databases
def test_a_text_lapses_and_what_is_a_persons_moves_with_them(session: Session, cast: Cast) -> None:
    clear_all(session, cast)
    session.flush()
    for statement in (
        "UPDATE disclosure_text SET lapsed_at = published_at",
        "UPDATE disclosure SET person_id = person_id",
    ):
        session.execute(text(statement))
