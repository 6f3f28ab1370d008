"""What is asked of a letter about a session before it leaves: whether it is its reader's still.

An arm without sessions can be drawn while a letter waits; what it says is then for others. The
calendar needs no word here: what it shows is taken out by the usual letter.
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.changes.letters import session_in
from app.cohorts.queries import units
from app.cohorts.schedule.rules import extent_of
from app.core.models import OutboxMessage
from app.credit.policies.rules import said_to
from app.language.reasons import Reason, reason
from app.language.stored import to_json
from app.messages.arms import queries
from app.messages.calendar.rules import NOT_THEIRS
from app.messages.last_look import Send
from app.surveys.invitations.queries import invited

NOTHING_OF_THEIRS = reason(
    "policy_letter.nothing_of_theirs", "Nothing of what changed concerns their group."
)


def look_at_change(session: Session, message: OutboxMessage, now: datetime) -> Send | Reason:
    """Whether a change of a session is for whom it is written to."""
    return _unless_of_others(session, message, session_in(message.key), now)


def look_at_answer(session: Session, message: OutboxMessage, now: datetime) -> Send | Reason:
    """The same of an answer to an excuse or a make-up, whose id is the third part of its key."""
    about = _SESSION_OF[message.kind](session, UUID(message.key.split(":")[2]))
    return _unless_of_others(session, message, about, now)


def look_at_policy(session: Session, message: OutboxMessage, _now: datetime) -> Send | Reason:
    """What another policy asks of whom it is written to, if their arm has no sessions meanwhile."""
    _kind, enrollment_id, version = message.key.split(":")
    changed = queries.policy_changed(session, UUID(enrollment_id), int(version))
    if changed is None or not changed.is_barred:
        return Send(message.facts)
    extent = extent_of(units(session, changed.cohort_id))
    said = said_to(changed.before, changed.after, extent, has_sessions=False)
    if not said.is_news:
        return NOTHING_OF_THEIRS
    before, after = ([*map(to_json, sentences)] for sentences in said)
    return Send({**message.facts, "before": [*before], "after": [*after]})


def look_at_survey(session: Session, message: OutboxMessage, _now: datetime) -> Send | Reason:
    """Whether a survey about live sessions is still for whom it is written to."""
    found = invited(session, UUID(message.key.rsplit(":", 1)[1]))
    if found is not None and found.is_for_place is False:
        return NOT_THEIRS
    return Send(message.facts)


def _unless_of_others(
    session: Session, message: OutboxMessage, session_id: UUID | None, now: datetime
) -> Send | Reason:
    person_id = message.person_id
    if person_id and session_id and queries.is_of_others(session, person_id, session_id, now):
        return NOT_THEIRS
    return Send(message.facts)


class _Finds(Protocol):
    """Which session a request is about."""

    def __call__(self, session: Session, id_: UUID, /) -> UUID | None: ...


_SESSION_OF: Mapping[str, _Finds] = MappingProxyType(
    {
        "excuse_answered": queries.session_of_excuse,
        "make_up_answered": queries.session_of_request,
    }
)
