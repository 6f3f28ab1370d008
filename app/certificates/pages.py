"""What the pages of certificates show: everything from the frozen snapshot, nothing from today."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from app.certificates.models import Certificate
from app.certificates.records import Entry, Filed
from app.certificates.rules import State, Status
from app.certificates.snapshot import CertificateKind, CertificateSnapshot, from_json
from app.certificates.wording import date_text, listed
from app.credit.phrase import credits_text, mark_phrase, phrase_html
from app.web.times import long_date, long_moment

Fact = tuple[str, str | Markup]


@dataclass(frozen=True)
class Notice:
    """A verdict in words. `kind`: good, info, warm or error."""

    kind: str
    title: str
    text: str = ""


@dataclass(frozen=True)
class StatusLine:
    """Whether a certificate holds: in a word for a badge, and in a notice."""

    word: str
    tone: str
    notice: Notice

    @property
    def holds(self) -> bool:
        """Whether there is nothing to explain."""
        return self.tone == "good"


@dataclass(frozen=True)
class OwnCertificate:
    """One of a person's own certificates."""

    heading: str
    activity: str
    amount: str | Markup | None
    issued: str
    number: str
    pdf: str
    verify: str
    status: StatusLine


@dataclass(frozen=True)
class OwnPage:
    """A person's certificates."""

    certificates: Sequence[OwnCertificate]


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


def own_page(filed: Sequence[Filed]) -> OwnPage:
    """The list of one's own certificates."""
    return OwnPage([_own(one, from_json(one.certificate.snapshot)) for one in filed])


def _own(filed: Filed, snapshot: CertificateSnapshot) -> OwnCertificate:
    return OwnCertificate(
        heading=snapshot.kind.heading,
        activity=subject(snapshot),
        amount=amount(snapshot),
        issued=date_text(snapshot.issued_on),
        number=snapshot.number,
        pdf=f"/my/certificates/{snapshot.number}.pdf",
        verify=f"/verify/{snapshot.code}",
        status=status_line(filed.status, snapshot.zone),
    )


def issued_page(filed: Filed, history: Sequence[Entry], back: str) -> IssuedPage:
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
        statements=[mark_phrase(one) for one in statements if one],
        technical=_technical(filed, snapshot),
        history=[_event(entry, snapshot.zone) for entry in history],
        pdf=f"/manage/certificates/{snapshot.number}.pdf",
        verify=f"/verify/{snapshot.code}",
        back=back,
    )


def file_name(certificate: Certificate) -> str:
    """What the PDF is called in somebody's downloads, in plain ASCII."""
    return f"{certificate.kind.heading.replace(' ', '-')}-{certificate.number}.pdf"


def status_line(status: Status, zone: str) -> StatusLine:
    """Whether a certificate holds, in words; days are local to `zone`."""
    if status.since is None:
        return StatusLine("Valid", "good", Notice("good", "Valid", "This certificate holds."))
    day = long_date(status.since, zone)
    if status.state is State.REVOKED:
        why = status.revoked_for.words if status.revoked_for else ""
        notice = Notice("error", f"Revoked on {day}", f"This certificate no longer holds. {why}")
        return StatusLine("Revoked", "bad", notice)
    by = f" by {status.replaced_by}" if status.replaced_by else ""
    notice = Notice("warm", f"Replaced{by} on {day}", "Only the newer certificate holds.")
    return StatusLine("Replaced", "warm", notice)


def facts(snapshot: CertificateSnapshot) -> list[Fact]:
    """What every page says of a certificate, in the order of the paper."""
    facts: list[tuple[str, str | Markup | None]] = [
        ("Activity", subject(snapshot)),
        ("Provider", snapshot.provider),
        ("Joint providers", listed(snapshot.joint_providers) or None),
        ("Learning format", snapshot.learning_format),
        ("Place", snapshot.place),
        ("Dates", snapshot.dates_text),
        ("Completed", date_text(snapshot.completed_on)),
        ("Credit" if snapshot.claimed_quarters else "Participation", amount(snapshot)),
        ("Issued", date_text(snapshot.issued_on)),
    ]
    return [(term, text) for term, text in facts if text is not None]


def _technical(filed: Filed, snapshot: CertificateSnapshot) -> list[Fact]:
    certificate = filed.certificate
    return [
        ("Code", snapshot.code),
        ("Edition", str(certificate.edition)),
        ("SHA-256 of the file", broken(certificate.pdf_sha256)),
        ("SHA-256 of the facts", broken(certificate.snapshot_sha256)),
        ("Template", f"{snapshot.template_key}, version {snapshot.template_hash[:12]}"),
        ("Policy", f"Version {snapshot.policy_version}"),
        ("Time zone", snapshot.zone),
    ]


def subject(snapshot: CertificateSnapshot) -> str:
    """What the certificate is about, as its text calls it."""
    if snapshot.kind is CertificateKind.COMPLETION:
        return f"{snapshot.program_title}, {snapshot.cohort_title}"
    return snapshot.activity_title


def amount(snapshot: CertificateSnapshot) -> str | Markup | None:
    """The credit awarded, or the hours of participation; None if it says neither."""
    quarters = snapshot.claimed_quarters
    if quarters is None:
        return snapshot.hours_text
    return Markup("{} {}").format(credits_text(quarters), phrase_html(quarters))


def broken(sha256: str) -> Markup:
    """A hash that breaks into lines on a small screen and still copies as one word."""
    groups = (sha256[start : start + 8] for start in range(0, len(sha256), 8))
    return Markup("<code>{}</code>").format(Markup("<wbr>").join(groups))


def _event(entry: Entry, zone: str) -> Event:
    return Event(
        when=long_moment(entry.at, zone),
        what=entry.what.capitalize(),
        who=entry.by.display_name if entry.by else "",
        note=entry.note,
        job=f"/manage/jobs/{entry.job_id}" if entry.job_id else None,
    )
