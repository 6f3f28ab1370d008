"""One's own certificates."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from markupsafe import Markup

from app.certificates.pars.own.queries import OwnPermission
from app.certificates.queries import CertificateWithStatus
from app.certificates.snapshot import CertificateKind, CertificateSnapshot, from_json
from app.language import Text, _
from app.language.moments import long_date
from app.site.my.certificates.next import NextStep
from app.site.parts.certificates import StatusLine, amount, status_line
from app.web.parts import Link

LINKEDIN = "https://www.linkedin.com/profile/add"


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
    of_learning: bool
    """Whether a transcript lists it: one of teaching is no credit."""
    linkedin: str | None
    """LinkedIn’s own form for one that holds; nothing is sent there before it is opened."""
    badge: str | None
    """Where its holder makes a digital badge of one that holds, and withdraws it of any."""


@dataclass(frozen=True)
class Reported:
    """That one allows one's credit of a cohort to be reported, and where that is taken back."""

    cohort: str
    since: str
    action: str


@dataclass(frozen=True)
class MyCertificatesPage:
    """A person's certificates."""

    certificates: Sequence[MyCertificate]
    next: Sequence[NextStep]
    """What comes next where there is not all yet that there will be."""
    reported: Sequence[Reported]
    """In which cohorts one allows that one's credit is reported, if in any."""
    withdrawn: bool
    """Whether one has just taken that back."""

    @property
    def can_be_listed(self) -> bool:
        """Whether there is one that a transcript would list."""
        return any(own.status.holds and own.of_learning for own in self.certificates)


def my_certificates_page(
    issued: Sequence[CertificateWithStatus],
    following: Sequence[NextStep],
    permissions: Sequence[OwnPermission],
    base_url: str,
    *,
    zone: str,
    badges: Collection[UUID] = (),
    withdrawn: bool = False,
) -> MyCertificatesPage:
    """The list of one's own certificates, and of what is reported.

    `base_url`: of this site, for who links to it. `zone`: the reader's. `badges`: of which
    certificates there is one.
    """
    return MyCertificatesPage(
        [_line(each, base_url, has_badge=each.certificate.id in badges) for each in issued],
        following,
        [_reported(own, zone) for own in permissions],
        withdrawn,
    )


def _reported(own: OwnPermission, zone: str) -> Reported:
    action = f"/my/certificates/pars/{own.slug}/withdrawal"
    return Reported(own.title, long_date(own.given_at, zone), action)


def _line(issued: CertificateWithStatus, base_url: str, *, has_badge: bool) -> MyCertificate:
    snapshot = from_json(issued.certificate.snapshot)
    badge = f"/my/certificates/{snapshot.number}/badge"
    status = status_line(issued.status, snapshot.zone)
    newer = issued.after.number if issued.after else None
    return MyCertificate(
        heading=snapshot.name,
        activity=snapshot.subject,
        amount=amount(snapshot),
        issued=snapshot.issued_on,
        number=snapshot.number,
        pdf=f"/my/certificates/{snapshot.number}.pdf",
        verify=f"/verify/{snapshot.code}",
        status=status,
        replaces=issued.before.number if issued.before else None,
        newer=Link(_("See the newer one"), f"#{newer}") if newer else None,
        of_learning=snapshot.kind is not CertificateKind.TEACHING,
        linkedin=linkedin_address(snapshot, base_url) if status.holds else None,
        badge=badge if status.holds or has_badge else None,
    )


def linkedin_address(snapshot: CertificateSnapshot, base_url: str) -> str:
    """LinkedIn's form for a certificate, filled in with what anybody can read on its public page.

    Its name is in the language of the certificate, since it goes with that.
    """
    fields = {
        "startTask": "CERTIFICATION_NAME",
        "name": f"{snapshot.name}: {snapshot.subject}",
        "organizationName": snapshot.provider,
        "issueYear": snapshot.issued_on.year,
        "issueMonth": snapshot.issued_on.month,
        "certUrl": f"{base_url}/verify/{snapshot.code}",
        "certId": snapshot.number,
    }
    return f"{LINKEDIN}?{urlencode(fields)}"
