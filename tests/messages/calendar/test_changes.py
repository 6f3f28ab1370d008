"""A session that changes is one event that changes, in calendars that follow and by mail."""

from datetime import UTC, date, datetime, time
from email.message import EmailMessage
from typing import Any

from icalendar import Calendar
from sqlalchemy import select
from sqlmodel import col

from app.cohorts.changes import actions
from app.cohorts.changes.rules import WallTime
from app.cohorts.enrollments.actions import enroll, withdraw
from app.core.models import OutboxMessage
from app.messages.calendar.actions import choose_invitations
from app.messages.streams.actions import choose_mail
from app.messages.streams.rules import USUAL
from tests.cast import NOW
from tests.cohorts.changes.changing import NOON, WHY, cancel, fall, move
from tests.messages.calendar.acts import restore
from tests.messages.calendar.term import PEOPLE, Term


def everybody(*numbers: int) -> dict[str, list[int]]:
    """That each of them got mails with events of these numbers, and nobody else did."""
    return {name: [*numbers] for name in PEOPLE}


def test_each_invitation_is_one_event_and_both_calendars_show_the_same(term: Term) -> None:
    term.invite_everybody()
    assert term.deliver() == everybody(0, 0, 0)
    assert [len(term.shown(name)) for name in PEOPLE] == [3, 3, 3], "one session is over"
    assert term.shown("ada").keys() == term.shown("fay").keys(), "the same events for everybody"
    assert term.deliver() == {}, "nobody is invited twice"


def test_a_move_is_one_mail_to_each_affected_and_moves_the_one_event(term: Term) -> None:
    term.invite_everybody()
    term.deliver()
    before = term.shown("ada")
    move(term.cast, 3, date(2026, 12, 1), time(9, 30), 90)
    assert term.deliver() == everybody(1), "not Ben, who is in another cohort"
    for name in PEOPLE:
        after = term.shown(name)
        assert after.keys() == before.keys(), "no event more"
        assert sorted(set(after.values()) - set(before.values())) == [
            datetime(2026, 12, 1, 16, 30, tzinfo=UTC)
        ]


def test_what_is_canceled_vanishes_and_comes_back_when_restored(term: Term) -> None:
    term.invite_everybody()
    term.deliver()
    before = term.shown("ada")
    cancel(term.cast, 3)
    assert term.deliver() == everybody(1)
    assert [len(term.shown(name)) for name in PEOPLE] == [2, 2, 2]
    restore(term.cast, 3)
    assert term.deliver() == everybody(2)
    assert [term.shown(name) for name in PEOPLE] == [before] * 3


def test_two_changes_before_the_mail_leaves_end_as_the_last_one(term: Term) -> None:
    term.invite_everybody()
    term.deliver()
    cancel(term.cast, 3)
    restore(term.cast, 3)
    move(term.cast, 3, date(2026, 12, 2))
    assert set(term.deliver()) == {*PEOPLE}
    assert datetime(2026, 12, 2, 19, tzinfo=UTC) in term.shown("ada").values()
    assert len(term.shown("ada")) == 3


def test_an_added_session_comes_with_its_letter(term: Term) -> None:
    term.invite_everybody()
    term.deliver()
    wish = WallTime(date(2026, 12, 9), NOON, 60)
    asked: dict[str, Any] = {"reason": WHY, "now": NOW}
    here, by = fall(term.cast), term.cast.id("cora")
    actions.add_session(term.session, here, "In place of 3", wish, seen=4, by=by, **asked)
    assert term.deliver() == everybody(0)
    assert len(term.shown("nan")) == 4


def test_another_link_is_brought_though_no_letter_tells_of_it(term: Term) -> None:
    term.invite_everybody()
    term.deliver()
    asked: dict[str, Any] = {"seen": 0, "reason": WHY, "by": term.cast.id("cora"), "now": NOW}
    actions.change_link(
        term.session, fall(term.cast), 2, "https://zoom.example/j/new", "one", **asked
    )
    assert term.deliver() == everybody(1)
    held = term.cast.case_session("fall-2026", 2)
    (event,) = (
        event for uid, event in term.mailed["ada"].known.items() if uid.startswith(str(held.id))
    )
    assert event["location"] == "https://zoom.example/j/new"
    assert term.deliver() == {}


