"""The queue and its worker: leases, back-off, and nothing done twice."""

import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlmodel import col

from app.core import jobs, queue
from app.core.db import Database
from app.core.errors import BusyError, RefusedError
from app.core.models import Job, Task
from app.core.worker import LOW_PRIORITY_PAUSE, UNEXPECTED, Handler, Worker
from app.language.languages import ACCENTED, writing_in
from app.language.reasons import reason
from app.language.stored import from_json, worded
from tests.cast import NOW

NOT_ATTESTED = reason("job.not_attested", "Week 8 is not attested.")
KIND = "test.work"


def enqueue(database: Database, count: int) -> Job:
    with database.write() as session:
        job = Job(kind=KIND, title="Test", back_path="/", started_at=NOW)
        session.add(job)
        session.flush()
        for n in range(count):
            queue.enqueue(
                session, KIND, key=str(n), payload={"n": n}, now=NOW, label=f"{n}", job=job
            )
    return job


def finishing(done: list[str]) -> Handler:
    def handle(database: Database, task: Task, now: datetime) -> None:
        done.append(task.key)
        with database.write() as session:
            queue.finish(session, task, now=now)

    return handle


def test_work_that_another_kind_asks_for_is_begun_at_once(real_database: Database) -> None:
    """As a letter is, that somebody was looked up for: each lane would wait for its pause."""
    done: list[str] = []
    ended = threading.Event()

    def asking(database: Database, task: Task, now: datetime) -> None:
        with database.write() as session:
            queue.enqueue(session, "test.later", key=task.key, payload={}, now=now)
            queue.finish(session, task, now=now)

    def later(database: Database, task: Task, now: datetime) -> None:
        finishing(done)(database, task, now)
        ended.set()

    handlers = {KIND: asking, "test.later": later}
    worker = Worker(real_database, handlers, clock=lambda: NOW, low_priority=["test.later"])
    stop = threading.Event()
    thread = threading.Thread(target=worker.run, args=(stop,))
    thread.start()
    time.sleep(0.2)  # both have looked, and one of them waits for five seconds
    enqueue(real_database, 1)
    assert ended.wait(LOW_PRIORITY_PAUSE / 2)
    stop.set()
    thread.join()
    assert done == ["0"]


def failing(error: Exception) -> Handler:
    def handle(_database: Database, _task: Task, _now: datetime) -> None:
        raise error

    return handle


def progress(database: Database, job: Job) -> jobs.JobProgress:
    with database.read() as session:
        return jobs.state(session, job.id, NOW).progress


def test_worker_does_everything_that_is_due(real_database: Database) -> None:
    job = enqueue(real_database, 5)
    done: list[str] = []
    Worker(real_database, {KIND: finishing(done)}, clock=lambda: NOW).run_until_idle()
    assert sorted(done) == ["0", "1", "2", "3", "4"]
    assert progress(real_database, job) == jobs.JobProgress(5, 5, 0)
    assert progress(real_database, job).finished


def test_work_of_low_priority_waits_for_all_else_and_goes_one_by_one(
    real_database: Database,
) -> None:
    later = "test.later"
    with real_database.write() as session:
        for n in range(3):
            queue.enqueue(session, later, key=f"later {n}", payload={}, now=NOW - timedelta(days=1))
    enqueue(real_database, 3)
    done: list[str] = []
    handlers = {KIND: finishing(done), later: finishing(done)}
    worker = Worker(real_database, handlers, clock=lambda: NOW, low_priority=[later])
    assert [worker.run_once() for _ in range(2)] == [6, 0]
    assert sorted(done[:3]) == ["0", "1", "2"]
    assert sorted(done[3:]) == ["later 0", "later 1", "later 2"]


def test_work_of_low_priority_keeps_nobody_waiting(real_database: Database) -> None:
    later = "test.later"
    begun, stop = threading.Event(), threading.Event()
    overtaken: list[bool] = []
    mail_is_out = threading.Event()

    def slow(database: Database, task: Task, now: datetime) -> None:
        begun.set()
        overtaken.append(mail_is_out.wait(10))
        with database.write() as session:
            queue.finish(session, task, now=now)

    def mail(database: Database, task: Task, now: datetime) -> None:
        with database.write() as session:
            queue.finish(session, task, now=now)
        mail_is_out.set()

    with real_database.write() as session:
        queue.enqueue(session, later, key="1", payload={}, now=NOW)
    worker = Worker(
        real_database, {KIND: mail, later: slow}, clock=lambda: NOW, low_priority=[later]
    )
    running = threading.Thread(target=worker.run, args=(stop,))
    running.start()
    assert begun.wait(10)
    job = enqueue(real_database, 1)
    assert mail_is_out.wait(10)
    stop.set()
    running.join()
    assert overtaken == [True]
    assert progress(real_database, job).finished


