"""What a certificate is made from, and the lock of it, whether it is a learner's or a teacher's."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.certificates.issuing.inputs import Inputs
from app.certificates.issuing.queries import certificate_inputs
from app.certificates.issuing.queries import inputs_on_file as learner_on_file
from app.certificates.issuing.teaching.queries import teaching_inputs, teaching_on_file
from app.certificates.led.queries import lock_teaching
from app.certificates.orders import WantedCertificate
from app.certificates.queries import OnFile
from app.certificates.snapshot import CertificateKind
from app.cohorts.context import CohortContext
from app.cohorts.queries import lock_enrollment


def inputs_of(session: Session, wanted: WantedCertificate, now: datetime) -> Inputs | None:
    """What a certificate is made from; None for a learner who has left without any."""
    if wanted.kind is CertificateKind.TEACHING:
        return teaching_inputs(session, wanted.place_id, now)
    return certificate_inputs(session, wanted.place_id, now)


def inputs_on_file(session: Session, here: CohortContext, filing: OnFile, now: datetime) -> Inputs:
    """The same for a certificate that was read with all that stand beside it."""
    if filing.issued.certificate.kind is CertificateKind.TEACHING:
        return teaching_on_file(session, here, filing, now)
    return learner_on_file(session, here, filing, now)


def lock_place(session: Session, wanted: WantedCertificate) -> None:
    """Lock what a certificate hangs on until commit: no claim is taken back meanwhile."""
    if wanted.kind is CertificateKind.TEACHING:
        lock_teaching(session, wanted.place_id)
    else:
        lock_enrollment(session, wanted.place_id)
