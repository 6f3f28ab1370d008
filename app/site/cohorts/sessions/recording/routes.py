"""The recording of a session as a file, and its captions, for its learner."""

from starlette.responses import Response

from app.casework.recordings.models import SessionRecording
from app.core.errors import require
from app.policy.table import Action
from app.site.cohorts.sessions.recording.loaders import load_recording, why_not_see
from app.site.loaders import Position, load_learner, unit_at, units_for
from app.site.parts.recording_responses import captions_response, file_response
from app.site.visits import ReadVisit, Visit, allows, router

routes = router()
RECORDING = "/cohorts/{cohort}/sessions/{position}/recording"


@routes.get(f"{RECORDING}/file")
@allows(Action.SESSION_READ)
def send_file(visit: ReadVisit, cohort: str, position: Position) -> Response:
    """The recording, or a range of it. Who watched it is not kept."""
    recording = _watched(visit, cohort, position)
    return file_response(visit, recording, f"{cohort}-{position}")


@routes.get(f"{RECORDING}/captions")
@allows(Action.SESSION_READ)
def send_captions(visit: ReadVisit, cohort: str, position: Position) -> Response:
    """What is said in it."""
    return captions_response(visit, _watched(visit, cohort, position))


def _watched(visit: Visit, cohort: str, position: int) -> SessionRecording | None:
    """The recording that stands, if the visitor may watch it now; raises why not."""
    learner = load_learner(visit, cohort)
    unit = unit_at(units_for(visit, learner), position)
    recording, watcher = load_recording(visit, learner, unit)
    if recording is not None:
        require(why_not_see(recording, watcher, visit.now))
    return recording
