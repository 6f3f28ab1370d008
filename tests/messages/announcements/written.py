"""Messages in the database without a page, for tests that are about something else."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.models import Cohort
from app.core import outbox
from app.core.models import Job
from app.language.stored import store
from app.messages.announcements.models import Announcement, AnnouncementRecipient
from app.messages.announcements.queries import letter_key
from app.messages.announcements.rules import JOB
from app.messages.announcements.sending.actions import TITLE
from tests.cast import NOW


def draft(
    session: Session,
    cohort: Cohort,
    *,
    by: UUID,
    by_lead: bool = False,
    at: datetime = NOW,
    audience: str = "all",
    chosen: Sequence[UUID] = (),
    subject: str = "Welcome to {cohort}",
    text: str = "Hello {given_name}",
) -> Announcement:
    """A message that is not sent."""
    found = Announcement(
        cohort_id=cohort.id,
        written_by=by,
        by_lead=by_lead,
        audience=audience,
        chosen=[*map(str, chosen)],
        language="en",
        subject=subject,
        text=text,
        created_at=at,
        changed_at=at,
    )
    session.add(found)
    session.flush()
    return found


def sent_message(
    session: Session,
    cohort: Cohort,
    people: Sequence[UUID],
    *,
    by: UUID,
    by_lead: bool = False,
    at: datetime = NOW,
) -> Announcement:
    """A message whose letters wait to be delivered."""
    message = draft(session, cohort, by=by, by_lead=by_lead, at=at)
    title = store(TITLE(count=len(people)))
    job = Job(
        kind=JOB,
        title=title.text,
        title_reason=title.reason,
        scope_id=None if by_lead else cohort.id,
        back_path=f"/manage/cohorts/{cohort.slug}/messages/{message.id}",
        started_by=by,
        started_at=at,
    )
    session.add(job)
    session.flush()
    message.sent_at, message.job_id = at, job.id
    session.add_all(
        AnnouncementRecipient(announcement_id=message.id, person_id=person) for person in people
    )
    words = {"subject": "Welcome", "markdown": "Hello"}
    letters = [outbox.Letter(letter_key(message.id, person), person, words) for person in people]
    writer = {"cohort": cohort.title, "writer": "Cora", "writer_address": "cora@example.org"}
    outbox.post_all(session, kind="announcement", letters=letters, facts=writer, job=job, now=at)
    session.flush()
    return message
