"""What happens between the posting of a mail and its delivery ends as it is to be.

Each of these once left somebody with a session that was not theirs, without one that was, or with a
mail that changed nothing.
"""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from app.core.models import OutboxMessage
from app.messages.calendar.actions import choose_invitations
from app.messages.delivery import Delivery
from app.messages.rules import NOT_REACHED
from app.people.addresses.trouble.actions import note_trouble
from app.people.addresses.trouble.enums import Trouble
from tests.cast import NOW
from tests.cohorts.changes.changing import cancel, move
from tests.messages.calendar.acts import LOST, SENT, come_back, leave, restore
from tests.messages.calendar.term import Term


@pytest.fixture
def invited(term: Term) -> Term:
    """A term of which Ada has the three sessions ahead."""
    choose_invitations(term.session, term.cast.id("ada"), wanted=True, now=NOW)
    term.deliver()
    return term


def try_again(term: Term) -> dict[str, list[int]]:
    """After whatever pause a mail was to make."""
    term.now += timedelta(hours=2)
    return term.deliver()


def test_withdrawn_and_then_canceled_before_the_mail_left(invited: Term) -> None:
    leave(invited.cast)
    cancel(invited.cast, 3)
    invited.deliver()
    assert invited.shown("ada") == {}
    assert "ada" not in invited.deliver()
    assert invited.mailed["ada"].idle == []


def test_withdrawn_and_then_canceled_while_the_mail_waited(invited: Term) -> None:
    leave(invited.cast)
    invited.does.data = LOST
    invited.deliver()
    cancel(invited.cast, 3)
    invited.does.data = SENT
    assert len(try_again(invited)["ada"]) == 3
    assert invited.shown("ada") == {}


def test_canceled_and_then_withdrawn_before_the_mail_left(invited: Term) -> None:
    cancel(invited.cast, 3)
    leave(invited.cast)
    invited.deliver()
    assert invited.shown("ada") == {}
    assert "ada" not in invited.deliver()
    assert invited.mailed["ada"].idle == []


def test_left_and_back_before_anything_left_is_invited(term: Term) -> None:
    choose_invitations(term.session, term.cast.id("ada"), wanted=True, now=NOW)
    leave(term.cast)
    assert term.deliver() == {}
    come_back(term.cast)
    assert term.deliver() == {"ada": [0, 0, 0]}
    assert len(term.shown("ada")) == 3
    for _again in range(2):
        leave(term.cast)
        assert len(term.deliver()["ada"]) == 3
        come_back(term.cast)
        assert len(term.deliver()["ada"]) == 3
    assert len(term.shown("ada")) == 3


def test_canceled_then_left_and_back_and_restored_has_it_once_more(invited: Term) -> None:
    before = invited.shown("ada")
    cancel(invited.cast, 3)
    invited.deliver()
    leave(invited.cast)
    assert invited.deliver() == {"ada": [1, 1]}, "the canceled one is out already"
    restore(invited.cast, 3)
    got = invited.deliver()
    assert "ada" not in got, "nothing to take out: no mail says so"
    come_back(invited.cast)
    assert len(invited.deliver()["ada"]) == 3
    assert invited.shown("ada") == before
    assert invited.mailed["ada"].idle == []


def test_canceled_while_away_is_taken_out_with_words_that_are_so(invited: Term) -> None:
    leave(invited.cast)
    cancel(invited.cast, 3)
    come_back(invited.cast)
    assert invited.deliver() == {"ada": [1], "fay": [-1], "nan": [-1]}
    assert len(invited.shown("ada")) == 2
    (mail,) = [mail for mail in invited.does.mails if str(mail["To"]).startswith("ada")]
    body = mail.get_body(("plain",))
    assert body is not None
    assert "does not take place, so this mail takes it out" in body.get_content()
    assert invited.deliver() == {}


def test_what_may_have_arrived_is_taken_out(term: Term, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker is killed after the server took the invitations, and who got them leaves then."""
    choose_invitations(term.session, term.cast.id("ada"), wanted=True, now=NOW)

    def die(*_asked: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as killed:
        killed.setattr(Delivery, "_record", die)
        assert term.deliver() == {"ada": [0, 0, 0]}
    leave(term.cast)
    assert try_again(term) == {"ada": [1, 1, 1]}
    assert term.shown("ada") == {}
    assert try_again(term) == {}


def test_what_may_have_arrived_is_sent_again_as_the_same_event(
    term: Term, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose_invitations(term.session, term.cast.id("ada"), wanted=True, now=NOW)

    def die(*_asked: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as killed:
        killed.setattr(Delivery, "_record", die)
        assert term.deliver() == {"ada": [0, 0, 0]}
    assert try_again(term) == {"ada": [0, 0, 0]}
    assert try_again(term) == {}


def test_a_change_that_another_letter_told_goes_without_an_event(invited: Term) -> None:
    for day in (1, 2, 3):
        move(invited.cast, 3, date(2026, 12, day))
    assert sorted(invited.deliver()["ada"]) == [-1, -1, 3], "three letters, one change"


def test_an_address_that_takes_no_mail_is_not_written_to_each_minute(term: Term) -> None:
    ada = term.cast.id("ada")
    choose_invitations(term.session, ada, wanted=True, now=NOW)
    refused: dict[str, Any] = {"code": "550", "message_id": None, "now": NOW}
    note_trouble(term.session, "ada@example.org", Trouble.REFUSED, **refused)
    for _minute in range(3):
        assert term.deliver() == {}
    posted = select(OutboxMessage).where(col(OutboxMessage.kind) == "invitation")
    reasons = [letter.dropped_reason for letter in term.session.scalars(posted)]
    assert reasons == [{"code": NOT_REACHED.code, "facts": {}}] * 3


def test_who_left_while_they_wanted_no_mail_loses_it_when_they_want_some_again(
    invited: Term,
) -> None:
    ada = invited.cast.id("ada")
    choose_invitations(invited.session, ada, wanted=False, now=invited.now)
    leave(invited.cast)
    assert invited.deliver() == {}
    choose_invitations(invited.session, ada, wanted=True, now=invited.now)
    assert invited.deliver() == {"ada": [1, 1, 1]}
    assert invited.shown("ada") == {}
    assert invited.deliver() == {}
