"""What is being written to make a session up: kept, seen by other windows, gone with the submit."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.casework.make_up_requests import reasons
from app.casework.make_up_requests.drafts.actions import keep_draft
from app.casework.make_up_requests.enums import Way
from app.casework.make_up_requests.models import MakeUpDraft
from app.casework.make_up_requests.rules import Written
from app.cohorts.enrollments.rules import LEFT
from app.core.db import Database
from app.core.errors import ConflictError
from app.core.models import AuditLine
from tests.casework.absences import RESPONSE, miss, submit
from tests.cast import NOW, Cast
from tests.races import one_after_the_other
from tests.refusals import refuses


def keep(session: Session, text: str, seen: int = 0) -> int:
    cast = Cast(session)
    unit = cast.unit("fall-2026", 1)
    return keep_draft(session, cast.learner("ada"), unit, text, seen=seen, now=NOW)


def kept(session: Session) -> list[str]:
    return [draft.text for draft in session.scalars(select(MakeUpDraft))]


def test_draft_is_kept_without_a_line_and_gone_once_it_is_submitted(
    session: Session, cast: Cast
) -> None:
    miss(session, cast)
    lines = len(session.scalars(select(AuditLine)).all())
    seen = keep(session, "I would", keep(session, "I"))
    assert (seen, kept(session)) == (2, ["I would"])
    assert len(session.scalars(select(AuditLine)).all()) == lines
    submit(session, cast, written=Written(Way.CASE_RESPONSE, RESPONSE, seen=seen))
    assert kept(session) == []


def test_other_window_never_writes_over_it_and_the_same_words_are_no_other_ones(
    session: Session,
) -> None:
    keep(session, "On the phone.")
    with pytest.raises(ConflictError) as refused:
        keep(session, "On the desk.")
    assert refused.value.reason == reasons.NEWER_TEXT
    assert keep(session, "On the phone.") == 1
    assert kept(session) == ["On the phone."]


def test_what_says_something_else_stays_when_another_window_submits(
    session: Session, cast: Cast
) -> None:
    miss(session, cast)
    keep(session, "Something that is not in it.")
    submit(session, cast, written=Written(Way.CASE_RESPONSE, RESPONSE))
    assert kept(session) == ["Something that is not in it."]


def test_who_has_left_keeps_nothing(session: Session, cast: Cast) -> None:
    learner, unit = cast.learner("ada"), cast.unit("fall-2026", 1)
    cast.withdraw("ada")
    with refuses(LEFT):
        keep_draft(session, learner, unit, "Late.", seen=0, now=NOW)


def test_two_windows_that_begin_at_once_make_one_draft(real_database: Database) -> None:
    def other(session: Session) -> None:
        with pytest.raises(ConflictError):
            keep(session, "On the desk.")

    one_after_the_other(real_database, lambda session: keep(session, "On the phone."), other)
    with real_database.read() as session:
        assert kept(session) == ["On the phone."]
