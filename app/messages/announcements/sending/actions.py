"""Somebody sends a message: one letter to each, posted with the act."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.cohorts.context import CohortContext
from app.cohorts.rules import why_not_change
from app.core import jobs, outbox
from app.core.errors import ConflictError, RefusedError, require
from app.core.models import Job
from app.core.outbox import Letter
from app.language.languages import writing_in
from app.language.reasons import ReasonKind
from app.language.stored import store
from app.messages.announcements import rules
from app.messages.announcements.filling.rules import said_to
from app.messages.announcements.models import Announcement, AnnouncementRecipient
from app.messages.announcements.queries import letter_key
from app.messages.announcements.recording import record
from app.messages.announcements.rules import Reader
from app.messages.announcements.sending.rules import Sending

TITLE = ReasonKind("message.job", "Message to {count} person", "Message to {count} people")


def send(
    session: Session, here: CohortContext, draft: Announcement, sending: Sending, *, now: datetime
) -> None:
    """Post one letter to each whom mail reaches, and put down what became of the others.

    `draft` is locked. All of it is one transaction: a second click, or a server that dies, sends
    nobody anything twice.

    Raises:
        RefusedError: The cohort is archived, or nobody would receive it.
        ConflictError: It is not what was looked at any more.
    """
    if draft.sent_at is not None:
        return
    require(why_not_change(here.cohort.archived_at))
    people, reached = [reader.person_id for reader in sending.readers], sending.reached
    if sending.checked != rules.fingerprint(draft.edition, people):
        raise ConflictError(rules.CHANGED)
    if not reached:
        raise RefusedError(rules.NOBODY)
    job = _job(session, here, draft, sending, now)
    draft.job_id, draft.sent_at, draft.written_by = job.id, now, sending.sender.person_id
    session.flush()
    _put_down(session, draft, sending)
    _post(session, draft, sending, job, now)
    facts = {"people": len(reached), "left_out": len(people) - len(reached)}
    record(session, "message.sent", draft, by=sending.sender.person_id, now=now, facts=facts)


def _job(
    session: Session, here: CohortContext, draft: Announcement, sending: Sending, now: datetime
) -> Job:
    """The work of delivering it; that of a lead's message is on no coordinator's list."""
    return jobs.start(
        session, rules.JOB, TITLE(count=len(sending.reached)), sending.back,
        scope_id=None if draft.by_lead else here.cohort.id, by=sending.sender.person_id, now=now,
    )  # fmt: skip


def _put_down(session: Session, draft: Announcement, sending: Sending) -> None:
    rows = [
        {
            "announcement_id": draft.id,
            "person_id": reader.person_id,
            "left_out": store(why).reason if (why := sending.why_not(reader)) else None,
        }
        for reader in sending.readers
    ]
    session.connection().execute(_INSERT, rows)


def _post(session: Session, draft: Announcement, sending: Sending, job: Job, now: datetime) -> None:
    with writing_in(sending.language):
        if rules.is_personal(draft.chosen):
            outbox.post_all(
                session,
                kind="personal_message",
                letters=[_letter(draft, reader, sending) for reader in sending.reached],
                job=job,
                now=now,
            )
            return
        outbox.post_all(
            session,
            kind="announcement",
            letters=[_letter(draft, reader, sending) for reader in sending.reached],
            job=job,
            now=now,
        )


def _letter(draft: Announcement, reader: Reader, sending: Sending) -> Letter:
    words = said_to(reader, draft.subject, draft.text, sending.around)
    return Letter(
        letter_key(draft.id, reader.person_id),
        reader.person_id,
        facts={
            "subject": words.subject,
            "markdown": words.markdown,
            "cohort": sending.around.cohort,
            "writer": sending.sender.name,
            "writer_address": sending.sender.address,
        },
        label=reader.name,
    )


_INSERT = AnnouncementRecipient.__table__.insert()  # type: ignore[attr-defined]
