"""A mail server in every bad mood, and a worker that is killed while it sends."""

import time
from datetime import timedelta
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core import outbox, queue
from app.core.models import OutboxMessage, Task
from app.core.queue import LEASE
from app.language.stored import from_json
from app.messages.outbox.enums import MailState
from app.messages.outbox.queries import one_mail
from app.messages.smtp import RECIPIENT_REFUSED
from tests.cast import Cast
from tests.faults.experiments import experiment
from tests.faults.places import Place, free_port
from tests.faults.processes import Process
from tests.faults.smtp import Mood, MoodyServer
from tests.faults.visitors import Visitor
from tests.faults.waiting import until

BAD = tuple(mood for mood in Mood if mood is not Mood.WELL)
LONGEST_ANSWER = 3.0
MAILS = 20
KILLS = 3


@experiment("mail server silent, slow, refusing, putting off, dropping")
def bad_moods(place: Place) -> str:
    return through(place, BAD)


def through(place: Place, moods: tuple[Mood, ...]) -> str:
    """A few mails in every mood; then all of them arrive."""
    with MoodyServer() as server:
        place.smtp_url = server.url
        place.work()
        _, base = place.serve()
        ada = place.visitor(base).sign_in("ada")
        for mood in moods:
            server.mood = mood
            post(place, mood.name, 2)
            until(place, partial(was_tried, name=mood.name))
            look_around(ada)
            server.mood = Mood.WELL
            place.turn_clock(timedelta(minutes=3))
        place.turn_clock(timedelta(hours=2))
        until(place, all_sent)
        twice = arrived(place, server, 2 * len(moods))
    assert twice <= server.swallowed, f"{twice} came twice, {server.swallowed} were swallowed"
    said = f"{2 * len(moods)} mails, none lost, {twice} came twice of {server.swallowed} swallowed"
    return f"{said}; nobody at the site waited longer than {ada.slowest:.1f} s"


def arrived(place: Place, server: MoodyServer, total: int) -> int:
    """All have; how many more than once."""
    with place.database.read() as session:
        ours = col(OutboxMessage.key).like("faults:%")
        keys = {str(id_) for id_ in session.scalars(select(col(OutboxMessage.id)).where(ours))}
    sent = server.taken(keys)
    assert len(sent) == total, f"{len(sent)} of {total} mails arrived"
    return sent.total() - len(sent)


def look_around(visitor: Visitor) -> None:
    """Whatever the mail server does, nobody at the site waits for it."""
    began = time.monotonic()
    assert visitor.get("/home").status_code == 200
    asked = visitor.post("/sign-in", {"email": "nobody@example.org", "next": "/home"})
    assert asked.status_code in {200, 429}
    assert time.monotonic() - began < 2 * LONGEST_ANSWER


def post(place: Place, name: str, how_many: int) -> None:
    with place.database.write() as session:
        abe = Cast(session).id("abe")
        for number in range(how_many):
            facts = {"asked_at": place.now.isoformat()}
            key = f"faults:{name}:{number}"
            outbox.post(session, kind="test", key=key, person_id=abe, facts=facts, now=place.now)


def was_tried(session: Session, *, name: str) -> bool:
    """Each has met the server at least once."""
    ids = select(col(OutboxMessage.id)).where(col(OutboxMessage.key).like(f"faults:{name}:%"))
    keys = [str(id_) for id_ in session.scalars(ids)]
    tasks = session.scalars(select(Task).where(col(Task.key).in_(keys)))
    return all(task.attempts > 0 or task.error for task in tasks)


def has_more_than(_session: Session, *, server: MoodyServer, mails: int) -> bool:
    return len(server.mails) > mails


def all_sent(session: Session) -> bool:
    """Nothing of ours waits."""
    ours = col(OutboxMessage.key).like("faults:%")
    waiting = select(OutboxMessage).where(ours, col(OutboxMessage.sent_at).is_(None))
    return session.scalars(waiting).first() is None


@experiment("worker killed while it sends mail")
def worker_killed(place: Place) -> str:
    with MoodyServer() as server:
        place.smtp_url = server.url
        post(place, "kill", MAILS)
        for kill in range(KILLS):
            worker = place.work()
            until(place, partial(has_more_than, server=server, mails=2 * kill))
            time.sleep(place.random.uniform(0, 0.1))
            worker.kill()
            place.turn_clock(LEASE + timedelta(seconds=1))
        place.work()
        until(place, all_sent)
        twice = arrived(place, server, MAILS)
    assert twice <= 2 * KILLS, f"{twice} came twice after {KILLS} kills of two sending threads"
    return f"{KILLS} kills, {MAILS} mails arrived, {twice} of them twice"


