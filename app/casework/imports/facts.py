"""What is known of a roster, and what becomes of everybody in some files; values only. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from app.casework.enums import AttendanceStatus
from app.casework.hours import Hour
from app.casework.imports.enums import Rule
from app.casework.imports.reading.placing import Placed, PlacedStay
from app.casework.rules import Mark
from app.language.reasons import Reason

NO_MARK = Mark()
NOBODY = "nobody"
"""The choice that a row counts for nobody."""


@dataclass(frozen=True)
class Known:
    """Somebody who may be in a file: of the roster, or who leads the session."""

    person_id: UUID
    given_name: str
    family_name: str
    site: str
    addresses: tuple[str, ...]
    """Those that are theirs for sure, the primary one first."""
    enrollment_id: UUID | None = None
    """None for who only leads the session."""
    aliases: frozenset[str] = frozenset()
    """What they were called in files when somebody said who it was; addresses among it."""
    is_expected: bool = True
    is_excused: bool = False
    """Whether an excuse was granted to them in advance."""
    mark: Mark = NO_MARK
    why_stays: Reason | None = None
    """Why their mark is not changed by any file."""
    apart_id: UUID | None = None
    """Their place, where no session is theirs by their arm of a trial: then no mark is, either."""


@dataclass(frozen=True)
class Policy:
    """How minutes become a status."""

    present_minutes: int
    late_after_minutes: int


@dataclass(frozen=True)
class Roster:
    """All that matching has to know."""

    hour: Hour
    policy: Policy
    people: Sequence[Known]
    """Of the roster, by family name."""
    leaders: Sequence[Known]
    """Who leads the session and is not on the roster."""
    apart: Sequence[Known] = ()
    """Who is in the cohort and has no session."""
    elsewhere: frozenset[str] = frozenset()
    """Addresses of people of Waypost who are neither."""
    is_series: bool = False
    """Whether people come as they like, so that nobody who is not in a file was absent."""


@dataclass(frozen=True, slots=True)
class FileStay:
    """A stay, and which of the files it is of."""

    file: int
    placed: PlacedStay


@dataclass(frozen=True)
class Participant:
    """Somebody as files call them: what has one address, or one name and no address."""

    key: str
    """Names them in what is chosen."""
    name: str
    address: str
    stays: Sequence[FileStay]
    is_host: bool = False


@dataclass(frozen=True)
class Presence:
    """When somebody was there."""

    minutes: int | None
    """Within the session, each minute once; None where no file says it."""
    joined: datetime | None
    left: datetime | None
    is_assumed: bool = False
    """Whether one of the times was not told."""


@dataclass(frozen=True)
class Match:
    """Somebody on the roster who is in the files."""

    known: Known
    rule: Rule
    participants: Sequence[Participant]
    presence: Presence
    by_policy: AttendanceStatus


@dataclass(frozen=True)
class Question:
    """Somebody in the files who may be one of some people."""

    participant: Participant
    presence: Presence
    candidates: Sequence[Known]
    why: Reason
    is_shared: bool
    """Whether the name is that of two people, so that no answer to it is remembered."""
    chosen: str = ""
    """What was chosen: the enrollment, or nobody."""


@dataclass(frozen=True)
class SetAside:
    """Somebody in the files of whom no mark comes."""

    participant: Participant
    presence: Presence
    why: Reason
    apart_id: UUID | None = None
    """Whose place it is, though the session is not theirs."""


@dataclass(frozen=True)
class Decision:
    """What becomes of the mark of somebody on the roster."""

    known: Known
    becomes: AttendanceStatus
    """What their mark is then."""
    minutes: int | None
    why_stays: Reason | None
    """Why it stays what it is; None where it changes."""


@dataclass(frozen=True)
class Review:
    """What becomes of some files."""

    roster: Roster
    files: Sequence[Placed]
    matched: Sequence[Match]
    questions: Sequence[Question]
    """Those that were answered, too."""
    unknown: Sequence[SetAside]
    hosts: Sequence[SetAside]
    absent: Sequence[Decision]
    """Of who is on the roster and not in the files; in a series, of who has a mark."""
    decisions: Mapping[UUID, Decision] = field(default_factory=dict)
    """Of everybody on the roster, by enrollment; in a series, of who has a mark or gets one."""

    @property
    def open_questions(self) -> Sequence[Question]:
        """What waits for a choice."""
        return [question for question in self.questions if not question.chosen]

    @property
    def changes(self) -> Sequence[Decision]:
        """Marks that would be written."""
        return [decision for decision in self.decisions.values() if decision.why_stays is None]
