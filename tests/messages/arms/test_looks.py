"""What waits in the outbox when an arm without sessions is drawn tells of no session when it goes.

Everything is written to Ada before, as to everybody, and looked at as it is right before it leaves.
"""

import re
from collections.abc import Iterator
from datetime import date, time, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.background import send_invitations
from app.casework.excuses import actions as excuses
from app.casework.excuses.enums import ExcuseStep
from app.cohorts.changes.actions import add_session
from app.cohorts.changes.rules import WallTime
from app.cohorts.enrollments.actions import withdraw as leave
from app.core.db import Database
from app.core.models import OutboxMessage
from app.language.reasons import Reason
from app.messages.calendar.actions import choose_invitations
from app.messages.calendar.rules import NO_DIFFERENCE, NOT_THEIRS
from app.messages.delivery import LAST_LOOKS
from app.messages.last_look import Send, Wait
from app.messages.reminders.tasks import remind_in
from tests.arms import SAYS_SESSION, without_sessions
from tests.casework.absences import ask as ask_to_be_excused
from tests.cast import NOW, Cast
from tests.cohorts.changes.changing import WHY, cancel, fall, let_lead, move
from tests.letters import read
from tests.messages.announcements.sent import send_to
from tests.messages.announcements.written import draft
from tests.messages.calendar.acts import restore

LINK = "https://zoom.example/j/123"
AT = NOW + timedelta(minutes=5)
"""When the outbox is looked at: by day, before any session begins."""
OF_SESSIONS = {
    *("session_moved", "session_canceled", "session_restored", "session_added", "invitation"),
    *("excuse_answered", "announcement", "reminder"),
}
TELLS = re.compile(rf"{SAYS_SESSION.pattern}|excused|{re.escape(LINK)}|Thu, Nov 19", re.I)


def write_everything(database: Database, session: Session, cast: Cast) -> None:
    """Every letter about a session has a cause, for Ada as for Nan."""
    for name in ("ada", "nan"):
        choose_invitations(session, cast.id(name), wanted=True, now=NOW - timedelta(days=1))
    cast.case_session("fall-2026", 2).link = LINK
    excuse = ask_to_be_excused(session, cast)
    by = cast.id("fay")
    excuses.answer(
        session, cast.learner("ada"), excuse.id, ExcuseStep.DECLINED, "Come.", by=by, now=NOW
    )
    move(cast, 3, date(2026, 11, 27))
    cancel(cast, 4)
    restore(cast, 4)
    wish, cora = WallTime(date(2026, 12, 10), time(12), 60), cast.id("cora")
    add_session(session, fall(cast), "More", wish, seen=4, reason=WHY, by=cora, now=NOW)
    texts = ("Next: {next_session}", f"We meet at {LINK}", "See /cohorts/fall-2026/sessions/2")
    for text in (*texts, "You stand so: {standing}", "Please read the syllabus."):
        send_to(session, draft(session, cast.fall, by=cora, text=text), "ada", "nan")
    session.commit()
    send_invitations(database, NOW + timedelta(minutes=2))
    for hours in (3, 25):
        remind_in(database, cast.fall.id, NOW + timedelta(hours=hours))
    session.expire_all()


def waiting(session: Session, cast: Cast, name: str) -> list[OutboxMessage]:
    own = select(OutboxMessage).where(col(OutboxMessage.person_id) == cast.id(name))
    return list(session.scalars(own.where(col(OutboxMessage.sent_at).is_(None))))


def looked_at(
    session: Session, cast: Cast, name: str
) -> Iterator[tuple[OutboxMessage, Send | Wait | Reason]]:
    for message in waiting(session, cast, name):
        look = LAST_LOOKS.get(message.kind)
        yield message, look(session, message, AT) if look else Send(message.facts)


def said(session: Session, cast: Cast, name: str) -> list[str]:
    """The letters to somebody that leave, as they read then."""
    found = []
    for message, verdict in looked_at(session, cast, name):
        if isinstance(verdict, Send):
            session.expunge(message)
            message.facts = dict(verdict.facts)
            letter = read(session, message)
            found.append(f"{message.kind}: {letter.subject} {letter.text}")
    return found


@pytest.mark.both_databases
def test_what_was_written_before_the_draw_tells_of_no_session(
    database: Database, session: Session, cast: Cast
) -> None:
    write_everything(database, session, cast)
    before = {letter.kind for letter in waiting(session, cast, "ada")}
    assert before >= OF_SESSIONS, "all of it waits"
    without_sessions(session, cast)
    left = said(session, cast, "ada")
    assert [letter for letter in left if TELLS.search(letter)] == []
    kinds = [letter.partition(":")[0] for letter in left]
    assert kinds.count("announcement") == 1, "what tells of no session goes"
    assert any("Please read the syllabus." in letter for letter in left)


def test_others_get_what_was_written_to_them(
    database: Database, session: Session, cast: Cast
) -> None:
    write_everything(database, session, cast)
    without_sessions(session, cast)
    kinds = [letter.partition(":")[0] for letter in said(session, cast, "nan")]
    assert {*kinds} >= OF_SESSIONS - {"excuse_answered"}
    assert kinds.count("announcement") == 5


def test_the_reason_lets_a_calendar_be_told_again(
    database: Database, session: Session, cast: Cast
) -> None:
    write_everything(database, session, cast)
    without_sessions(session, cast)
    verdicts = looked_at(session, cast, "ada")
    changes = [v for letter, v in verdicts if letter.kind.startswith("session_")]
    assert changes
    assert {*changes} == {NOT_THEIRS}
    assert NOT_THEIRS in NO_DIFFERENCE


def test_sessions_of_later_are_told_of(database: Database, session: Session, cast: Cast) -> None:
    write_everything(database, session, cast)
    third = cast.case_session("fall-2026", 3).starts_at
    without_sessions(session, cast, sessions_from=third)
    told = {letter.kind: v for letter, v in looked_at(session, cast, "ada")}
    assert isinstance(told["session_moved"], Send), "the third session is hers"
    assert told["excuse_answered"] == NOT_THEIRS, "the second one is not"


def test_who_leads_a_session_is_told_of_it_whatever_their_arm(session: Session, cast: Cast) -> None:
    let_lead(cast, 3, "lead", "ada")
    move(cast, 3, date(2026, 11, 27))
    without_sessions(session, cast)
    (verdict,) = [
        v for letter, v in looked_at(session, cast, "ada") if letter.kind == "session_moved"
    ]
    assert isinstance(verdict, Send)


def test_a_message_that_was_written_after_the_draw_goes(session: Session, cast: Cast) -> None:
    """Whoever wrote it knew; what is filled in says that there is no session."""
    without_sessions(session, cast, drawn_at=NOW - timedelta(days=1))
    text = "Next: {next_session}"
    send_to(session, draft(session, cast.fall, by=cast.id("cora"), text=text), "ada")
    session.flush()
    assert [type(v) for _letter, v in looked_at(session, cast, "ada")] == [Send]


def test_letters_without_a_draw_are_as_they_were(
    database: Database, session: Session, cast: Cast
) -> None:
    """Also to who left: a change that they were told of before is told, as it always was."""
    move(cast, 3, date(2026, 11, 27))
    leave(session, cast.enrollment("ada"), reason=WHY, by=cast.id("cora"), now=NOW)
    session.commit()
    told = {letter.kind: v for letter, v in looked_at(session, cast, "ada")}
    assert isinstance(told["session_moved"], Send)
