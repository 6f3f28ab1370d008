"""Reminders of evaluations: to all until five are done, so that no letter tells who is."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.db import Database
from app.core.models import OutboxMessage
from app.messages.reminders.enums import Rule
from app.messages.reminders.queries import readers_in
from app.messages.reminders.rules import Plan, plan
from app.messages.reminders.tasks import look_at_reminder, remind_in
from app.messages.reminders.truth.rules import ANSWERED
from tests.cast import NOW, Cast
from tests.credit.evaluations.gated import Gated, gate
from tests.letters import read


def plans(found: Gated, at: datetime) -> dict[UUID, Plan]:
    readers = readers_in(found.session, found.cohort.id, at)
    return {reader.person_id: plan(reader, at) for reader in readers}


def reminded(found: Gated, rule: Rule, at: datetime) -> set[UUID]:
    """Who is planned to be reminded of it."""
    return {
        person_id
        for person_id, own in plans(found, at).items()
        for letter in own.letters
        if any(item.thing.rule is rule for item in letter.items)
    }


def everybody(found: Gated) -> set[UUID]:
    return {place.person_id for place in found.places}


def before(found: Gated, days: int) -> datetime:
    """At noon in UTC so many days before it closes; letters go at one o'clock in Arizona."""
    return found.survey.closes_at.replace(hour=12, minute=0) - timedelta(days=days)


def test_until_five_are_done_everybody_is_reminded(session: Session, cast: Cast) -> None:
    found = gate(session, cast, 7)
    found.answer(*found.places[:4])
    for rule, days in ((Rule.EVALUATION_WAITS, 7), (Rule.EVALUATION_CLOSING, 2)):
        assert reminded(found, rule, before(found, days)) == everybody(found)


def test_from_five_on_who_has_answered_is_left_in_peace(session: Session, cast: Cast) -> None:
    found = gate(session, cast, 7)
    found.answer(*found.places[:5])
    at = before(found, 7)
    still = {place.person_id for place in found.places[5:]}
    assert reminded(found, Rule.EVALUATION_WAITS, at) == still
    left_out = [
        person_id
        for person_id, own in plans(found, at).items()
        for out in own.left_out
        if out.item.thing.rule is Rule.EVALUATION_WAITS and out.why == ANSWERED
    ]
    assert set(left_out) == everybody(found) - still


def test_nobody_is_reminded_on_other_days_or_of_what_is_not_asked(
    session: Session, cast: Cast
) -> None:
    found = gate(session, cast, 2)
    assert reminded(found, Rule.EVALUATION_WAITS, NOW) == set()
    found.cohort.archived_at = NOW
    session.flush()
    assert reminded(found, Rule.EVALUATION_WAITS, before(found, 7)) == set()


def letters(session: Session) -> dict[UUID | None, OutboxMessage]:
    kind = col(OutboxMessage.kind) == "reminder"
    return {mail.person_id: mail for mail in session.scalars(select(OutboxMessage).where(kind))}


def test_letter_says_that_it_goes_to_all(database: Database, session: Session, cast: Cast) -> None:
    found = gate(session, cast, 3)
    found.answer(found.places[0])
    due = before(found, 2) + timedelta(hours=8)  # one o'clock in Arizona
    remind_in(database, found.cohort.id, due)
    posted = letters(session)
    assert found.places[0].person_id in posted
    letter = read(session, posted[found.places[0].person_id])
    assert "The evaluation of Spring 2026 closes" in letter.subject
    assert "This goes to everybody" in letter.text
    assert "http://localhost:8000/home" in letter.text
    assert "surveys/" not in letter.text


def test_letter_that_waits_is_left_unsent_once_it_is_told_that_they_answered(
    database: Database, session: Session, cast: Cast
) -> None:
    found = gate(session, cast, 7)
    found.answer(*found.places[:4])
    due = before(found, 2) + timedelta(hours=8)
    remind_in(database, found.cohort.id, due)
    found.answer(found.places[4])
    session.flush()
    mail = letters(session)[found.places[4].person_id]
    assert look_at_reminder(session, mail, due) == ANSWERED


def test_who_may_have_answered_is_told_that_they_can_claim(
    database: Database, session: Session, cast: Cast
) -> None:
    found = gate(session, cast, 3)
    at = NOW + timedelta(hours=3)
    claiming = reminded(found, Rule.CLAIM_OPEN, at)
    assert claiming == everybody(found), "whether they have answered or not"
    found.answer(found.places[0])
    assert reminded(found, Rule.CLAIM_OPEN, at) == claiming
    remind_in(database, found.cohort.id, NOW + timedelta(hours=3))
    texts = [read(session, mail).text for mail in letters(session).values()]
    assert texts
    assert all("If you have not answered the evaluation yet, it comes first." in t for t in texts)
