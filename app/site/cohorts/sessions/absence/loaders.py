"""Reads all that decides about one person's absence from one session: always as many statements."""

from app.casework.excuses.queries import last_excuse
from app.casework.make_up_requests.drafts.queries import draft_of
from app.casework.make_up_requests.missed.queries import missed
from app.casework.make_up_requests.queries import Asked, last_request, steps_of
from app.casework.make_up_requests.sisters.queries import sisters_by_id, sisters_of
from app.casework.recordings.queries import recording_of
from app.cohorts.context import LearnerInCohort
from app.cohorts.queries import UnitRow
from app.core.errors import NotFoundError
from app.site.cohorts.sessions.absence.page import AbsenceFacts
from app.site.cohorts.sessions.recording.loaders import watcher_of, why_not_see
from app.site.loaders import load_learner, unit_at, units_for
from app.site.visits import Visit


def load_absence(visit: Visit, cohort: str, position: int) -> tuple[LearnerInCohort, UnitRow]:
    """The visitor's own session; 404 for a unit without one, and in a series: nobody misses it."""
    learner = load_learner(visit, cohort)
    unit = unit_at(units_for(visit, learner), position)
    if unit.session_id is None or learner.cohort.is_series:
        raise NotFoundError
    return learner, unit


def load_facts(visit: Visit, learner: LearnerInCohort, unit: UnitRow) -> AbsenceFacts:
    """What is stored about it, and what there is to choose from."""
    assert unit.session_id is not None
    own = Asked(learner.enrollment.id, unit.session_id)
    request = last_request(visit.db, own)
    found = missed(visit.db, learner, unit, visit.now)
    recording = recording_of(visit.db, unit.session_id)
    why_not = why_not_see(recording, watcher_of(found), visit.now) if recording else None
    chosen = request and request.sister_session_id
    return AbsenceFacts(
        missed=found,
        excuse=last_excuse(visit.db, *own),
        request=request,
        steps=steps_of(visit.db, [request.id])[request.id] if request else (),
        sisters=sisters_of(
            visit.db, learner.cohort, unit.id, learner.enrollment.person_id, visit.now
        ),
        chosen=sisters_by_id(visit.db, [chosen]).get(chosen) if chosen else None,
        has_recording=recording is not None and why_not is None,
        draft=draft_of(visit.db, own),
        recording_why_not=why_not,
    )
