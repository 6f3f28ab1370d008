"""Correcting marks at several sessions at once, as pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.casework.corrections.queries import PersonMark
from app.casework.corrections.rules import Correction, LeftOut
from app.casework.enums import AttendanceStatus
from app.casework.rules import why_not_record
from app.cohorts.context import CohortContext
from app.cohorts.enrollments.queries import EnrolledPerson
from app.cohorts.queries import UnitRow
from app.cohorts.rules import why_not_change
from app.language import Text, _
from app.language.moments import local
from app.language.reasons import Reason
from app.people.actors import Actor
from app.people.rules import why_not_deal_with
from app.site.parts.attendance import WORDS, mark_words
from app.site.teach.amending import AmendingCheck
from app.site.teach.parts import crumbs, session_name
from app.web.parts import FieldError, Link, Option

OFFERED = (
    AttendanceStatus.PRESENT,
    AttendanceStatus.LATE,
    AttendanceStatus.PARTIAL,
    AttendanceStatus.EXCUSED,
    AttendanceStatus.ABSENT,
    AttendanceStatus.MADE_UP,
    AttendanceStatus.NOT_RECORDED,
)
OFFERED_IN_SERIES = (*OFFERED[:3], AttendanceStatus.NOT_RECORDED)
"""Nobody is expected, so nobody is absent or excused."""


@dataclass(frozen=True)
class Somebody:
    """One person of the cohort."""

    id: UUID
    name: str
    site: str
    chosen: bool
    why_not: Reason | None


@dataclass(frozen=True)
class SessionLine:
    """One session that has begun, and the mark that is wanted of it."""

    control: str
    label: str
    title: str
    day: Text
    now: Text | None
    """The mark that is there, where one person is chosen."""
    wanted: AttendanceStatus | None
    options: Sequence[Option]


@dataclass(frozen=True)
class CorrectionPage:
    """Whose marks, of which sessions, become what."""

    eyebrow: str
    crumbs: Sequence[Link]
    path: str
    people: Sequence[Somebody]
    sessions: Sequence[SessionLine]
    why_not: Reason | None
    errors: Sequence[FieldError]
    corrected: bool


@dataclass(frozen=True)
class CorrectionCheck:
    """Whom it touches, before anything is corrected."""

    eyebrow: str
    crumbs: Sequence[Link]
    check: AmendingCheck
    left_out: Sequence[tuple[str, Text]]
    """Whose mark of which session stays, and why."""


@dataclass(frozen=True)
class Correctable:
    """What is stored: everybody in the cohort, its units, and the marks of who is chosen."""

    people: Sequence[EnrolledPerson]
    units: Sequence[UnitRow]
    marks: Sequence[PersonMark]


def correction_page(
    here: CohortContext,
    read: Correctable,
    wanted: Correction,
    reader: Actor,
    now: datetime,
    *,
    errors: Sequence[FieldError] = (),
    corrected: bool = False,
) -> CorrectionPage:
    """The form, with what was chosen."""
    one = wanted.people[0] if len(wanted.people) == 1 else None
    marks = {own.position: own for own in read.marks if own.enrollment_id == one}
    return CorrectionPage(
        eyebrow=here.cohort.title,
        crumbs=crumbs(here, reader, page=_("Correct marks")),
        path=path_of(here),
        people=[_somebody(person, wanted, reader) for person in read.people],
        sessions=[_line(here, unit, marks, wanted) for unit in begun(read.units, now)],
        why_not=why_not_change(here.cohort.archived_at),
        errors=errors,
        corrected=corrected,
    )


def correction_check(
    here: CohortContext, check: AmendingCheck, left_out: Sequence[LeftOut], reader: Actor
) -> CorrectionCheck:
    """The check page. `left_out`: what stays although it was asked for."""
    return CorrectionCheck(
        eyebrow=here.cohort.title,
        crumbs=crumbs(here, reader, page=_("Correct marks")),
        check=check,
        left_out=[
            (own.of.name, _("{unit}: {why}", unit=here.label(own.of.position), why=own.why))
            for own in left_out
        ],
    )


def path_of(here: CohortContext) -> str:
    """Where marks of a cohort are corrected."""
    return f"/teach/{here.cohort.slug}/correction"


def begun(units: Sequence[UnitRow], now: datetime) -> list[UnitRow]:
    """The units whose attendance can be recorded now."""
    return [
        unit
        for unit in units
        if unit.starts_at is not None
        and why_not_record(unit.starts_at, now, canceled=unit.canceled, not_held=unit.not_held)
        is None
    ]


def _somebody(person: EnrolledPerson, wanted: Correction, reader: Actor) -> Somebody:
    return Somebody(
        id=person.enrollment.id,
        name=person.person.sort_name,
        site=person.institution.short_name,
        chosen=person.enrollment.id in wanted.people,
        why_not=why_not_deal_with([person.person.id], by=reader.person_id),
    )


def _line(
    here: CohortContext, unit: UnitRow, marks: Mapping[int, PersonMark], wanted: Correction
) -> SessionLine:
    assert unit.starts_at is not None
    own = marks.get(unit.position)
    offered = OFFERED_IN_SERIES if here.cohort.is_series else OFFERED
    return SessionLine(
        control=f"mark-{unit.position}",
        label=here.label(unit.position),
        title=session_name(unit),
        day=_("{starts:day}", starts=local(unit.starts_at, here.cohort.zone)),
        now=mark_words(own.mark.shown, own.mark.shown_minutes) if own else None,
        wanted=wanted.marks.get(unit.position),
        options=[Option(status, WORDS[status].option) for status in offered],
    )
