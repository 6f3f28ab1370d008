"""Checking in, as a page: the code to be sent, that one is in, or why not."""

from dataclasses import dataclass, field
from datetime import datetime

from app.casework.check_ins.rules import CheckedIn, why_not_anew, why_not_check_in
from app.casework.hours import hour_of
from app.cohorts.context import LearnerInCohort
from app.cohorts.gates.rules import READ_FIRST
from app.cohorts.queries import UnitRow
from app.cohorts.rules import why_not_change
from app.language import Text, _, dotted
from app.language.reasons import Reason
from app.site.parts.check_in import as_scanned, check_in_path, checked_in
from app.site.parts.sessions import SessionTile, disclosures_link, session_tile
from app.web.forms import FormState
from app.web.parts import Link


@dataclass(frozen=True)
class Sent:
    """What came with the address, or was sent and not taken."""

    code: str = ""
    """As it was scanned."""
    form: FormState = field(default_factory=FormState)
    refused: Reason | None = None
    """Why joining by the link did not check anybody in."""
    joining: bool = False
    """Whether they are on their way to the meeting."""


@dataclass(frozen=True)
class CheckInPage:
    """Whether one is in, and what to do if not."""

    title: Text
    eyebrow: str
    session: str
    tile: SessionTile | None
    action: str
    done: Text | None
    """That they are in, and since when."""
    why_not: Reason | None
    """Why they cannot check in now."""
    read_first: Link | None
    """The disclosures, where reading them is all that is missing."""
    form: FormState
    scanned: bool
    onward: str
    """Where the meeting is, for who is on the way there and is in."""


def check_in_page(
    learner: LearnerInCohort,
    unit: UnitRow,
    own: CheckedIn | None,
    sent: Sent,
    reader_zone: str,
    now: datetime,
) -> CheckInPage:
    """The one form, or what became of it."""
    tile = session_tile(learner, unit, reader_zone, now)
    is_in = own is not None and own.stands
    archived = why_not_change(learner.cohort.archived_at)
    shut = (
        archived
        or why_not_anew(own)
        or why_not_check_in(hour_of(learner.cohort, unit), now)
        or unit.why_not_join
    )
    why_not = None if is_in else shut or sent.refused
    return CheckInPage(
        title=_("You are checked in") if is_in else _("Check in"),
        eyebrow=dotted((learner.cohort.title, f"{learner.label(unit.position)}: {unit.title}")),
        session=f"{learner.path}/sessions/{unit.position}",
        tile=tile,
        action=check_in_path(learner, unit.position),
        done=checked_in(learner, own, reader_zone),
        why_not=why_not,
        read_first=disclosures_link(learner, unit) if why_not == READ_FIRST else None,
        form=sent.form if sent.form.values else FormState({"code": as_scanned(sent.code)}),
        scanned=bool(sent.code) or sent.form.value("scanned") == "yes",
        onward=tile.link if tile and sent.joining and is_in else "",
    )