STORM, STORM_KILLS = 2_000, 20
MOODS = (Mood.HALF_REFUSING, Mood.DROPPING, Mood.SWALLOWING, Mood.WELL)


@experiment("mail server away, refusing half, dropping, and workers killed twenty times")
def storm(place: Place) -> str:
    return through_storm(place, STORM, STORM_KILLS)


def through_storm(place: Place, mails: int, kills: int) -> str:
    """Every mail arrives, once by its Message-ID, or is shown as failed with its reason."""
    port = free_port()
    place.smtp_url = f"smtp://127.0.0.1:{port}"
    post_to_many(place, mails)
    workers = [place.deliver(), place.deliver()]
    until(place, partial(some_were_tried, least=min(mails, 50)))
    place.turn_clock(timedelta(hours=1))
    with MoodyServer(port=port) as server:
        for kill in range(kills):
            server.mood = MOODS[kill % len(MOODS)]
            time.sleep(place.random.uniform(0.05, 0.5))
            kill_one(place, workers)
        server.mood = Mood.HALF_REFUSING
        place.turn_clock(timedelta(hours=2))
        until(place, partial(some_failed, least=1))
        server.mood = Mood.WELL
        until_nothing_waits(place)
        return told(place, server, mails, kills)


def kill_one(place: Place, workers: list[Process]) -> None:
    """And another takes its place."""
    killed = workers.pop(place.random.randrange(len(workers)))
    killed.kill()
    workers.append(place.deliver())


def until_nothing_waits(place: Place, seconds: float = 400.0) -> None:
    """What was put off is due later, and so is what a killed worker had in hand."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with place.database.read() as session:
            if nothing_waits(session):
                return
            idle = not queue.is_due(session, [outbox.DELIVER], now=place.now)
        if idle:
            place.turn_clock(timedelta(minutes=10))
        time.sleep(0.3)
    until(place, nothing_waits)


def told(place: Place, server: MoodyServer, mails: int, kills: int) -> str:
    """What became of each, compared with what the server has."""
    with place.database.read() as session:
        ours = col(OutboxMessage.key).like("storm:%")
        rows = list(session.scalars(select(OutboxMessage).where(ours)))
        taken = server.taken({str(row.id) for row in rows})
        failed = [row for row in rows if row.sent_at is None]
        for row in failed:
            found = one_mail(session, row.id)
            assert found is not None
            assert found.state is MailState.FAILED
            assert found.task is not None
            reason = from_json(found.task.error_reason or {})
            assert reason == RECIPIENT_REFUSED(reply=550), reason
    assert len(rows) == mails
    assert {str(row.id) for row in failed}.isdisjoint(taken), "failed, and arrived"
    assert len(taken) == mails - len(failed), f"{len(taken)} arrived, {len(failed)} failed"
    twice = taken.total() - len(taken)
    said = f"{mails} mails, {kills} kills: {len(taken)} arrived, {len(failed)} failed and say why"
    return f"{said}; {twice} came again under the same Message-ID"


def post_to_many(place: Place, mails: int) -> None:
    """To as many mailboxes; every fourth of them does not exist."""
    with place.database.write() as session:
        abe = Cast(session).id("abe")
        facts = {"asked_at": place.now.isoformat()}
        for number in range(mails):
            outbox.post(
                session,
                kind="test",
                key=f"storm:{number}",
                person_id=abe,
                recipient=f"box{number}@example.org",
                facts=facts,
                now=place.now,
            )


def _deliveries(session: Session) -> list[Task]:
    return list(session.scalars(select(Task).where(col(Task.kind) == outbox.DELIVER)))


def some_were_tried(session: Session, *, least: int) -> bool:
    return sum(bool(task.error) for task in _deliveries(session)) >= least


def some_failed(session: Session, *, least: int) -> bool:
    return sum(task.failed_at is not None for task in _deliveries(session)) >= least


def nothing_waits(session: Session) -> bool:
    return all(task.done_at or task.failed_at for task in _deliveries(session))
