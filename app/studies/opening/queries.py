"""Whether studies ask their people, read of one, or as a part of a statement about many."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.studies.enums import Respondent
from app.studies.models import Consent, ConsentText, Project, Wave, WaveInstrument, WaveSurvey
from app.studies.opening.rules import Opening


def is_open() -> ColumnElement[bool]:
    """`Opening.is_open` of the `Project` of a statement."""
    return and_(_HAS_TEXT, or_(_RELIED_ON, and_(_HAS_ONE_FOR_LEARNERS, ~_HAS_EMPTY_WAVE)))


def opening_of(session: Session, project_id: UUID) -> Opening:
    """What decides it for one study: two statements."""
    row = session.execute(_OPENING.where(col(Project.id) == project_id)).one()
    waves: dict[int, set[Respondent]] = {}
    for months, respondent in session.execute(_WAVES.where(col(Wave.project_id) == project_id)):
        waves.setdefault(months, set()).update([respondent] if respondent else [])
    return Opening(row.has_text, waves, row.is_relied_on)


_OF_PROJECT = col(Wave.project_id) == col(Project.id)
_HAS_TEXT = exists().where(
    col(ConsentText.project_id) == col(Project.id),
    col(ConsentText.respondent) == Respondent.LEARNER,
)
_ASKS = exists().where(col(WaveInstrument.wave_id) == col(Wave.id))
_ASKS_LEARNERS = _ASKS.where(col(WaveInstrument.respondent) == Respondent.LEARNER)
_HAS_EMPTY_WAVE = exists().where(_OF_PROJECT, ~_ASKS.correlate(Wave))
_HAS_ONE_FOR_LEARNERS = exists().where(_OF_PROJECT, _ASKS_LEARNERS.correlate(Wave))
_RELIED_ON = or_(
    exists().where(col(Consent.project_id) == col(Project.id)),
    exists().where(
        col(WaveSurvey.wave_instrument_id) == col(WaveInstrument.id),
        col(WaveInstrument.wave_id) == col(Wave.id),
        _OF_PROJECT,
    ),
)
_OPENING = select(_HAS_TEXT.label("has_text"), _RELIED_ON.label("is_relied_on"))
_WAVES = select(col(Wave.months), col(WaveInstrument.respondent)).outerjoin(
    WaveInstrument, col(WaveInstrument.wave_id) == col(Wave.id)
)
