"""What the pages of certificates show: everything from the frozen snapshot, nothing from today."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from app.certificates.queries import CertificateWithStatus, Entry
from app.certificates.snapshot import CertificateSnapshot, from_json
from app.credit.phrase import mark_phrase
from app.language.moments import long_moment
from app.site.parts.certificates import Notice, broken, facts, status_line
from app.web.parts import Fact

EVENTS = {"issued": "Issued", "revoked": "Revoked", "replaced": "Replaced"}


@dataclass(frozen=True)
class Event:
    """One line of a certificate's history."""

    when: str
    what: str
    who: str
    note: str
    job: str | None


@dataclass(frozen=True)
class IssuedPage:
    """One certificate as its coordinator sees it."""

    eyebrow: str
    number: str
    heading: str
    name: str
    status: Notice
    facts: Sequence[Fact]
    statements: Sequence[Markup]
    technical: Sequence[Fact]
    history: Sequence[Event]
    pdf: str
    verify: str
    back: str


def issued_page(filed: CertificateWithStatus, history: Sequence[Entry], back: str) -> IssuedPage:
    """One certificate with its history, for its coordinator."""
    snapshot = from_json(filed.certificate.snapshot)
    statements = (
        snapshot.accreditation_statement,
        snapshot.designation_statement,
        snapshot.claim_statement,
    )
    return IssuedPage(
        eyebrow=f"{snapshot.program_title} · {snapshot.cohort_title}",
        number=snapshot.number,
        heading=f"{snapshot.kind.heading} {snapshot.number}",
        name=snapshot.full_name,
        status=status_line(filed.status, snapshot.zone).notice,
        facts=facts(snapshot),
        statements=[mark_phrase(statement) for statement in statements if statement],
        technical=_technical(filed, snapshot),
        history=[_event(entry, snapshot.zone) for entry in history],
        pdf=f"/manage/certificates/{snapshot.number}.pdf",
        verify=f"/verify/{snapshot.code}",
        back=back,
    )


def _technical(filed: CertificateWithStatus, snapshot: CertificateSnapshot) -> list[Fact]:
    certificate = filed.certificate
    return [
        Fact("Code", snapshot.code),
        Fact("Edition", str(certificate.edition)),
        Fact("SHA-256 of the file", broken(certificate.pdf_sha256)),
        Fact("SHA-256 of the facts", broken(certificate.snapshot_sha256)),
        Fact("Template", f"{snapshot.template_key}, version {snapshot.template_hash[:12]}"),
        Fact("Policy", f"Version {snapshot.policy_version}"),
        Fact("Time zone", snapshot.zone),
    ]


def _event(entry: Entry, zone: str) -> Event:
    return Event(
        when=long_moment(entry.at, zone),
        what=EVENTS[entry.what],
        who=entry.by.display_name if entry.by else "",
        note=entry.note,
        job=f"/manage/jobs/{entry.job_id}" if entry.job_id else None,
    )
