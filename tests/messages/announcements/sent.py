"""A message that is sent by the real action, to people of Fall 2026."""

from sqlalchemy.orm import Session

from app.cohorts.enrollments.queries import cohort_for_person
from app.core.models import Job
from app.language.languages import ENGLISH, SPANISH
from app.messages.announcements.models import Announcement
from app.messages.announcements.rules import Sender, Surroundings, fingerprint
from app.messages.announcements.sending.actions import send
from app.messages.announcements.sending.queries import reach_of_message
from app.messages.announcements.sending.rules import Sending
from app.site.parts.writing import reader_of
from tests.cast import NOW, Cast

BASE = "https://training.example.edu"


def sending(
    session: Session, cast: Cast, message: Announcement, *names: str, checked: str = ""
) -> Sending:
    readers = [reader_of(cast.person(name), "/cohorts/fall-2026") for name in names]
    people = [reader.person_id for reader in readers]
    return Sending(
        readers=readers,
        reach=reach_of_message(session, message, people),
        around=Surroundings("Fall 2026", "Program", "Cora", BASE),
        language=SPANISH if message.language == "es" else ENGLISH,
        checked=checked or fingerprint(message.edition, people),
        back="/manage",
        sender=Sender(cast.id("cora"), "Cora Castellano", "cora@example.org"),
    )


def send_to(session: Session, message: Announcement, *names: str) -> Job:
    cast = Cast(session)
    found = cohort_for_person(session, "fall-2026", cast.id("cora"))
    assert found is not None
    send(session, found.here, message, sending(session, cast, message, *names), now=NOW)
    assert message.job_id is not None
    return session.get_one(Job, message.job_id)
