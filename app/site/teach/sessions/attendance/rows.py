"""The rows of the attendance page: everybody of the cohort, with what can be chosen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from uuid import UUID

from app.casework.certified.rules import Built, numbers_of
from app.casework.enums import AttendanceStatus
from app.casework.excuses.enums import ExcuseState
from app.casework.no_need.rules import why_no_need
from app.casework.preparation.queries import Preparation, UnitFacts
from app.casework.queries import Attendee
from app.casework.rules import Mark, Submitted, is_expected, is_unmarked, offered
from app.cohorts.context import CohortContext
from app.cohorts.queries import UnitRow
from app.cohorts.rules import has_ended
from app.language import Text, _
from app.language.moments import local
from app.language.reasons import Reason
from app.people.actors import Actor
from app.people.models import Person
from app.people.rules import why_not_deal_with
from app.site.parts.attendance import NOT_RECORDED, SOURCES, WORDS
from app.site.parts.people import may_see_people, person_path
from app.site.parts.sessions import opens_on
from app.site.teach.parts import preparation_badge
from app.site.teach.resting import may_see_certificates
from app.web.parts import Badge, Option


@dataclass(frozen=True)
class Sheet:
    """What is stored of a session's attendance, and what was built on it."""

    people: Sequence[Attendee]
    facts: UnitFacts
    prepared: Mapping[UUID, Preparation]
    resting: Mapping[UUID, Sequence[Built]]
    """The claims and certificates that rest on marks here, by enrollment."""
    adjusters: Mapping[UUID, Person]
    """Who adjusted marks."""
    excuses: Mapping[UUID, ExcuseState] = field(default_factory=dict)
    """How excuses from the session stand, by enrollment."""


@dataclass(frozen=True)
class UnsavedMarks:
    """What of a save or an undo was not carried out."""

    conflicts: Mapping[UUID, Text] = field(default_factory=dict)
    """What somebody else chose meanwhile, by enrollment."""
    refused: Mapping[UUID, Reason] = field(default_factory=dict)
    """Why nothing was saved, by enrollment."""
    typed: Mapping[UUID, Submitted] = field(default_factory=dict)
    """What was chosen, where nothing of it was saved."""
    minutes: Mapping[UUID, str] = field(default_factory=dict)
    """What was typed of minutes, then."""
    gone: int = 0
    why_not_undo: Reason | None = None


ALL_SAVED = UnsavedMarks()
EXCUSED: Mapping[ExcuseState | None, Text] = {
    ExcuseState.ASKED: _("Asked to be excused: waits for an answer"),
    ExcuseState.GRANTED: _("Excuse granted in advance"),
    ExcuseState.DECLINED: _("Excuse declined"),
    ExcuseState.UNNEEDED: _("Asked to be excused: no longer needed"),
}
NOBODY = UUID(int=0)


@dataclass(frozen=True)
class AttendanceRow:
    """One person on the attendance page."""

    id: UUID
    name: str
    given_name: str
    family_name: str
    href: str | None
    """Their page, where the reader may see it."""
    site: str
    note: Text | None
    preparation: Badge | None
    minutes: int | None
    typed_minutes: str
    """What stands in the field: what is stored, or what was typed and not saved."""
    source: Text | None
    adjusted: Text | None
    """By whom the mark was changed when others relied on it, when and why."""
    under: Text | None
    """What rests on the mark, as far as the reader may know."""
    stored: AttendanceStatus
    chosen: AttendanceStatus | None
    options: Sequence[Option]
    expected: bool
    why_not: Text | None
    """Why whoever reads the page cannot mark this person."""
    excuse: Text | None = None
    """That they asked to be excused in advance, and what became of it."""
    is_excused: bool = False
    """Whether that was granted, and they have no mark."""
    problem: Text | None = None
    """What became of what was chosen."""

    @property
    def counts(self) -> bool:
        """Whether the row is in the numbers: of those without a mark, who is there to be marked."""
        return self.is_open or self.stored is not NOT_RECORDED

    @property
    def is_open(self) -> bool:
        """Whether a mark is still to be made."""
        return self.why_not is None and is_unmarked(self.stored, expected=self.expected)

    @property
    def stands(self) -> Text:
        """The mark in words, where it cannot be chosen."""
        return WORDS[self.stored].own

    @property
    def control(self) -> str:
        """The name of the row's radios."""
        return f"mark-{self.id}"

    @property
    def anchor(self) -> str:
        """What of the row can have the focus: its first radio, or else the row."""
        return f"{self.control}-{self.options[0].value}" if self.why_not is None else self.row_id

    @property
    def rests(self) -> bool:
        """Whether a claim or a certificate rests on the mark."""
        return self.under is not None

    @property
    def minutes_control(self) -> str:
        """The name of the row's field for minutes."""
        return f"minutes-{self.id}"

    @property
    def row_id(self) -> str:
        """The row's id."""
        return f"row-{self.id}"


