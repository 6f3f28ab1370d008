"""What a certificate is made from, and the lock of it, whether it is a learner's or a teacher's."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.certificates.issuing.inputs import Inputs
from app.certificates.issuing.queries import certificate_inputs
from app.certificates.issuing.teaching.queries import teaching_inputs
from app.certificates.led.queries import lock_teaching
from app.certificates.orders import WantedCertificate
from app.certificates.snapshot import CertificateKind
from app.cohorts.queries import lock_enrollment


def inputs_of(session: Session, wanted: WantedCertificate, now: datetime) -> Inputs | None:
    """What a certificate is made from; None for a learner who withdrew."""
    if wanted.kind is CertificateKind.TEACHING:
        return teaching_inputs(session, wanted.place_id, now)
    return certificate_inputs(session, wanted.place_id, now)


def lock_place(session: Session, wanted: WantedCertificate) -> None:
    """Lock what a certificate hangs on until commit: no claim is taken back meanwhile."""
    if wanted.kind is CertificateKind.TEACHING:
        lock_teaching(session, wanted.place_id)
    else:
        lock_enrollment(session, wanted.place_id)
