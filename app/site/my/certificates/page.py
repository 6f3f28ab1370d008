"""One's own certificates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from app.certificates.queries import CertificateWithStatus
from app.certificates.snapshot import CertificateSnapshot, from_json
from app.language import Text, _
from app.site.my.certificates.next import NextStep
from app.site.parts.certificates import StatusLine, amount, status_line, subject
from app.web.parts import Link


@dataclass(frozen=True)
class MyCertificate:
    """One of a person's own certificates."""

    heading: Text
    activity: str
    amount: Text | Markup | None
    issued: date
    number: str
    pdf: str
    verify: str
    status: StatusLine
    replaces: str | None
    """The number of the one whose place it took."""
    newer: Link | None
    """The one that took its place."""


@dataclass(frozen=True)
class MyCertificatesPage:
    """A person's certificates."""

    certificates: Sequence[MyCertificate]
    next: Sequence[NextStep]
    """What comes next where there is not all yet that there will be."""


def my_certificates_page(
    issued: Sequence[CertificateWithStatus], following: Sequence[NextStep]
) -> MyCertificatesPage:
    """The list of one's own certificates."""
    return MyCertificatesPage(
        [_line(certificate, from_json(certificate.certificate.snapshot)) for certificate in issued],
        following,
    )


def _line(issued: CertificateWithStatus, snapshot: CertificateSnapshot) -> MyCertificate:
    newer = issued.after.number if issued.after else None
    return MyCertificate(
        heading=snapshot.kind.words,
        activity=subject(snapshot),
        amount=amount(snapshot),
        issued=snapshot.issued_on,
        number=snapshot.number,
        pdf=f"/my/certificates/{snapshot.number}.pdf",
        verify=f"/verify/{snapshot.code}",
        status=status_line(issued.status, snapshot.zone),
        replaces=issued.before.number if issued.before else None,
        newer=Link(_("See the newer one"), f"#{newer}") if newer else None,
    )
