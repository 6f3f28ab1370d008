"""How sessions are used, renewed and ended."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.ids import token_hash
from app.core.models import AuditLine
from app.people.actions import start_session
from app.people.actors import Actor, find_actor
from app.people.models import WebSession
from app.people.rules import NOT_FOR_ONESELF, STAFF_SESSION_LASTS
from app.people.web_sessions import actions, queries, rules
from tests.cast import NOW, Cast
from tests.refusals import refuses


def signed_in(session: Session, cast: Cast, who: str = "ada") -> str:
    return start_session(session, cast.id(who), how="link", user_agent="", now=NOW).token


def actor(session: Session, token: str, after: timedelta = timedelta()) -> Actor | None:
    return find_actor(session, token_hash(token), NOW + after)


def ended(session: Session) -> list[AuditLine]:
    found = select(AuditLine).where(col(AuditLine.act) == "web-session.ended")
    return list(session.scalars(found))


@pytest.mark.parametrize(
    ("is_staff", "after", "idle"),
    [
        (False, timedelta(days=7, seconds=-1), False),
        (False, timedelta(days=7), True),
        (True, timedelta(hours=2, seconds=-1), False),
        (True, timedelta(hours=2), True),
    ],
)
def test_session_ends_when_nothing_is_done(*, is_staff: bool, after: timedelta, idle: bool) -> None:
    assert rules.has_idled(NOW, NOW + after, is_staff=is_staff) is idle


def test_use_is_noted_every_ten_minutes_at_most() -> None:
    assert not rules.is_due(NOW, NOW + timedelta(minutes=10, seconds=-1))
    assert rules.is_due(NOW, NOW + timedelta(minutes=10))


@pytest.mark.parametrize(
    ("who", "limit"), [("ada", rules.IDLE_FOR), ("cora", rules.STAFF_IDLE_FOR)]
)
def test_idle_session_is_nobodys_and_says_why(
    session: Session, cast: Cast, who: str, limit: timedelta
) -> None:
    token = signed_in(session, cast, who)
    second = timedelta(seconds=1)
    assert actor(session, token, limit - second) is not None
    assert queries.why_idle(session, token, NOW + limit - second) is None
    assert actor(session, token, limit) is None
    why = queries.why_idle(session, token, NOW + limit)
    assert why == (rules.IDLE if who == "ada" else rules.STAFF_IDLE)
    assert queries.why_idle(session, "unknown", NOW + limit) is None


def test_reasons_name_the_time() -> None:
    assert "for 7 days." in str(rules.IDLE)
    assert "for 2 hours." in str(rules.STAFF_IDLE)


def test_what_is_noted_keeps_a_session_alive_and_leaves_no_line(
    session: Session, cast: Cast
) -> None:
    token = signed_in(session, cast)
    before = len(session.scalars(select(AuditLine)).all())
    own = actor(session, token)
    assert own is not None
    later = NOW + timedelta(days=5)
    actions.note_use(session, own.web_session_id, later)
    actions.note_use(session, own.web_session_id, NOW)  # a slower request does not turn it back
    session.expire_all()
    assert session.get_one(WebSession, own.web_session_id).seen_at == later
    assert len(session.scalars(select(AuditLine)).all()) == before


def test_session_that_is_proven_has_a_new_secret_and_the_length_of_its_role(
    session: Session, cast: Cast
) -> None:
    token = signed_in(session, cast)
    own = actor(session, token)
    assert own is not None
    new = actions.renew(session, own.web_session_id, how="phone", is_staff=True, now=NOW)
    assert actor(session, token) is None
    renewed = actor(session, new)
    assert renewed is not None
    assert renewed.proof.proven_at == NOW
    row = session.get_one(WebSession, own.web_session_id)
    assert row.expires_at == NOW + STAFF_SESSION_LASTS


def test_one_of_ones_own_is_ended_and_of_nobody_else(session: Session, cast: Cast) -> None:
    here, there, bens = (signed_in(session, cast, who) for who in ("ada", "ada", "ben"))
    other, foreign = actor(session, there), actor(session, bens)
    assert other is not None
    assert foreign is not None
    actions.end_one(session, cast.id("ada"), other.web_session_id, now=NOW)
    assert actor(session, there) is None
    assert actor(session, here) is not None
    for gone in (other.web_session_id, foreign.web_session_id):
        with refuses(rules.ENDED_ALREADY):
            actions.end_one(session, cast.id("ada"), gone, now=NOW)
    assert actor(session, bens) is not None
    assert [line.facts for line in ended(session)] == [{"count": 1}]


def test_all_others_are_ended(session: Session, cast: Cast) -> None:
    tokens = [signed_in(session, cast) for _browser in range(3)]
    here = actor(session, tokens[0])
    assert here is not None
    actions.end_others(session, cast.id("ada"), here.web_session_id, now=NOW)
    assert [actor(session, token) is not None for token in tokens] == [True, False, False]
    actions.end_others(session, cast.id("ada"), here.web_session_id, now=NOW)
    assert [line.facts for line in ended(session)] == [{"count": 2}]


def test_administrator_ends_all_of_somebody_with_a_reason(session: Session, cast: Cast) -> None:
    token, abe, ada = signed_in(session, cast), cast.id("abe"), cast.id("ada")
    with refuses(NOT_FOR_ONESELF):
        actions.end_for(session, ada, reason="Mine.", by=ada, now=NOW)
    actions.end_for(session, ada, reason="Left a computer.", by=abe, now=NOW)
    assert actor(session, token) is None
    (line,) = ended(session)
    assert (line.actor_id, line.reason) == (abe, "Left a computer.")
    with refuses(rules.NONE_OPEN):
        actions.end_for(session, ada, reason="Again.", by=abe, now=NOW)


def test_list_has_those_that_count_the_last_used_first(session: Session, cast: Cast) -> None:
    first, second = (signed_in(session, cast) for _browser in range(2))
    own = actor(session, first)
    assert own is not None
    assert actor(session, second) is not None
    later = NOW + timedelta(days=6)
    actions.note_use(session, own.web_session_id, later)
    session.expire_all()
    listed = queries.open_sessions(session, cast.id("ada"), later)
    assert listed[0].id == own.web_session_id
    assert len(listed) == 2
    listed = queries.open_sessions(session, cast.id("ada"), NOW + timedelta(days=7))
    assert [row.id for row in listed] == [own.web_session_id]
