"""Whom a job issues to, and what they got by it and by no other."""

from datetime import timedelta

from sqlalchemy.orm import Session

from app.certificates.ordered.queries import ordered_in
from tests.cast import NOW
from tests.certificates.office import complete, record, start

LATER = NOW + timedelta(minutes=5)


def test_job_is_told_what_was_issued_in_it_and_not_what_another_issued_since(
    session: Session,
) -> None:
    complete(session, "nan")
    job = start(session)
    record(session, "ben", now=LATER)
    own = record(session, "nan", now=LATER, job=job)
    ben, nan = ordered_in(session, job)
    assert (ben.person.given_name, ben.certificates) == ("Ben", ())
    assert (nan.person.given_name, nan.certificates) == ("Nan", (own,))
