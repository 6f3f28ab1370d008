"""Who can answer a survey and when, when it closes, and what staff may be told meanwhile. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from app.cohorts.enrollments.rules import LEFT, why_not_take_part
from app.cohorts.enums import EnrollmentStatus as Status
from app.language.reasons import Reason, ReasonKind, reason
from app.surveys.enums import IdentityMode, Purpose

if TYPE_CHECKING:
    from app.surveys.models import Survey, SurveyInvitation

FEWEST = 5
"""No group of fewer answers, or of fewer who have answered, is told of an open survey."""
LATE = 10
"""So many late answers of a closed anonymous survey are added at once."""
CAME = frozenset({Status.ENROLLED, Status.WITHDRAWN, Status.TRANSFERRED})
"""Who was in the course, as far as it stands; a place that was undone is nobody's."""

TOLD = ("purpose", "mode", "version_id", "scope_id", "asks_then")  # not shown
"""What never changes of a survey."""

NOT_OPEN = reason("survey.not_open", "This survey is not open yet.")
DONE = reason("survey.done", "You have answered; thank you.")
NO_SESSION_THEIRS = reason(
    "survey.no_session_theirs",
    "This survey is about live sessions. In the study that you take part in, your group has none, "
    "so nothing is asked of you here.",
)
NOT_SAVED_IN_PART = reason(
    "survey.not_saved_in_part", "Answers to an anonymous survey are kept only when they are sent."
)
CODE_FIRST = reason("survey.code_first", "Your code is missing. Enter all six parts of it.")
ENDS_FIRST = reason("survey.ends_first", "A survey closes after it opens. Choose a later day.")
FIXED = ReasonKind(
    "survey.fixed",
    "There is a survey “{key}” already, which asks other questions or keeps answers differently. "
    "People were told that, so it stays.",
)
CLOSED_ALREADY = reason("survey.closed_already", "This survey is closed.")
NOT_CLOSED = reason(
    "survey.not_closed",
    "Answers to an anonymous survey are shown when it is closed, all at once: two looks at them "
    "would tell what came in between.",
)


def opens(survey: Survey, invitation: SurveyInvitation) -> datetime:
    """From when somebody can answer: their own moment, or the survey's."""
    return invitation.opens_at or survey.opens_at


def closes(survey: Survey, invitation: SurveyInvitation) -> datetime:
    """Until when somebody is reminded: their own moment, or the survey's."""
    return invitation.closes_at or survey.closes_at


def why_not_answer(survey: Survey, invitation: SurveyInvitation, now: datetime) -> Reason | None:
    """Why somebody cannot answer. Who is late can; what their place says, `why_not_there` does."""
    if invitation.is_done:
        return DONE
    return NOT_OPEN if now < opens(survey, invitation) else None


def why_not_there(purpose: Purpose, status: Status, archived_at: datetime | None) -> Reason | None:
    """Why the place that was asked answers no more; a project's people stay its own.

    Whether these may still be asked, their consent says, and nothing of the course.
    `archived_at`: of the cohort, in which evaluations alone are part of what no longer changes.
    """
    if purpose is Purpose.WAVE:
        return None if status in CAME else LEFT
    return why_not_take_part(status, archived_at if purpose is Purpose.EVALUATION else None)


def why_not_save(survey: Survey) -> Reason | None:
    """Why answers are not kept before they are sent."""
    return NOT_SAVED_IN_PART if survey.mode.is_anonymous else None


def why_not_close(survey: Survey, now: datetime) -> Reason | None:
    """Why a survey is not closed; what is closed never opens again."""
    if survey.closed_at is not None:
        return CLOSED_ALREADY
    return NOT_OPEN if now < survey.opens_at else None


def why_not_read(survey: Survey) -> Reason | None:
    """Why nobody reads the answers yet: of an anonymous survey no two states are ever shown."""
    return NOT_CLOSED if survey.mode.is_anonymous and survey.closed_at is None else None


def is_told(done: int, *, is_closed: bool) -> bool:
    """Whether staff may be told who has answered. `done`: how many have.

    Of a closed one in any case: completion waits for an evaluation, and so does who helps with it.
    """
    return is_closed or is_counted(done)


def is_counted(done: int) -> bool:
    """Whether a number of people who have answered is told, of an open survey or a closed one.

    From five on it is told whoever has not: from then on reminders and completion know these by
    name, so that nothing would be hidden by holding the number back where they are few.
    """
    return done >= FEWEST


def count_moved(waiting: int, *, is_closed: bool) -> int:
    """How many of the anonymous answers that wait go to the others now.

    Five of ten, so that five remain at least to go along with the last one; of those that come
    after the close, ten.
    """
    if is_closed:
        return waiting if waiting >= LATE else 0
    return FEWEST if waiting >= 2 * FEWEST else 0


def count_moved_at_close(waiting: int) -> int:
    """How many go to the others when a survey closes: all, unless they are fewer than five."""
    return waiting if waiting >= FEWEST else 0


def asks_otherwise(survey: Survey, wanted: Survey) -> bool:
    """Whether a survey differs from the one that is wanted in what people were told of it."""
    return any(getattr(survey, name) != getattr(wanted, name) for name in TOLD)


def says_who(mode: IdentityMode) -> bool:
    """Whether the history says who sent answers: of a pseudonym it would be the key."""
    return mode is IdentityMode.IDENTIFIED
