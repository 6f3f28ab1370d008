"""The sign-in sheet of a session, to be printed: who is in the cohort, and room to sign."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.casework.queries import Attendee
from app.cohorts.context import CohortContext
from app.cohorts.queries import UnitRow
from app.language import Text, _, dotted
from app.language.moments import local, time_range
from app.people.actors import Actor
from app.site.teach.parts import crumbs, session_name, session_path
from app.web.parts import Link

OTHERS = 4
"""Empty lines for those who come and are not on the list."""


class SheetLine(NamedTuple):
    """One person, and where they are from."""

    name: str
    institution: str


@dataclass(frozen=True)
class SheetPage:
    """The sign-in sheet of a session."""

    eyebrow: Text
    title: Text
    when: Text
    """Day, hours and zone by the cohort's clock, since it hangs where the session is."""
    crumbs: Sequence[Link]
    led_by: tuple[str, ...]
    """Who leads the session; where nobody has a part in it, who facilitates the cohort."""
    lines: Sequence[SheetLine]
    others: range
    attendance: str


def sheet_page(
    here: CohortContext,
    unit: UnitRow,
    people: Sequence[Attendee],
    led_by: Sequence[str],
    reader: Actor,
) -> SheetPage:
    """Everybody of the cohort by family name."""
    assert unit.starts_at is not None
    starts = local(unit.starts_at, here.cohort.zone)
    return SheetPage(
        eyebrow=dotted((here.program.title, here.cohort.title)),
        title=_("Session {position}: {title}", position=unit.position, title=session_name(unit)),
        when=_(
            "{starts:date}, {times} {starts:zone}",
            starts=starts,
            times=time_range(unit.starts_at, unit.minutes, here.cohort.zone),
        ),
        crumbs=crumbs(here, reader, unit, _("Sign-in sheet")),
        led_by=tuple(led_by),
        lines=[SheetLine(own.name, own.site) for own in people],
        others=range(OTHERS),
        attendance=f"{session_path(here, unit)}/attendance",
    )
