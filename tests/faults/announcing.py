"""A message to many: its server is killed while it sends it, and workers while they deliver it."""

import time
from collections import Counter, defaultdict
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from httpx2 import HTTPError
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.enrollments.actions import enroll
from app.core.models import AuditLine, Job, OutboxMessage, Task
from app.core.queue import CRASHED, LEASE
from app.language.stored import from_json
from app.messages.announcements.models import Announcement, AnnouncementRecipient
from app.people.enums import Profession
from tests.cast import NOW, Cast, make_person
from tests.faults.experiments import experiment
from tests.faults.kills import kill_soon
from tests.faults.mails import kill_one, until_nothing_waits
from tests.faults.places import Place
from tests.faults.smtp import Mood, MoodyServer
from tests.faults.visitors import Visitor
from tests.faults.waiting import count
from tests.page_forms import Form

MESSAGES = "/manage/cohorts/fall-2026/messages"
PEOPLE, KILLS = 400, 15
MOST_PRESSED = 6
MOODS = (Mood.WELL, Mood.DROPPING, Mood.SWALLOWING)


@experiment("server and workers killed while a message to many is sent")
def message_killed(place: Place) -> str:
    return through_message(place, PEOPLE, KILLS)


def through_message(place: Place, crowd: int, kills: int) -> str:
    """Each whom it is for gets one letter, and the job of its delivery ends."""
    with place.database.write() as session:
        enroll_readers(session, crowd)
    with MoodyServer() as server:
        place.smtp_url = server.url
        pressed, base = send_in_spite(place, kills)
        workers = [place.deliver(), place.deliver()]
        for kill in range(kills):
            server.mood = MOODS[kill % len(MOODS)]
            time.sleep(place.random.uniform(0, 0.3))
            kill_one(place, workers)
            place.turn_clock(LEASE + timedelta(seconds=1))  # what it had in hand is due again
        server.mood = Mood.WELL
        until_nothing_waits(place)
        given_up = try_again(place, base)
        people, again = each_once(place, server)
    said = f"pressed {pressed} times, {kills} kills: {people} people have one letter each"
    said = f"{said}, {given_up} after somebody tried again what was given up"
    return f"{said}; {again} came again under the same Message-ID"


def enroll_readers(session: Session, crowd: int) -> None:
    """People of a cohort, each with a mailbox."""
    cast = Cast(session)
    for number in range(crowd):
        names = f"reader{number}", "Reader", f"Of{number}", "MD"
        home = cast.institution("High Desert")
        person = make_person(session, *names, Profession.PHYSICIAN, institution=home)
        enroll(session, cast.fall, person.id, by=None, now=NOW)


def send_in_spite(place: Place, kills: int) -> tuple[int, str]:
    """Press the button until it is sent, while the server is killed; how often, and where it is."""
    server, base = place.serve()
    cora = place.visitor(base).sign_in("cora")
    words = {"to": "all", "language": "en", "subject": "News", "text": "Hello {given_name}"}
    path = cora.post(f"{MESSAGES}/new", words).headers["location"]
    form = cora.page(path).form(action=f"{path}/send")
    for pressed in range(1, min(kills, MOST_PRESSED) + 1):
        kill_soon(place, server, 0.4)
        with suppress(HTTPError):
            press(cora, form, path)
        server.kill()
        server, _ = place.serve(int(base.rpartition(":")[2]))
        with place.database.read() as session:
            sent = is_whole(session)
        if sent:
            press(cora, form, path)  # who does not know that it was sent
            return pressed, base
    press(cora, form, path)
    return min(kills, MOST_PRESSED) + 1, base


def press(cora: Visitor, form: Form, page: str) -> None:
    """Whether or not the page still has it: the browser shows what it was given before."""
    answer = cora.post(form.action, form.fields, of=page)
    assert answer.status_code == 303, f"refused: {answer.status_code}"
    assert answer.headers["location"].startswith("/manage/jobs/"), answer.headers["location"]


def try_again(place: Place, base: str) -> int:
    """What was in hand at five kills is given up and says so; a person sends it all the same."""
    with place.database.read() as session:
        path = f"/manage/jobs/{one_job(session)}"
        given_up = list(session.scalars(select(Task).where(col(Task.failed_at).is_not(None))))
    assert all(from_json(task.error_reason or {}) == CRASHED for task in given_up), given_up
    if given_up:
        cora = place.visitor(base).sign_in("cora")
        form = cora.page(path).form(action=f"{path}/retry")
        assert cora.post(form.action, form.fields, of=path).status_code == 303
        until_nothing_waits(place)
    return len(given_up)


def is_whole(session: Session) -> bool:
    """Whether it was sent: to everybody, or to nobody."""
    (message,) = session.scalars(select(Announcement))
    recipients, letters = count(session, AnnouncementRecipient), len(letters_of(session))
    assert recipients == letters == count(session, Task, job_id=message.job_id) or (
        message.sent_at is None and recipients == letters == 0
    ), f"half of a message: {recipients} recipients, {letters} letters"
    return message.sent_at is not None


def letters_of(session: Session) -> list[OutboxMessage]:
    kind = col(OutboxMessage.kind) == "announcement"
    return list(session.scalars(select(OutboxMessage).where(kind)))


def each_once(place: Place, server: MoodyServer) -> tuple[int, int]:
    """How many people have their letter, and how many mails came again as the same."""
    with place.database.read() as session:
        assert is_whole(session)
        assert count(session, AuditLine, act="message.sent") == 1
        letters = letters_of(session)
        people = set(session.scalars(select(col(AnnouncementRecipient.person_id))))
        assert Counter(letter.person_id for letter in letters) == Counter(people)
        unsent = [letter.key for letter in letters if letter.sent_at is None]
        assert unsent == [], f"{len(unsent)} letters were not delivered"
        assert len(people) == count(session, Task, job_id=one_job(session), failed_at=None)
    taken = server.taken({str(letter.id) for letter in letters})
    assert len(taken) == len(letters), f"{len(taken)} of {len(letters)} letters arrived"
    of_mailbox: defaultdict[str, set[str]] = defaultdict(set)
    for mail in server.mails:
        of_mailbox[str(mail["To"])].add(str(mail["Message-ID"]))
    assert all(len(ids) == 1 for ids in of_mailbox.values()), "two letters to one mailbox"
    return len(of_mailbox), taken.total() - len(taken)


def one_job(session: Session) -> UUID:
    """The work of its delivery: however often the button was pressed, there is one."""
    (job,) = session.scalars(select(col(Job.id)))
    return job
