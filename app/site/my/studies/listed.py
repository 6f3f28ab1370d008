"""The list of one's studies: those that ask, those of before, and those one has withdrawn from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.language import Text, _, dotted
from app.site.my.studies.page import PATH, STATES, answered
from app.studies.consent.rules import Stand
from app.studies.enums import ConsentState
from app.studies.queries import Studied
from app.web.parts import Badge

NOT_ANSWERED = Badge(_("Not answered"), "neutral")
"""Of a cohort that is over: nothing waits for an answer any more."""


@dataclass(frozen=True)
class StudyLine:
    """One study in the list."""

    title: str
    note: Text
    """The cohort, and when they answered."""
    href: str
    state: Badge


@dataclass(frozen=True)
class StudiesPage:
    """All studies of one's cohorts."""

    lines: Sequence[StudyLine]


def studies_page(
    places: Sequence[Studied],
    stands: Mapping[UUID, Mapping[UUID, Stand]],
    zone: str,
    now: datetime,
) -> StudiesPage:
    """Each study once, though one's cohorts may be several; those of before and withdrawn, too.

    `stands`: by project, enrollment. `zone`: the reader's.
    """
    lines: dict[str, StudyLine] = {}
    for place in places:
        stand = stands[place.project.id].get(place.enrollment.id, Stand())
        lines.setdefault(place.project.key, _study_line(place, stand, zone, now))
    return StudiesPage(list(lines.values()))


def _study_line(place: Studied, stand: Stand, zone: str, now: datetime) -> StudyLine:
    cohort, when = place.cohort, answered(stand, zone)
    is_over = cohort.closes_at <= now or cohort.archived_at is not None
    waits = stand.state is ConsentState.UNANSWERED and not is_over
    return StudyLine(
        title=place.project.title,
        note=dotted((cohort.title, when)) if when else cohort.title,
        href=f"{PATH}/{place.project.key}",
        state=STATES[stand.state] if stand.edition or waits else NOT_ANSWERED,
    )
