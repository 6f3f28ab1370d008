"""What the worker does: letters posted once, whoever looks, and looked at before they go."""

from concurrent.futures import ThreadPoolExecutor
from datetime import time, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.enums import AttendanceStatus
from app.casework.rules import Submitted
from app.certificates.marks.actions import save_marks
from app.cohorts.changes.actions import cancel_session
from app.core import audit
from app.core.db import Database
from app.core.errors import RefusedError
from app.core.models import AuditLine, OutboxMessage
from app.messages.last_look import Send, Wait
from app.messages.reminders.actions import remind, set_rule
from app.messages.reminders.enums import Rule
from app.messages.reminders.models import Reminded
from app.messages.reminders.pulse.queries import pulses
from app.messages.reminders.queries import readers_in
from app.messages.reminders.tasks import NOT_HERE, Reminding, look_at_reminder, remind_in
from app.messages.reminders.timing.rules import OUT_OF_BOUNDS, Setting
from app.messages.reminders.truth.rules import DECLINED, DISABLED, MOVED, SIGNED
from app.messages.streams.actions import choose_mail
from app.messages.streams.enums import Stream
from app.messages.streams.rules import USUAL, QuietHours
from tests.cast import NOW, Cast
from tests.client import Statements
from tests.crowds import fill
from tests.learning.open_unit import prepare, sign
from tests.letters import read

BEFORE = NOW + timedelta(hours=3)
"""One in the afternoon in Denver, the day before the session of week 2."""
HOUR_BEFORE = NOW + timedelta(hours=25)


def letters(session: Session) -> dict[str, OutboxMessage]:
    """The reminders in the outbox, by the given name of whom they are to."""
    session.expire_all()
    kind = col(OutboxMessage.kind) == "reminder"
    found = session.scalars(select(OutboxMessage).where(kind).order_by(col(OutboxMessage.key)))
    return {read(session, mail).text.split()[1].rstrip(","): mail for mail in found}


def lines(session: Session) -> list[AuditLine]:
    sent = select(AuditLine).where(col(AuditLine.act) == "reminder.sent")
    return list(session.scalars(sent.order_by(col(AuditLine.id))))


def test_what_is_due_is_posted_once_with_a_line_that_says_why(
    database: Database, session: Session, cast: Cast
) -> None:
    reminding = Reminding()
    cast.spring.archived_at = NOW  # Ben could claim there
    session.flush()
    reminding(database, NOW)
    assert letters(session) == {}
    reminding(database, BEFORE)
    found = letters(session)
    assert set(found) == {"Ada", "Nan"}
    assert {letter.cohort_id for letter in found.values()} == {cast.fall.id}
    (line,) = lines(session)
    assert (line.chain, line.actor_id) == (str(cast.fall.id), None)
    assert line.reason == "Its moment had come, and it was true of them."
    people = sorted(str(cast.id(name)) for name in ("ada", "nan"))
    assert line.facts == {"letters": 2, "rules": {"session-tomorrow": 2}, "people": people}
    for again in (reminding, Reminding()):  # the same worker, and another one
        again(database, BEFORE)
    assert len(lines(session)) == 1


def test_letter_an_hour_before_has_the_link_and_where_they_stand(
    database: Database, session: Session
) -> None:
    remind_in(database, Cast(session).fall.id, HOUR_BEFORE)
    letter = read(session, letters(session)["Ada"])
    begins = "Thu, Nov 19, 12:00\u202fPM Mountain Time"
    assert letter.subject == f"Live session: Week 2, {begins}"
    assert letter.text == (
        "Hello Ada,\n\n"
        f"The live session of Week 2, Module 2 title, begins {begins}. "
        "Join it here:\n\n"
        "https://zoom.example/j/1\n\n"
        "Where you stand:\n\n"
        "- 0 of 4 modules attested.\n"
        "- 0 of 3 sessions counted. Attendance of Week 1 is not recorded yet. "
        "You can miss 1 session.\n\n"
    )


