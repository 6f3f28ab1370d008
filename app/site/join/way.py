"""The way into a cohort for who reads its page: how they stand, and what they can do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.cohorts.enrollments.models import EnrollmentEvent
from app.cohorts.enums import WayIn
from app.cohorts.joining.rules import Door
from app.cohorts.models import Cohort
from app.language import Text, _
from app.language.moments import told
from app.language.reasons import Reason
from app.site.parts.places import STEPS


class Step(NamedTuple):
    """One thing that can be done: what its button says, and where it is sent."""

    label: Text
    path: str
    kind: str = "primary"


@dataclass(frozen=True)
class Way:
    """How somebody stands, what happens next, and what they can do."""

    title: Text
    text: Text
    steps: Sequence[Step] = ()
    link: Step | None = None
    """Where to go on."""
    can_begin: bool = False
    """Whether somebody who is not signed in can come in."""


_RELEASE = "release"


def way_in(
    stands: Door,
    cohort: Cohort,
    *,
    held_until: Text | None,
    position: int | None,
    why_not: Reason | None,
    signed_in: bool,
) -> Way:
    """What the page says first.

    `why_not`: why nobody can ask now. `held_until`: on both clocks.
    """
    path = f"/join/{cohort.slug}"
    decides = _LEADS_DECIDE if cohort.leads_decide else _COORDINATOR_DECIDES
    if cohort.is_series and stands is Door.IN:
        return _in_series(path, cohort)
    if not signed_in and (way := _of_a_stranger(stands, cohort)):
        return way
    match stands:
        case Door.SHUT:
            return Way(_("You cannot ask for a seat now"), why_not or "")
        case Door.HELD:
            return _held(path, held_until)
        case Door.WAITS:
            return _waits(path, position or 1)
        case Door.APPLIED:
            return Way(
                _("Your application is waiting for a decision"),
                decides[stands],
                (Step(_("Take the application back"), f"{path}/{_RELEASE}", "secondary"),),
            )
        case Door.IN:
            return Way(
                _("You have a seat"),
                _("Units, sessions and your progress are on the page of the cohort."),
                link=Step(_("Go to the cohort"), f"/cohorts/{cohort.slug}"),
            )
    return _asking(stands, cohort, path)


def _asking(stands: Door, cohort: Cohort, path: str) -> Way:
    """To who can ask for a seat."""
    if cohort.is_series and stands is Door.SEAT:
        return Way(_("Come to what you like"), _REGISTER_ONCE, (Step(_("Register"), path),))
    decides = _LEADS_DECIDE if cohort.leads_decide else _COORDINATOR_DECIDES
    title, text = _READER[stands]
    return Way(title, decides.get(stands, text), (Step(_BUTTON[stands], path),))


_STRANGER: Mapping[Door, tuple[Text, Text]] = {
    Door.SEAT: (
        _("Take a seat"),
        _("Sign in, or say who you are if you are new here. Seats go to those who ask first."),
    ),
    Door.LINE: (
        _("Wait for a seat"),
        _(
            "All seats are taken. Sign in, or say who you are if you are new here, "
            "and wait in line."
        ),
    ),
    Door.APPLICATION: (
        _("Apply for a seat"),
        _("Sign in, or say who you are if you are new here. The coordinator decides."),
    ),
}


def _of_a_stranger(stands: Door, cohort: Cohort) -> Way | None:
    """What is said to somebody who is not signed in; None: what everybody reads."""
    if stands is Door.SHUT and cohort.way_in is WayIn.INVITATION:
        return _INVITED_STRANGER
    if stands not in _STRANGER:
        return None
    title, text = _STRANGER[stands]
    if stands is Door.SEAT and cohort.is_series:
        title, text = _SERIES_FOR_STRANGER
    if stands is Door.APPLICATION and cohort.leads_decide:
        text = _LEADS_DECIDE_ON_STRANGER
    return Way(title, text, can_begin=True)


_LEADS_DECIDE_ON_STRANGER = _(
    "Sign in, or say who you are if you are new here. The coordinator or the lead of your "
    "institution decides."
)
_SERIES_FOR_STRANGER: tuple[Text, Text] = (
    _("Come to what you like"),
    _(
        "Register once, and every session is open to you. Sign in, or say who you are if you "
        "are new here."
    ),
)
_REGISTER_ONCE = _("Register once, and every session is open to you. Nobody waits for you.")
_INVITED_STRANGER = Way(
    _("By invitation"),
    _(
        "If you were invited, a seat is held for you. Sign in with the address that your "
        "invitation was mailed to, and take it."
    ),
)
_READER: Mapping[Door, tuple[Text, Text]] = {
    Door.SEAT: (_("There is a seat for you"), _("If you take it, you are in at once.")),
    Door.LINE: (
        _("There is no seat for you now"),
        _(
            "You can wait for one. When a seat is free and you are next, it is offered "
            "to you and held."
        ),
    ),
    Door.APPLICATION: (
        _("You can apply for a seat"),
        _("The coordinator decides, and you are told by mail."),
    ),
}
_COORDINATOR_DECIDES: Mapping[Door, Text] = {
    Door.APPLIED: _(
        "The coordinator decides and you are told by mail. You can take it back until then."
    ),
}
_LEADS_DECIDE: Mapping[Door, Text] = {
    Door.APPLICATION: _(
        "The coordinator or the lead of your institution decides, and you are told by mail."
    ),
    Door.APPLIED: _(
        "The coordinator or the lead of your institution decides and you are told by mail. You "
        "can take it back until then."
    ),
}
_BUTTON: Mapping[Door, Text] = {
    Door.SEAT: _("Take a seat"),
    Door.LINE: _("Wait for a seat"),
    Door.APPLICATION: _("Apply for a seat"),
}


def _in_series(path: str, cohort: Cohort) -> Way:
    return Way(
        _("You are registered"),
        _("Come to any session. You can leave at any time; what you came to stays recorded."),
        (Step(_("Leave the series"), f"{path}/leave", "secondary"),),
        link=Step(_("See all sessions"), f"/cohorts/{cohort.slug}"),
    )


def _held(path: str, until: Text | None) -> Way:
    text: Text = _("If you do nothing, it then goes to somebody else.")
    title: Text = _("A seat is held for you")
    if until is not None:
        title = _("A seat is held for you until {until}", until=until)
    return Way(
        title,
        text,
        (
            Step(_("Take the seat"), f"{path}/seat"),
            Step(_("Let it go"), f"{path}/{_RELEASE}", "secondary"),
        ),
    )


def _waits(path: str, position: int) -> Way:
    text = _(
        "As soon as a seat is free and you are next, it is offered to you by mail and held for "
        "you. If you are still waiting when the cohort ends, you are first in line "
        "for the next one."
    )
    return Way(
        _("You are waiting for a seat, at position {position}", position=position),
        text,
        (Step(_("Leave the line"), f"{path}/{_RELEASE}", "secondary"),),
    )


def steps_so_far(events: Sequence[EnrollmentEvent], zone: str, reader_zone: str) -> list[Text]:
    """What happened to a place, the newest first."""
    return [
        _("{at:moment}: {what}", at=told(event.at, zone, reader_zone), what=STEPS[event.kind])
        for event in reversed(events)
    ]
