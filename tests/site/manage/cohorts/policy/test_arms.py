"""Whose arm of a trial has no sessions is told of another policy only what concerns them."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import PolicyVersion
from app.core.models import OutboxMessage
from app.credit.policies.queries import versions
from app.messages.arms.looks import NOTHING_OF_THEIRS
from app.messages.delivery import LAST_LOOKS
from app.messages.last_look import Send
from tests.arms import without_sessions
from tests.cast import NOW, Cast
from tests.client import SignIn
from tests.letters import read
from tests.site.manage.cohorts.policy.changing import check, send

SURVEY = "answer what is asked about the program"


def letters(session: Session) -> Sequence[OutboxMessage]:
    own = select(OutboxMessage).where(col(OutboxMessage.kind) == "policy_changed")
    return session.scalars(own).all()


def also_ask(session: Session, cast: Cast) -> None:
    """Let the policy that is in force ask for a survey, too."""
    newest: PolicyVersion = versions(session, cast.spring.id)[0]
    newest.data = {**newest.data, "surveys": ["program-evaluation"]}
    session.commit()


def test_the_letter_asks_no_session_of_them_and_follows_none(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    also_ask(session, cast)
    without_sessions(session, cast, "ben")
    assert send(sign_in("cora"), modules_required="3", sessions_required="2").status_code == 303
    (letter,) = letters(session)
    text = read(session, letter).text
    assert "From now on: To complete, sign 3 of the 4 modules." in text
    assert f"When the last unit has opened, {SURVEY}" in text
    assert "session" not in text


def test_what_is_of_sessions_alone_is_no_news_to_them(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    without_sessions(session, cast, "ben")
    cora = sign_in("cora")
    page = check(cora, sessions_required="2").page
    assert "told by mail" not in page.section("What follows").text
    assert send(cora, sessions_required="2").status_code == 303
    assert letters(session) == []


def test_a_letter_that_waits_says_it_anew_when_an_arm_was_drawn_meanwhile(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cora = sign_in("cora")
    assert send(cora, modules_required="3", sessions_required="2").status_code == 303
    (letter,) = letters(session)
    look = LAST_LOOKS["policy_changed"]
    assert look(session, letter, NOW) == Send(letter.facts)
    assert "sessions counted" in read(session, letter).text
    without_sessions(session, cast, "ben")
    verdict = look(session, letter, NOW)
    assert isinstance(verdict, Send)
    session.expunge(letter)
    letter.facts = dict(verdict.facts)
    text = read(session, letter).text
    assert "From now on: To complete, sign 3 of the 4 modules." in text
    assert "session" not in text


def test_a_letter_that_waits_and_tells_of_sessions_alone_is_not_sent_then(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    assert send(sign_in("cora"), sessions_required="2").status_code == 303
    (letter,) = letters(session)
    without_sessions(session, cast, "ben")
    assert LAST_LOOKS["policy_changed"](session, letter, NOW) == NOTHING_OF_THEIRS
