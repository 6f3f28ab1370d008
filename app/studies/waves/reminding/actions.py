"""People are reminded, and mentees of whom nothing is asked any more are forgotten."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.core import audit
from app.studies.queries import lock_project
from app.studies.raters.actions import forget
from app.studies.waves.asking.known import read, to_forget, to_remind
from app.studies.waves.asking.letters import write_again
from app.studies.waves.queries import CohortStudied


def remind(session: Session, here: CohortStudied, *, secret: str, now: datetime) -> int:
    """Write the reminders whose moment has come; how many."""
    audit.continue_chain(session, here.cohort.id)
    lock_project(session, here.project.id)
    known = read(session, here)
    written = 0
    for plan in known.plans:
        due = to_remind(known, plan, now)
        for reminding in due:
            write_again(session, known, plan, reminding, secret=secret, now=now)
        written += len(due)
    return written


def forget_raters(session: Session, here: CohortStudied, *, now: datetime) -> int:
    """Delete the addresses of mentees of whom nothing is asked any more; how many."""
    audit.continue_chain(session, here.cohort.id)
    lock_project(session, here.project.id)
    gone = to_forget(read(session, here), now)
    if gone:
        forget(session, gone)
        facts = {"count": len(gone)}
        project_id = here.project.id
        audit.record(
            session, "rater.forgotten", "project", project_id, by=None, now=now, facts=facts
        )
    return len(gone)
