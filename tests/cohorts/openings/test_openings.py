"""A unit is opened early for one person, with a reason, and never closes again."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.enrollments.rules import NOT_ENROLLED
from app.cohorts.openings.actions import open_early
from app.cohorts.openings.queries import opened_early
from app.cohorts.openings.rules import CHOOSE_UNIT, OPEN
from app.cohorts.queries import units
from app.cohorts.rules import ARCHIVED, CLOSED, WHY
from app.core.errors import RefusedError
from app.core.models import AuditLine, OutboxMessage
from app.language.reasons import Reason
from app.people.rules import NOT_FOR_ONESELF
from tests.cast import NOW, Cast
from tests.letters import read


def refusal(session: Session, cast: Cast, position: int = 4, **changed: object) -> Reason:
    given = {"reason": "A leave.", "by": cast.id("cora"), "now": NOW} | changed
    with pytest.raises(RefusedError) as refused:
        open_early(session, cast.fall, cast.enrollment("ada"), position, **given)  # type: ignore[arg-type]
    return refused.value.reason


def test_it_is_open_for_one_person_and_they_are_told(session: Session, cast: Cast) -> None:
    ada, nan = cast.enrollment("ada"), cast.enrollment("nan")
    by = cast.id("cora")
    open_early(session, cast.fall, ada, 4, reason="A leave.", by=by, now=NOW)
    assert units(session, cast.fall.id, enrollment_id=ada.id)[3].is_open(NOW)
    assert not units(session, cast.fall.id, enrollment_id=nan.id)[3].is_open(NOW)
    (opening,) = opened_early(session, [ada.id])
    assert (opening.position, opening.by, opening.reason) == (4, by, "A leave.")
    line = session.scalars(select(AuditLine).where(col(AuditLine.act) == "unit.opened-early")).one()
    assert (line.object_id, line.facts["unit"], line.reason) == (str(ada.id), 4, "A leave.")
    kind = col(OutboxMessage.kind) == "unit_opened_early"
    letter = read(session, session.scalars(select(OutboxMessage).where(kind)).one())
    assert letter.subject == "Week 4 is open for you"
    assert "/cohorts/fall-2026/units/4" in letter.text
    assert "A leave." not in letter.text


def test_a_second_click_opens_and_tells_nothing_more(session: Session, cast: Cast) -> None:
    ada, by = cast.enrollment("ada"), cast.id("cora")
    for _ in range(2):
        open_early(session, cast.fall, ada, 4, reason="A leave.", by=by, now=NOW)
    assert len(opened_early(session, [ada.id])) == 1
    kind = col(OutboxMessage.kind) == "unit_opened_early"
    session.scalars(select(OutboxMessage).where(kind)).one()


def test_what_cannot_be_is_refused(session: Session, cast: Cast) -> None:
    assert refusal(session, cast, reason=" ") == WHY
    assert refusal(session, cast, by=cast.id("ada")) == NOT_FOR_ONESELF
    assert refusal(session, cast, position=1) == OPEN
    assert refusal(session, cast, position=9) == CHOOSE_UNIT
    assert refusal(session, cast, now=cast.fall.closes_at + timedelta(days=1)) == CLOSED
    cast.fall.archived_at = NOW
    session.flush()
    assert refusal(session, cast, position=3) == ARCHIVED
    cast.fall.archived_at = None
    cast.withdraw("ada")
    assert refusal(session, cast, position=3) == NOT_ENROLLED
