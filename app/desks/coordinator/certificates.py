"""The certificates issued in a cohort."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.certificates.snapshot import from_json
from app.cohorts.loaders import CohortHere
from app.desks.coordinator.cohorts import path_of
from app.desks.coordinator.queries import FiledCertificate
from app.web.times import long_date


@dataclass(frozen=True)
class CertificateLine:
    """One certificate as it was issued, whatever became of its owner's profile."""

    name: str
    kind: str
    number: str
    issued: str
    iso: str
    status: str | None
    """`Revoked` or `Replaced`; None while it holds."""
    path: str


@dataclass(frozen=True)
class CertificatesPage:
    """A cohort's certificates by family name."""

    cohort: str
    path: str
    lines: Sequence[CertificateLine]


def certificates_page(here: CohortHere, filed: Sequence[FiledCertificate]) -> CertificatesPage:
    """Everything issued in a cohort; the name is the one on the paper."""
    zone = here.cohort.zone
    return CertificatesPage(here.cohort.title, path_of(here), [_line(one, zone) for one in filed])


def _line(filed: FiledCertificate, zone: str) -> CertificateLine:
    certificate = filed.certificate
    snapshot = from_json(certificate.snapshot)
    revoked = "Revoked" if filed.revoked else None
    return CertificateLine(
        name=snapshot.full_name,
        kind=snapshot.kind.heading,
        number=certificate.number,
        issued=long_date(certificate.issued_at, zone),
        iso=certificate.issued_at.isoformat(),
        status=revoked or ("Replaced" if filed.replaced else None),
        path=f"/manage/certificates/{certificate.number}",
    )