def test_letter_of_monday_says_exactly_what_is_missing(
    database: Database, session: Session, cast: Cast
) -> None:
    monday = NOW + timedelta(days=5, hours=3)
    prepare(session)
    session.commit()
    remind_in(database, cast.fall.id, monday)
    found = {name: read(session, letter) for name, letter in letters(session).items()}
    assert found["Ada"].subject == "You can still complete Fall 2026"
    text = found["Ada"].text
    assert "a week slipped by, and this is what waits for you.\n\n- Week 1: Module 1 title" in text
    assert "\n\nhttp://localhost:8000/cohorts/fall-2026/units/1\n\n" in text
    assert "Week 3 of Fall 2026, Module 3 title, is open." in text
    said = "2 readings and the reflection are still to do. It takes about 40 minutes:"
    assert said in text
    assert "\n\nhttp://localhost:8000/cohorts/fall-2026/units/3\n\n" in text
    assert "\n\n\n\n" not in text


def test_letter_about_a_missed_session_leads_to_the_page_where_it_is_made_up(
    database: Database, session: Session, cast: Cast
) -> None:
    held, by = cast.case_session("fall-2026", 2).id, cast.id("cora")
    absent = {cast.enrollment("ada").id: Submitted(AttendanceStatus.ABSENT)}
    save_marks(session, held, absent, by=by, now=NOW + timedelta(days=2))
    session.commit()
    remind_in(database, cast.fall.id, NOW + timedelta(days=5, hours=3))
    text = read(session, letters(session)["Ada"]).text
    said = "session of Week 2, Module 2 title. It can be made up, and how is here:\n\n"
    assert f"{said}http://localhost:8000/cohorts/fall-2026/sessions/2/absence\n" in text
    assert "Ask your coordinator how" not in text


def test_letter_of_who_fell_behind_leads_to_where_a_session_is_made_up(
    database: Database, session: Session, cast: Cast
) -> None:
    """With no letter about the missed session in it: the rule of those is off."""
    held, by = cast.case_session("fall-2026", 2).id, cast.id("cora")
    absent = {cast.enrollment("ada").id: Submitted(AttendanceStatus.ABSENT)}
    save_marks(session, held, absent, by=by, now=NOW + timedelta(days=2))
    cast.case_session("fall-2026", 4).canceled_at = NOW
    audit.continue_chain(session, cast.fall.id)
    off = Setting(is_on=False, number=0, clock=time(13))
    set_rule(session, cast.fall, Rule.MISSED, off, by=by, now=NOW)
    session.commit()
    remind_in(database, cast.fall.id, NOW + timedelta(days=5, hours=3))
    text = read(session, letters(session)["Ada"]).text
    assert "You can still complete Fall 2026" in text
    assert "/sessions/2/absence\n" in text
    assert "/help" not in text


def test_letter_is_not_sent_when_it_is_not_so_any_more(
    database: Database, session: Session, cast: Cast
) -> None:
    remind_in(database, cast.fall.id, HOUR_BEFORE)
    found = letters(session)
    soon = HOUR_BEFORE + timedelta(minutes=5)
    assert isinstance(look_at_reminder(session, found["Ada"], soon), Send)
    cora = cast.id("cora")
    here = cast.learner("ada")
    cancel_session(session, here, 2, seen=0, reason="Snow.", by=cora, now=HOUR_BEFORE)
    assert look_at_reminder(session, found["Ada"], soon) == MOVED
    cast.withdraw("nan")
    session.flush()
    assert look_at_reminder(session, found["Nan"], soon) == NOT_HERE


def test_letter_is_not_sent_to_who_declined_since_or_can_no_longer_sign_in(
    database: Database, session: Session, cast: Cast
) -> None:
    remind_in(database, cast.fall.id, BEFORE)
    letter, ada = letters(session)["Ada"], cast.person("ada")
    off = {Stream.REMINDERS}
    choose_mail(session, ada.id, declined=off, quiet=USUAL, by=ada.id, now=BEFORE)
    assert look_at_reminder(session, letter, BEFORE) == DECLINED
    choose_mail(session, ada.id, declined=(), quiet=USUAL, by=ada.id, now=BEFORE)
    ada.disabled_at = BEFORE
    session.flush()
    assert look_at_reminder(session, letter, BEFORE) == DISABLED


