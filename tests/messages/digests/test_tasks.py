"""The daily letter: what is new and not one's own, once a day, never empty, never untrue."""

from collections import Counter
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import SessionPart, Unit
from app.core import chains
from app.core.db import Database
from app.core.models import AuditLine, OutboxMessage
from app.learning.threads.actions import delete_post, mute, note_read, switch_threads
from app.messages.delivery import LAST_LOOKS
from app.messages.digests import rules
from app.messages.digests.actions import write_digests
from app.messages.digests.tasks import due_by_cohort, look_again, write_due_digests
from app.messages.last_look import Send, Wait
from app.messages.streams.actions import choose_mail
from app.messages.streams.enums import Stream
from app.messages.streams.rules import USUAL
from tests.arms import without_sessions
from tests.cast import NOW, Cast
from tests.client import Statements
from tests.crowds import fill
from tests.learning.posting import answered, asked, place_of
from tests.letters import HERE, read

FIVE = NOW.replace(hour=0) + timedelta(days=1, minutes=1)
"""A minute past five in Denver and Phoenix, on the day of the cast."""
HOSTILE = "<script>alert(1)</script>\r\nBcc: x@example.org {{ 7*7 }} =HYPERLINK(1)"


def letters(session: Session) -> list[OutboxMessage]:
    session.expire_all()
    found = select(OutboxMessage).where(col(OutboxMessage.kind) == "thread_digest")
    return list(session.scalars(found.order_by(col(OutboxMessage.key))))


def to(session: Session) -> Counter[UUID | None]:
    return Counter(letter.person_id for letter in letters(session))


def write(session: Session, database: Database, now: datetime = FIVE) -> None:
    session.commit()
    write_due_digests(database, now)


def test_everybody_gets_what_is_new_and_not_their_own_once(
    session: Session, database: Database, cast: Cast
) -> None:
    question = asked(session, cast, "ada", "How do I **begin**?")
    answered(session, cast, "fay", question, "By asking.")
    write(session, database, FIVE - timedelta(minutes=2))
    assert letters(session) == []
    for _look in range(3):
        write(session, database)
    assert to(session) == Counter(cast.id(name) for name in ("ada", "fay", "nan"))
    told = {letter.person_id: letter.facts["posts"] for letter in letters(session)}
    assert [post["begins"] for post in told[cast.id("ada")]] == ["By asking."]
    assert [post["begins"] for post in told[cast.id("fay")]] == ["How do I begin?"]
    assert len(told[cast.id("nan")]) == 2
    said = select(AuditLine).where(col(AuditLine.act) == "thread.mailed")
    (line,) = session.scalars(said)
    assert line.facts == {"cohort": "fall-2026", "letters": 3}
    assert chains.first_bad_line(session) is None


def test_letter_reads_like_this(session: Session, database: Database, cast: Cast) -> None:
    question = asked(session, cast, "ada", "How do I **begin**?\nI am new to it.")
    answer = answered(session, cast, "fay", question, HOSTILE, NOW + timedelta(minutes=1))
    write(session, database)
    (letter,) = [letter for letter in letters(session) if letter.person_id == cast.id("nan")]
    words = read(session, letter)
    thread = f"{HERE}/cohorts/fall-2026/units/2/thread"
    assert words.subject == "New questions and answers in Fall 2026"
    assert words.text == (
        "Hello Nan,\n\n"
        "This is new to you in the questions and answers of Fall 2026:\n\n"
        "Ada Alvarez, MD asked in Week 2: “How do I begin? I am new to it.”\n"
        f"{thread}#post-{question.id}\n\n"
        "Fay Fuentes, PhD answered in Week 2: “<script>alert(1)</script> Bcc: x@example.org "
        "{{ 7*7 }} =HYPERLINK(1)”\n"
        f"{thread}#post-{answer.id}\n\n"
        "You get this at most once a day, and only when there is something that you have not "
        "read. Mute a thread on its page, or choose your mail here:\n\n"
        f"{HERE}/my/notifications\n"
    )


def test_next_day_tells_only_what_came_since(
    session: Session, database: Database, cast: Cast
) -> None:
    asked(session, cast, "ada", "Monday?")
    write(session, database)
    day = timedelta(days=1)
    write(session, database, FIVE + day)
    assert len(letters(session)) == 2
    asked(session, cast, "ada", "Tuesday?", FIVE + day)
    write(session, database, FIVE + 2 * day)
    nan = [letter for letter in letters(session) if letter.person_id == cast.id("nan")]
    assert [[post["begins"] for post in letter.facts["posts"]] for letter in nan] == [
        ["Monday?"],
        ["Tuesday?"],
    ]


def test_who_has_read_it_muted_it_or_turned_it_off_gets_none(
    session: Session, database: Database, cast: Cast
) -> None:
    unit = asked(session, cast, "cora").unit_id
    note_read(session, unit, cast.id("ada"), NOW, now=NOW)
    mute(session, unit, cast.id("nan"), muted=True, now=NOW)
    fay = cast.id("fay")
    declined = [Stream.DISCUSSION]
    choose_mail(session, fay, declined=declined, quiet=USUAL, by=fay, now=NOW)
    write(session, database)
    assert letters(session) == []


def test_who_left_is_disabled_or_has_a_locked_unit_gets_none(
    session: Session, database: Database, cast: Cast
) -> None:
    asked(session, cast, "cora")
    cast.withdraw("ada")
    cast.person("fay").disabled_at = NOW
    cast.unit_model("fall-2026", 2).opens_at = FIVE + timedelta(days=1)
    write(session, database)
    assert letters(session) == []


