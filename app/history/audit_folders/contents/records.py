"""What an audit folder is made of, as it was read, and what it is made into."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from app.casework.excuses.models import Excuse, ExcuseEvent
from app.casework.imports.models import AttendanceImport
from app.casework.make_up_requests.models import MakeUpEvent, MakeUpRequest
from app.casework.models import Attendance, AttendanceChange, MakeUp
from app.certificates.models import CertificateClosure, CertificateEvent
from app.certificates.queries import CertificateInCohort
from app.certificates.teaching.queries import Teacher
from app.cohorts.context import CohortContext
from app.cohorts.enrollments.models import EnrollmentEvent
from app.cohorts.models import Enrollment, PolicyVersion
from app.cohorts.queries import UnitRow
from app.credit.claims.queries import ClaimMade
from app.credit.eligibility.rules import ApprovedActivity
from app.credit.status.rules import CreditStatus
from app.history.audit_folders.contents.approved import Approvals
from app.history.audit_folders.contents.disclosed import Disclosed
from app.history.queries import HistoryLine
from app.history.retention.rules import Retained
from app.language import Text, _
from app.language.cells import Cell, csv_text
from app.language.moments import local
from app.learning.signatures.queries import Signed
from app.outcomes.results.queries import SurveyWithInstrument
from app.outcomes.results.records import AnsweredSurvey
from app.people.models import Institution, Person
from app.surveys.queries import Response

_UTF_8 = "utf-8-sig"
"""With the mark by which spreadsheet programs know it."""


def yes_no(is_so: bool) -> Text:
    """A truth as a cell says it."""
    return _("Yes") if is_so else _("No")


class Sheet(NamedTuple):
    """One table of the folder."""

    path: str
    about: Text
    """What it holds, as the cover says it."""
    headers: Sequence[Text]
    rows: Sequence[Sequence[Cell]]

    @property
    def content(self) -> bytes:
        """As CSV."""
        return csv_text(self.headers, self.rows).encode(_UTF_8)


class StoredFile(NamedTuple):
    """A file of the folder that is there as it is stored."""

    path: str
    content: bytes


@dataclass(frozen=True)
class Place:
    """Somebody who is or was enrolled."""

    enrollment: Enrollment
    person: Person
    institution: Institution
    """What they belonged to when they were enrolled."""


@dataclass(frozen=True)
class Leader:
    """Who has a part in a session."""

    case_session_id: UUID
    part: str
    person: Person


@dataclass(frozen=True)
class StoredMark:
    """A mark, of which session, and whether a make-up stands beside it."""

    attendance: Attendance
    made_up: bool


@dataclass(frozen=True)
class MakeUpRecorded:
    """A make-up, and what became of it."""

    make_up: MakeUp
    withdrawn_at: datetime | None
    withdrawn_by: UUID | None
    why_withdrawn: str | None


@dataclass(frozen=True)
class RequestStep:
    """One step of a make-up that somebody submitted."""

    make_up_request: MakeUpRequest
    make_up_event: MakeUpEvent


@dataclass(frozen=True)
class SentFile:
    """A file of attendance, with its bytes where they were kept."""

    attendance_import: AttendanceImport
    content: bytes | None


@dataclass(frozen=True)
class ChangedMark:
    """One change of a mark, and of whose mark at which session."""

    attendance_change: AttendanceChange
    enrollment_id: UUID
    case_session_id: UUID


class KeptUntil(NamedTuple):
    """For how long the records of a cohort are kept at least."""

    retained: Retained
    years: int

    @property
    def until(self) -> date:
        """The last day of it."""
        return self.retained.due_on - timedelta(days=1)


@dataclass(frozen=True)
class CohortRead:
    """Everything that a folder is made of, all of one moment."""

    here: CohortContext
    now: datetime
    units: Sequence[UnitRow]
    leaders: Sequence[Leader]
    places: Sequence[Place]
    events: Sequence[EnrollmentEvent]
    marks: Sequence[StoredMark]
    changes: Sequence[ChangedMark]
    files: Sequence[SentFile]
    excuses: Sequence[Excuse]
    excuse_steps: Sequence[ExcuseEvent]
    make_ups: Sequence[MakeUpRecorded]
    requests: Sequence[RequestStep]
    signed: Sequence[Signed]
    modules: Mapping[UUID, str]
    """The hash of each version of a module that was signed."""
    activities: Sequence[ApprovedActivity]
    """Every version, the first one first."""
    policies: Sequence[PolicyVersion]
    claims: Sequence[ClaimMade]
    standings: Mapping[UUID, CreditStatus]
    """Of everybody in the roster, also of who has left."""
    approvals: Approvals
    disclosed: Disclosed
    surveys: Sequence[SurveyWithInstrument]
    answers: Sequence[AnsweredSurvey]
    responses: Mapping[UUID, Response]
    certificates: Sequence[CertificateInCohort]
    """Of learners."""
    teachers: Sequence[Teacher]
    """Who led sessions, with their certificates of teaching."""
    certificate_events: Sequence[CertificateEvent]
    certificate_closures: Sequence[CertificateClosure]
    """Decisions that one stays revoked although another would be due."""
    pdfs: Mapping[UUID, bytes]
    lines: Sequence[HistoryLine]
    people: Mapping[UUID, Person]
    """Who acted, by id."""
    issuing: int = 0
    """How many certificates are being issued at that moment, and not in it."""
    retained: KeptUntil | None = None
    """For how long the records are kept; None of a draft."""

    @cached_property
    def numbers(self) -> Mapping[UUID, int]:
        """Each place's number in the roster: by it the tables name people, beside their name."""
        return {place.enrollment.id: at for at, place in enumerate(self.places, 1)}

    @cached_property
    def _names(self) -> Mapping[UUID, str]:
        return {place.enrollment.id: place.person.sort_name for place in self.places}

    @cached_property
    def positions(self) -> Mapping[UUID, int]:
        """The position of each session's unit."""
        return {unit.session_id: unit.position for unit in self.units if unit.session_id}

    def who(self, enrollment_id: UUID) -> tuple[Cell, Cell]:
        """Number and name of somebody in the roster; no number of who was never enrolled."""
        return self.numbers.get(enrollment_id), self._names.get(enrollment_id, "")

    def by(self, person_id: UUID | None) -> str:
        """Who acted; empty for a rule or the command line."""
        person = self.people.get(person_id) if person_id else None
        return person.display_name if person else ""

    def at(self, moment: datetime | None) -> Cell:
        """A moment on the cohort's clock."""
        return local(moment, self.here.cohort.zone) if moment else None

    def label(self, case_session_id: UUID) -> str:
        """The unit of a session: "Week 5"."""
        position = self.positions.get(case_session_id)
        return self.here.label(position) if position else ""

    @cached_property
    def certificate_numbers(self) -> Mapping[UUID, str]:
        """The number of each certificate of the cohort."""
        taught = (own.certificate for teacher in self.teachers for own in teacher.issued)
        issued = (own.certificate for own in self.certificates)
        return {own.id: own.number for own in (*issued, *taught)}