def test_letter_waits_in_quiet_hours_and_goes_with_fresh_facts(
    database: Database, session: Session, cast: Cast
) -> None:
    monday = NOW - timedelta(days=2) + timedelta(hours=3)
    remind_in(database, cast.fall.id, monday)
    letter, ada = letters(session)["Ada"], cast.id("ada")
    assert "2 readings and the reflection are still to do." in read(session, letter).text
    nap = QuietHours(time(12), time(15))
    choose_mail(session, ada, declined=(), quiet=nap, by=ada, now=monday)
    assert look_at_reminder(session, letter, monday) == Wait(monday + timedelta(hours=2))
    prepare(session)
    verdict = look_at_reminder(session, letter, monday + timedelta(hours=2))
    assert isinstance(verdict, Send)
    letter.facts = dict(verdict.facts)
    session.flush()
    assert "Everything in it is done. It waits for your signature:" in read(session, letter).text
    sign(session)
    assert look_at_reminder(session, letter, monday + timedelta(hours=2)) == SIGNED


def test_nothing_is_posted_twice_by_two_workers_at_once(real_database: Database) -> None:
    with real_database.write() as session:
        cast = Cast(session)
        fill(session, cast.fall, 40, now=NOW)
        fall = cast.fall.id

    def work(_number: int) -> None:
        Reminding()(real_database, HOUR_BEFORE)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(work, range(4)))
    with real_database.read() as reading:
        told = reading.scalars(select(Reminded)).all()
        kind = col(OutboxMessage.kind) == "reminder"
        posted = reading.scalars(select(col(OutboxMessage.person_id)).where(kind)).all()
        assert len(told) == len(posted) == len(set(posted)) > 30
        assert sum(line.facts["letters"] for line in lines(reading)) == len(posted)
        assert remind_in(real_database, fall, HOUR_BEFORE) == 0


def test_who_looked_before_another_posted_posts_nothing(
    database: Database, session: Session, cast: Cast
) -> None:
    everybody = [reader.person_id for reader in readers_in(session, cast.fall.id, HOUR_BEFORE)]
    audit.continue_chain(session, cast.fall.id)
    assert remind(session, cast.fall.id, everybody, now=HOUR_BEFORE) == 2
    assert remind(session, cast.fall.id, everybody, now=HOUR_BEFORE) == 0


def test_worker_looks_at_people_only_when_a_letter_can_be_due(
    database: Database, session: Session, cast: Cast, statements: Statements
) -> None:
    reminding = Reminding()
    reminding(database, NOW)
    with statements() as count:
        for minute in range(1, 60):
            reminding(database, NOW + timedelta(minutes=minute))
    assert count.total == 59 * 4
    with statements() as count:
        assert len(pulses(session, NOW)) == 3  # work or claims are open in all of them
    assert count.total == 4


def test_people_cost_no_statement_of_their_own(
    session: Session, cast: Cast, statements: Statements
) -> None:
    counts = []
    for people in (50, 150):
        fill(session, cast.fall, people, now=NOW, seed=people)
        with statements() as count:
            readers_in(session, cast.fall.id, NOW)
        counts.append(count.total)
    assert counts[0] == counts[1] <= 12


def test_rule_that_cannot_be_is_refused(session: Session, cast: Cast) -> None:
    cora = cast.id("cora")
    setting = Setting(number=300)
    with pytest.raises(RefusedError) as refused:
        set_rule(session, cast.fall, Rule.SESSION_SOON, setting, by=cora, now=NOW)
    assert refused.value.reason == OUT_OF_BOUNDS(least=10, most=240)
    same = Setting(number=60)
    assert not set_rule(session, cast.fall, Rule.SESSION_SOON, same, by=cora, now=NOW)


def test_an_act_ends_the_silence(session: Session, cast: Cast) -> None:
    prepare(session)
    readers = {reader.name: reader for reader in readers_in(session, cast.fall.id, BEFORE)}
    ada, nan = readers["Alvarez, Ada"].places[0], readers["Nakai, Nan"].places[0]
    assert ada.acted_at == NOW
    assert nan.acted_at == NOW - timedelta(days=300)  # when she was enrolled
