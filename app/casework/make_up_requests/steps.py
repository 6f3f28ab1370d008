"""Writing a step of a request, with its line; and the letter that tells its learner."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.casework.make_up_requests import reasons, rules
from app.casework.make_up_requests.enums import CreditType
from app.casework.make_up_requests.enums import RequestStep as Step
from app.casework.make_up_requests.models import MakeUpEvent
from app.casework.make_up_requests.queries import RequestRow
from app.cohorts.context import CohortContext
from app.core import audit, outbox
from app.core.collisions import flush_unique
from app.core.errors import require


def after(request: RequestRow, step: Step, text: str, *, by: UUID, now: datetime) -> MakeUpEvent:
    """The next step of a request, about the same way as the one before; not added yet."""
    return MakeUpEvent(
        request_id=request.id,
        number=request.number + 1,
        step=step,
        way=request.way,
        sister_session_id=request.sister_session_id,
        text=text,
        at=now,
        by=by,
    )


def follow(
    session: Session, request: RequestRow, step: Step, word: str, *, by: UUID, now: datetime
) -> MakeUpEvent:
    """Let a step follow that changes no mark. Raises `RefusedError` with the rule's reason."""
    require(rules.why_not_follow(request.state, step, word=word))
    event = after(request, step, word, by=by, now=now)
    add(session, event, request.enrollment_id, request.position)
    return event


def add(session: Session, event: MakeUpEvent, enrollment_id: UUID, position: int) -> None:
    """Add a step with its line, unless somebody was faster."""
    session.add(event)
    flush_unique(session, MakeUpEvent, "request_id, number", reasons.ANSWERED)  # not shown
    facts = {
        "unit": position,
        "request": str(event.request_id),
        "way": event.way.value,
        "credit": (event.credit or CreditType.NONE).value,
        "minutes": event.minutes,
    }
    act = f"make_up.{event.step.value}"
    audit.record(session, act, "enrollment", enrollment_id, by=event.by, now=event.at, facts=facts)


def tell(session: Session, here: CohortContext, request: RequestRow, event: MakeUpEvent) -> None:
    """Write to the learner what became of it."""
    outbox.post(
        session,
        kind="make_up_answered",
        key=f"make_up_answered:{request.enrollment_id}:{request.id}:{event.number}",
        person_id=request.person_id,
        facts={
            "cohort": here.cohort.title,
            "unit": here.label(request.position),
            "approved": event.step is Step.APPROVED,
            "word": event.text,
            "absence_path": f"{here.path}/sessions/{request.position}/absence",
        },
        now=event.at,
    )
