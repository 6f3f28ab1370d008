"""Letters of studies, looked at once more before they leave: consent may be gone meanwhile."""

from datetime import datetime
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy.orm import Session

from app.core.models import OutboxMessage
from app.language.reasons import Reason, reason
from app.messages.last_look import Send, Wait
from app.messages.streams.queries import notification_settings
from app.messages.streams.rules import is_quiet, next_waking
from app.messages.studies.queries import has_open, reader_of_place, wave_letter
from app.people.models import Person
from app.studies.consent.queries import stand_of
from app.studies.consent.rules import may_ask
from app.studies.raters.queries import case_of
from app.studies.raters.rules import is_asked
from app.studies.trials.drawn.queries import arm_of_place
from app.studies.trials.letters import place_in

NOT_ANY_MORE = reason("study_letter.not_any_more", "They take no part in the study any more.")
ANSWERED = reason("study_letter.answered", "They have answered meanwhile.")
NOT_IN_COURSE = reason("study_letter.not_in_course", "They are no longer in the cohort.")


def look_at_wave(session: Session, message: OutboxMessage, now: datetime) -> Send | Wait | Reason:
    """Whether a learner is still to be asked, or reminded, and whether they are awake."""
    wave_id, enrollment_id = _ids(message)
    about = wave_letter(session, wave_id, enrollment_id)
    if about is None:
        return NOT_ANY_MORE
    stand = stand_of(session, about.project.id, enrollment_id)
    if not may_ask(stand, asks_consent=about.project.asks_consent):
        return NOT_ANY_MORE
    knows = not about.project.mode.is_anonymous
    if knows and not has_open(session, wave_id, enrollment_id):
        return ANSWERED
    return _awake(session, about.person, now) or Send(message.facts)


def look_at_arm(session: Session, message: OutboxMessage, now: datetime) -> Send | Wait | Reason:
    """Whether somebody is still to be told of their group; it says what holds of it now."""
    enrollment_id = place_in(message.key)
    person, arm = reader_of_place(session, enrollment_id), arm_of_place(session, enrollment_id)
    if person is None or arm is None:
        return NOT_IN_COURSE
    now_so: dict[str, JsonValue] = {
        "arm": arm.title,
        "means": arm.means.value,
        "sessions_from": arm.sessions_from.isoformat() if arm.sessions_from else "",
    }
    return _awake(session, person, now) or Send({**message.facts, **now_so})


def look_at_crossing(
    session: Session, message: OutboxMessage, now: datetime
) -> Send | Wait | Reason:
    """Whether somebody is still to be told that they were given sessions."""
    person = reader_of_place(session, place_in(message.key))
    if person is None:
        return NOT_IN_COURSE
    return _awake(session, person, now) or Send(message.facts)


def _awake(session: Session, person: Person, now: datetime) -> Wait | None:
    """Until when it waits, where somebody is to be left in peace."""
    quiet = notification_settings(session, [person.id])[person.id].quiet
    return Wait(next_waking(quiet, now, person.zone)) if is_quiet(quiet, now, person.zone) else None


def look_at_mentee(session: Session, message: OutboxMessage, _now: datetime) -> Send | Reason:
    """Whether a mentee may still be written to; what they said decides, and who named them."""
    assert message.person_id is not None
    case = case_of(session, message.person_id)
    if case is None or case.stand.rater.address is None:
        return NOT_ANY_MORE
    mentor = stand_of(session, case.project.id, case.enrollment.id)
    if not is_asked(mentor, is_current=case.stand.is_current):
        return NOT_ANY_MORE
    if message.kind == "rater_asked":
        return Send(message.facts) if case.stand.step is None else ANSWERED
    if not case.stand.has_agreed:
        return NOT_ANY_MORE
    wave_id, rater_id = _ids(message)
    if not case.project.mode.is_anonymous and not has_open(session, wave_id, rater_id):
        return ANSWERED
    return Send(message.facts)


def _ids(message: OutboxMessage) -> tuple[UUID, UUID]:
    """The wave, and the enrollment or mentee: they stand in the key (`waves/asking/rules.py`)."""
    _kind, wave_id, who = message.key.split(":")[:3]
    return UUID(wave_id), UUID(who)
