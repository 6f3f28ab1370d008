"""kill -9 of worker and server at random points of issuing, signing and importing."""

import threading
import time
from contextlib import suppress
from datetime import timedelta
from functools import partial

from httpx2 import HTTPError, Response
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.models import Certificate
from app.cohorts.models import Enrollment
from app.core.models import AuditLine, OutboxMessage, Task
from app.core.queue import LEASE
from app.learning.models import Attestation
from app.people.models import EmailAddress, Person
from tests.certificates.office import start
from tests.faults import people
from tests.faults.experiments import experiment
from tests.faults.places import Place
from tests.faults.processes import Process
from tests.faults.visitors import Visitor
from tests.faults.waiting import count, until
from tests.page_forms import Form

KILLS = 3
UNIT = f"/cohorts/fall-2026/units/{people.UNIT}"
IMPORT = "/manage/cohorts/fall-2026/people/import"
ROWS = 60


@experiment("worker killed while it issues")
def worker_killed(place: Place) -> str:
    return killed_while_issuing(place, KILLS)


def killed_while_issuing(place: Place, kills: int) -> str:
    with place.database.write() as started:
        wanted = start(started, now=place.now).id
        due = count(started, Task, job_id=wanted)
    for kill in range(kills):
        worker = place.work()
        until(place, partial(has_more_than, certificates=kill))
        time.sleep(place.random.uniform(0, 0.8))
        worker.kill()
        place.turn_clock(LEASE + timedelta(seconds=1))  # what it had leased is due again
    place.work()
    until(place, all_done)
    with place.database.read() as session:
        issued = count(session, Certificate)
        assert issued == due, f"{issued} certificates of {due}"
        assert count(session, AuditLine, act="certificate.issued") == issued
        assert count(session, OutboxMessage, kind="certificate") == issued
    return f"{kills} kills, {issued} certificates, each once with one mail"


def has_more_than(session: Session, *, certificates: int) -> bool:
    return count(session, Certificate) > certificates


def all_done(session: Session) -> bool:
    """No task of a job waits."""
    of_jobs = select(func.count()).select_from(Task).where(col(Task.job_id).is_not(None))
    return session.scalar(of_jobs.where(col(Task.done_at).is_(None))) == 0


@experiment("server killed while people sign")
def server_killed_while_signing(place: Place) -> str:
    with place.database.read() as session:
        learners = people.everybody(session, "learner")
    server, base = place.serve()
    for number, learner in enumerate(learners):
        visitor = place.visitor(base, learner.id)
        if number % 3 == 0:
            kill_soon(place, server, 0.08)
        if sign(visitor, learner) is None or not server.runs:
            server, _ = place.serve(int(base.rpartition(":")[2]))
            assert sign(visitor, learner) is not None
    with place.database.read() as session:
        own = select(col(Enrollment.person_id), func.count()).join(
            Attestation, col(Attestation.enrollment_id) == col(Enrollment.id)
        )
        signed = dict(iter(session.execute(own.group_by(col(Enrollment.person_id)))))
    assert [signed.get(learner.id) for learner in learners] == [1] * len(learners)
    return f"{len(learners) // 3} kills, {len(learners)} people signed once each"


def sign(visitor: Visitor, learner: Person) -> Response | None:
    """Sign as a person does who looks first whether it is done; None if the server went away."""
    try:
        found = [form for form in visitor.page(UNIT).forms if form.action == f"{UNIT}/attestation"]
        if not found:
            return visitor.get(UNIT)
        named = found[0].fields | {"typed_name": learner.certificate_name}
        return visitor.post(found[0].action, named, of=UNIT)
    except HTTPError:
        return None


def kill_soon(place: Place, server: Process, seconds: float) -> None:
    """Within so many seconds, while somebody asks."""
    threading.Timer(place.random.uniform(0, seconds), server.kill).start()


@experiment("server killed while it imports people")
def server_killed_while_importing(place: Place) -> str:
    rows = [f"new{n}@windward.example;Kalei Of{n}, DO;High Desert" for n in range(ROWS)]
    file = "\n".join(["E-mail;NAME;Site", *rows]).encode()
    server, base = place.serve()
    cora = place.visitor(base).sign_in("cora")
    path = send_file(cora, file)
    form = cora.page(path).form(action=path)
    for _ in range(KILLS):
        kill_soon(place, server, 1.0)
        with suppress(HTTPError):
            apply_file(cora, form)
        server.kill()
        with place.database.read() as session:
            assert imported(session) in {0, ROWS}, f"half of a file: {imported(session)} people"
        server, _ = place.serve(int(base.rpartition(":")[2]))
    apply_file(cora, form)
    with place.database.read() as session:
        assert imported(session) == ROWS
    return f"{KILLS} kills, a file of {ROWS} people came in whole and once"


def send_file(cora: Visitor, file: bytes) -> str:
    """Where its check page is."""
    sent = cora.post(IMPORT, {}, files={"file": ("people.csv", file)})
    assert sent.status_code == 303, sent.text
    return str(sent.headers["location"]).partition("?")[0]


def apply_file(cora: Visitor, form: Form) -> None:
    """Press the button that its check page had, be it gone: a browser shows what it was given."""
    answer = cora.post(form.action, form.fields)
    assert answer.status_code in {303, 409}, f"refused: {answer.status_code}"


def imported(session: Session) -> int:
    """How many people of the file are there."""
    theirs = select(func.count()).select_from(EmailAddress)
    return (
        session.scalar(theirs.where(col(EmailAddress.address).like("new%@windward.example"))) or 0
    )
