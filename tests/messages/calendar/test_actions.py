"""The private address of a calendar, whose sessions it has, and who is invited."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.people.actions import merge_people
from app.core.db import Database
from app.core.models import AuditLine, OutboxMessage
from app.messages.calendar.actions import choose_invitations, make_address, token_of
from app.messages.calendar.behind.queries import people_behind
from app.messages.calendar.models import CalendarFeed
from app.messages.calendar.queries import feed_of, feed_owner, sessions_of
from app.messages.streams.actions import choose_mail
from app.messages.streams.enums import Stream
from app.messages.streams.queries import notification_settings
from app.messages.streams.rules import USUAL
from tests.cast import NOW, Cast
from tests.cohorts.changes.changing import let_lead

KEY = "k" * 40


def made(session: Session, cast: Cast, name: str) -> CalendarFeed:
    make_address(session, cast.id(name), seen=None, key=KEY, now=NOW)
    feed = feed_of(session, cast.id(name))
    assert feed is not None
    return feed


def lines(session: Session) -> list[str]:
    found = select(AuditLine).where(col(AuditLine.act).like("calendar.%"))
    return [line.act for line in session.scalars(found.order_by(col(AuditLine.id)))]


def test_address_is_random_and_known_to_its_owner_alone(session: Session, cast: Cast) -> None:
    ada, ben = made(session, cast, "ada"), made(session, cast, "ben")
    token = token_of(ada, KEY)
    assert token is not None
    assert len(token) == 43, "256 bits"
    assert token not in {ada.seed, ada.token_hash}
    assert token != token_of(ben, KEY)
    assert token_of(ada, "another key" * 4) is None
    assert lines(session) == ["calendar.address-made"] * 2


def test_renewing_stops_the_old_one_at_once_and_a_second_click_does_nothing(
    session: Session, cast: Cast
) -> None:
    first = made(session, cast, "ada").token_hash
    for _click in range(2):
        make_address(session, cast.id("ada"), seen=NOW, key=KEY, now=NOW + timedelta(hours=1))
    feed = feed_of(session, cast.id("ada"))
    assert feed is not None
    assert feed.token_hash != first
    assert feed_owner(session, first) is None
    owner = feed_owner(session, feed.token_hash)
    assert owner is not None
    assert owner.person_id == cast.id("ada")
    assert lines(session) == ["calendar.address-made", "calendar.address-renewed"]


def test_address_of_who_is_disabled_or_merged_leads_nowhere(session: Session, cast: Cast) -> None:
    ada, ben = made(session, cast, "ada"), made(session, cast, "ben")
    cast.person("ada").disabled_at = NOW
    session.flush()
    assert feed_owner(session, ada.token_hash) is None
    kept = ben.token_hash
    merge_people(session, cast.id("nan"), cast.id("ben"), by=cast.id("abe"), now=NOW)
    assert feed_owner(session, kept) is None


def test_a_calendar_has_what_one_learns_leads_and_facilitates(session: Session, cast: Cast) -> None:
    def positions(name: str) -> list[tuple[int, bool]]:
        found = sessions_of(session, cast.id(name), NOW)
        return [(held.position, held.leads) for held in found]

    assert positions("ada") == [(n, False) for n in (1, 2, 3, 4)]
    assert positions("fay") == [(n, True) for n in (1, 2, 3, 4)], "nobody else leads by name"
    assert positions("cora") == positions("lee") == []
    let_lead(cast, 3, "guest", "lee")
    assert positions("lee") == [(3, True)]
    assert positions("fay") == [(1, True), (2, True), (4, True)], "as letters are sent"
    assert positions("ada") == [(n, False) for n in (1, 2, 3, 4)]


def test_what_is_over_for_more_than_a_year_is_gone(session: Session, cast: Cast) -> None:
    ben = cast.id("ben")
    last = cast.case_session("spring-2026", 4).starts_at
    assert len(sessions_of(session, ben, NOW)) == 4
    assert len(sessions_of(session, ben, last + timedelta(days=365))) == 1
    assert sessions_of(session, ben, last + timedelta(days=366)) == []


def test_nobody_is_invited_who_did_not_ask(session: Session, cast: Cast) -> None:
    ada = cast.id("ada")
    assert people_behind(session, NOW) == set()
    choose_mail(session, ada, declined=list(Stream), quiet=USUAL, by=ada, now=NOW)
    assert people_behind(session, NOW) == set()


def test_who_asks_on_another_page_is_invited_by_the_worker(
    session: Session, cast: Cast, database: Database
) -> None:
    ada = cast.id("ada")
    choose_mail(session, ada, declined=[], quiet=USUAL, by=ada, now=NOW)
    assert people_behind(session, NOW) == {ada}
    cast.person("ada").disabled_at = NOW
    session.flush()
    assert people_behind(session, NOW) == set()


def test_choosing_leaves_every_other_choice_as_it_was(session: Session, cast: Cast) -> None:
    ada = cast.id("ada")
    kept = {Stream.DISCUSSION}
    choose_mail(session, ada, declined={*kept, Stream.CALENDAR}, quiet=USUAL, by=ada, now=NOW)
    choose_invitations(session, ada, wanted=True, now=NOW)
    assert notification_settings(session, [ada])[ada].declined == kept
    for _click in range(2):
        choose_invitations(session, ada, wanted=True, now=NOW + timedelta(minutes=1))
    posted = session.scalars(
        select(OutboxMessage).where(col(OutboxMessage.kind) == "invitation")
    ).all()
    assert len(posted) == 3
    choose_invitations(session, ada, wanted=False, now=NOW)
    assert notification_settings(session, [ada])[ada].declined == {*kept, Stream.CALENDAR}
