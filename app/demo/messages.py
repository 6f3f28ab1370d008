"""What Cora wrote to the people of the demo's running cohort: two messages, and a draft.

One of the letters did not arrive, so that there is one to look at.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.context import CohortContext
from app.cohorts.enrollments.queries import cohort_for_person, roster
from app.cohorts.queries import units
from app.core import audit
from app.core.ids import new_id
from app.core.models import Job, OutboxMessage, Task
from app.credit.completion.progress import progress
from app.credit.queries import standings
from app.credit.stages.rules import is_at_risk
from app.language.languages import ENGLISH
from app.messages.actions import record_sent, refuse
from app.messages.announcements.actions import write
from app.messages.announcements.defaults import delivered
from app.messages.announcements.models import Announcement
from app.messages.announcements.rules import Reader, Sender, Surroundings, Written, fingerprint
from app.messages.announcements.sending.actions import send
from app.messages.announcements.sending.queries import reach_of_message, reach_of_people
from app.messages.announcements.sending.rules import Sending
from app.messages.composing import compose
from app.messages.queries import addressees
from app.messages.smtp import RecipientRefusedError
from app.people.models import Person
from app.people.queries import person_by_address

TWO_DAYS = timedelta(days=2)
FOUR_WEEKS = timedelta(weeks=4)
NO_SUCH_MAILBOX = RecipientRefusedError(550)


@dataclass(frozen=True)
class _Office:
    """Cora, before her running cohort."""

    session: Session
    here: CohortContext
    cora: Person
    base_url: str

    def draft(self, key: str, now: datetime) -> Announcement:
        """A message that begins with a template, and is left as it is."""
        template = delivered()[key, ENGLISH.code]
        written = Written(
            template.audience,
            (),
            0,
            ENGLISH.code,
            template.subject,
            template.text,
            key,
            template.version,
        )
        return write(self.session, self.here, written, by=self.cora.id, now=now)

    def send(
        self, key: str, readers: Sequence[Reader], now: datetime, *, gone: Reader | None = None
    ) -> None:
        """The same, sent to these. Their mail took all of it, but for who is `gone` from there."""
        draft = self.draft(key, now - timedelta(minutes=20))
        people = [reader.person_id for reader in readers]
        own = reach_of_people(self.session, [self.cora.id])[self.cora.id]
        sending = Sending(
            readers=readers,
            reach=reach_of_message(self.session, draft, people),
            around=self._around(now),
            language=ENGLISH,
            checked=fingerprint(draft.edition, people),
            back=f"/manage/cohorts/{self.here.cohort.slug}/messages/{draft.id}",
            sender=Sender(self.cora.id, self.cora.display_name, own.address or ""),
        )
        send(self.session, self.here, draft, sending, now=now)
        if draft.job_id is not None:
            self._deliver(self.session.get_one(Job, draft.job_id), now, gone)

    def _around(self, now: datetime) -> Surroundings:
        coming = [
            (unit.starts_at, self.here.label(unit.position))
            for unit in units(self.session, self.here.cohort.id)
            if unit.starts_at is not None and unit.starts_at > now
        ]
        starts_at, label = min(coming, default=(None, ""))
        cohort, program = self.here.cohort.title, self.here.program.title
        name = self.cora.display_name
        return Surroundings(cohort, program, name, self.base_url, label, starts_at)

    def _deliver(self, job: Job, now: datetime, gone: Reader | None) -> None:
        tasks = self.session.scalars(select(Task).where(col(Task.job_id) == job.id)).all()
        ids = {UUID(task.key): task for task in tasks}
        letters = self.session.scalars(
            select(OutboxMessage).where(col(OutboxMessage.id).in_(ids))
        ).all()
        people = addressees(self.session, letters, [ENGLISH])
        for number, message in enumerate(letters):
            letter = compose(message, people[message.person_id], self.base_url)
            at, task = now + timedelta(seconds=number // 3 + 1), ids[message.id]
            if gone is not None and message.person_id == gone.person_id:
                task.lease_token = new_id()  # as the worker that was told so
                self.session.flush()
                refuse(self.session, message, letter, task, NO_SUCH_MAILBOX, now=at)
            else:
                record_sent(self.session, message, letter, task, now=at)


def write_messages(session: Session, slug: str, base_url: str, *, now: datetime) -> None:
    """A welcome in the first week, a word to who falls behind, and a draft for the last week."""
    cora = person_by_address(session, "cora@example.org")
    assert cora is not None
    found = cohort_for_person(session, slug, cora.id)
    assert found is not None
    audit.continue_chain(session, found.here.cohort.id)
    office = _Office(session, found.here, cora, base_url)
    everybody, behind = _readers(session, found.here, now)
    office.send("welcome", everybody, now - FOUR_WEEKS)
    office.send("week-slipped-by", behind, now - TWO_DAYS, gone=behind[-1])
    office.draft("last-week", now)


def _readers(
    session: Session, here: CohortContext, now: datetime
) -> tuple[list[Reader], list[Reader]]:
    """Everybody of the cohort, and those of them who are at risk."""
    stand = standings(session, here.cohort.id, here.policy, now)
    everybody = {
        own.enrollment.id: Reader(
            person_id=own.person.id,
            given_name=own.person.given_name,
            family_name=own.person.family_name,
            degrees=own.person.degrees,
            zone=own.person.zone,
            path=here.path,
            language=own.person.language,
            standing=progress(stand[own.enrollment.id].completion),
        )
        for own in roster(session, here.cohort.id)
    }
    behind = [
        everybody[key] for key, own in stand.items() if is_at_risk(own.ledger, own.completion, now)
    ]
    return list(everybody.values()), behind
