"""Which constraint was broken is read from the database and not guessed."""

from datetime import datetime
from uuid import uuid4

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import SQLModel

from app.core.collisions import flush_unique
from app.core.errors import ConflictError
from app.credit.models import Activity
from app.credit.queries import activity_of
from app.credit.rules import APPROVED_MEANWHILE
from app.people.directory.rules import ADDRESS_KNOWN, INSTITUTION_KNOWN
from app.people.models import EmailAddress, Institution
from tests.cast import Cast
from tests.refusals import refuses


def same_institution(session: Session, cast: Cast) -> Institution:
    known = session.get_one(Institution, cast.person("ben").institution_id)
    return Institution(name=known.name, short_name="Other", zone=known.zone)


def same_activity(session: Session, cast: Cast) -> Activity:
    terms = activity_of(session, cast.fall.id)
    assert terms is not None
    return Activity(**terms.activity.model_dump(exclude={"id"}))


def test_known_row_is_a_conflict_with_the_reason(session: Session, cast: Cast) -> None:
    session.add(same_institution(session, cast))
    with refuses(INSTITUTION_KNOWN, ConflictError):
        flush_unique(session, Institution, "name", INSTITUTION_KNOWN)
    session.rollback()


def test_constraint_of_several_columns_is_known(session: Session, cast: Cast) -> None:
    session.add(same_activity(session, cast))
    with refuses(APPROVED_MEANWHILE, ConflictError):
        flush_unique(session, Activity, "cohort_id, version", APPROVED_MEANWHILE)
    session.rollback()


@pytest.mark.parametrize("broken", ["another unique one", "a check", "a reference"])
def test_another_broken_constraint_stays_an_error(
    session: Session, cast: Cast, now: datetime, broken: str
) -> None:
    rows: dict[str, SQLModel] = {
        "another unique one": same_institution(session, cast),
        "a check": same_activity(session, cast),
        "a reference": EmailAddress(person_id=uuid4(), address="new@example.org"),
    }
    row = rows[broken]
    if isinstance(row, Activity):
        row.version, row.designated_quarters = 2, 0
    session.add(row)
    with pytest.raises(IntegrityError):
        flush_unique(session, EmailAddress, "address", ADDRESS_KNOWN)
    session.rollback()
