"""From a meeting that is over to a list that waits: at its times, after trouble, once."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.background import worker
from app.casework.enums import AttendanceStatus
from app.casework.imports import actions as imports
from app.casework.imports import queries
from app.casework.imports.models import AttendanceImport
from app.casework.imports.reviewing import At, Reviewed, read_kept, reviewed
from app.casework.queries import attendees
from app.casework.rules import Submitted
from app.casework.zoom import actions, tasks
from app.casework.zoom.enums import Problem, ReadFrom
from app.casework.zoom.lists import Occurrence, Stretch
from app.casework.zoom.models import ZoomEvent, ZoomReading
from app.casework.zoom.queries import READ, session_on_zoom
from app.casework.zoom.told import event_of
from app.certificates.marks.actions import save_marks
from app.core import queue
from app.core.db import Database
from app.core.models import AuditLine, Task
from app.core.worker import Worker
from tests.casework.marks import mark
from tests.casework.zoom.fake import (
    ADA,
    NAN,
    UUID_1,
    UUID_2,
    FakeZoom,
    Meeting,
    event,
    person,
)
from tests.cast import Cast

ENDS = datetime(2026, 11, 12, 20, tzinfo=UTC)
FIRST = ENDS + timedelta(minutes=15)
SECOND = ENDS + timedelta(hours=2)
FINAL = ENDS + timedelta(hours=24)
Status = AttendanceStatus


class Work:
    """A worker at a time that one says."""

    def __init__(self, one: Worker, clock: Callable[[datetime], None]) -> None:
        self._worker, self._turn = one, clock

    def at(self, now: datetime) -> None:
        self._turn(now)
        self._worker.do_periodic()
        self._worker.run_until_idle()


@pytest.fixture
def work(database: Database, fake: FakeZoom, linked: None) -> Iterator[Work]:
    """Only what reads lists; nothing else of the background is due at these times."""
    moment = [ENDS]

    def turn(now: datetime) -> None:
        moment[0] = now

    with tasks.make_handlers(fake.settings) as handlers:
        own = Worker(
            database,
            handlers,
            clock=lambda: moment[0],
            periodic=(tasks.begin_readings, tasks.forget_events),
            at_once=1,
        )
        yield Work(own, turn)


def reading(session: Session) -> ZoomReading:
    session.expire_all()
    return session.scalars(select(ZoomReading)).one()


def lists(session: Session) -> list[AttendanceImport]:
    session.expire_all()
    return list(session.scalars(select(AttendanceImport).order_by(col(AttendanceImport.sent_at))))


def look(session: Session, at: At, by: UUID | None = None) -> Reviewed:
    assert at.unit.session_id
    session.expire_all()
    files = [read_kept(kept) for kept in queries.imports_of(session, at.unit.session_id)]
    return reviewed(session, at, files, {}, by=by)


def apply(session: Session, at: At, by: UUID, now: datetime) -> None:
    assert at.unit.session_id
    found = look(session, at, by)
    imports.apply(session, at.unit.session_id, found, save_marks=save_marks, by=by, now=now)
    session.commit()


def told(session: Session, *sent: dict[str, object]) -> None:
    for number, each in enumerate(sent):
        own = event_of(each)
        assert own
        assert actions.take(session, own, digest=f"{number}", now=own.at)
    session.commit()


def minutes(session: Session, at: At) -> dict[str, int | None]:
    assert at.unit.session_id
    session.expire_all()
    found = attendees(session, at.cohort.id, at.unit.session_id)
    return {own.given_name: own.mark.minutes for own in found}


def test_a_list_waits_and_no_mark_is_written(
    session: Session, cast: Cast, work: Work, at: At
) -> None:
    work.at(FIRST - timedelta(minutes=1))
    assert lists(session) == []
    work.at(FIRST)
    (kept,) = lists(session)
    assert (kept.format, kept.written_as, kept.by, kept.applied_at) == (
        "zoom_list",
        "zoom",
        None,
        None,
    )
    own = reading(session)
    assert (own.people, own.read_from, own.settled_at) == (2, ReadFrom.ZOOM, None)
    assert minutes(session, at) == {"Ada": None, "Nan": None}
    found = look(session, at).review
    assert [(match.known.given_name, match.rule) for match in found.matched] == [
        ("Ada", "email"),
        ("Nan", "name"),
    ]
    assert [match.presence.minutes for match in found.matched] == [55, 53]
    assert found.files[0].zone == "UTC"
    (line,) = session.scalars(select(AuditLine).where(col(AuditLine.act) == "attendance_file.read"))
    assert (line.actor_id, line.facts["rows"]) == (None, 5)
    assert "Ada" not in str(line.facts)


def test_it_is_read_three_times_and_settled_once(session: Session, work: Work) -> None:
    for moment in (FIRST, SECOND, FINAL - timedelta(seconds=1)):
        work.at(moment)
        assert reading(session).settled_at is None
    work.at(FINAL)
    assert reading(session).settled_at == FINAL
    assert len(lists(session)) == 1
    assert reading(session).read_at == FINAL
    done = session.scalars(select(Task).where(col(Task.kind) == READ)).all()
    assert [task.done_at is not None for task in done] == [True] * 3
    work.at(FINAL + timedelta(days=3))
    assert len(session.scalars(select(Task).where(col(Task.kind) == READ)).all()) == 3


def test_what_was_over_before_zoom_was_set_is_read_at_once(session: Session, work: Work) -> None:
    work.at(ENDS + timedelta(days=6))
    assert reading(session).settled_at == ENDS + timedelta(days=6)


def test_what_was_over_long_ago_is_not_read(session: Session, fake: FakeZoom, work: Work) -> None:
    work.at(ENDS + timedelta(days=8))
    assert fake.asked == []


def test_waiting_rooms_do_not_count(session: Session, fake: FakeZoom, work: Work, at: At) -> None:
    waited = ADA | {"join_time": "2026-11-12T18:50:00Z", "status": "in_waiting_room"}
    fake.meetings = [Meeting(UUID_1, [waited, ADA, NAN])]
    work.at(FIRST)
    found = look(session, at).review
    assert found.matched[0].presence.joined == datetime(2026, 11, 12, 19, tzinfo=UTC)
    assert [str(dropped.reason) for dropped in found.files[0].dropped] == [
        "Time in the waiting room is no attendance."
    ]
    assert reading(session).people == 2


def test_hosts_are_set_aside(session: Session, fake: FakeZoom, work: Work, at: At) -> None:
    other = person("Zoom Room 4", "room@example.org")
    fake.meetings = [Meeting(UUID_1, [ADA, other], host=("Zoom Room 4", "room@example.org"))]
    work.at(FIRST)
    found = look(session, at).review
    assert [aside.participant.name for aside in found.hosts] == ["Zoom Room 4"]
    assert found.unknown == []


def test_a_second_occurrence_is_united_with_the_first(
    session: Session, fake: FakeZoom, work: Work, at: At
) -> None:
    fake.meetings = [
        Meeting(UUID_1, [person("Ada Alvarez", "ada@example.org", "12:00", "12:20")], ends="12:20"),
        Meeting(
            UUID_2,
            [person("Ada Alvarez", "ada@example.org", "12:25", "12:59"), NAN],
            "12:24",
            "13:01",
        ),
    ]
    work.at(FIRST)
    assert len(lists(session)) == 1
    assert [match.presence.minutes for match in look(session, at).review.matched] == [54, 53]


def test_after_trouble_it_is_asked_again_when_zoom_said(
    session: Session, fake: FakeZoom, work: Work
) -> None:
    fake.moods.append(
        lambda asked: (429, {"Retry-After": "600"}, {}) if "past" in asked.path else None
    )
    work.at(FIRST)
    own = reading(session)
    assert (own.problem, own.tried_at, own.read_at) == (Problem.TOO_OFTEN, FIRST, None)
    asked = len(fake.asked)
    work.at(FIRST + timedelta(minutes=9))
    assert len(fake.asked) == asked
    fake.moods.clear()
    work.at(FIRST + timedelta(minutes=10))
    assert (reading(session).problem, reading(session).people) == (None, 2)


def test_half_a_list_is_never_kept(session: Session, fake: FakeZoom, work: Work) -> None:
    fake.page_size = 1
    fake.moods.append(lambda asked: (500, {}, {}) if asked.query.get("next_page_token") else None)
    for moment in (FIRST, SECOND, FINAL):
        work.at(moment)
        assert lists(session) == []
        assert reading(session).problem is Problem.NO_ANSWER
    fake.moods.clear()
    work.at(FINAL + timedelta(minutes=5))
    assert len(lists(session)) == 1
    assert reading(session).settled_at == FINAL + timedelta(minutes=5)


def test_it_gives_up_after_three_days(session: Session, fake: FakeZoom, work: Work) -> None:
    fake.moods.append(lambda _asked: (500, {}, {}))
    work.at(FINAL)
    late = ENDS + timedelta(hours=72)
    work.at(late)
    asked = len(fake.asked)
    fake.moods.clear()
    work.at(late + timedelta(hours=2))
    assert len(fake.asked) == asked
    assert reading(session).problem is Problem.NO_ANSWER
    assert session.scalars(select(Task).where(col(Task.done_at).is_(None))).all() == []


def test_a_later_list_takes_the_place_of_the_first(
    session: Session, fake: FakeZoom, work: Work, held: UUID
) -> None:
    work.at(FIRST)
    fake.meetings = [Meeting(UUID_1, [ADA])]
    work.at(SECOND)
    first, second = lists(session)
    assert (first.set_aside_at, second.set_aside_at) == (SECOND, None)
    assert [own.id for own in queries.imports_of(session, held)] == [second.id]


def test_a_list_that_comes_back_waits_again(
    session: Session, cast: Cast, fake: FakeZoom, work: Work, at: At
) -> None:
    less = [Meeting(UUID_1, [ADA, person("Nan Nakai", "", "12:40", "12:58")])]
    whole = fake.meetings
    for moment, fake.meetings in ((FIRST, whole), (SECOND, less)):
        work.at(moment)
        apply(session, at, cast.id("fay"), moment)
    assert minutes(session, at) == {"Ada": 55, "Nan": 18}
    fake.meetings = whole
    work.at(FINAL)
    waiting = [own for own in lists(session) if own.set_aside_at is None]
    assert [own.applied_at for own in waiting] == [None]
    assert (len(lists(session)), reading(session).differs) == (2, 1)
    apply(session, at, cast.id("fay"), FINAL)
    assert minutes(session, at) == {"Ada": 55, "Nan": 53}


def test_a_list_that_comes_back_before_another_was_applied_asks_nobody(
    session: Session, cast: Cast, fake: FakeZoom, work: Work, at: At
) -> None:
    whole = fake.meetings
    work.at(FIRST)
    apply(session, at, cast.id("fay"), FIRST)
    for moment, fake.meetings in ((SECOND, [Meeting(UUID_1, [ADA])]), (FINAL, whole)):
        work.at(moment)
    waiting = [own for own in lists(session) if own.set_aside_at is None]
    assert [own.applied_at for own in waiting] == [FINAL]
    assert reading(session).differs == 0


def test_a_list_that_was_thrown_away_does_not_come_back(
    session: Session, cast: Cast, work: Work, held: UUID
) -> None:
    work.at(FIRST)
    assert imports.discard(session, held, by=cast.id("fay"), now=FIRST) == 1
    session.commit()
    work.at(SECOND)
    assert queries.imports_of(session, held) == []
    assert len(lists(session)) == 1


def test_a_final_list_that_differs_says_for_how_many(
    session: Session, cast: Cast, fake: FakeZoom, work: Work, at: At
) -> None:
    work.at(FIRST)
    apply(session, at, cast.id("fay"), FIRST)
    assert minutes(session, at) == {"Ada": 55, "Nan": 53}
    fake.meetings = [Meeting(UUID_1, [ADA, person("Nan Nakai", "", "12:40", "12:58")])]
    work.at(FINAL)
    assert (reading(session).differs, len(look(session, at).review.changes)) == (1, 1)
    assert minutes(session, at) == {"Ada": 55, "Nan": 53}
    apply(session, at, cast.id("fay"), FINAL)
    assert minutes(session, at) == {"Ada": 55, "Nan": 18}


def test_a_final_list_that_changes_nothing_asks_nobody(
    session: Session, cast: Cast, fake: FakeZoom, work: Work, at: At
) -> None:
    work.at(FIRST)
    apply(session, at, cast.id("fay"), FIRST)
    fake.meetings = [Meeting(UUID_1, [ADA, NAN, person("Otter notetaker")])]
    work.at(FINAL)
    assert [own.applied_at for own in lists(session)] == [FIRST, FINAL]
    assert reading(session).differs == 0


STEPS = st.lists(
    st.one_of(
        st.sampled_from([Status.PRESENT, Status.EXCUSED, Status.ABSENT]),
        st.sets(st.sampled_from(["12:00", "12:30", "12:56"])),
        st.just("apply"),
    ),
    min_size=3,
    max_size=8,
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_lists_in_any_order_write_nothing_and_never_over_a_hand(
    session: Session,
    cast: Cast,
    linked: None,
    at: At,
    held: UUID,
    steps: list[Status | set[str] | str],
) -> None:
    ada, by, now = cast.enrollment("ada").id, cast.id("fay"), FIRST
    by_hand: Status | None = None
    with session.begin_nested() as one:
        for step in steps:
            now += timedelta(minutes=10)
            before = mark(session, at, ada)
            if isinstance(step, Status):
                save_marks(session, held, {ada: Submitted(step, before)}, by=by, now=now)
                by_hand = step if before.status is not step else by_hand
            elif step == "apply":
                found = look(session, at, by)
                imports.apply(session, held, found, save_marks=save_marks, by=by, now=now)
            else:
                keep(session, held, at, sorted(step), now)
                assert mark(session, at, ada) == before
            if by_hand:
                assert mark(session, at, ada).status is by_hand
        one.rollback()
    session.expire_all()


def keep(session: Session, held: UUID, at: At, joined: list[str], now: datetime) -> None:
    """A list with Nan, and with Ada from each of these times on."""
    on_zoom = session_on_zoom(session, held)
    assert on_zoom
    begins, ends = ENDS - timedelta(hours=1), ENDS
    stretches = [Stretch("Nan Nakai", "", begins, ends, None)]
    for clock in joined:
        came = begins + timedelta(minutes=int(clock[3:]))
        stretches.append(Stretch("Ada", "ada@example.org", came, ends, None))
    occurrence = Occurrence(UUID_1, begins, ends, stretches)
    actions.keep_list(session, at, on_zoom, [occurrence], read_from=ReadFrom.ZOOM, now=now)


def test_a_meeting_of_another_time_is_not_kept(
    session: Session, fake: FakeZoom, work: Work
) -> None:
    early = person("Ada Alvarez", "ada@example.org", "10:00", "11:40")
    fake.meetings = [Meeting(UUID_1, [early], "10:00", "11:40")]
    work.at(FIRST)
    assert (lists(session), reading(session).problem) == ([], Problem.OTHER_TIME)


def test_an_empty_list_is_said_to_be_one(session: Session, fake: FakeZoom, work: Work) -> None:
    fake.meetings = [Meeting(UUID_1, [])]
    work.at(FIRST)
    assert (lists(session), reading(session).problem) == ([], Problem.NOBODY)


def test_what_was_told_meanwhile_is_used_until_the_list_can_be_read(
    session: Session, fake: FakeZoom, work: Work, at: At
) -> None:
    told(
        session,
        event("participant_joined", clock="12:00", address="ada@example.org"),
        event("participant_left", clock="12:20", address="ada@example.org"),
        event("participant_joined", "Nan Nakai", "12:10"),
        event("ended", clock="12:20"),
        event("participant_joined", clock="12:22", address="ada@example.org", uuid=UUID_2),
        event("participant_left", clock="12:50", address="ada@example.org", uuid=UUID_2),
    )
    fake.moods.append(lambda _asked: (500, {}, {}))
    work.at(FIRST)
    own = reading(session)
    assert (own.read_from, own.problem) == (ReadFrom.EVENTS, Problem.NO_ANSWER)
    assert [match.presence.minutes for match in look(session, at).review.matched] == [48, 10]
    work.at(FINAL)
    assert reading(session).settled_at is None
    fake.moods.clear()
    work.at(FINAL + timedelta(minutes=5))
    own = reading(session)
    assert (own.read_from, own.problem) == (ReadFrom.ZOOM, None)
    assert [match.presence.minutes for match in look(session, at).review.matched] == [55, 53]


def test_zoom_s_own_list_stays_whatever_was_told(
    session: Session, fake: FakeZoom, work: Work
) -> None:
    work.at(FIRST)
    told(session, event("participant_joined"), event("participant_left", clock="12:20"))
    fake.moods.append(lambda _asked: (500, {}, {}))
    work.at(SECOND)
    own = reading(session)
    assert (own.read_from, own.read_at, own.problem) == (ReadFrom.ZOOM, FIRST, Problem.NO_ANSWER)
    assert len(lists(session)) == 1


def test_where_zoom_only_tells_that_list_is_final_after_a_day(
    session: Session, fake: FakeZoom, linked: None, database: Database
) -> None:
    told(session, event("participant_joined"), event("participant_left", clock="12:50"))
    only_told = fake.settings.model_copy(update={"zoom_client_secret": None})
    with tasks.make_handlers(only_told) as handlers:
        for moment, settled in ((FIRST, None), (SECOND, None), (FINAL, FINAL)):
            tasks.begin_readings(database, moment)
            with database.write() as other:
                (task,) = queue.lease(other, [READ], limit=1, now=moment)
            handlers[READ](database, task, moment)
            own = reading(session)
            assert (own.read_from, own.settled_at) == (ReadFrom.EVENTS, settled)
    assert fake.asked == []


def test_what_was_not_told_is_assumed_and_said_and_final_only_once_the_meeting_ended(
    session: Session, fake: FakeZoom, linked: None, database: Database, at: At
) -> None:
    """Nobody of whom it was told that they were there is proposed absent."""
    told(
        session,
        event("participant_joined", clock="12:00"),
        event("participant_left", clock="12:55"),
        event("participant_joined", "Nan Nakai", "12:10"),
    )
    only_told = fake.settings.model_copy(update={"zoom_client_secret": None})
    with tasks.make_handlers(only_told) as handlers:
        for moment in (FIRST, FINAL):
            tasks.begin_readings(database, moment)
            with database.write() as other:
                (task, *_) = queue.lease(other, [READ], limit=3, now=moment)
            handlers[READ](database, task, moment)
            found = look(session, at).review
            presences = [
                (match.presence.minutes, match.presence.is_assumed) for match in found.matched
            ]
            assert presences == [(55, False), (50, True)]
            assert (found.absent, found.files[0].dropped) == ([], [])
            assert reading(session).settled_at is None


def test_who_came_forty_minutes_early_and_stayed_was_there(
    session: Session, fake: FakeZoom, work: Work, at: At
) -> None:
    """Also where the host's room was open for hours, in what was told and in Zoom's own list."""
    told(
        session,
        event("participant_joined", "Nan Nakai", "8:00"),
        event("participant_joined", clock="11:20"),
        event("participant_left", clock="12:58"),
        event("participant_left", "Nan Nakai", clock="13:00"),
        event("ended", clock="13:00"),
    )
    fake.moods.append(lambda _asked: (500, {}, {}))
    work.at(FIRST)
    assert [match.presence.minutes for match in look(session, at).review.matched] == [58, 60]
    fake.moods.clear()
    early = person("Nan Nakai", "", "8:00", "13:00")
    fake.meetings = [Meeting(UUID_1, [ADA, early], "8:00", "13:00")]
    work.at(SECOND)
    assert reading(session).read_from is ReadFrom.ZOOM
    assert [match.presence.minutes for match in look(session, at).review.matched] == [55, 60]


def test_of_a_meeting_that_was_over_before_the_session_nothing_stays(
    session: Session, linked: None
) -> None:
    told(
        session,
        event("participant_joined", clock="9:00", uuid=UUID_2),
        event("participant_left", clock="9:40", uuid=UUID_2),
        event("participant_joined", clock="11:20"),
        event("ended", clock="9:41", uuid=UUID_2),
    )
    kept = session.scalars(select(ZoomEvent).order_by(col(ZoomEvent.at))).all()
    assert [(own.told, own.name) for own in kept] == [("ended", ""), ("joined", "Ada Alvarez")]


def test_events_are_kept_for_two_weeks(session: Session, work: Work) -> None:
    told(session, event("participant_joined"))
    work.at(ENDS + timedelta(days=13))
    assert len(session.scalars(select(ZoomEvent)).all()) == 1
    work.at(ENDS + timedelta(days=15))
    session.expire_all()
    assert session.scalars(select(ZoomEvent)).all() == []


@pytest.mark.parametrize(
    "link",
    [
        "https://zoom.example/j/60245167821",
        "https://zoom.us/my/fay",
        "https://evil.example/zoom.us/j/60245167821",
        "",
    ],
)
def test_other_links_are_not_asked_about(
    session: Session, cast: Cast, fake: FakeZoom, work: Work, link: str
) -> None:
    cast.case_session("fall-2026", 1).link = link
    session.commit()
    work.at(FIRST)
    assert session.scalars(select(ZoomReading)).all() == []
    assert fake.asked == []


def test_a_canceled_session_is_not_asked_about(
    session: Session, cast: Cast, fake: FakeZoom, work: Work
) -> None:
    cast.case_session("fall-2026", 1).canceled_at = ENDS
    session.commit()
    work.at(FIRST)
    assert fake.asked == []


def test_what_a_killed_worker_had_begun_is_read_once(
    session: Session, fake: FakeZoom, work: Work, database: Database
) -> None:
    """It had the task, and Zoom's answer, and wrote nothing."""
    with database.write() as other:
        tasks.begin_readings(database, FIRST)
        (leased,) = queue.lease(other, [READ], limit=1, now=FIRST)
        assert leased.attempts == 1
    work.at(FIRST + timedelta(seconds=30))
    assert fake.asked == []
    for later in (2, 3):
        work.at(FIRST + timedelta(minutes=later))
        assert len(lists(session)) == 1
    assert len([asked for asked in fake.asked if asked.path.endswith("/participants")]) == 1


def test_the_background_reads_lists_only_where_zoom_is_set(
    fake: FakeZoom, database: Database, tmp_path: Path
) -> None:
    off = fake.settings.model_copy(
        update={"zoom_client_secret": None, "zoom_webhook_secret": None, "data_dir": tmp_path}
    )
    on = fake.settings.model_copy(update={"data_dir": tmp_path})
    for own, expected in ((off, False), (on, True)):
        with worker(own, database, lambda: ENDS) as one:
            assert (READ in one.handlers) is expected
