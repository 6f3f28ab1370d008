"""Correcting what was issued: as who looked at the page, and pressed its button."""

from datetime import timedelta

from sqlalchemy.orm import Session

from app.casework.enums import AttendanceStatus
from app.casework.rules import Submitted
from app.certificates.corrections import actions
from app.certificates.corrections.actions import Revocation
from app.certificates.corrections.comparing import Compared, Wish
from app.certificates.corrections.queries import compared, compared_in_cohort
from app.certificates.models import Certificate, CertificateEvent
from app.certificates.queries import CertificateWithStatus, by_number, certificates_of_cohort
from app.certificates.rules import ReasonClass
from app.core.models import Job
from tests.amending import overwrite
from tests.cast import NOW, Cast
from tests.certificates.office import STATIONERY, here

LATER = NOW + timedelta(days=1)
NOTE = "She was entered twice."


def filed(session: Session, certificate: Certificate) -> CertificateWithStatus:
    """A certificate with what became of it."""
    found = by_number(session, certificate.number)
    assert found is not None
    return found


def look(session: Session, certificate: Certificate) -> Compared:
    """What the page of one certificate shows."""
    return compared(session, filed(session, certificate), STATIONERY, LATER)


def look_at_all(session: Session) -> list[Compared]:
    """What the page of spring-2026 shows."""
    place = here(session)
    issued = certificates_of_cohort(session, place.cohort.id)
    return compared_in_cohort(session, place, issued, STATIONERY, LATER)


def revoke(
    session: Session,
    certificate: Certificate,
    reason: ReasonClass = ReasonClass.ERROR,
    by: str = "cora",
) -> CertificateEvent:
    """Cora revokes a certificate."""
    who = Cast(session).id(by)
    said = Revocation(reason, NOTE)
    return actions.revoke(session, filed(session, certificate), said, by=who, now=LATER)


def reissue(
    session: Session,
    certificate: Certificate,
    note: str = "",
    *,
    hides_name: bool = True,
    seen: str | None = None,
    also: Wish | None = None,
    by: str = "cora",
) -> Job:
    """Cora orders another one, as she saw what would change."""
    found = look(session, certificate)
    return actions.reissue(
        session,
        here(session),
        filed(session, certificate),
        Wish(certificate.number, found.seen if seen is None else seen),
        STATIONERY,
        also=also,
        note=note,
        hides_name=hides_name,
        by=Cast(session).id(by),
        now=LATER,
    )


def reissue_all(session: Session, *numbers: str, by: str = "cora") -> Job:
    """Cora orders several; without numbers, all that differ."""
    wishes = [
        Wish(own.number, own.seen)
        for own in look_at_all(session)
        if (own.number in numbers if numbers else own.differences)
    ]
    return actions.reissue_many(
        session,
        here(session),
        wishes,
        STATIONERY,
        note="",
        hides_name=True,
        by=Cast(session).id(by),
        now=LATER,
    )


def mark_absent(session: Session, cast: Cast, position: int = 4) -> None:
    """Ben was not there after all, and nothing asks what rests on it, as in older data."""
    held, ben = cast.case_session("spring-2026", position).id, cast.enrollment("ben").id
    wanted = {ben: Submitted(AttendanceStatus.ABSENT, cast.mark(ben, held))}
    overwrite(session, held, wanted, by=cast.id("fay"), now=LATER)
