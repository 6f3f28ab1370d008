"""Changing how people join a session, or all sessions to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.cohorts.changes.queries import ScheduledUnit
from app.cohorts.changes.rules import why_not_lead
from app.language import Text, _, ngettext
from app.language.reasons import Reason
from app.site.manage.cohorts.schedule.checks import Frame, eyebrow_of, frame_of
from app.site.manage.cohorts.schedule.loaders import Schedule
from app.web.forms import FormState
from app.web.parts import Option


@dataclass(frozen=True)
class LinkPage:
    """The link of a session, and who joins by it."""

    frame: Frame
    eyebrow: Text
    action: str
    seen: int
    link: str
    whiches: Sequence[Option]
    follows: Sequence[Text]
    why_not: Reason | None
    form: FormState


def link_page(
    schedule: Schedule, unit: ScheduledUnit, people: int, form: FormState, now: datetime
) -> LinkPage:
    """The link as it is, or as it was typed. `people`: how many are enrolled."""
    held = [other for other in schedule.units if other.session_id]
    to_come = sum(why_not_lead(other.planned, now) is None for other in held)
    return LinkPage(
        frame=frame_of(schedule),
        eyebrow=eyebrow_of(schedule, unit),
        action=f"{schedule.path}/{unit.position}/link",
        seen=unit.sequence,
        link=form.value("link", unit.link),
        whiches=_whiches(to_come),
        follows=_follows(people),
        why_not=schedule.why_not_change or why_not_lead(unit.planned, now),
        form=form,
    )


def _whiches(to_come: int) -> list[Option]:
    """Which sessions the link can be for."""
    every = ngettext(
        "{count} session that is not over",
        "All {count} sessions that are not over",
        count=to_come,
    )
    return [Option("one", _("This session only")), Option("all", every)]


def _follows(people: int) -> list[Text]:
    return [
        ngettext(
            "{count} enrolled person joins by it, and whoever leads.",
            "{count} enrolled people join by it, and whoever leads.",
            count=people,
        ),
        _("It is on their pages at once. Nobody is told by mail: no letter has a link."),
        _(
            "Calendars that follow the session get it by themselves. People who put the session "
            "into one themselves need to add it there again."
        ),
    ]
