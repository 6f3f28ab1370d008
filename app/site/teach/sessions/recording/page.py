"""The recording of a session, as who facilitates it keeps it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.casework.recordings.captions import MOST as MOST_CAPTIONS
from app.casework.recordings.captions import TOO_LARGE as CAPTIONS_TOO_LARGE
from app.casework.recordings.enums import Audience
from app.casework.recordings.models import SessionRecording
from app.casework.recordings.rules import (
    GONE,
    LINK_OR_FILE,
    TOO_LARGE,
    first_last_day,
    why_not_keep,
)
from app.cohorts.context import CohortContext
from app.cohorts.queries import UnitRow
from app.cohorts.rules import why_not_change
from app.language import LazyText, Text, _
from app.language.moments import local, on_both_clocks
from app.language.reasons import Reason
from app.people.actors import Actor
from app.site.parts.recording_responses import Player, player
from app.site.teach.parts import SessionHead, session_head, session_path
from app.web.forms import FormState
from app.web.parts import Option

MEGABYTE = 1024 * 1024
AUDIENCES: Mapping[Audience, LazyText] = {
    Audience.ENROLLED: _("Everybody enrolled in the cohort"),
    Audience.MISSED: _("Only those who missed the session"),
    Audience.FACILITATORS: _("Only facilitators and coordinators"),
}
OF_SERIES: Mapping[Audience, LazyText] = {
    **AUDIENCES,
    Audience.ENROLLED: _("Everybody registered for the series"),
}


@dataclass(frozen=True)
class Limit:
    """How large a file can be, and what is said of one that is larger."""

    bytes: int
    words: Text


@dataclass(frozen=True)
class RecordingPage:
    """What is shown of a session, and a form for another recording."""

    head: SessionHead
    path: str
    recording: SessionRecording | None
    player: Player | None
    """Of a file that is there."""
    gone: Reason | None
    """That the file is not there anymore."""
    audience: Text | None
    until: Text | None
    audiences: Sequence[Option]
    why_not: Reason | None
    form: FormState
    first_last_day: str
    """The first day that can be the last one."""
    most: int
    """Megabytes that a file can have."""
    either: Text
    """What is said of a link and a file at once."""
    limits: Mapping[str, Limit]
    """By field: what a browser looks at before anything is sent."""


@dataclass(frozen=True)
class Shown:
    """The recording that stands, and what is known of files here."""

    recording: SessionRecording | None
    is_there: bool
    """Whether it can be watched: a file may have been lost."""
    most: int
    """Megabytes that a file can have."""


def recording_page(
    here: CohortContext,
    unit: UnitRow,
    units: int,
    shown: Shown,
    form: FormState | None,
    reader: Actor,
    now: datetime,
) -> RecordingPage:
    """The recording that stands, and a form for the next one."""
    zone, recording = here.cohort.zone, shown.recording
    path = recording_path(here, unit)
    plays = player(recording, path, here.program.language) if recording else None
    return RecordingPage(
        head=session_head(here, unit, units, reader, _("Recording")),
        path=path,
        recording=recording,
        player=plays if shown.is_there else None,
        gone=None if shown.is_there else GONE,
        audience=_words(here)[recording.audience] if recording else None,
        until=on_both_clocks(recording.visible_until, zone, reader.zone) if recording else None,
        audiences=_audiences(here),
        why_not=why_not_record(here, unit, now),
        form=form or FormState({"until": _usual(here)}),
        first_last_day=first_last_day(zone, now).isoformat(),
        most=shown.most,
        either=LINK_OR_FILE,
        limits=_limits(shown.most),
    )


def _limits(megabytes: int) -> Mapping[str, Limit]:
    return {
        "file": Limit(megabytes * MEGABYTE, TOO_LARGE(megabytes=megabytes)),
        "captions": Limit(MOST_CAPTIONS, CAPTIONS_TOO_LARGE),
    }


def _words(here: CohortContext) -> Mapping[Audience, LazyText]:
    return OF_SERIES if here.cohort.is_series else AUDIENCES


def _audiences(here: CohortContext) -> list[Option]:
    """In a series nobody missed a session."""
    return [
        Option(audience.value, words)
        for audience, words in _words(here).items()
        if not (here.cohort.is_series and audience is Audience.MISSED)
    ]


def recording_path(here: CohortContext, unit: UnitRow) -> str:
    """The facilitators' address of a session's recording."""
    return f"{session_path(here, unit)}/recording"


def why_not_record(here: CohortContext, unit: UnitRow, now: datetime) -> Reason | None:
    """Why a session has no recording now."""
    assert unit.starts_at is not None
    archived = why_not_change(here.cohort.archived_at)
    return archived or why_not_keep(unit.starts_at, now, canceled=unit.canceled)


def _usual(here: CohortContext) -> str:
    """Until the cohort closes: afterwards nothing is made up any more."""
    return local(here.cohort.closes_at, here.cohort.zone).date().isoformat()
