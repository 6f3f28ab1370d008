"""What a plan is made of, and what it says. Values only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from uuid import UUID

from app.cohorts.enrollments.rules import Seats
from app.cohorts.enums import EnrollmentStatus
from app.cohorts.intake.enums import Outcome
from app.cohorts.intake.names import Name
from app.language.reasons import Reason
from app.people.enums import Profession

Answers = tuple[tuple[str, str], ...]
"""Headers of further columns with what stands below them."""
Choices = Mapping[str, Mapping[str, str]]
"""What was decided, by the key of the question."""


WRITES = frozenset({Outcome.ENROLL, Outcome.INVITE, Outcome.WAITLIST})
"""With these something is written."""


class About(StrEnum):
    """What a question is about."""

    INSTITUTION = "institution"
    PERSON = "person"
    ADDRESS = "address"


class Chosen(StrEnum):
    """Answers to questions, besides which of several."""

    OUT = "out"
    """The row is left out."""
    NEW = "new"
    """It is an institution that is not known yet."""
    TWO = "two"
    """They are two different people."""


@dataclass(frozen=True)
class FileRow:
    """One row, read."""

    line: int
    written: str
    """The name as it stands there."""
    name: Name
    addresses: tuple[str, ...]
    not_addresses: tuple[str, ...] = ()
    """What looks like an address and is none."""
    institution: str = ""
    profession: Profession = Profession.OTHER
    is_by_degrees: bool = False
    """Whether the file says the degrees only, and the profession was taken from them."""
    department: str = ""
    rank: str = ""
    answers: Answers = ()


@dataclass(frozen=True)
class KnownPerson:
    """Somebody who is in Waypost, and how they stand in the cohort."""

    id: UUID
    given_name: str
    family_name: str
    degrees: str
    institution_id: UUID
    is_disabled: bool
    status: EnrollmentStatus = EnrollmentStatus.NONE
    seat_institution_id: UUID | None = None
    """For whose seats they count, where they have had a place."""
    addresses: tuple[str, ...] = ()


@dataclass(frozen=True)
class KnownInstitution:
    """An institution that is in Waypost."""

    id: UUID
    name: str
    short_name: str
    zone: str


@dataclass(frozen=True)
class Here:
    """All that a plan has to know besides the file."""

    cohort: str
    """Its title."""
    people: Sequence[KnownPerson]
    institutions: Sequence[KnownInstitution]
    spellings: Mapping[str, UUID]
    """Institutions by each of their names, as names are compared."""
    seats: Seats
    domains: Mapping[str, UUID] = field(default_factory=dict)
    """Institutions by the mail domains that are theirs alone."""
    waiting: int = 0
    """How many are on the waitlist."""
    by: UUID | None = None
    """Who imports."""


@dataclass(frozen=True)
class Question:
    """What somebody has to decide."""

    key: str
    about: About
    rows: tuple[FileRow, ...]
    """Whose outcome depends on it."""
    people: tuple[KnownPerson, ...] = ()
    """Who it may be."""
    earlier: tuple[FileRow, ...] = ()
    """Rows above that it may be."""
    institutions: tuple[KnownInstitution, ...] = ()
    """Those whose name is like the one in the file."""
    domain: str = ""
    """Of the addresses of its rows, where they name no institution and this one is its."""

    @property
    def row(self) -> FileRow:
        """The first of its rows."""
        return self.rows[0]


@dataclass(frozen=True)
class PlannedRow:
    """What becomes of a row, and why."""

    row: FileRow
    outcome: Outcome
    reasons: tuple[Reason, ...]
    person: KnownPerson | None = None
    """None: somebody new, or nobody."""
    institution: UUID | str | None = None
    """Of somebody new; a text is the key of the question by which there will be a new one."""
    address: str = ""
    """Of somebody new."""
    number: int = 0
    """Which in line, on the waitlist."""

    @property
    def is_new(self) -> bool:
        """Whether an account is made for them."""
        return self.outcome in WRITES and self.person is None


@dataclass(frozen=True)
class Plan:
    """What becomes of every row, and what has to be decided before."""

    rows: tuple[PlannedRow, ...]
    questions: tuple[Question, ...] = ()
    """In the order of the file, those that were answered too."""
    choices: Choices = field(default_factory=dict)

    @cached_property
    def counts(self) -> Counter[Outcome]:
        """How many rows have which outcome."""
        return Counter(planned.outcome for planned in self.rows)

    @property
    def open_questions(self) -> list[Question]:
        """Those that nobody answered yet."""
        return [question for question in self.questions if question.key not in self.choices]

    def with_outcome(self, *outcomes: Outcome) -> list[PlannedRow]:
        """The rows of which this becomes."""
        return [planned for planned in self.rows if planned.outcome in outcomes]

    def institutions_meant(self) -> dict[str, UUID | str]:
        """By what the file calls it, which institution somebody said it is.

        Its id, or the name of one that is added for it.
        """
        meant: dict[str, UUID | str] = {}
        for question in self.questions:
            given, written = self.choices.get(question.key, {}), question.row.institution
            if question.about is About.INSTITUTION and written:
                if given.get("choice") == Chosen.NEW:
                    meant[written] = given["name"]
                elif given.get("choice", "").startswith("is:"):
                    meant[written] = UUID(given["choice"].removeprefix("is:"))
        return meant

    @property
    def fingerprint(self) -> str:
        """Changes when what happens to any row does."""
        said = ",".join(
            f"{planned.row.line}{planned.outcome.value[:1]}"
            f"{planned.person.id.hex[:8] if planned.person else planned.address}"
            for planned in self.rows
        )
        return sha256(said.encode()).hexdigest()