def test_task_is_begun_as_soon_as_another_is_done(real_database: Database) -> None:
    """Nobody waits for the slowest of some: the others are all done meanwhile."""
    enqueue(real_database, 5)
    done: list[str] = []
    others_done = threading.Event()

    def handle(database: Database, task: Task, now: datetime) -> None:
        if task.key == "0":
            assert others_done.wait(10)
        finishing(done)(database, task, now)
        if len(done) == 4:
            others_done.set()

    Worker(real_database, {KIND: handle}, clock=lambda: NOW, at_once=2).run_until_idle()
    assert done[-1] == "0"
    assert len(done) == 5


def test_a_kind_that_takes_its_time_keeps_no_other_waiting(real_database: Database) -> None:
    mail, stop, mail_is_out = "test.mail", threading.Event(), threading.Event()

    def slow(database: Database, task: Task, now: datetime) -> None:
        assert mail_is_out.wait(10)
        finishing([])(database, task, now)

    def send(database: Database, task: Task, now: datetime) -> None:
        finishing([])(database, task, now)
        mail_is_out.set()

    job = enqueue(real_database, 10)
    with real_database.write() as session:
        queue.enqueue(session, mail, key="1", payload={}, now=NOW + timedelta(seconds=1))
    later = NOW + timedelta(seconds=2)
    worker = Worker(real_database, {KIND: slow, mail: send}, clock=lambda: later)
    running = threading.Thread(target=worker.run, args=(stop,))
    running.start()
    assert mail_is_out.wait(10)
    while not progress(real_database, job).finished:
        time.sleep(0.05)
    stop.set()
    running.join()


def test_reopened_tasks_are_done_again_and_waiting_ones_stay(real_database: Database) -> None:
    enqueue(real_database, 3)
    with real_database.write() as session:
        waits, fails, ends = queue.lease(session, [KIND], limit=3, now=NOW)
        queue.fail(session, fails, "No.", now=NOW, final=True)
        queue.finish(session, ends, now=NOW)
    with real_database.write() as session:
        queue.reopen(session, KIND, ["0", "1", "2"], now=NOW)
    with real_database.write() as session:
        again = queue.lease(session, [KIND], limit=5, now=NOW)
        assert {task.key for task in again} == {fails.key, ends.key}
        assert queue.still_ours(session, waits)


def test_four_workers_share_forty_tasks_without_doing_one_twice(real_database: Database) -> None:
    enqueue(real_database, 40)
    done: list[str] = []
    workers = [Worker(real_database, {KIND: finishing(done)}, clock=lambda: NOW) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(Worker.run_until_idle, workers))
    assert sorted(done, key=int) == [str(n) for n in range(40)]


def test_task_of_a_dead_worker_is_claimed_again_when_its_lease_runs_out(
    real_database: Database,
) -> None:
    enqueue(real_database, 1)
    with real_database.write() as session:
        (held,) = queue.lease(session, [KIND], limit=1, now=NOW)
    with real_database.write() as session:
        assert queue.lease(session, [KIND], limit=1, now=NOW + timedelta(seconds=59)) == []
        later = NOW + queue.LEASE + timedelta(seconds=1)
        (again,) = queue.lease(session, [KIND], limit=1, now=later)
        assert again.id == held.id
        assert queue.still_ours(session, again)
        assert not queue.still_ours(session, held)


def test_task_that_ends_its_worker_every_time_is_given_up(real_database: Database) -> None:
    job = enqueue(real_database, 1)
    moment = NOW
    for _ in range(queue.MAX_ATTEMPTS):
        with real_database.write() as session:
            assert len(queue.lease(session, [KIND], limit=1, now=moment)) == 1
        moment += queue.LEASE + timedelta(seconds=1)
    with real_database.write() as session:
        assert queue.lease(session, [KIND], limit=1, now=moment) == []
        (failed,) = jobs.failures(session, job.id)
        assert from_json(failed.error_reason or {}) == queue.CRASHED
    assert progress(real_database, job) == jobs.JobProgress(1, 0, 1)


def test_who_is_killed_again_and_again_is_not_killed_over_the_same_few(
    real_database: Database,
) -> None:
    enqueue(real_database, 8)
    moment, attempts = NOW, Counter[UUID]()
    for _ in range(queue.MAX_ATTEMPTS * 4):
        with real_database.write() as session:
            attempts.update(task.id for task in queue.lease(session, [KIND], limit=2, now=moment))
        moment += queue.LEASE + timedelta(seconds=1)
    assert sorted(attempts.values()) == [queue.MAX_ATTEMPTS] * 8