def test_deleted_post_and_switched_off_thread_are_no_news(
    session: Session, database: Database, cast: Cast
) -> None:
    post = asked(session, cast, "ada")
    place = place_of(session, cast, "ada")
    delete_post(session, place, post.id, by=cast.id("ada"), now=NOW)
    write(session, database)
    asked(session, cast, "ada")
    switch_threads(session, cast.fall, on=False, by=cast.id("cora"), now=NOW)
    write(session, database)
    assert letters(session) == []


def test_guest_gets_the_thread_of_their_own_session_only(
    session: Session, database: Database, cast: Cast
) -> None:
    held = {number: cast.case_session("fall-2026", number).id for number in (1, 2)}
    for name, number in (("lee", 2), ("ben", 1)):
        part = SessionPart(case_session_id=held[number], person_id=cast.id(name), part="guest")
        session.add(part)
    asked(session, cast, "ada")
    write(session, database)
    assert to(session)[cast.id("lee")] == 1
    assert to(session)[cast.id("ben")] == 0


def test_second_worker_finds_what_the_first_one_wrote(session: Session, cast: Cast) -> None:
    asked(session, cast, "ada")
    due = due_by_cohort(session, FIVE)[cast.fall.id]
    assert [write_digests(session, cast.fall, due, now=FIVE) for _worker in range(2)] == [2, 0]


@pytest.mark.parametrize("people", [50, 1000])
def test_statements_stay_the_same_however_many_people_and_posts(
    session: Session, database: Database, cast: Cast, statements: Statements, people: int
) -> None:
    fill(session, cast.fall, people, now=NOW)
    for number in range(people // 10):
        asked(session, cast, "ada", f"Question {number}?")
    session.commit()
    with statements():
        write_due_digests(database, FIVE)
    assert len(letters(session)) > people / 2
    assert statements.total in EXPECTED


EXPECTED = {19, 20}
"""Ten to find who is due, then the letters of one cohort; PostgreSQL locks its chain."""


def look(session: Session, letter: OutboxMessage, now: datetime = FIVE) -> object:
    return look_again(session, letter, now)


def test_last_look_drops_what_was_read_and_says_what_is_left(
    session: Session, database: Database, cast: Cast
) -> None:
    assert LAST_LOOKS["thread_digest"] is look_again
    first = asked(session, cast, "ada", "First?")
    asked(session, cast, "ada", "Second?", NOW + timedelta(minutes=5))
    write(session, database)
    (letter,) = [letter for letter in letters(session) if letter.person_id == cast.id("nan")]
    sent = look(session, letter)
    assert isinstance(sent, Send)
    assert sent.facts == letter.facts
    note_read(session, first.unit_id, cast.id("nan"), NOW, now=NOW)
    sent = look(session, letter)
    assert isinstance(sent, Send)
    posts = sent.facts["posts"]
    assert isinstance(posts, list)
    assert len(posts) == 1
    late = FIVE + timedelta(hours=3)
    assert look(session, letter, late) == Wait(FIVE.replace(hour=14, minute=0))
    note_read(session, first.unit_id, cast.id("nan"), late, now=late)
    assert look(session, letter) == rules.NOTHING_NEW


def test_last_look_asks_who_left_and_who_turned_it_off(
    session: Session, database: Database, cast: Cast
) -> None:
    asked(session, cast, "cora")
    write(session, database)
    by_person = {letter.person_id: letter for letter in letters(session)}
    nan = cast.id("nan")
    choose_mail(session, nan, declined=[Stream.DISCUSSION], quiet=USUAL, by=nan, now=NOW)
    assert look(session, by_person[nan]) == rules.NOT_WANTED
    cast.withdraw("ada")
    assert look(session, by_person[cast.id("ada")]) == rules.NOT_THERE


def test_nobody_is_told_of_the_thread_of_a_session_that_is_not_theirs(
    session: Session, database: Database, cast: Cast
) -> None:
    """A unit that is a session alone has a thread for those whose session it is."""
    question = asked(session, cast, "cora", "Who comes on Thursday?")
    write(session, database)
    waiting = {letter.person_id: letter for letter in letters(session)}
    assert cast.id("ada") in waiting
    unit = session.get_one(Unit, question.unit_id)
    unit.module_version_id = unit.guide_version_id = None
    without_sessions(session, cast)
    assert look_again(session, waiting[cast.id("ada")], FIVE) == rules.NOTHING_NEW
    assert isinstance(look_again(session, waiting[cast.id("nan")], FIVE), Send)

    answered(session, cast, "fay", question, "We all do.", FIVE + timedelta(hours=1))
    due = due_by_cohort(session, FIVE + timedelta(days=1))[cast.fall.id]
    told = {own.reader.person_id for own in due}
    assert cast.id("nan") in told
    assert cast.id("ada") not in told


def test_the_thread_of_a_module_goes_on_for_every_arm(
    session: Session, database: Database, cast: Cast
) -> None:
    asked(session, cast, "cora", "How is the module?")
    without_sessions(session, cast)
    write(session, database)
    assert cast.id("ada") in to(session)


def test_sessions_of_later_have_their_thread_when_they_are_somebodys(
    session: Session, database: Database, cast: Cast
) -> None:
    question = asked(session, cast, "cora", "Who comes on Thursday?")
    unit = session.get_one(Unit, question.unit_id)
    unit.module_version_id = unit.guide_version_id = None
    second = cast.case_session("fall-2026", 2).starts_at
    without_sessions(session, cast, sessions_from=second)
    write(session, database)
    assert cast.id("ada") in to(session)
