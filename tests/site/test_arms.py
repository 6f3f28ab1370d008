"""Whose arm of a trial has no live sessions reaches none, whichever way they go.

Every address is asked twice by the same learner: with sessions, to see that this looks at
something, and without. What tells of a session is looked for in every answer, page or file.
"""

import re
from collections.abc import Iterator
from datetime import date, time, timedelta
from uuid import UUID

import pytest
from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.background import send_invitations
from app.casework.check_ins.actions import Shown, add, check_in
from app.casework.check_ins.enums import CheckInWay
from app.casework.check_ins.queries import roll
from app.casework.contamination.models import Contamination
from app.casework.corrections.queries import marks_of
from app.casework.enums import AttendanceStatus
from app.casework.imports import actions as imports
from app.casework.imports import queries as kept
from app.casework.imports.reviewing import At, read_kept, read_sent, reviewed
from app.casework.models import Attendance
from app.casework.queries import attendees
from app.casework.rooms.queries import readiness
from app.casework.rules import Mark, Submitted
from app.casework.statistics.queries import participants
from app.casework.statistics.rules import HeldSession, series
from app.certificates.marks.actions import save_marks
from app.cohorts.arms.rules import NO_SESSIONS
from app.cohorts.changes.actions import add_session
from app.cohorts.changes.rules import WallTime
from app.cohorts.enrollments.queries import cohort_context
from app.core.db import Database
from app.core.errors import NotFoundError
from app.core.models import OutboxMessage
from app.credit.queries import ledgers, standing
from app.credit.tallies.queries import how_far, planned_sessions, unmarked_sessions
from app.messages.calendar.actions import choose_invitations
from app.messages.calendar.queries import sessions_of
from app.messages.reminders.tasks import remind_in
from tests.addresses import cases
from tests.arms import SAYS_SESSION, without_sessions
from tests.cast import NOW, Cast, add_enrollment
from tests.client import Browser, SignIn
from tests.cohorts.changes.changing import WHY, cancel, fall, move
from tests.letters import read
from tests.messages.calendar.acts import restore
from tests.messages.calendar.term import feed_path

TELLS = re.compile(
    r"/sessions/\d|zoom\.example|BEGIN:VEVENT|[Ll]ive session:|/check-in|Nov(?:ember)? 19|Case 1|"
    r"Make the session up|sessions? counted"
)
"""An address, a link, an event, a moment, a case, or a word about how somebody was at one."""
OF_ITS_OWN = re.compile(r"Completed on</dt><dd>[^<]*")
"""What a badge says as its certificate was issued: a day that is that of a session by chance."""
PUBLIC = ("/join/fall-2026", "/join/fall-2026/qr.svg")
"""Whoever is signed out sees these, too."""


def told(app: FastAPI, browser: Browser, objects: dict[str, dict[str, str]]) -> Iterator[str]:
    """Every address whose answer tells of a session, with what it tells."""
    everything = [
        (method, address)
        for method, address, _action, _path, cohort in cases(app, objects)
        if cohort in {None, "fall-2026"}
    ]
    for method, address in [*everything, *(("GET", address) for address in PUBLIC)]:
        answer = browser.request(method, address)
        there = OF_ITS_OWN.sub("", answer.text) + answer.headers.get("location", "")
        if found := sorted(set(TELLS.findall(there))):
            yield f"{method} {address} {answer.status_code}: {', '.join(found)}"


@pytest.mark.both_databases
def test_no_address_leads_to_a_session_of_another_arm(
    app: FastAPI, sign_in: SignIn, session: Session, cast: Cast, objects: dict[str, dict[str, str]]
) -> None:
    ada = sign_in("ada")
    before = list(told(app, ada, objects))
    without_sessions(session, cast)

    assert len(before) > 20
    assert not list(told(app, ada, objects))


def marks(session: Session, held: UUID) -> list[UUID]:
    """Of whom something is recorded at a session."""
    own = select(col(Attendance.enrollment_id)).where(col(Attendance.case_session_id) == held)
    return list(session.scalars(own))


