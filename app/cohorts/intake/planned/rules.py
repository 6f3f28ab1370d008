"""What becomes of each row of a file: the same before *Apply* and at the moment of it. Pure.

Nothing is guessed: where a row can mean two things, somebody is asked, and the row waits for it.
Seats go to the rows in the order of the file; whoever comes after the last one waits.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from uuid import UUID, uuid5

from app.cohorts.enrollments.rules import WHY_NOT, Seats, why_no_seat
from app.cohorts.enums import EnrollmentEventKind, EnrollmentStatus
from app.cohorts.intake import reasons
from app.cohorts.intake.columns import compared
from app.cohorts.intake.enums import Outcome
from app.cohorts.intake.facts import (
    About,
    Choices,
    Chosen,
    FileRow,
    Here,
    KnownPerson,
    Plan,
    PlannedRow,
    Question,
)
from app.cohorts.intake.names import name_key
from app.cohorts.intake.planned.likeness import Lookalikes
from app.language.reasons import Reason
from app.people.institutions.rules import normalized
from app.people.rules import why_not_deal_with
from app.printing.letters import why_not_print

NO_SPACE = UUID("7a8d2d9e-7d0b-4a51-9b5e-0a3c1c5a9f11")
"""Where the ids of institutions that do not exist yet come from."""


def plan(rows: Iterable[FileRow], here: Here, choices: Choices) -> Plan:
    """What becomes of the rows of a file, with what was chosen so far."""
    planner = _Planner(here, choices)
    planned = tuple(planner.planned(row) for row in rows)
    asked = planner.questions
    answered = {key: choices[key] for key in asked if key in choices}
    return Plan(planned, tuple(asked.values()), answered)


NameAt = tuple[str, UUID | str]
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
        self._lookalikes = Lookalikes(here.institutions)
        self._rows_named: defaultdict[NameAt, list[FileRow]] = defaultdict(list)
        self._seen: dict[str | UUID, int] = {}
        self._rows: dict[int, FileRow] = {}
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
        """Of another name it may be somebody else with a wrong address, who must not get lost."""
        before = self._rows[line]
        if row.written and before.written and not _is_called_alike(row, before):
            why = reasons.OTHER_NAME(line=line, name=before.written)
            return PlannedRow(row, Outcome.REFUSE, (why,))
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
        if (why_not := _why_not_add(row)) is not None:
            return PlannedRow(row, Outcome.REFUSE, (why_not,))
        question = self._which_institution(row)
        institution = self._institution_of(row, question)
        if institution is None:
            return self._unanswered(row, question.key)
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

    def _which_institution(self, row: FileRow) -> Question:
        """What is asked of a row whose institution nobody knows, with the rows before like it.

        Where it names none, the one to which the mail domain of an address belongs is proposed.
        """
        written, domain = compared(row.institution), ""
        alike = self._lookalikes.of(written)
        if not written and (domain := self._domain_of(row)):
            alike = (self._institutions[self.here.domains[domain]],)
        key = f"{About.INSTITUTION}:{f'@{domain}' if domain else written}"
        before = self.questions.get(key)
        rows = (*before.rows, row) if before else (row,)
        return Question(key, About.INSTITUTION, rows, institutions=alike, domain=domain)

    def _domain_of(self, row: FileRow) -> str:
        """The first domain of its addresses that belongs to an institution; empty: none does."""
        domains = (address.rpartition("@")[2] for address in row.addresses)
        return next((domain for domain in domains if domain in self.here.domains), "")

    def _institution_of(self, row: FileRow, question: Question) -> UUID | str | None:
        """Whose they are; a text is the key of an answer by which there will be a new one."""
        if (known := self.here.spellings.get(normalized(row.institution))) is not None:
            return known
        chosen = self._ask(question)
        if chosen == Chosen.NEW:
            return question.key
        return next(
            (known.id for known in self.here.institutions if chosen == f"is:{known.id}"), None
        )

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
        self._rows[row.line] = row
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


def _is_called_alike(one: FileRow, other: FileRow) -> bool:
    return name_key(one.name.given, one.name.family) == name_key(
        other.name.given, other.name.family
    )


def _why_not_take(row: FileRow) -> Reason | None:
    """Why nothing can be done with a row."""
    if row.not_addresses:
        return reasons.BAD_ADDRESS(address=row.not_addresses[0])
    return None if row.addresses else reasons.NO_ADDRESS


def _why_not_add(row: FileRow) -> Reason | None:
    """Why nobody is made of a row: certificates would be made out to that name."""
    if not row.name.family:
        return reasons.NO_NAME
    why_not = why_not_print(f"{row.name.given} {row.name.family} {row.name.degrees}")
    return why_not and reasons.BAD_NAME(name=row.written, problem=why_not)


def _held(person: KnownPerson) -> Reason | None:
    """A seat is held for them, which the file gives them no second time."""
    if person.status in {EnrollmentStatus.INVITED, EnrollmentStatus.OFFERED}:
        return WHY_NOT[person.status][EnrollmentEventKind.INVITED]
    return None
