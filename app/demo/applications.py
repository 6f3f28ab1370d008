"""People apply for the demo's coming cohort: a form, and who answered it so far."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.applications.enums import QuestionKind
from app.cohorts.applications.questions.actions import add_question, let_leads_decide
from app.cohorts.applications.rules import AGREED, Question
from app.cohorts.deciding.actions import decide
from app.cohorts.deciding.enums import Decision
from app.cohorts.enums import WayIn
from app.cohorts.joining.actions import ask_for_seat
from app.cohorts.models import Cohort
from app.people.models import Person

TRACKS = ("Clinical", "Education", "Research")
FORM = (
    Question(
        "What would you like to be better at as a mentor?",
        QuestionKind.TEXT,
        "Two or three sentences.",
    ),
    Question("Which kind of mentoring do you do most?", QuestionKind.CHOICE, options=TRACKS),
    Question("How many people do you mentor now?", QuestionKind.NUMBER, required=False),
    Question(
        "I have protected time for the eight live sessions.",
        QuestionKind.CONSENT,
        "Agree on it with your division chief first.",
    ),
)
HOPES = (
    "Giving feedback that a fellow can use the next day.",
    "Knowing when to sponsor and when to step back.",
    "Setting expectations early, before they disappoint both of us.",
    "Mentoring across differences without guessing.",
    "Helping somebody leave a project well.",
)
FEW = timedelta(hours=5)


def take_applications(
    session: Session,
    cohort: Cohort,
    people: Sequence[Person],
    random: Random,
    *,
    by: UUID,
    now: datetime,
) -> None:
    """Open the cohort for applications a week ago; the first two who applied are decided."""
    opened = now - timedelta(weeks=1)
    cohort.way_in, cohort.enrollment_opens_at = WayIn.APPLICATION, opened
    asked = [add_question(session, cohort, wanted, by=by, now=opened) for wanted in FORM]
    let_leads_decide(session, cohort, allowed=True, by=by, now=opened)
    for number, person in enumerate(people):
        said = (random.choice(HOPES), random.choice(TRACKS), str(random.randint(0, 6)), AGREED)
        answers = {question.id: text for question, text in zip(asked, said, strict=True)}
        ask_for_seat(session, cohort, person.id, answers=answers, now=opened + FEW * (number + 1))
    first, second = [person.id for person in people[:2]]
    decide(session, cohort, [first], Decision.SEAT, reason="", by=by, now=now)
    why = "You have no protected time this term. Apply again for the next one."  # not shown
    decide(session, cohort, [second], Decision.DECLINE, reason=why, by=by, now=now)