def letters_to(database: Database, session: Session, cast: Cast, name: str) -> list[str]:
    """What somebody is written when every session letter has a cause, and reminders fall due."""
    choose_invitations(session, cast.id(name), wanted=True, now=NOW)
    move(cast, 3, date(2026, 11, 27))
    cancel(cast, 4)
    restore(cast, 4)
    wish, by = WallTime(date(2026, 12, 10), time(12), 60), cast.id("cora")
    add_session(session, fall(cast), "More", wish, seen=4, reason=WHY, by=by, now=NOW)
    session.commit()
    send_invitations(database, NOW + timedelta(minutes=2))
    for hours in range(1, 60):
        remind_in(database, cast.fall.id, NOW + timedelta(hours=hours))
    session.expire_all()
    own = select(OutboxMessage).where(col(OutboxMessage.person_id) == cast.id(name))
    found = []
    for message in session.scalars(own.where(col(OutboxMessage.created_at) >= NOW)):
        letter = read(session, message)
        found.append(f"{message.kind}: {letter.subject} {letter.text}")
    return found


@pytest.mark.parametrize("apart", [False, True])
def test_no_letter_tells_of_a_session_of_another_arm(
    database: Database, session: Session, cast: Cast, *, apart: bool
) -> None:
    if apart:
        without_sessions(session, cast)
    found = letters_to(database, session, cast, "ada")
    telling = {text.partition(":")[0] for text in found if SAYS_SESSION.search(text)}
    if apart:
        assert not telling, found
    else:
        assert telling >= {
            *("session_moved", "session_canceled", "session_restored", "session_added"),
            *("invitation", "reminder"),
        }


def test_the_calendar_of_another_arm_is_empty(
    session: Session, cast: Cast, app: FastAPI, browser: Browser
) -> None:
    path = feed_path(session, cast, "ada", app)
    assert browser.get(path).text.count("BEGIN:VEVENT") == 4
    without_sessions(session, cast)
    assert "BEGIN:VEVENT" not in browser.get(path).text
    assert sessions_of(session, cast.id("ada"), NOW) == []


def test_what_a_calendar_has_is_taken_out_by_mail(
    database: Database, session: Session, cast: Cast
) -> None:
    """By the usual letter for who takes part no more."""
    choose_invitations(session, cast.id("ada"), wanted=True, now=NOW - timedelta(days=1))
    from app.messages.calendar.models import CalendarEntry

    held = cast.case_session("fall-2026", 3)
    entry = CalendarEntry(
        case_session_id=held.id,
        person_id=cast.id("ada"),
        number=0,
        sequence=0,
        shown=True,
        sure=True,
        told_at=NOW - timedelta(hours=1),
    )
    session.add(entry)
    without_sessions(session, cast)
    send_invitations(database, NOW)
    own = select(OutboxMessage).where(col(OutboxMessage.person_id) == cast.id("ada"))
    since = session.scalars(own.where(col(OutboxMessage.created_at) >= NOW))
    assert [message.kind for message in since] == ["session_left"]


def test_nobody_is_on_a_sheet_a_roll_or_a_list_of_a_session_that_is_not_theirs(
    session: Session, cast: Cast
) -> None:
    held, unit = cast.case_session("fall-2026", 1), cast.unit("fall-2026", 1)
    ada = cast.enrollment("ada")

    def listed() -> list[bool]:
        """Whether Ada is on each list."""
        names = [
            {own.enrollment_id for own in attendees(session, cast.fall.id, held.id)},
            {own.enrollment_id for own in roll(session, cast.fall.id, held.id)},
            {own.enrollment_id for own in readiness(session, cast.fall.id, unit.id, [])},
            {own.enrollment_id for own in marks_of(session, cast.fall.id, [ada.id])},
        ]
        return [ada.id in found for found in names]

    assert listed() == [True] * 4
    without_sessions(session, cast)
    assert listed() == [False] * 4


def test_no_check_in_and_no_mark_of_another_arm(session: Session, cast: Cast) -> None:
    without_sessions(session, cast)
    held, place = cast.case_session("fall-2026", 2), cast.enrollment("ada")
    at = held.starts_at + timedelta(minutes=5)
    learner = cast.learner("ada")
    shown, more = Shown(CheckInWay.LINK), {"save_marks": save_marks, "now": at}
    cast.fall.link_checks_in = True
    session.flush()
    with pytest.raises(NotFoundError):
        check_in(session, learner, held.id, shown, secret="s", **more)  # type: ignore[arg-type]
    here = cohort_context(session, "fall-2026")
    assert here is not None
    with pytest.raises(NotFoundError):
        add(session, here, held.id, place.id, by=cast.id("fay"), **more)  # type: ignore[arg-type]
    wanted = {place.id: Submitted(AttendanceStatus.PRESENT, Mark())}
    saved = save_marks(session, held.id, wanted, by=cast.id("fay"), now=at)
    assert (saved.saved, [*saved.unknown]) == (0, [place.id])
    assert marks(session, held.id) == []