def test_who_takes_no_invitations_gets_the_letter_alone(term: Term) -> None:
    move(term.cast, 3, date(2026, 12, 1))
    assert term.deliver() == everybody(-1)
    assert all("text/calendar" not in parts(mail) for mail in term.does.mails)


def test_who_is_enrolled_later_is_invited_then(term: Term) -> None:
    ben = term.cast.id("ben")
    choose_invitations(term.session, ben, wanted=True, now=NOW)
    assert term.deliver() == {}, "their cohort is over"
    enroll(term.session, term.cast.fall, ben, by=term.cast.id("cora"), now=NOW)
    got = term.deliver()
    assert got == {"ben": [0, 0, 0]}


def test_what_one_person_has_says_nothing_of_another(term: Term) -> None:
    choose_invitations(term.session, term.cast.id("ada"), wanted=True, now=NOW)
    term.deliver()
    nan = term.cast.id("nan")
    choose_mail(term.session, nan, declined=[], quiet=USUAL, by=nan, now=NOW)
    assert term.deliver() == {"nan": [0, 0, 0]}


def test_who_wants_no_more_gets_none_and_who_begins_anew_gets_all_anew(term: Term) -> None:
    term.invite_everybody()
    term.deliver()
    ada = term.cast.id("ada")
    choose_invitations(term.session, ada, wanted=False, now=term.now)
    move(term.cast, 3, date(2026, 12, 1))
    assert term.deliver()["ada"] == [-1]
    choose_invitations(term.session, ada, wanted=True, now=term.now)
    assert term.deliver()["ada"] == [1, 1, 1], "whatever became of those they had"
    assert len(term.shown("ada")) == 3


def test_an_invitation_that_no_longer_holds_is_not_sent(term: Term) -> None:
    term.invite_everybody()
    choose_invitations(term.session, term.cast.id("nan"), wanted=False, now=NOW)
    ada, by = term.cast.enrollment("ada"), term.cast.id("cora")
    withdraw(term.session, ada, by=by, reason=WHY, now=NOW)
    cancel(term.cast, 3)
    got = term.deliver()
    assert sorted(got["fay"]) == [-1, 0, 0], "what never came need not be taken out"
    assert got["nan"] == [-1], "the letter alone"
    assert "ada" not in got
    dropped = term.session.scalars(
        select(OutboxMessage).where(col(OutboxMessage.dropped_at).is_not(None))
    ).all()
    reasons = {message.dropped_reason["code"] for message in dropped if message.dropped_reason}
    assert reasons == {"mail.turned_off", "invitation.not_theirs", "invitation.called_off"}


def parts(mail: EmailMessage) -> list[str]:
    return [part.get_content_type() for part in mail.walk()]


def test_the_mail_is_built_as_outlook_google_and_apple_read_it(term: Term) -> None:
    choose_invitations(term.session, term.cast.id("ada"), wanted=True, now=NOW)
    term.deliver()
    mail = term.does.mails[0]
    assert parts(mail) == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    inline = next(part for part in mail.walk() if part.get_content_type() == "text/calendar")
    attached = next(iter(mail.iter_attachments()))
    assert inline.get_param("method") == "REQUEST"
    assert inline.get_param("charset") == "utf-8"
    assert attached.get_filename() == "session.ics"
    content = attached.get_payload(decode=True)
    assert isinstance(content, bytes)
    assert content == inline.get_payload(decode=True)
    calendar = Calendar.from_ical(content)
    (event,) = calendar.walk("VEVENT")
    assert (calendar["method"], event["status"]) == ("REQUEST", "CONFIRMED")
    assert event["organizer"] == "mailto:no-reply@example.edu"
    assert event["organizer"].params["CN"] == "Waypost"
    assert event["attendee"] == "mailto:ada@example.org"
    assert event["attendee"].params["RSVP"] == "FALSE"
    assert not event.walk("VALARM"), "nobody's alarms but one's own"
    assert "DTSTAMP" in event


def test_what_is_kept_of_it_is_the_letter_alone(term: Term) -> None:
    choose_invitations(term.session, term.cast.id("ada"), wanted=True, now=NOW)
    term.deliver()
    kept = term.session.scalars(
        select(OutboxMessage).where(col(OutboxMessage.kind) == "invitation")
    )
    for message in kept:
        assert message.text is not None
        assert "zoom.example" not in message.text
        assert "/my/calendar" in message.text
