"""What somebody tells of themselves is theirs: kept as they chose, and gone when they remove it."""

import json

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.people.actions import merge_people
from app.core.models import AuditLine
from app.people.introductions.actions import introduce, remove_introduction
from app.people.introductions.enums import Part
from app.people.introductions.models import Introduction
from app.people.introductions.queries import introduction_of
from app.people.introductions.rules import NOTHING, Told
from tests.cast import NOW, Cast

SECRET = "Burnout among residents"
TOLD = Told(interests=SECRET, offers="Grant writing", shown=frozenset({Part.INTERESTS}))


def lines(session: Session) -> list[AuditLine]:
    said = select(AuditLine).where(col(AuditLine.act).startswith("introduction."))
    return list(session.scalars(said.order_by(col(AuditLine.id))))


def test_nothing_is_told_and_nothing_shown_until_somebody_chooses(
    session: Session, cast: Cast
) -> None:
    assert introduction_of(session, cast.id("ada")) == NOTHING
    assert all(NOTHING.seen(part) == "" for part in (Part.INTERESTS, Part.OFFERS, Part.CONTACT))
    assert not NOTHING.tells_address
    assert not NOTHING.after_end


def test_text_without_its_choice_is_seen_by_nobody() -> None:
    assert TOLD.seen(Part.INTERESTS) == SECRET
    assert TOLD.seen(Part.OFFERS) == ""


def test_line_of_the_history_says_what_is_shown_and_never_what_it_says(
    session: Session, cast: Cast
) -> None:
    introduce(session, cast.id("ada"), TOLD, now=NOW)
    introduce(session, cast.id("ada"), TOLD, now=NOW)
    assert introduction_of(session, cast.id("ada")) == TOLD
    (line,) = lines(session)
    assert line.facts == {"shown": ["interests"], "after_end": False}
    remove_introduction(session, cast.id("ada"), now=NOW)
    remove_introduction(session, cast.id("ada"), now=NOW)
    assert [line.act for line in lines(session)] == ["introduction.saved", "introduction.removed"]
    assert session.scalars(select(Introduction)).all() == []
    assert SECRET not in json.dumps([line.facts for line in lines(session)])


def test_of_two_records_the_one_that_goes_on_tells_or_takes_over(
    session: Session, cast: Cast
) -> None:
    abe, ada, ben, lee = (cast.id(name) for name in ("abe", "ada", "ben", "lee"))
    introduce(session, ben, Told(interests="As Ben"), now=NOW)
    merge_people(session, ada, ben, by=abe, now=NOW)
    assert introduction_of(session, ada).interests == "As Ben"
    introduce(session, lee, Told(interests="As Lee"), now=NOW)
    merge_people(session, ada, lee, by=abe, now=NOW)
    session.expire_all()
    assert introduction_of(session, ada).interests == "As Ben"
    assert introduction_of(session, lee) == NOTHING
