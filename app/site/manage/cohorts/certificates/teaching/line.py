"""One person who led sessions of a cohort: which, for how long, and what they have of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.certificates.led.rules import Led, minutes_in
from app.certificates.queries import CertificateWithStatus
from app.certificates.teaching.ahead import Ahead, live_of
from app.certificates.teaching.queries import Teacher
from app.certificates.teaching.rules import Chosen
from app.cohorts.context import CohortContext
from app.language import Text, _, ngettext
from app.language.moments import local
from app.language.reasons import Reason
from app.people.rules import why_not_deal_with
from app.site.manage.cohorts.certificates.line import Paper
from app.site.manage.cohorts.certificates.teaching.forms import value_of
from app.site.manage.cohorts.page import path_of
from app.site.parts.people import person_path

PARTS = {"lead": _("Leads"), "co_lead": _("Co-leads"), "guest": _("Guest")}


@dataclass(frozen=True)
class LedLine:
    """One session that was held."""

    day: date
    """Local to the cohort."""
    title: str
    part: Text
    minutes: int


@dataclass(frozen=True)
class TeacherLine:
    """One person who led sessions, or was certified to."""

    name: str
    """As it would stand on a certificate of today."""
    search_name: str
    institution: str
    href: str
    led: Sequence[LedLine]
    minutes: int
    papers: Sequence[Paper]
    """Every certificate of teaching they were given here."""
    value: str | None
    """What the checkbox sends; None where nothing can be issued by the reader now."""
    chosen: bool
    ready: bool
    """Whether one can be issued, were it by somebody else."""
    preview: str | None
    why_not: Reason | None
    """Why what is due is not the reader's to issue, or why nothing is due."""
    under_way: bool
    differs: bool
    """Whether another one would say something else than the one that holds."""

    @property
    def sessions(self) -> Text:
        """`3 sessions`."""
        return ngettext("{count} session", "{count} sessions", count=len(self.led))

    @property
    def numbers(self) -> str:
        """Those of theirs that hold."""
        return " ".join(own.number for own in self.papers if own.holds)


def teacher_line(
    here: CohortContext,
    teacher: Teacher,
    ahead: Ahead,
    *,
    by: UUID,
    under_way: bool,
    picked: frozenset[UUID] | None,
) -> TeacherLine:
    """How somebody stands. `picked`: who was chosen; None: everybody who can be."""
    person = teacher.person
    ready = ahead.draft is not None and not under_way
    oneself = why_not_deal_with([person.id], by=by) if ready else None
    can_issue = ready and oneself is None
    return TeacherLine(
        name=ahead.name,
        search_name=person.search_name,
        institution=teacher.institution.short_name,
        href=person_path(person.id),
        led=[_led(own, here.cohort.zone) for own in teacher.led],
        minutes=minutes_in(teacher.led),
        papers=[_paper(own) for own in teacher.issued],
        value=value_of(Chosen(person.id, ahead.seen)) if can_issue else None,
        chosen=can_issue and (picked is None or person.id in picked),
        ready=ready,
        preview=f"{teaching_path(here)}/preview?person={person.id}" if ready else None,
        why_not=oneself or (None if live_of(teacher) or under_way else ahead.why_not),
        under_way=under_way,
        differs=ahead.differs,
    )


def teaching_path(here: CohortContext) -> str:
    """The address of a cohort's certificates of teaching."""
    return f"{path_of(here)}/certificates/teaching"


def _led(own: Led, zone: str) -> LedLine:
    day = local(own.starts_at, zone).date()
    return LedLine(day, own.title, PARTS.get(own.part, own.part), own.minutes)


def _paper(issued: CertificateWithStatus) -> Paper:
    own = issued.certificate
    path = f"/manage/certificates/{own.number}"
    return Paper(own.kind.words, own.number, path, issued.status.state, issued.status.doubt)
