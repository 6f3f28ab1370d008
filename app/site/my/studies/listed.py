"""The list of one's studies: those that ask, those of before, and those one has withdrawn from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.language import Text, _, dotted
from app.site.my.studies.page import PATH, STATES, answered
from app.site.my.studies.waves import coming_wave
from app.site.parts.studies_asking import open_surveys
from app.studies.consent.rules import Stand
from app.studies.enums import ConsentState
from app.studies.own.queries import StudyAsking
from app.studies.queries import Studied
from app.studies.waves.planned.queries import PlannedFor
from app.web.parts import Badge

NOT_ANSWERED = Badge(_("Not answered"), "neutral")
"""Of a cohort that is over: nothing waits for an answer any more."""


@dataclass(frozen=True)
class StudyLine:
    """One study in the list."""

    title: str
    note: Text
    """The cohort, and when it asks: what is open, else what comes next; else when they answered."""
    href: str
    state: Badge


@dataclass(frozen=True)
class StudiesPage:
    """All studies of one's cohorts."""

    lines: Sequence[StudyLine]


def studies_page(
    places: Sequence[Studied],
    stands: Mapping[UUID, Mapping[UUID, Stand]],
    planned: Sequence[PlannedFor],
    asking: Sequence[StudyAsking],
    *,
    reader_zone: str,
    now: datetime,
) -> StudiesPage:
    """Each study once, though one's cohorts may be several; those of before and withdrawn, too.

    `stands`: by project, enrollment. `planned`: in the order of the places. `asking`: those in
    which surveys are open, or nothing is said yet.
    """
    open_ = {own.key: open_surveys(own, reader_zone) for own in asking if own.surveys}
    lines: dict[str, StudyLine] = {}
    for place, plan in zip(places, planned, strict=True):
        stand, key = stands[place.project.id].get(place.enrollment.id, Stand()), place.project.key
        coming = coming_wave(plan.waves, reader_zone, now) if stand.is_given else None
        when = open_.get(key) or coming or answered(stand, reader_zone)
        lines.setdefault(key, _study_line(place, stand, when, now))
    return StudiesPage(list(lines.values()))


def _study_line(place: Studied, stand: Stand, when: Text | None, now: datetime) -> StudyLine:
    cohort = place.cohort
    is_over = cohort.closes_at <= now or cohort.archived_at is not None
    waits = stand.state is ConsentState.UNANSWERED and not is_over
    return StudyLine(
        title=place.project.title,
        note=dotted((cohort.title, when)) if when else cohort.title,
        href=f"{PATH}/{place.project.key}",
        state=STATES[stand.state] if stand.edition or waits else NOT_ANSWERED,
    )
