"""The worker closes what is due, once."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.db import Database
from app.core.models import AuditLine
from app.surveys import actions, queries
from app.surveys.enums import IdentityMode
from app.surveys.tasks import closing
from tests.cast import NOW, Cast
from tests.surveys.asking import (
    CLOSES,
    EVERY_KIND,
    SECRET,
    add_instrument,
    answers_of,
    invite_people,
    put_survey,
    send,
)


def closed(session: Session) -> list[AuditLine]:
    return list(session.scalars(select(AuditLine).where(col(AuditLine.act) == "survey.closed")))


def test_what_is_due_is_closed_and_what_waited_can_be_read(
    session: Session, cast: Cast, database: Database
) -> None:
    survey = put_survey(session, cast.fall, IdentityMode.UNLINKED)
    other = {**EVERY_KIND, "key": "other"}
    early = put_survey(
        session,
        cast.fall,
        IdentityMode.IDENTIFIED,
        key="other",
        version=add_instrument(session, other),
    )
    actions.close(session, early, secret=SECRET, by=cast.id("cora"), now=NOW)
    for number, asked in enumerate(invite_people(session, survey, 6)):
        send(session, asked, answers_of(number))
    session.commit()
    work = closing(SECRET)
    work(database, CLOSES - timedelta(seconds=1))
    assert len(closed(session)) == 1
    work(database, CLOSES)
    work(database, CLOSES + timedelta(minutes=1))
    session.expire_all()
    assert (survey.closed_at, early.closed_at) == (CLOSES, NOW)
    assert [line.actor_id for line in closed(session)] == [cast.id("cora"), None]
    assert len(queries.answer_sets(session, [survey.id])[survey.id]) == 6