HEADER = "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes)\n"
ADA = "Ada,ada@example.org,11/12/2026 12:00,11/12/2026 12:50,50\n"
NAN = "Nan Nakai,,11/12/2026 12:00,11/12/2026 12:50,50\n"


def test_a_file_marks_nobody_of_another_arm_and_logs_who_is_in_it(
    session: Session, cast: Cast
) -> None:
    without_sessions(session, cast)
    here, held = cohort_context(session, "fall-2026"), cast.case_session("fall-2026", 1)
    assert here is not None
    at = At(here.cohort, cast.unit("fall-2026", 1), here.policy)
    by = cast.id("fay")
    for _again in range(2):
        sent = [read_sent("a.csv", (HEADER + ADA + NAN).encode())]
        imports.keep(session, held.id, sent, by=by, now=NOW)
        files = [read_kept(own) for own in kept.imports_of(session, held.id)]
        found = reviewed(session, at, files, {}, by=by)
        assert [own.why for own in found.review.hosts] == [NO_SESSIONS]
        assert cast.enrollment("ada").id not in found.review.decisions
        imports.apply(session, held.id, found, save_marks=save_marks, by=by, now=NOW)
    assert marks(session, held.id) == [cast.enrollment("nan").id]
    (logged,) = session.scalars(select(Contamination))
    assert (logged.enrollment_id, logged.minutes) == (cast.enrollment("ada").id, 50)


def test_another_arm_completes_by_modules_and_leaves_what_is_counted(
    session: Session, cast: Cast
) -> None:
    here = cohort_context(session, "fall-2026")
    assert here is not None
    held = HeldSession(1, cast.case_session("fall-2026", 1).starts_at)

    def counts() -> tuple[int, int, int]:
        """Expected at session 1, missing there, and needed of Ada."""
        sessions = planned_sessions(session, [here])
        missing = unmarked_sessions(session, sessions, NOW).get(cast.fall.id, [])
        asked = standing(session, cast.fall.id, cast.enrollment("ada").id, here.policy, NOW)
        numbers = series(participants(session, cast.fall.id), [held])
        lacking = sum(own.missing for own in missing)
        return numbers.sessions[0].expected, lacking, asked.completion.sessions_needed

    assert counts() == (2, 2, 3)
    without_sessions(session, cast)
    assert counts() == (1, 1, 0)
    ledger = ledgers(session, cast.fall.id)[cast.enrollment("ada").id]
    assert not any(unit.takes_place or unit.starts_at for unit in ledger.units)


def test_who_signed_every_module_has_completed_without_sessions(
    session: Session, cast: Cast
) -> None:
    here = cohort_context(session, "spring-2026")
    assert here is not None
    ben = cast.enrollment("ben")
    for mark in session.scalars(select(Attendance)):
        mark.status = AttendanceStatus.ABSENT
    session.flush()
    sessions = planned_sessions(session, [here])
    assert how_far(session, [here], sessions, NOW)[cast.spring.id].completed == 0
    without_sessions(session, cast, "ben")
    assert how_far(session, [here], sessions, NOW)[cast.spring.id].completed == 1
    assert standing(session, cast.spring.id, ben.id, here.policy, NOW).completion.complete


def test_sessions_that_were_promised_for_later_are_theirs_from_then_on(
    session: Session, cast: Cast, sign_in: SignIn
) -> None:
    third = cast.case_session("fall-2026", 3)
    without_sessions(session, cast, sessions_from=third.starts_at)
    ada = sign_in("ada")
    there = [ada.get(f"/cohorts/fall-2026/sessions/{n}").status_code for n in range(1, 5)]
    assert there == [404, 404, 200, 200]
    assert [own.position for own in sessions_of(session, cast.id("ada"), NOW)] == [3, 4]


def test_another_place_in_the_program_leads_around_nothing(
    session: Session, cast: Cast, sign_in: SignIn
) -> None:
    without_sessions(session, cast)
    add_enrollment(session, cast.person("ada"), cast.spring, at=NOW - timedelta(days=200))
    session.commit()
    ada = sign_in("ada")
    assert ada.get("/cohorts/spring-2026").status_code == 200
    assert ada.get("/cohorts/spring-2026/sessions/1").status_code == 404
    assert sessions_of(session, cast.id("ada"), NOW) == []
