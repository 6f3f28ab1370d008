"""Putting surveys, asking people, and what they answer: kept by the survey's mode of identity."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.content.models import ContentVersion
from app.core import audit
from app.core.errors import ConflictError, require
from app.packs.instruments.rules import why_not_ask
from app.packs.instruments.schema import InstrumentData
from app.surveys import queries, rules
from app.surveys.anonymous.actions import release
from app.surveys.enums import IdentityMode, Purpose
from app.surveys.invitations.queries import known_invitees
from app.surveys.models import Survey, SurveyInvitation
from app.surveys.sending.actions import save, send

__all__ = ["close", "invite", "put", "save", "send"]
"""What can be done with a survey; answering it is in `sending/actions.py`."""


def put(
    session: Session,
    *,
    cohort_id: UUID,
    key: str,
    purpose: Purpose,
    mode: IdentityMode,
    version_id: UUID,
    opens_at: datetime,
    closes_at: datetime,
    asks_then: bool = False,
    scope_id: UUID | None = None,
    by: UUID | None,
    now: datetime,
) -> Survey:
    """Make a survey, or move the one there is with this key to these days.

    `scope_id`: the project whose codes and pseudonyms it shares; None: it shares the cohort's.

    Raises:
        RefusedError: It would close before it opens, its questions have no wording yet, or it is
            closed.
        ConflictError: There is one that asks something else or keeps answers differently.
    """
    audit.continue_chain(session, cohort_id)
    require(rules.ENDS_FIRST if closes_at <= opens_at else None)
    wanted = Survey(
        cohort_id=cohort_id,
        key=key,
        purpose=purpose,
        mode=mode,
        version_id=version_id,
        scope_id=scope_id or cohort_id,
        asks_then=asks_then,
        opens_at=opens_at,
        closes_at=closes_at,
        made_at=now,
        by=by,
    )
    before = queries.survey_of(session, cohort_id, key)
    return _make(session, wanted) if before is None else _move(session, before, wanted)


def _make(session: Session, wanted: Survey) -> Survey:
    version = session.get_one(ContentVersion, wanted.version_id)
    require(why_not_ask(InstrumentData.model_validate(version.data)))
    session.add(wanted)
    session.flush()
    facts = {"purpose": wanted.purpose.value, "mode": wanted.mode.value}
    _record(session, "survey.put", wanted, _days(wanted) | facts, by=wanted.by, now=wanted.made_at)
    return wanted


def _move(session: Session, before: Survey, wanted: Survey) -> Survey:
    held = queries.locked(session, before.id)
    if rules.asks_otherwise(held, wanted):
        raise ConflictError(rules.FIXED(key=wanted.key))
    if (held.opens_at, held.closes_at) == (wanted.opens_at, wanted.closes_at):
        return held
    require(rules.CLOSED_ALREADY if held.closed_at else None)
    held.opens_at, held.closes_at = wanted.opens_at, wanted.closes_at
    session.flush()
    _record(session, "survey.moved", held, _days(held), by=wanted.by, now=wanted.made_at)
    return held


def invite(
    session: Session,
    survey: Survey,
    *,
    enrollment_ids: Collection[UUID] = (),
    rater_ids: Collection[UUID] = (),
    now: datetime,
) -> list[SurveyInvitation]:
    """Ask who is not asked yet; returns the new invitations, in the order of what was given."""
    held = queries.locked(session, survey.id)
    known = known_invitees(session, held.id)
    places = [id_ for id_ in dict.fromkeys(enrollment_ids) if id_ not in known]
    raters = [id_ for id_ in dict.fromkeys(rater_ids) if id_ not in known]
    new = [
        *(SurveyInvitation(survey_id=held.id, enrollment_id=id_) for id_ in places),
        *(SurveyInvitation(survey_id=held.id, rater_id=id_) for id_ in raters),
    ]
    if new:
        session.add_all(new)
        session.flush()
        audit.continue_chain(session, held.cohort_id)
        _record(session, "survey.asked", held, {"count": len(new)}, by=None, now=now)
    return new


def close(session: Session, survey: Survey, *, secret: str, by: UUID | None, now: datetime) -> None:
    """Close a survey for good: from now on its answers are read, also those that waited.

    Who is late can still answer. `secret`: `SECRET_KEY`.

    Raises `RefusedError` for one that is closed, or not open yet.
    """
    audit.continue_chain(session, survey.cohort_id)
    held = queries.locked(session, survey.id)
    require(rules.why_not_close(held, now))
    held.closed_at = now
    if held.mode.is_anonymous:
        release(session, held, secret=secret, by=by, now=now)
    session.flush()
    _record(session, "survey.closed", held, {}, by=by, now=now)


def _days(survey: Survey) -> dict[str, str]:
    return {"opens": survey.opens_at.isoformat(), "closes": survey.closes_at.isoformat()}


def _record(
    session: Session,
    act: str,
    survey: Survey,
    facts: Mapping[str, object],
    *,
    by: UUID | None,
    now: datetime,
) -> None:
    told = {"survey": survey.key, **facts}
    audit.record(session, act, "survey", survey.id, by=by, now=now, facts=told)