@dataclass(frozen=True)
class RowBuilder:
    """Makes rows of one session for whoever reads the page."""

    here: CohortContext
    unit: UnitRow
    sheet: Sheet
    unsaved: UnsavedMarks
    reader: Actor
    now: datetime

    @cached_property
    def sees_people(self) -> bool:
        """Whether names lead to people's pages."""
        return may_see_people(self.reader, self.here)

    @cached_property
    def opens(self) -> Text | None:
        """When the unit opens, until it has."""
        return opens_on(self.here, self.unit, self.reader.zone, self.now)

    @cached_property
    def sees_certificates(self) -> bool:
        """Whether it is said what rests on marks."""
        return may_see_certificates(self.reader, self.here)

    def row(self, person: Attendee) -> AttendanceRow:
        """One person's row."""
        mark, key = person.mark, person.enrollment_id
        recorded = mark.shown is not NOT_RECORDED
        return AttendanceRow(
            id=key,
            name=person.name,
            given_name=person.given_name,
            family_name=person.family_name,
            href=person_path(person.person_id) if self.sees_people else None,
            site=person.site,
            note=self._note(person),
            preparation=preparation_badge(self.sheet.prepared.get(key), self.opens),
            minutes=mark.shown_minutes,
            typed_minutes=self._typed_minutes(person),
            source=SOURCES[mark.source] if mark.source and recorded else None,
            adjusted=self._adjusted(person),
            under=self._under(person),
            stored=mark.shown,
            chosen=self._chosen(person),
            options=self._options(mark),
            expected=self._is_expected(person),
            why_not=why_not_deal_with([person.person_id], by=self.reader.person_id),
            excuse=self._excuse(person),
            is_excused=not recorded and self.sheet.excuses.get(key) is ExcuseState.GRANTED,
            problem=self.unsaved.conflicts.get(key) or self.unsaved.refused.get(key),
        )

    def _excuse(self, person: Attendee) -> Text | None:
        state = self.sheet.excuses.get(person.enrollment_id)
        if state is ExcuseState.ASKED and why_no_need(person.mark.status, off=False):
            return EXCUSED[ExcuseState.UNNEEDED]
        return EXCUSED.get(state)

    def _is_expected(self, person: Attendee) -> bool:
        assert self.unit.starts_at is not None
        return is_expected(
            person.enrolled_at, self.unit.starts_at, is_series=self.here.cohort.is_series
        )

    def _note(self, person: Attendee) -> Text | None:
        if self.here.cohort.is_series or self._is_expected(person):
            return None
        return _(
            "Enrolled {enrolled:day}, after this session began: not expected",
            enrolled=local(person.enrolled_at, self.here.cohort.zone),
        )

    def _under(self, person: Attendee) -> Text | None:
        built = self.sheet.resting.get(person.enrollment_id, ())
        if not built:
            return None
        if not self.sees_certificates:
            return _("Certified or claimed")
        if numbers := numbers_of(built):
            return _("On certificate {numbers:and}", numbers=numbers)
        return _("Claimed as credit")

    def _adjusted(self, person: Attendee) -> Text | None:
        because, by = person.adjusted_because, self.sheet.adjusters.get(person.marked_by or NOBODY)
        if not because or by is None or person.marked_at is None:
            return None
        return _(
            "Adjusted by {name}, {at:day}: {why}",
            name=by.display_name,
            at=local(person.marked_at, self.here.cohort.zone),
            why=because,
        )

    def _typed_minutes(self, person: Attendee) -> str:
        stored = person.mark.shown_minutes
        typed = self.unsaved.minutes.get(person.enrollment_id)
        return typed if typed is not None else "" if stored is None else str(stored)

    def _chosen(self, person: Attendee) -> AttendanceStatus | None:
        key, stored = person.enrollment_id, person.mark.shown
        if key in self.unsaved.conflicts:
            return None
        wish = self.unsaved.typed.get(key)
        chosen = wish.status if wish is not None else stored
        return chosen if chosen is not NOT_RECORDED or stored is not NOT_RECORDED else None

    def _options(self, stored: Mark) -> list[Option]:
        assert self.unit.starts_at is not None
        ended = has_ended(self.unit.starts_at, self.unit.minutes, self.now)
        found = offered(stored, ended=ended, is_series=self.here.cohort.is_series)
        if stored.shown is not NOT_RECORDED:
            found.append(NOT_RECORDED)
        return [Option(status, WORDS[status].option) for status in found]
