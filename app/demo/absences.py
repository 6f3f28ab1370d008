"""Absences in the demo's running cohort: excuses, make-ups, and a recording. All invented."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from app.casework.excuses import actions as excuses
from app.casework.excuses.enums import ExcuseStep
from app.casework.make_up_requests import actions as requests
from app.casework.make_up_requests.answers import actions as answers
from app.casework.make_up_requests.answers.rules import Approval
from app.casework.make_up_requests.enums import Way
from app.casework.make_up_requests.rules import Open, Written
from app.casework.recordings import actions as recordings
from app.casework.recordings.enums import Audience
from app.casework.recordings.facts import NewRecording
from app.casework.recordings.rules import until_evening
from app.certificates.marks.actions import save_marks
from app.cohorts.context import LearnerInCohort
from app.cohorts.queries import UnitRow, units
from app.cohorts.schedule.rules import next_session
from app.demo.words import EXCUSES, MISSED_CASE, READ_IT, RECORDING, WELL_DONE

NOTHING = Open(frozenset(), has_recording=False)
AGO = timedelta(days=1)


class Miss(NamedTuple):
    """Somebody who is marked absent, and the position of the session."""

    place: LearnerInCohort
    position: int


def ask_and_answer(
    session: Session, places: Sequence[LearnerInCohort], *, by: UUID, now: datetime
) -> None:
    """Two ask to be excused from the next session; the first one is."""
    here = places[0]
    coming = next_session(units(session, here.cohort.id), now)
    if coming is None or coming.starts_at is None:
        return
    asked_at = min(now, coming.starts_at) - AGO
    asked = [
        excuses.ask(session, place, coming, note, now=asked_at)
        for place, note in zip(places, EXCUSES, strict=False)
    ]
    step = ExcuseStep.GRANTED
    excuses.answer(session, here, asked[0].id, step, WELL_DONE, by=by, now=asked_at + AGO / 2)


def make_up_some(session: Session, missed: Sequence[Miss], *, by: UUID, now: datetime) -> None:
    """Two who missed a session respond to its case; the first response is approved."""
    for number, miss in enumerate(missed[:2]):
        unit = _unit(session, miss)
        written = Written(Way.CASE_RESPONSE, MISSED_CASE[number])
        request_id = requests.submit(session, miss.place, unit, written, NOTHING, now=now - AGO)
        if number:
            continue
        answers.approve(
            session,
            miss.place,
            request_id,
            Approval(READ_IT),
            save_marks=save_marks,
            by=by,
            now=now - AGO / 2,
        )


def record(session: Session, unit: UnitRow, *, zone: str, by: UUID, now: datetime) -> None:
    """A past session has a recording elsewhere, which everybody of the cohort can watch."""
    assert unit.session_id is not None
    until = until_evening((now + timedelta(days=60)).date(), zone)
    new = NewRecording(RECORDING, Audience.ENROLLED, until, has_captions=True)
    recordings.add(session, unit.session_id, new, by=by, now=now - AGO)


def _unit(session: Session, miss: Miss) -> UnitRow:
    found = units(session, miss.place.cohort.id)
    return next(unit for unit in found if unit.position == miss.position)
