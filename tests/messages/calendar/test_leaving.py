"""Who leaves a cohort keeps none of its sessions in the calendar that took them up by mail."""

from datetime import date

import pytest
from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.changes.letters import session_in
from app.cohorts.enrollments.actions import transfer
from app.core.db import Database
from app.core.models import OutboxMessage
from app.messages.calendar.actions import choose_invitations
from app.messages.calendar.behind.queries import people_behind
from app.messages.calendar.letters import invite
from app.messages.calendar.mailed.actions import Telling, note_told
from app.messages.calendar.mailed.rules import Entry
from app.messages.calendar.rules import LEFT, STAYS
from tests.cast import FALL_DAYS, NOW, Cast, make_cohort
from tests.client import Statements
from tests.cohorts.changes.changing import WHY, cancel, let_lead, move
from tests.messages.calendar.acts import come_back, leave
from tests.messages.calendar.readers import events
from tests.messages.calendar.term import Term
from tests.races import one_after_the_other


@pytest.fixture
def invited(term: Term) -> Term:
    """A term of which everybody has the three sessions ahead."""
    term.invite_everybody()
    term.deliver()
    return term


def test_who_is_withdrawn_has_no_session_any_more_and_others_keep_theirs(invited: Term) -> None:
    leave(invited.cast)
    assert invited.deliver() == {"ada": [1, 1, 1]}, "one mail for each session ahead, once"
    assert invited.shown("ada") == {}
    assert invited.feed("ada") == {}, "not even the one that is over"
    assert len(invited.shown("nan")) == 3
    assert invited.deliver() == {}


def test_the_mail_takes_out_the_event_that_the_invitation_brought(invited: Term) -> None:
    before = dict(invited.mailed["ada"].known)
    leave(invited.cast)
    invited.deliver()
    for mail in invited.does.mails:
        (part,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
        assert part.get_param("method") == "CANCEL"
        assert Calendar.from_ical(part.get_content())["method"] == "CANCEL"
        (event,) = events(part.get_content())
        same = before[str(event["uid"])]
        assert event["status"] == "CANCELLED"
        assert event["sequence"] > same["sequence"]
        for name in ("organizer", "attendee", "dtstart", "summary"):
            assert event[name].to_ical() == same[name].to_ical(), name
        assert "https://zoom" not in str(event["description"]), "nobody joins by it any more"
        assert mail["List-Unsubscribe"], "as invitations, they can be turned off"
        body = mail.get_body(("plain",))
        assert body is not None
        assert "takes it out of your calendar" in body.get_content()


def test_who_comes_back_is_invited_anew_with_a_higher_number(invited: Term) -> None:
    before = invited.shown("ada")
    for number in (1, 3):
        leave(invited.cast)
        assert invited.deliver() == {"ada": [number] * 3}
        come_back(invited.cast)
        assert invited.deliver() == {"ada": [number + 1] * 3}
        assert invited.shown("ada") == before
    assert invited.deliver() == {}


def test_a_change_meanwhile_is_known_to_who_comes_back(invited: Term) -> None:
    leave(invited.cast)
    invited.deliver()
    move(invited.cast, 3, date(2026, 12, 2), now=invited.now)
    assert "ada" not in invited.deliver()
    come_back(invited.cast)
    assert invited.deliver()["ada"] == [2, 2, 2]
    assert invited.shown("ada") == invited.shown("nan")
    move(invited.cast, 3, date(2026, 12, 3), now=invited.now)
    assert invited.deliver() == {"ada": [3], "nan": [2], "fay": [2]}
    assert invited.shown("ada") == invited.shown("nan")


def test_who_is_back_before_the_mail_leaves_keeps_everything(invited: Term) -> None:
    before = invited.shown("ada")
    leave(invited.cast)
    ada = invited.cast.id("ada")
    invite(invited.session, ada, now=invited.now)
    come_back(invited.cast)
    assert invited.deliver() == {}, "no cancellation, and nothing that is there already"
    assert invited.shown("ada") == before
    posted = select(OutboxMessage).where(col(OutboxMessage.kind) == LEFT)
    assert [message.dropped_reason for message in invited.session.scalars(posted)] == [
        {"code": STAYS.code, "facts": {}}
    ] * 3


def test_who_is_transferred_has_the_sessions_of_the_other_cohort(invited: Term) -> None:
    cast, session = invited.cast, invited.session
    other = make_cohort(session, cast.program, "again-2026", "Again 2026", FALL_DAYS)
    session.flush()
    left = invited.shown("ada").keys()
    transfer(session, cast.enrollment("ada"), other, reason=WHY, by=cast.id("cora"), now=NOW)
    assert sorted(invited.deliver()["ada"]) == [0, 0, 0, 1, 1, 1]
    assert len(invited.shown("ada")) == 3
    assert left.isdisjoint(invited.shown("ada"))


def test_who_leads_no_more_is_told_too(invited: Term) -> None:
    let_lead(invited.cast, 3, "guest", "lee")
    assert invited.deliver() == {"fay": [1]}, "where somebody leads by name, facilitators do not"
    assert len(invited.shown("fay")) == 2


def test_what_is_canceled_or_over_is_not_taken_out_again(invited: Term) -> None:
    cancel(invited.cast, 3)
    invited.deliver()
    leave(invited.cast)
    assert invited.deliver() == {"ada": [1, 1]}
    assert invited.shown("ada") == {}


def test_who_had_no_invitation_or_wants_none_any_more_gets_nothing(term: Term) -> None:
    ada = term.cast.id("ada")
    leave(term.cast, "nan")
    assert term.deliver() == {}
    choose_invitations(term.session, ada, wanted=True, now=NOW)
    term.deliver()
    choose_invitations(term.session, ada, wanted=False, now=term.now)
    leave(term.cast)
    assert term.deliver() == {}


def test_an_invitation_that_never_left_is_not_taken_back(term: Term) -> None:
    choose_invitations(term.session, term.cast.id("ada"), wanted=True, now=NOW)
    leave(term.cast)
    assert term.deliver() == {}
    assert term.deliver() == {}


def test_whose_calendars_are_behind_is_found_with_two_statements(
    invited: Term, statements: Statements
) -> None:
    for name in ("ada", "nan"):
        leave(invited.cast, name)
    both = {invited.cast.id(name) for name in ("ada", "nan")}
    with statements() as count:
        found = people_behind(invited.session, NOW)
    assert (found, count.total) == (both, 2)


def test_two_workers_take_out_once(real_database: Database) -> None:
    with real_database.write() as session:
        cast = Cast(session)
        ada = cast.id("ada")
        choose_invitations(session, ada, wanted=True, now=NOW)
        for letter in session.scalars(select(OutboxMessage)):
            entry = Entry(0, 0, shown=True, sure=False)
            note_told(session, Telling(ada, session_in(letter.key), entry), now=NOW)
        leave(cast)

    def send(session: Session) -> None:
        invite(session, Cast(session).id("ada"), now=NOW)

    one_after_the_other(real_database, send, send)
    with real_database.read() as after:
        posted = after.scalars(select(OutboxMessage).where(col(OutboxMessage.kind) == LEFT))
        assert len(posted.all()) == 3
