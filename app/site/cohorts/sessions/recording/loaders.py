"""The recording of a session, and its learner before it."""

from datetime import datetime

from app.casework.make_up_requests.missed.queries import missed
from app.casework.make_up_requests.rules import Missed
from app.casework.recordings.models import SessionRecording
from app.casework.recordings.queries import recording_of
from app.casework.recordings.rules import Watcher, why_not_watch
from app.cohorts.context import LearnerInCohort
from app.cohorts.queries import UnitRow
from app.core.errors import NotFoundError
from app.language.reasons import Reason
from app.site.visits import Visit


def load_recording(
    visit: Visit, learner: LearnerInCohort, unit: UnitRow
) -> tuple[SessionRecording | None, Watcher]:
    """The recording that stands, with what decides whether the visitor may watch it.

    Of a unit in which no session is theirs there is none to ask for; and none is there while it
    waits for disclosures, or for who has yet to read them.
    """
    if unit.session_id is None:
        raise NotFoundError
    if unit.why_not_join is not None:
        return None, Watcher()
    recording = recording_of(visit.db, unit.session_id)
    if recording is None:
        return None, Watcher()
    return recording, watcher_of(missed(visit.db, learner, unit, visit.now))


def why_not_see(recording: SessionRecording, watcher: Watcher, now: datetime) -> Reason | None:
    """Why the visitor cannot watch the recording that stands."""
    return why_not_watch(recording.audience, recording.visible_until, watcher, now)


def watcher_of(own: Missed) -> Watcher:
    """Somebody before the recording of a session. `own`: what became of them there."""
    return Watcher(status=own.status, before_they_came=not own.expected)
