"""What becomes of each row of a file: the same before *Apply* and at the moment of it. Pure.

Nothing is guessed: where a row can mean two things, somebody is asked, and the row waits for it.
Seats go to the rows in the order of the file; whoever comes after the last one waits.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from typing import TYPE_CHECKING
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from app.cohorts.enrollments.rules import WHY_NOT, Seats, why_no_seat
from app.cohorts.enums import EnrollmentEventKind, EnrollmentStatus
from app.cohorts.intake import reasons
from app.cohorts.intake.columns import compared
from app.cohorts.intake.enums import Meaning, Outcome
from app.cohorts.intake.facts import (
    WRITES,
    About,
    Choices,
    Chosen,
    FileRow,
    Here,
    KnownInstitution,
    KnownPerson,
    Plan,
    PlannedRow,
    Question,
)
from app.cohorts.intake.names import name_key
from app.cohorts.intake.rows import file_rows
from app.cohorts.intake.workbooks import Row
from app.cohorts.rules import to_utc, why_nobody_gets_in, why_not_change, why_not_without_reason
from app.language.reasons import Reason
from app.people.institutions.rules import normalized
from app.people.rules import why_not_deal_with

if TYPE_CHECKING:
    from app.cohorts.intake.models import PeopleImport
    from app.cohorts.models import Cohort

NAMED_BY = "A file of people named them."  # not shown
"""As it is kept since the first import; how it reads now is in `site/parts/reasons.py`."""
KEPT_FOR = timedelta(days=30)
"""How long a file waits to be applied."""
HELD_FOR = timedelta(days=14)
ALIKE = 0.6
NO_SPACE = UUID("7a8d2d9e-7d0b-4a51-9b5e-0a3c1c5a9f11")
"""Where the ids of institutions that do not exist yet come from."""


def plan(rows: Iterable[FileRow], here: Here, choices: Choices) -> Plan:
    """What becomes of the rows of a file, with what was chosen so far."""
    planner = _Planner(here, choices)
    planned = tuple(planner.planned(row) for row in rows)
    asked = planner.questions
    answered = {key: choices[key] for key in asked if key in choices}
    return Plan(planned, tuple(asked.values()), answered)


def rows_of(upload: PeopleImport) -> list[FileRow]:
    """The rows of a file that waits, as people."""
    columns = [Meaning(column) for column in upload.columns]
    rows = [Row(row[0], tuple(row[1:])) for row in upload.rows]
    return file_rows(rows, columns, upload.headers)


def why_not_apply(cohort: Cohort, plan: Plan, now: datetime) -> Reason | None:
    """Why a file cannot be applied as it is."""
    if (closed := why_not_bring_in(cohort, now)) is not None:
        return closed
    if waiting := len(plan.open_questions):
        return reasons.WAITS_FOR_CHOICES(count=waiting)
    return None if plan.with_outcome(*WRITES) else reasons.NOTHING


def why_not_bring_in(cohort: Cohort, now: datetime) -> Reason | None:
    """Why nobody comes into a cohort by a file any more."""
    return why_nobody_gets_in(cohort.closes_at, cohort.archived_at, now)


def why_not_undo(cohort: Cohort, upload: PeopleImport, moved_on: int, reason: str) -> Reason | None:
    """Why an import cannot be undone. `moved_on`: how many of its people did something since."""
    if archived := why_not_change(cohort.archived_at):
        return archived
    if upload.applied_at is None:
        return reasons.NOT_APPLIED
    if upload.undone_at is not None:
        return reasons.UNDONE
    if moved_on:
        return reasons.WORKED(count=moved_on)
    return why_not_without_reason(reason)


def held_until(now: datetime, zone: str, opens_at: datetime | None) -> datetime:
    """Until when an invitation is proposed to hold a seat: at five, two weeks from now.

    `opens_at`: when the first unit of a draft opens; ten days before that, if that is later.
    """
    until = now + HELD_FOR
    if opens_at is not None:
        until = max(until, opens_at - timedelta(days=10))
    return to_utc(until.astimezone(ZoneInfo(zone)).date(), reasons.FIVE, zone)


NameAt = tuple[str, "UUID | str"]
"""A name at an institution."""


class _Planner:
    """Goes through a file once, and remembers who and which seats were there before."""

    def __init__(self, here: Here, choices: Choices) -> None:
        self.here = here
        self.choices = choices
        self.questions: dict[str, Question] = {}
        self._by_address = {a: person for person in here.people for a in person.addresses}
        self._named: defaultdict[NameAt, list[KnownPerson]] = defaultdict(list)
        for person in here.people:
            if not person.is_disabled:
                key = name_key(person.given_name, person.family_name)
                self._named[key, person.institution_id].append(person)
        self._institutions = {known.id: known for known in here.institutions}
        self._alike: dict[str, tuple[KnownInstitution, ...]] = {}
        self._rows_named: defaultdict[NameAt, list[FileRow]] = defaultdict(list)
        self._seen: dict[str | UUID, int] = {}
        self._taken: Counter[UUID | str] = Counter()
        self._waiting = here.waiting

    def planned(self, row: FileRow) -> PlannedRow:
        """What becomes of the next row."""
        if (why_not := _why_not_take(row)) is not None:
            return PlannedRow(row, Outcome.REFUSE, (why_not,))
        earlier = [self._seen[address] for address in row.addresses if address in self._seen]
        if earlier:
            return self._twice(row, min(earlier))
        people = {
            self._by_address[address].id: self._by_address[address]
            for address in row.addresses
            if address in self._by_address
        }
        if len(people) > 1:
            names = tuple(f"{p.given_name} {p.family_name}" for p in people.values())
            return PlannedRow(row, Outcome.REFUSE, (reasons.OF_SEVERAL(people=names),))
        for person in people.values():
            return self._known(row, person)
        return self._new(row)

    def _twice(self, row: FileRow, line: int) -> PlannedRow:
        return PlannedRow(row, Outcome.ALREADY, (reasons.TWICE(line=line),))

    def _known(self, row: FileRow, person: KnownPerson) -> PlannedRow:
        if person.id in self._seen:
            return self._twice(row, self._seen[person.id])
        self._see(row, person.id)
        if why_not := self._why_refused(person):
            return PlannedRow(row, Outcome.REFUSE, (why_not,), person)
        if why_not := WHY_NOT[person.status][EnrollmentEventKind.ENROLLED] or _held(person):
            return PlannedRow(row, Outcome.ALREADY, (why_not,), person)
        notes = self._notes(row, person)
        institution = person.seat_institution_id or person.institution_id
        full = self._take_seat(institution)
        if full is None:
            return PlannedRow(row, Outcome.ENROLL, (reasons.HAS_ACCOUNT, *notes), person)
        if WHY_NOT[person.status][EnrollmentEventKind.WAITLISTED]:
            return PlannedRow(row, Outcome.ALREADY, (reasons.WAITS_ALREADY, full), person)
        return self._waits(row, full, person=person, notes=notes)

    def _why_refused(self, person: KnownPerson) -> Reason | None:
        """Why nothing at all is done about somebody."""
        if person.is_disabled:
            return reasons.DISABLED
        return why_not_deal_with([person.id], by=self.here.by)

    def _notes(self, row: FileRow, person: KnownPerson) -> list[Reason]:
        """What the file says otherwise, which changes nothing."""
        notes: list[Reason] = []
        named = self.here.spellings.get(normalized(row.institution))
        if named and named != person.institution_id and person.institution_id in self._institutions:
            own = self._institutions[person.institution_id].short_name
            notes.append(reasons.STAYS_AT(institution=own))
        if others := [own for own in row.addresses if own not in person.addresses]:
            notes.append(reasons.NOT_ADDED(addresses=tuple(others)))
        return notes

    def _new(self, row: FileRow) -> PlannedRow:
        if not row.name.family:
            return PlannedRow(row, Outcome.REFUSE, (reasons.NO_NAME,))
        institution = self._institution_of(row)
        if institution is None:
            return self._unanswered(row, f"{About.INSTITUTION}:{compared(row.institution)}")
        key = name_key(row.name.given, row.name.family), institution
        return self._namesake(row, key) or self._invited(row, institution, key)

    def _namesake(self, row: FileRow, key: NameAt) -> PlannedRow | None:
        """What becomes of a row that may be somebody of this name; None: it is somebody else."""
        people, earlier = tuple(self._named[key]), tuple(self._rows_named[key])
        if not people and not earlier:
            return None
        asked = f"{About.PERSON}:{row.line}"
        chosen = self._ask(Question(asked, About.PERSON, (row,), people, earlier))
        for person in people:
            if chosen == f"is:{person.id}":
                return self._known(row, person)
        for before in earlier:
            if chosen == f"row:{before.line}":
                return self._twice(row, before.line)
        return None if chosen == Chosen.TWO else self._unanswered(row, asked)

    def _invited(self, row: FileRow, institution: UUID | str, key: NameAt) -> PlannedRow:
        address = row.addresses[0]
        if len(row.addresses) > 1:
            question = Question(f"{About.ADDRESS}:{row.line}", About.ADDRESS, (row,))
            address = self._ask(question).removeprefix("to:")
            if address not in row.addresses:
                return self._unanswered(row, question.key)
        self._see(row)
        self._rows_named[key].append(row)
        full = self._take_seat(institution)
        if full is None:
            why = (reasons.NEW_HERE,)
            return PlannedRow(row, Outcome.INVITE, why, institution=institution, address=address)
        return self._waits(row, full, institution=institution, address=address)

    def _institution_of(self, row: FileRow) -> UUID | str | None:
        """Whose they are; a text is the key of an answer by which there will be a new one."""
        written = compared(row.institution)
        if (known := self.here.spellings.get(normalized(row.institution))) is not None:
            return known
        key = f"{About.INSTITUTION}:{written}"
        before = self.questions.get(key)
        rows = (*before.rows, row) if before else (row,)
        question = Question(key, About.INSTITUTION, rows, institutions=self._like(written))
        chosen = self._ask(question)
        if chosen == Chosen.NEW:
            return key
        return next(
            (known.id for known in self.here.institutions if chosen == f"is:{known.id}"), None
        )

    def _like(self, written: str) -> tuple[KnownInstitution, ...]:
        """At most two institutions whose name is like the one in the file, the likest first."""
        if written not in self._alike:
            scored = sorted(
                ((_likeness(written, known), known) for known in self.here.institutions),
                key=lambda score: -score[0],
            )
            self._alike[written] = tuple(known for score, known in scored[:2] if score >= ALIKE)
        return self._alike[written]

    def _ask(self, question: Question) -> str:
        """What was answered; empty if nothing was."""
        self.questions[question.key] = question
        return self.choices.get(question.key, {}).get("choice", "")

    def _unanswered(self, row: FileRow, key: str) -> PlannedRow:
        """A row that waits for an answer, or was left out by it."""
        if self.choices.get(key, {}).get("choice") == Chosen.OUT:
            return PlannedRow(row, Outcome.LEAVE, (reasons.LEFT_OUT,))
        about = About(key.partition(":")[0])
        return PlannedRow(row, Outcome.CHOOSE, (reasons.ASKED[about],))

    def _see(self, row: FileRow, person_id: UUID | None = None) -> None:
        for address in row.addresses:
            self._seen.setdefault(address, row.line)
        if person_id is not None:
            self._seen[person_id] = row.line

    def _take_seat(self, institution: UUID | str) -> Reason | None:
        """Take one for somebody of an institution; or why there is none."""
        before = self.here.seats
        whose = institution if isinstance(institution, UUID) else uuid5(NO_SPACE, institution)
        now = Seats(
            before.capacity,
            before.taken + self._taken.total(),
            before.shares,
            {whose: before.taken_by.get(whose, 0) + self._taken[whose]},
        )
        full = why_no_seat(now, whose, self.here.cohort)
        if full is None:
            self._taken[whose] += 1
        return full

    def _waits(
        self,
        row: FileRow,
        full: Reason,
        *,
        person: KnownPerson | None = None,
        institution: UUID | str | None = None,
        address: str = "",
        notes: Sequence[Reason] = (),
    ) -> PlannedRow:
        self._waiting += 1
        why = (full, reasons.WAITS_AS(number=self._waiting), *notes)
        return PlannedRow(
            row, Outcome.WAITLIST, why, person, institution, address, number=self._waiting
        )


def _why_not_take(row: FileRow) -> Reason | None:
    """Why nothing can be done with a row."""
    if row.not_addresses:
        return reasons.BAD_ADDRESS(address=row.not_addresses[0])
    return None if row.addresses else reasons.NO_ADDRESS


def _held(person: KnownPerson) -> Reason | None:
    """A seat is held for them, which the file gives them no second time."""
    if person.status in {EnrollmentStatus.INVITED, EnrollmentStatus.OFFERED}:
        return WHY_NOT[person.status][EnrollmentEventKind.INVITED]
    return None


def _likeness(written: str, known: KnownInstitution) -> float:
    """Between 0 and 1, which is a short name in what was written, or what was written in a name."""
    if not written:
        return 0
    short = compared(known.short_name)
    name = compared(known.name)
    if (short and f" {short} " in f" {written} ") or f" {written} " in f" {name} ":
        return 1
    names = (short, name)
    return max(SequenceMatcher(None, written, name).ratio() for name in names)
