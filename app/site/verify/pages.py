"""What anybody may see of a certificate: never an address, a license, a birth date, attendance."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from app.certificates.queries import CertificateWithStatus, Neighbor
from app.certificates.snapshot import CertificateSnapshot, from_json
from app.certificates.verification.files import FileCheck, Match
from app.certificates.verification.verdict import PdfVerdict
from app.credit.phrase import credits_text, phrase_text
from app.language import Text, _, pgettext
from app.language.moments import local
from app.site.parts.certificates import Notice, broken, facts, status_line
from app.web.forms import FormState
from app.web.parts import Fact, Link

NAME_HIDDEN = _("Not shown")


@dataclass(frozen=True)
class VerifyPage:
    """Where anybody can verify a certificate: by its code, or by its file."""

    form: FormState = field(default_factory=FormState)
    unknown: bool = False


@dataclass(frozen=True)
class Verdict:
    """What somebody came to know, in a word that is read from across a desk."""

    kind: str
    """As of a notice."""
    word: Text
    lines: Sequence[Text]


@dataclass(frozen=True)
class VerifiedPage:
    """What anybody may know of one certificate; or only that a file is none of ours."""

    verdict: Verdict
    file: Notice | None = None
    """What comparing a file of it has shown."""
    record: Link | None = None
    """The genuine record of a file that was changed."""
    facts: Sequence[Fact] = ()
    code: str = ""
    address: str = ""
    """The whole address of the page of its code."""
    after: Link | None = None
    """The one that took its place, where anybody may be led there."""
    before: Text | None = None
    """What it took the place of."""
    earlier: Link | None = None
    """Where that is, where anybody may be led there."""


def verified_page(issued: CertificateWithStatus, base_url: str) -> VerifiedPage:
    """The public page of a certificate."""
    snapshot = from_json(issued.certificate.snapshot)
    status = status_line(issued.status, snapshot.zone)
    notice, code = status.notice, snapshot.code
    lines = [notice.text] if status.holds else [notice.title, notice.text]
    if issued.after is not None and issued.public_after is None:
        lines.append(_("Ask whoever showed it to you for the newer one."))
    return VerifiedPage(
        Verdict(notice.kind, status.word, lines),
        facts=_public_facts(issued, snapshot),
        code=code,
        address=f"{base_url}/verify/{code}",
        after=_link(issued.public_after, _("See the newer certificate")),
        before=_before(issued.before, snapshot.zone),
        earlier=_link(issued.public_before, _("See the earlier certificate")),
    )


def _link(neighbor: Neighbor | None, words: Text) -> Link | None:
    return Link(words, f"/verify/{neighbor.code}") if neighbor else None


def _before(earlier: Neighbor | None, zone: str) -> Text | None:
    """`It replaces the certificate that was issued on November 18, 2026`."""
    if earlier is None:
        return None
    issued = local(earlier.issued_at, zone)
    return _("It replaces the certificate that was issued on {issued:date}.", issued=issued)


def altered_page(issued: CertificateWithStatus) -> VerifiedPage:
    """Of a certificate whose record was changed after its issue: nothing of it is told."""
    lines = (
        _("What is stored of this certificate is not what was issued"),
        _("Do not rely on it. Ask whoever issued it, and tell them what this page says."),
    )
    word = pgettext("of a certificate", "Cannot be confirmed")
    return VerifiedPage(Verdict("error", word, lines), code=issued.certificate.code)


def altered_json(issued: CertificateWithStatus) -> dict[str, Any]:
    """The same for programs."""
    return {"status": "altered", "code": issued.certificate.code}


def file_page(check: FileCheck, base_url: str) -> VerifiedPage:
    """What comparing a file has shown, with the public page if it is exactly one of ours."""
    if check.issued is None:
        return VerifiedPage(_file_verdict(check), record=_record(check))
    if not check.as_issued:
        return altered_page(check.issued)
    page = verified_page(check.issued, base_url)
    unchanged = Notice(
        "good" if check.holds else "info",
        _("This is exactly the file that was issued"),
        _("Nothing in it has changed since."),
    )
    return replace(page, file=unchanged)


def _record(check: FileCheck) -> Link | None:
    """Only for a file that holds the code: who has no more than a number is led nowhere."""
    if check.record is None:
        return None
    words = _("Open the record of certificate {number}", number=check.record.number)
    return Link(words, f"/verify/{check.record.code}")


def public_json(issued: CertificateWithStatus) -> dict[str, Any]:
    """The public page for programs. Dates are local to the cohort; credit is a decimal string."""
    snapshot, status = from_json(issued.certificate.snapshot), issued.status
    credit = snapshot.claimed_quarters
    return {
        "status": status.state.value,
        "status_since": status.since.isoformat() if status.since else None,
        "revoked_for": status.revoked_for,
        "replaced_by": status.replaced_by,
        "replaced_by_code": issued.public_after.code if issued.public_after else None,
        "replaces": issued.before.number if issued.before else None,
        "replaces_code": issued.public_before.code if issued.public_before else None,
        "number": snapshot.number,
        "code": snapshot.code,
        "kind": snapshot.kind.value,
        "name": None if status.hides_name else snapshot.full_name,
        "program": snapshot.program_title,
        "activity": snapshot.activity_title,
        "provider": snapshot.provider,
        "joint_providers": list(snapshot.joint_providers),
        "learning_format": snapshot.learning_format,
        "dates": snapshot.dates_text,
        "completed_on": snapshot.completed_on.isoformat(),
        "credits": credits_text(credit) if credit else None,
        "credit_type": _credit_type(snapshot) if credit else None,
        "hours": snapshot.hours_text,
        "issued_on": snapshot.issued_on.isoformat(),
        "file_sha256": issued.certificate.pdf_sha256,
    }


def _credit_type(snapshot: CertificateSnapshot) -> str:
    """What the number counts: the phrase, or what the paper says behind it."""
    if snapshot.award_text is None:
        return phrase_text()
    return snapshot.award_text.partition(" ")[2]


def _file_verdict(check: FileCheck) -> Verdict:
    """What a file is that was not issued as it is."""
    if check.match is Match.CHANGED:
        title = _("This file was changed after it was issued")
        return Verdict("error", pgettext("of a file", "Changed"), [title, _why_changed(check)])
    title = _("This file was not issued here")
    return Verdict("error", _("Not issued here"), [title, _why_not_ours(check.verdict)])


def _why_changed(check: FileCheck) -> Text:
    if check.record is not None:
        return _(
            "It names a certificate that was issued here, but it is not the file that was issued. "
            "Believe the record, or ask for the original."
        )
    return _(
        "It names a certificate that was issued here, but it is not the file that was issued. "
        "Ask for the original, or enter the code that is printed on the certificate."
    )


def _why_not_ours(verdict: PdfVerdict) -> Text:
    if verdict.problem is None:
        return _(
            "It was signed by {signer}, and not for this installation. Ask for the original, or "
            "enter the code that is printed on the certificate.",
            signer=verdict.signer or "",
        )
    return _(
        "{problem} Ask for the original, or enter the code that is printed on the certificate.",
        problem=verdict.problem,
    )


def _public_facts(issued: CertificateWithStatus, snapshot: CertificateSnapshot) -> list[Fact]:
    name: Text = NAME_HIDDEN if issued.status.hides_name else snapshot.full_name
    return [
        Fact(_("Issued to"), name),
        Fact(_("Certificate"), snapshot.kind.words),
        Fact(_("Number"), snapshot.number),
        *facts(snapshot),
        Fact(_("SHA-256 of the file"), broken(issued.certificate.pdf_sha256)),
    ]
