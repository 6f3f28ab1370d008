"""The certificates issued in a cohort."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.certificates.queries import CertificateInCohort
from app.certificates.snapshot import from_json
from app.cohorts.context import CohortContext
from app.language import Text, pgettext
from app.language.moments import long_date
from app.site.manage.cohorts.pages import path_of


@dataclass(frozen=True)
class CertificateLine:
    """One certificate as it was issued, whatever became of its owner's profile."""

    name: str
    kind: Text
    number: str
    issued: str
    iso: str
    status: Text | None
    """`Revoked` or `Replaced`; None while it holds."""
    path: str


@dataclass(frozen=True)
class CertificatesPage:
    """A cohort's certificates by family name."""

    cohort: str
    path: str
    lines: Sequence[CertificateLine]


def certificates_page(
    here: CohortContext, filed: Sequence[CertificateInCohort]
) -> CertificatesPage:
    """Everything issued in a cohort; the name is the one on the paper."""
    zone = here.cohort.zone
    return CertificatesPage(
        here.cohort.title, path_of(here), [_line(certificate, zone) for certificate in filed]
    )


def _line(filed: CertificateInCohort, zone: str) -> CertificateLine:
    certificate = filed.certificate
    snapshot = from_json(certificate.snapshot)
    revoked = pgettext("of a certificate", "Revoked") if filed.revoked else None
    return CertificateLine(
        name=snapshot.full_name,
        kind=snapshot.kind.words,
        number=certificate.number,
        issued=long_date(certificate.issued_at, zone),
        iso=certificate.issued_at.isoformat(),
        status=revoked or (pgettext("of a certificate", "Replaced") if filed.replaced else None),
        path=f"/manage/certificates/{certificate.number}",
    )
