"""Kill -9 again and again while five hundred certificates are issued and their mail goes out."""

import time
from datetime import timedelta
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.models import Certificate, CertificateFile
from app.core.models import AuditLine, OutboxMessage, Task
from app.core.queue import LEASE
from tests.certificates.office import start
from tests.faults import people
from tests.faults.experiments import experiment
from tests.faults.places import Place
from tests.faults.smtp import MoodyServer
from tests.faults.waiting import count, until

PEOPLE, KILLS = 500, 20
LONGEST = 6.0
"""Seconds that a worker has: the first of them it starts, then some twenty are printed."""


@experiment("worker killed twenty times while it issues five hundred")
def five_hundred(place: Place) -> str:
    return killed_again_and_again(place, PEOPLE, KILLS)


def killed_again_and_again(place: Place, total: int, kills: int) -> str:
    due = _order(place, total)
    assert due == total
    with MoodyServer() as server:
        place.smtp_url = server.url
        struck = 0
        for _kill in range(kills):
            worker = place.work()
            time.sleep(place.random.uniform(0.5, LONGEST))
            struck += not _is_over(place)
            worker.kill()
            place.turn_clock(LEASE + timedelta(seconds=1))  # what it had leased is due again
        place.work()
        until(place, _all_sent, 600)
        twice = _arrived(place, server, due)
    assert struck == kills, f"{kills - struck} kills met a worker that had nothing left to do"
    assert twice <= kills, f"{twice} mails came twice after {kills} kills"
    return f"{kills} kills, {due} certificates, each once with its file; {twice} mails came twice"


def _order(place: Place, total: int) -> int:
    with place.database.write() as session:
        people.make_completers(session, total - 1)  # Ben is one, too
    with place.database.write() as session:
        job = start(session, now=place.now)
        return count(session, Task, job_id=job.id)


def _is_over(place: Place) -> bool:
    with place.database.read() as session:
        return _all_sent(session)


def _all_sent(session: Session) -> bool:
    """Nothing of a job waits, and no mail about a certificate. What was given up waits no more."""
    tasks = select(Task).where(
        col(Task.job_id).is_not(None), col(Task.done_at).is_(None), col(Task.failed_at).is_(None)
    )
    mails = select(OutboxMessage).where(
        col(OutboxMessage.kind) == "certificate", col(OutboxMessage.sent_at).is_(None)
    )
    return session.scalars(tasks).first() is None and session.scalars(mails).first() is None


def _arrived(place: Place, server: MoodyServer, due: int) -> int:
    """Everything is there once, and every mail came; how many came twice."""
    with place.database.read() as session:
        made = partial(count, session)
        issued = made(Certificate)
        assert issued == due, f"{issued} certificates of {due}"
        assert made(CertificateFile) == issued, "a file without a certificate, or one without"
        assert made(AuditLine, act="certificate.issued") == issued
        ours = select(col(OutboxMessage.id)).where(col(OutboxMessage.kind) == "certificate")
        keys = {str(id_) for id_ in session.scalars(ours)}
    assert len(keys) == due, f"{len(keys)} mails for {due} certificates"
    sent = server.taken(keys)
    assert len(sent) == due, f"{len(sent)} of {due} mails arrived"
    return sent.total() - len(sent)
