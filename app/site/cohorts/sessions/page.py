"""A session: when it is, how to join, its case, who leads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.casework.check_ins.rules import CheckedIn
from app.casework.recordings.enums import Audience
from app.casework.recordings.models import SessionRecording
from app.casework.recordings.rules import Watcher, why_not_watch
from app.cohorts.context import LearnerInCohort
from app.cohorts.gates.rules import HELD
from app.cohorts.queries import UnitRow
from app.cohorts.sessions.queries import SessionLeader
from app.cohorts.topics.rules import Topic
from app.content.models import ContentVersion
from app.core.errors import NotFoundError
from app.language import Text, _, dotted, pgettext
from app.language.moments import on_both_clocks
from app.language.reasons import Reason
from app.site.parts.absences import absence_path
from app.site.parts.check_in import CheckInOffer, check_in_offer
from app.site.parts.recording_responses import Player, player
from app.site.parts.sessions import SessionTile, read_first, session_tile, unit_opens
from app.site.parts.texts import shown_html
from app.site.parts.threads import thread_path
from app.web.parts import Link


@dataclass(frozen=True)
class RecordingCard:
    """The recording of a session, or why the reader cannot watch it."""

    link: str | None
    """None for a file."""
    player: Player | None
    """Of a file; None where it cannot be watched."""
    until: Text
    captions: Text
    why_not: Reason | None


@dataclass(frozen=True)
class SessionPage:
    """When a session is, how to join, its case, who leads it."""

    language: str
    """Of the case."""
    eyebrow: str
    up: str
    title: Text
    is_series: bool
    topic: Topic | None
    """What it is about and who speaks, in a series."""
    tile: SessionTile
    leaders: tuple[Text, ...]
    case_title: str | None
    case_html: str | None
    opens: Text | None
    """When its case does, as a sentence."""
    read_first: Link | None
    """What its reader has yet to read, for the case or to join."""
    unit_path: str | None
    """The module's page; None where there is no module."""
    thread: str | None
    """Questions and answers about it; None before the unit opens, and where there are none."""
    ics_path: str
    check_in: CheckInOffer | None
    recording: RecordingCard | None
    absence: Link | None
    """What can be done about not being there: before, or after one missed it."""


def session_page(
    learner: LearnerInCohort,
    unit: UnitRow,
    case: ContentVersion | None,
    led_by: Sequence[SessionLeader],
    own: CheckedIn | None,
    recording: SessionRecording | None,
    watcher: Watcher,
    reader_zone: str,
    now: datetime,
    *,
    topic: Topic | None = None,
) -> SessionPage:
    """A session; its case is there only once the unit is open."""
    tile = session_tile(learner, unit, reader_zone, now)
    if tile is None:
        raise NotFoundError
    return SessionPage(
        language=learner.program.language,
        eyebrow=_eyebrow(learner, unit),
        up=learner.path,
        title=unit.title if topic else _("{unit}: live session", unit=learner.label(unit.position)),
        is_series=learner.cohort.is_series,
        topic=topic,
        tile=tile,
        leaders=tuple(
            pgettext(
                "a person and where they belong",
                "{name}, {institution}",
                name=leader.person.display_name,
                institution=leader.institution.short_name,
            )
            for leader in led_by
        ),
        case_title=case.title if case else None,
        case_html=shown_html(case, tile.path, learner.program.language) if case else None,
        opens=None
        if case or unit.case_version_id is None
        else _opens(learner, unit, reader_zone, now),
        read_first=read_first(learner, unit, now) or tile.read_first,
        unit_path=f"{learner.path}/units/{unit.position}" if unit.module_version_id else None,
        thread=thread_path(learner, unit, now),
        ics_path=f"{tile.path}.ics",
        check_in=check_in_offer(learner, unit, own, reader_zone, now),
        recording=_recording(learner, recording, watcher, tile.path, reader_zone, now),
        absence=_absence(learner, unit, tile),
    )


def _recording(
    learner: LearnerInCohort,
    recording: SessionRecording | None,
    watcher: Watcher,
    path: str,
    reader_zone: str,
    now: datetime,
) -> RecordingCard | None:
    if recording is None or recording.audience is Audience.FACILITATORS:
        return None
    why_not = why_not_watch(recording.audience, recording.visible_until, watcher, now)
    until = on_both_clocks(recording.visible_until, learner.cohort.zone, reader_zone)
    plays = player(recording, f"{path}/recording", learner.program.language)
    return RecordingCard(
        link=None if why_not else recording.link,
        player=None if why_not else plays,
        until=_("It can be watched until {until}.", until=until),
        captions=_("It has captions.") if recording.has_captions else _("It has no captions."),
        why_not=why_not,
    )


def _opens(learner: LearnerInCohort, unit: UnitRow, reader_zone: str, now: datetime) -> Text:
    """When the case opens, or for what it waits."""
    if unit.why_shut is not None:
        return unit_opens(learner, unit, reader_zone, now)
    if unit.is_open(now):  # the unit is, so the session waits
        return HELD
    opens = on_both_clocks(unit.opens_at, learner.cohort.zone, reader_zone)
    return _("The case opens {opens}", opens=opens)


def _absence(learner: LearnerInCohort, unit: UnitRow, tile: SessionTile) -> Link | None:
    if tile.canceled or learner.cohort.is_series:
        return None  # nobody is expected at one of a series
    path = absence_path(learner.path, unit.position)
    return Link(_("If you missed it") if tile.ended else _("If you cannot come"), path)


def _eyebrow(learner: LearnerInCohort, unit: UnitRow) -> str:
    """In a series the title says the topic, so which session it is stands above it."""
    names = (learner.program.title, learner.cohort.title)
    own = (learner.label(unit.position),) if learner.cohort.is_series else ()
    return dotted((*names, *own))
