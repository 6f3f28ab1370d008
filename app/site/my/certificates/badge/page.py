"""Where somebody makes a badge of their own certificate, fetches it, and withdraws it."""

from dataclasses import dataclass
from datetime import date

from app.certificates.badges.rules import MadeBadge, Revoked, why_not_badge
from app.certificates.rules import CertificateStatus
from app.certificates.snapshot import CertificateKind, CertificateSnapshot
from app.language import Text, _
from app.language.moments import local
from app.language.styles import long_date
from app.site.parts.certificates import amount
from app.web.parts import Fact


@dataclass(frozen=True)
class BadgeFiles:
    """A badge that counts."""

    made: date
    picture: str
    png: str
    jwt: str
    statement: str
    """The public address of the signed statement."""


@dataclass(frozen=True)
class BadgePage:
    """One certificate, what a badge of it says, and the badge where there is one."""

    action: str
    certificate: str
    number: str
    what_for: str
    """In the language of certificates."""
    facts: list[Fact]
    badge: BadgeFiles | None
    why_not: Text | None
    """Why none can be made."""
    replaces: bool
    """Whether there is one already that nobody believes any more."""
    can_withdraw: bool
    """Whether there is one to take back, be it that nobody believes it."""
    withdrawn: bool
    """Whether it was just taken back."""


def badge_page(
    snapshot: CertificateSnapshot,
    status: CertificateStatus,
    made: MadeBadge | None,
    why_not_sign: Text | None,
    base_url: str,
    *,
    zone: str,
    as_issued: bool = True,
    withdrawn: bool = False,
) -> BadgePage:
    """The page. `why_not_sign`: why nothing can be signed; `zone`: the reader's."""
    counts = made is not None and made.revoked is None and as_issued
    return BadgePage(
        f"/my/certificates/{snapshot.number}/badge",
        snapshot.heading_text,
        snapshot.number,
        f"{snapshot.heading_text}: {snapshot.subject}",
        told(snapshot),
        _files(made, base_url, zone) if made is not None and counts else None,
        why_not_badge(snapshot.number, status, as_issued=as_issued) or why_not_sign,
        replaces=made is not None and made.revoked is Revoked.KEY,
        can_withdraw=made is not None and made.withdrawn_at is None,
        withdrawn=withdrawn,
    )


def told(snapshot: CertificateSnapshot) -> list[Fact]:
    """What a badge says of somebody, in the order in which people ask."""
    said = (
        (_("Name"), snapshot.full_name),
        *_taught_or_awarded(snapshot),
        (_("Issued by"), snapshot.provider),
        (_("Issued on"), long_date(snapshot.issued_on)),
        (_("Public page"), snapshot.verify_url),
    )
    return [Fact(term, text) for term, text in said if text]


def _taught_or_awarded(snapshot: CertificateSnapshot) -> list[tuple[Text, Text | None]]:
    """Hours of teaching are awarded by nobody."""
    if snapshot.kind is CertificateKind.TEACHING:
        return [(_("Teaching"), snapshot.hours_text)]
    completed = long_date(snapshot.completed_on)
    return [(_("Awarded"), amount(snapshot)), (_("Completed on"), completed)]


def _files(made: MadeBadge, base_url: str, zone: str) -> BadgeFiles:
    own = f"/badges/{made.id}"
    return BadgeFiles(
        local(made.made_at, zone).date(),
        f"/badges/achievements/{made.achievement_key}.png",
        f"{own}.png?download=true",
        f"{own}.jwt",
        f"{base_url}{own}",
    )
