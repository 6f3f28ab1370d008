"""A letter about a session that somebody sends once more: it tells what is so, or is refused."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from app.core.errors import RefusedError
from app.core.models import OutboxMessage
from app.language.reasons import Reason
from app.messages.calendar.actions import choose_invitations
from app.messages.calendar.rules import CALLED_OFF, LEFT, NOT_THEIRS, STAYS, SUPERSEDED
from app.messages.outbox.actions import send_again
from app.messages.outbox.queries import one_mail
from tests.cast import NOW
from tests.cohorts.changes.changing import cancel, move
from tests.messages.calendar.acts import come_back, leave, restore
from tests.messages.calendar.term import Term


@pytest.fixture
def invited(term: Term) -> Term:
    """A term of which Ada has the three sessions ahead."""
    choose_invitations(term.session, term.cast.id("ada"), wanted=True, now=NOW)
    term.deliver()
    return term


def letter(term: Term, kind: str, position: int = 3) -> OutboxMessage:
    """The newest letter of a kind to Ada about a session."""
    held = term.cast.case_session("fall-2026", position)
    found = (
        select(OutboxMessage)
        .where(col(OutboxMessage.kind) == kind, col(OutboxMessage.person_id) == term.cast.id("ada"))
        .where(col(OutboxMessage.key).contains(str(held.id)))
        .order_by(col(OutboxMessage.created_at).desc())
    )
    return term.session.scalars(found).all()[0]


def again(term: Term, kind: str) -> None:
    mail = one_mail(term.session, letter(term, kind).id)
    assert mail is not None
    asked: dict[str, Any] = {"by": term.cast.id("cora"), "now": term.now}
    send_again(term.session, mail, **asked)


def refused(term: Term, kind: str) -> Reason:
    with pytest.raises(RefusedError) as found:
        again(term, kind)
    return found.value.reason


def test_who_did_not_get_an_invitation_gets_the_session_as_it_is_now(invited: Term) -> None:
    again(invited, "invitation")
    assert invited.deliver() == {"ada": [1]}, "newer than what is there, whatever is there"
    assert invited.deliver() == {}
    move(invited.cast, 3, date(2026, 12, 1))
    assert invited.deliver()["ada"] == [2]
    again(invited, "invitation")
    assert invited.deliver() == {"ada": [3]}
    assert len(invited.shown("ada")) == 3


def test_what_took_a_session_out_takes_it_out_once_more(invited: Term) -> None:
    leave(invited.cast)
    invited.deliver()
    again(invited, LEFT)
    assert invited.deliver() == {"ada": [2]}
    assert invited.shown("ada") == {}


def test_who_is_back_is_not_told_that_they_left(invited: Term) -> None:
    leave(invited.cast)
    invited.deliver()
    come_back(invited.cast)
    before = invited.deliver()
    assert before == {"ada": [2, 2, 2]}
    assert refused(invited, LEFT) == STAYS
    assert len(invited.shown("ada")) == 3


def test_who_left_is_not_invited_by_an_old_invitation(invited: Term) -> None:
    leave(invited.cast)
    invited.deliver()
    assert refused(invited, "invitation") == NOT_THEIRS
    assert invited.shown("ada") == {}


def test_a_canceled_session_invites_nobody(invited: Term) -> None:
    cancel(invited.cast, 3)
    invited.deliver()
    assert refused(invited, "invitation") == CALLED_OFF


def test_a_change_that_was_changed_since_is_not_told_once_more(invited: Term) -> None:
    move(invited.cast, 3, date(2026, 12, 1))
    invited.deliver()
    again(invited, "session_moved")
    assert invited.deliver() == {"ada": [2]}, "it still says what is so"
    cancel(invited.cast, 3)
    invited.deliver()
    assert refused(invited, "session_moved") == SUPERSEDED
    again(invited, "session_canceled")
    assert len(invited.deliver()["ada"]) == 1
    restore(invited.cast, 3)
    invited.deliver()
    assert refused(invited, "session_canceled") == SUPERSEDED
    assert len(invited.shown("ada")) == 3


def test_who_leaves_between_the_click_and_the_mail_gets_none(invited: Term) -> None:
    again(invited, "invitation")
    leave(invited.cast)
    assert invited.deliver() == {"ada": [1, 1, 1]}
    invited.now += timedelta(hours=1)
    assert invited.deliver() == {}
    assert invited.shown("ada") == {}
