"""One person who applied: when, how it stands, and what they answered."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from app.cohorts.applications.enums import QuestionKind
from app.cohorts.applications.models import ApplicationAnswer
from app.cohorts.context import CohortContext
from app.cohorts.deciding.queries import Application
from app.language import Text
from app.language.moments import date_time, local
from app.language.styles import day
from app.site.manage.cohorts.page import path_of
from app.site.parts.application import answer_facts
from app.site.parts.decisions import became, decided_by
from app.site.parts.places import STATUS
from app.web.parts import Badge, Fact
from app.web.spreadsheet import Cell


@dataclass(frozen=True)
class ApplicationLine:
    """Somebody who applied."""

    application: Application
    answers: Sequence[ApplicationAnswer]
    zone: str
    href: str

    @property
    def person_id(self) -> UUID:
        """Who it is."""
        return self.application.person.id

    @property
    def name(self) -> str:
        """`Okafor, Dana`."""
        return self.application.person.sort_name

    @property
    def applied(self) -> str:
        """When they applied last."""
        return date_time(self.application.applied_at, self.zone)

    @property
    def day(self) -> str:
        """On which day that was, where the cohort is."""
        return day(local(self.application.applied_at, self.zone))

    @property
    def applied_at(self) -> datetime:
        """The moment at which they applied last, on the clocks of the cohort."""
        return local(self.application.applied_at, self.zone)

    @property
    def decided_at(self) -> datetime | None:
        """The moment at which it was decided; None while it waits."""
        at = None if self.application.waits else self.application.decided_at
        return local(at, self.zone) if at else None

    @property
    def decided_by(self) -> Text:
        """By whom, and on whose behalf."""
        return decided_by(self.application) if self.decided_at else ""

    @property
    def status(self) -> Badge:
        """How it stands."""
        return STATUS[self.application.enrollment.status]

    @property
    def became(self) -> Text:
        """By whom it was decided, and when."""
        return became(self.application, self.zone)

    @property
    def facts(self) -> list[Fact]:
        """What they answered."""
        return answer_facts(self.answers, self.zone)

    def answered(self, question_id: UUID) -> Cell:
        """Their answer to a question of the form, in a spreadsheet."""
        return self._cell(answer for answer in self.answers if answer.question_id == question_id)

    def noted(self, label: str) -> Cell:
        """What a file says of them in a column that is no question, in a spreadsheet."""
        notes = (answer for answer in self.answers if answer.question_id is None)
        return self._cell(note for note in notes if note.label == label)

    def _cell(self, found: Iterator[ApplicationAnswer]) -> Cell:
        """The first of them; a number stays one."""
        if (answer := next(found, None)) is None:
            return None
        is_number = answer.kind is QuestionKind.NUMBER and answer.people_import_id is None
        if answer.kind is QuestionKind.CONSENT:
            return local(answer.answered_at, self.zone)
        return Decimal(answer.value) if is_number else answer.value


def application_lines(
    here: CohortContext,
    applications: Sequence[Application],
    answers: Mapping[UUID, Sequence[ApplicationAnswer]],
) -> list[ApplicationLine]:
    """One line for everybody who applied."""
    path, zone = path_of(here), here.cohort.zone
    return [
        ApplicationLine(
            application,
            answers.get(application.enrollment.id, ()),
            zone,
            f"{path}/people/{application.person.id}",
        )
        for application in applications
    ]
