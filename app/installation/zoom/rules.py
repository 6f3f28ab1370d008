"""Whether Zoom is set up, what came from it last, and what was the matter. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.casework.zoom.rules import KEYS_REFUSED, WHY, Heard
from app.installation.rules import Finding, HealthState
from app.language.moments import local
from app.language.reasons import Reason, ReasonKind, reason

ZOOM = reason("health.zoom", "Zoom")
NOT_SET = reason(
    "health.zoom_not_set",
    "Not set up (ZOOM_ACCOUNT_ID, ZOOM_WEBHOOK_SECRET). Attendance comes from check-in, from files "
    "and by hand.",
)
ASKED = reason("health.zoom_asked", "Zoom is asked who was in sessions.")
ANSWERS = reason("health.zoom_answers", "Zoom answers, and knows this installation.")
TELLS = reason(
    "health.zoom_tells",
    "Zoom tells who comes and goes; it is not asked for its lists (ZOOM_CLIENT_SECRET).",
)
REFUSED = ReasonKind(
    "health.zoom_refused", "{trouble} Mend ZOOM_ACCOUNT_ID, ZOOM_CLIENT_ID and ZOOM_CLIENT_SECRET."
)
SILENT = ReasonKind("health.zoom_silent", "{trouble} Is it reached from here?")
UNREAD = ReasonKind(
    "health.zoom_unread",
    "The list of {count} session could not be read in the last week.",
    "The lists of {count} sessions could not be read in the last week.",
)
READ = ReasonKind("health.zoom_read", "The last list was read {at:moment}.")
NOTHING_READ = reason("health.zoom_nothing_read", "No list was read so far.")
TOLD = ReasonKind("health.zoom_told", "It last told of somebody {at:moment}.")
TOLD_NOTHING = reason(
    "health.zoom_told_nothing", "It has told of nobody in the last two weeks (ZOOM_WEBHOOK_SECRET)."
)
LAST_TROUBLE = ReasonKind("health.zoom_last_trouble", "The last trouble, {at:moment}: {trouble}")
HOW_IT_GOES = ReasonKind("health.how_zoom_goes", "{sentences:sentences}")


@dataclass(frozen=True)
class ZoomSet:
    """What of Zoom is set up, and whether it knew this installation when that was tried."""

    reads: bool
    """Whether it is asked for its lists."""
    told: bool
    """Whether it tells who comes and goes."""
    tried: bool = False
    trouble: Reason | None = None


def on_zoom(own: ZoomSet, heard: Heard, zone: str) -> Finding:
    """Whether Zoom tells who was in sessions. `zone`: of whoever reads it."""
    if not own.reads and not own.told:
        return Finding(ZOOM, HealthState.GOOD, NOT_SET)
    said = (_now(own, heard), *_lately(own, heard, zone))
    state = HealthState.WARN if heard.unread else HealthState.GOOD
    state = HealthState.BAD if own.trouble else state
    return Finding(ZOOM, state, HOW_IT_GOES(sentences=said))


def _now(own: ZoomSet, heard: Heard) -> Reason:
    if own.trouble is not None:
        kind = REFUSED if own.trouble == KEYS_REFUSED else SILENT
        return kind(trouble=own.trouble)
    if heard.unread:
        return UNREAD(count=heard.unread)
    if not own.reads:
        return TELLS
    return ANSWERS if own.tried else ASKED


def _lately(own: ZoomSet, heard: Heard, zone: str) -> Iterator[Reason]:
    if own.reads:
        yield READ(at=local(heard.read_at, zone)) if heard.read_at else NOTHING_READ
    if own.told:
        yield TOLD(at=local(heard.told_at, zone)) if heard.told_at else TOLD_NOTHING
    if heard.trouble is not None and heard.trouble_at is not None:
        yield LAST_TROUBLE(at=local(heard.trouble_at, zone), trouble=WHY[heard.trouble])