def test_failure_is_retried_with_back_off_and_then_given_up(real_database: Database) -> None:
    job = enqueue(real_database, 1)
    moment = [NOW]
    worker = Worker(real_database, {KIND: failing(OSError("no"))}, clock=lambda: moment[0])
    attempts = 0
    for _ in range(queue.MAX_ATTEMPTS):
        attempts += worker.run_once()
        assert worker.run_once() == 0
        moment[0] += timedelta(hours=1)
    assert attempts == queue.MAX_ATTEMPTS
    assert progress(real_database, job) == jobs.JobProgress(1, 0, 1)


def test_what_cannot_be_done_at_this_moment_waits_and_counts_as_no_attempt(
    real_database: Database,
) -> None:
    job = enqueue(real_database, 1)
    moment = [NOW]
    busy = BusyError(NOT_ATTESTED, 60)
    worker = Worker(real_database, {KIND: failing(busy)}, clock=lambda: moment[0])
    for _ in range(queue.MAX_ATTEMPTS * 2):
        assert worker.run_once() == 1
        assert worker.run_once() == 0
        moment[0] += timedelta(seconds=60)
    assert progress(real_database, job) == jobs.JobProgress(1, 0, 0)
    with real_database.read() as session:
        held_up = jobs.state(session, job.id, NOW).held_up
        assert held_up is not None
        assert from_json(held_up.error_reason or {}) == NOT_ATTESTED
    Worker(real_database, {KIND: finishing([])}, clock=lambda: moment[0]).run_until_idle()
    with real_database.read() as session:
        assert jobs.state(session, job.id, NOW).held_up is None


def test_refusal_is_final_and_keeps_its_reason(real_database: Database) -> None:
    job = enqueue(real_database, 1)
    refusal = RefusedError(NOT_ATTESTED)
    Worker(real_database, {KIND: failing(refusal)}, clock=lambda: NOW).run_until_idle()
    with real_database.read() as session:
        (failed,) = jobs.failures(session, job.id)
    assert failed.error == str(NOT_ATTESTED)
    assert from_json(failed.error_reason or {}) == NOT_ATTESTED


def test_reason_is_kept_in_english_and_worded_for_whoever_reads_it(
    real_database: Database,
) -> None:
    job = enqueue(real_database, 1)
    with writing_in(ACCENTED):
        Worker(real_database, {KIND: failing(OSError("no"))}, clock=lambda: NOW).run_once()
    with real_database.read() as session:
        (task,) = session.scalars(select(Task).where(col(Task.job_id) == job.id))
    assert task.error == str(UNEXPECTED(kind="OSError"))
    with writing_in(ACCENTED):
        read = str(worded(task.error, task.error_reason))
        assert read == str(UNEXPECTED(kind="OSError")) != task.error


def test_reason_goes_when_the_work_is_done(real_database: Database) -> None:
    job = enqueue(real_database, 1)
    refusal = RefusedError(NOT_ATTESTED)
    Worker(real_database, {KIND: failing(refusal)}, clock=lambda: NOW).run_until_idle()
    with real_database.write() as session:
        jobs.retry_failed(session, job.id, now=NOW)
    with real_database.read() as session:
        (task,) = session.scalars(select(Task).where(col(Task.job_id) == job.id))
        without = select(Task).where(col(Task.error_reason).is_(None))
        assert session.scalars(without).all() == [task], "NULL, and not the null of JSON"


def test_retry_takes_only_what_failed(real_database: Database) -> None:
    job = enqueue(real_database, 3)
    bad: set[str] = {"1"}

    def handle(database: Database, task: Task, now: datetime) -> None:
        if task.key in bad:
            raise RefusedError(NOT_ATTESTED)
        with database.write() as session:
            queue.finish(session, task, now=now)

    worker = Worker(real_database, {KIND: handle}, clock=lambda: NOW)
    worker.run_until_idle()
    bad.clear()
    with real_database.write() as session:
        assert jobs.retry_failed(session, job.id, now=NOW) == 1
    worker.run_until_idle()
    assert progress(real_database, job) == jobs.JobProgress(3, 3, 0)


def test_periodic_work_is_looked_after_once_a_minute(real_database: Database) -> None:
    moment, looks = [NOW], list[datetime]()
    look: Callable[[Database, datetime], None] = lambda _db, now: looks.append(now)  # noqa: E731
    worker = Worker(real_database, {}, clock=lambda: moment[0], periodic=(look,))
    for seconds in (0, 30, 59, 60, 61):
        moment[0] = NOW + timedelta(seconds=seconds)
        worker.do_periodic()
    assert looks == [NOW, NOW + timedelta(seconds=60)]


@pytest.mark.parametrize("kinds", [[], ["other.kind"]])
def test_worker_leaves_kinds_alone_that_it_cannot_do(
    real_database: Database, kinds: list[str]
) -> None:
    enqueue(real_database, 1)
    with real_database.write() as session:
        assert queue.lease(session, kinds, limit=5, now=NOW) == []
        assert session.scalar(select(col(Task.attempts)).where(col(Task.kind) == KIND)) == 0
