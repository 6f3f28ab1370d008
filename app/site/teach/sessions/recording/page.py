"""The recording of a session, as who facilitates it keeps it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.casework.recordings.enums import Audience
from app.casework.recordings.models import SessionRecording
from app.casework.recordings.rules import NOT_BEGUN
from app.cohorts.context import CohortContext
from app.cohorts.queries import UnitRow
from app.cohorts.rules import why_not_change
from app.language import LazyText, Text, _
from app.language.moments import local, on_both_clocks
from app.language.reasons import Reason
from app.people.actors import Actor
from app.site.teach.parts import SessionHead, session_head, session_path
from app.web.forms import FormState
from app.web.parts import Option

AUDIENCES: Mapping[Audience, LazyText] = {
    Audience.ENROLLED: _("Everybody enrolled in the cohort"),
    Audience.MISSED: _("Only those who missed the session"),
    Audience.FACILITATORS: _("Only facilitators and coordinators"),
}


@dataclass(frozen=True)
class RecordingPage:
    """What is shown of a session, and a form for another recording."""

    head: SessionHead
    path: str
    recording: SessionRecording | None
    audience: Text | None
    until: Text | None
    audiences: Sequence[Option]
    why_not: Reason | None
    form: FormState


def recording_page(
    here: CohortContext,
    unit: UnitRow,
    units: int,
    recording: SessionRecording | None,
    form: FormState | None,
    reader: Actor,
    now: datetime,
) -> RecordingPage:
    """The recording that stands, and a form for the next one."""
    zone = here.cohort.zone
    return RecordingPage(
        head=session_head(here, unit, units, reader, _("Recording")),
        path=recording_path(here, unit),
        recording=recording,
        audience=AUDIENCES[recording.audience] if recording else None,
        until=on_both_clocks(recording.visible_until, zone, reader.zone) if recording else None,
        audiences=[Option(audience.value, words) for audience, words in AUDIENCES.items()],
        why_not=why_not_record(here, unit, now),
        form=form or FormState({"until": _usual(here)}),
    )


def recording_path(here: CohortContext, unit: UnitRow) -> str:
    """The facilitators' address of a session's recording."""
    return f"{session_path(here, unit)}/recording"


def why_not_record(here: CohortContext, unit: UnitRow, now: datetime) -> Reason | None:
    """Why a session has no recording now."""
    assert unit.starts_at is not None
    if archived := why_not_change(here.cohort.archived_at):
        return archived
    return NOT_BEGUN if unit.canceled or now < unit.starts_at else None


def _usual(here: CohortContext) -> str:
    """Until the cohort closes: afterwards nothing is made up any more."""
    return local(here.cohort.closes_at, here.cohort.zone).date().isoformat()
