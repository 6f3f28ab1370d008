"""What pages say of a certificate: all from the frozen snapshot, nothing from today."""

from dataclasses import dataclass

from markupsafe import Markup
from starlette.responses import Response

from app.certificates.models import Certificate
from app.certificates.printing.wording import date_text, listed
from app.certificates.rules import CertificateState, Status
from app.certificates.snapshot import CertificateKind, CertificateSnapshot
from app.credit.phrase import credits_text, phrase_html
from app.language import Text
from app.language.moments import long_date
from app.web.parts import Fact


@dataclass(frozen=True)
class Notice:
    """A verdict in words. `kind`: good, info, warm or error."""

    kind: str
    title: Text
    text: Text = ""


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


def file_name(certificate: Certificate) -> str:
    """What the PDF is called in somebody's downloads, in plain ASCII."""
    return f"{certificate.kind.heading.replace(' ', '-')}-{certificate.number}.pdf"


def status_line(status: Status, zone: str) -> StatusLine:
    """Whether a certificate holds, in words; days are local to `zone`."""
    if status.since is None:
        return StatusLine("Valid", "good", Notice("good", "Valid", "This certificate holds."))
    day = long_date(status.since, zone)
    if status.state is CertificateState.REVOKED:
        why = status.revoked_for.words if status.revoked_for else ""
        notice = Notice("error", f"Revoked on {day}", f"This certificate no longer holds. {why}")
        return StatusLine("Revoked", "bad", notice)
    by = f" by {status.replaced_by}" if status.replaced_by else ""
    notice = Notice("warm", f"Replaced{by} on {day}", "Only the newer certificate holds.")
    return StatusLine("Replaced", "warm", notice)


def facts(snapshot: CertificateSnapshot) -> list[Fact]:
    """What every page says of a certificate, in the order of the paper."""
    said = {
        "Activity": subject(snapshot),
        "Provider": snapshot.provider,
        "Joint providers": listed(snapshot.joint_providers),
        "Learning format": snapshot.learning_format,
        "Place": snapshot.place,
        "Dates": snapshot.dates_text,
        "Completed": date_text(snapshot.completed_on),
        "Credit" if snapshot.claimed_quarters else "Participation": amount(snapshot),
        "Issued": date_text(snapshot.issued_on),
    }
    return [Fact(term, text) for term, text in said.items() if text]


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


def pdf_response(certificate: Certificate, pdf: bytes, *, download: bool) -> Response:
    """The bytes as they were stored at issue; nothing is ever printed here."""
    name = file_name(certificate)
    place = "attachment" if download else "inline"
    return Response(
        pdf,
        media_type="application/pdf",
        headers={"Content-Disposition": f'{place}; filename="{name}"'},
    )
