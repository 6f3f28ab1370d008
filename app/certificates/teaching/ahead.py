"""A certificate of teaching as it would be now, beside the one that holds."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.certificates.corrections.differences import differences
from app.certificates.faces import face
from app.certificates.issuing.draft import PrintSetup, build_preview
from app.certificates.issuing.inputs import TeachingInputs
from app.certificates.orders import Replacement
from app.certificates.queries import CertificateWithStatus
from app.certificates.rules import CertificateState, ReasonClass, full_name
from app.certificates.snapshot import CertificateKind, CertificateSnapshot, from_json
from app.certificates.teaching.queries import Teacher, inputs_ahead, teachers
from app.certificates.teaching.rules import CHANGED_SINCE, Chosen
from app.cohorts.context import CohortContext
from app.core.errors import ConflictError, RefusedError
from app.credit.queries import activity_of
from app.language.reasons import Reason


@dataclass(frozen=True)
class Ahead:
    """What somebody could get for their teaching."""

    person_id: UUID
    name: str
    """As it would be printed."""
    draft: CertificateSnapshot | None
    why_not: Reason | None
    """Why nothing can be issued that takes no other's place."""
    differs: bool = False
    """Whether the one that holds says something else than another would say in its place."""

    @property
    def seen(self) -> str:
        """Changes with all that would stand on it; empty where nothing can be issued."""
        return face(self.draft) if self.draft else ""


def aheads(
    session: Session, here: CohortContext, print_setup: PrintSetup, now: datetime
) -> dict[UUID, tuple[Teacher, Ahead]]:
    """Everybody who led a session or was certified to, by person.

    Six statements for any number of people.
    """
    approved = activity_of(session, here.cohort.id)
    return {
        own.person.id: (own, ahead(inputs_ahead(here, own, approved), own, print_setup, now))
        for own in teachers(session, here.cohort.id, now)
    }


def ahead(
    inputs: TeachingInputs, teacher: Teacher, print_setup: PrintSetup, now: datetime
) -> Ahead:
    """What one person could get now."""
    person = teacher.person
    name = full_name(person.certificate_name, person.degrees)
    try:
        draft = build_preview(inputs, CertificateKind.TEACHING, print_setup, now)
    except (RefusedError, ConflictError) as refused:
        differs = _differs(inputs, teacher, print_setup, now)
        return Ahead(person.id, name, None, refused.reason, differs)
    return Ahead(person.id, name, draft, None)


def _differs(
    inputs: TeachingInputs, teacher: Teacher, print_setup: PrintSetup, now: datetime
) -> bool:
    live = live_of(teacher)
    if live is None:
        return False
    place = Replacement(live.certificate.id, ReasonClass.OTHER)
    try:
        after = build_preview(inputs, CertificateKind.TEACHING, print_setup, now, place)
    except (RefusedError, ConflictError):
        return True  # it could not be issued at all now
    return bool(differences(from_json(live.certificate.snapshot), after))


def live_of(teacher: Teacher) -> CertificateWithStatus | None:
    """The certificate of theirs that holds."""
    return next((own for own in teacher.issued if own.status.state is CertificateState.VALID), None)


def why_not_as_seen(chosen: Chosen, ahead: Ahead) -> Reason | None:
    """Why somebody is not given what was chosen: it is not due, or not what was looked at."""
    if ahead.why_not is not None or chosen.seen == ahead.seen:
        return ahead.why_not
    return CHANGED_SINCE(name=ahead.name)
