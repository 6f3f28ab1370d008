"""What anybody may see of a certificate: never an address, a license, a birth date, attendance."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from app.certificates.badges.rules import MadeBadge
from app.certificates.queries import CertificateWithStatus, Neighbor
from app.certificates.snapshot import from_json
from app.certificates.verification.files import FileCheck, Match
from app.certificates.verification.trust import Trust
from app.language import Text, _, pgettext
from app.language.moments import local
from app.site.parts.certificates import (
    NOT_WHAT_WAS_ISSUED,
    UNCONFIRMED,
    Notice,
    broken,
    status_line,
)
from app.site.verify.facts import public_facts
from app.web.forms import FormState
from app.web.parts import Fact, Link

_OF_NO_PLACE = "UTC"
"""In which a day is told where the zone of the certificate is not known for sure."""


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
    command: str = "sha256sum FILE.pdf"  # not shown
    signer: str = ""
    """Who signed the file, as a PDF reader names them."""
    badge: str | None = None
    """The address of its digital badge, where its holder has made one that counts."""


def verified_page(
    issued: CertificateWithStatus, trust: Trust, base_url: str, badge: MadeBadge | None = None
) -> VerifiedPage:
    """The public page of a certificate. `badge`: the newest one that was made of it."""
    snapshot = from_json(issued.certificate.snapshot)
    code = snapshot.code
    return VerifiedPage(
        _verdict(issued, snapshot.zone),
        facts=[
            *public_facts(issued),
            Fact(_("SHA-256 of the file"), broken(issued.certificate.pdf_sha256)),
            *_signed(trust, snapshot.zone),
        ],
        code=code,
        address=f"{base_url}/verify/{code}",
        after=_link(issued.public_after, _("See the newer certificate")),
        before=_before(issued.before, snapshot.zone),
        earlier=_link(issued.public_before, _("See the earlier certificate")),
        signer=trust.key.subject if trust.key else "",
        badge=f"/badges/{badge.id}" if badge and badge.revoked is None else None,
    )


def _verdict(issued: CertificateWithStatus, zone: str) -> Verdict:
    """Whether it holds; what is doubtful of its signature, unless it does not hold anyway."""
    status = status_line(issued.status, zone)
    notice = status.notice
    if issued.status.is_doubtful:
        ask = _("Ask whoever issued it whether it is theirs.")
        return Verdict(notice.kind, status.word, (notice.title, notice.text, ask))
    said = [notice.text] if status.holds else [notice.title, notice.text]
    if issued.after is not None and issued.public_after is None:
        said.append(_("Ask whoever showed it to you for the newer one."))
    return Verdict(notice.kind, status.word, said)


def _signed(trust: Trust, zone: str) -> list[Fact]:
    """Who signed the file, for whoever looks at its signature in a PDF reader."""
    if trust.key is None:
        return []
    said = [
        Fact(_("Signed by"), trust.key.subject),
        Fact(_("SHA-256 of the signer’s certificate"), broken(trust.key.fingerprint)),
    ]
    if trust.stamped_at is not None:
        stamped = local(trust.stamped_at, zone)
        said.append(Fact(_("Time stamp"), _("By {stamped:moment}", stamped=stamped)))
    return said


def _link(neighbor: Neighbor | None, words: Text) -> Link | None:
    return Link(words, f"/verify/{neighbor.code}") if neighbor else None


def _before(earlier: Neighbor | None, zone: str) -> Text | None:
    """`It replaces the certificate that was issued on November 18, 2026`."""
    if earlier is None:
        return None
    issued = local(earlier.issued_at, zone)
    return _("It replaces the certificate that was issued on {issued:date}.", issued=issued)


def altered_page(issued: CertificateWithStatus, *, has_ended: bool) -> VerifiedPage:
    """Of a certificate whose record was changed after its issue: nothing of it is told.

    `has_ended`: whether it was revoked or replaced anyway, which is said first.
    """
    if has_ended:
        status = status_line(issued.status, _OF_NO_PLACE)
        said = (status.notice.title, NOT_WHAT_WAS_ISSUED, status.notice.text)
        ended = Verdict(status.notice.kind, status.word, said)
        return VerifiedPage(ended, code=issued.certificate.code)
    lines = (
        NOT_WHAT_WAS_ISSUED,
        _("Do not rely on it. Ask whoever issued it, and tell them what this page says."),
    )
    return VerifiedPage(Verdict("error", UNCONFIRMED, lines), code=issued.certificate.code)


def file_page(check: FileCheck, base_url: str) -> VerifiedPage:
    """What comparing a file has shown, with the public page if it is exactly one of ours."""
    if check.issued is None:
        return VerifiedPage(_file_verdict(check), record=_record(check))
    if not check.as_issued:
        return altered_page(check.issued, has_ended=check.has_ended)
    page = verified_page(check.issued, check.trust, base_url)
    unchanged = Notice(
        "good" if check.holds else "info",
        _("This is exactly the file that was issued"),
        _unchanged(check),
    )
    return replace(page, file=unchanged)


def _unchanged(check: FileCheck) -> Text:
    signed = check.verdict.signature
    if signed is not None and signed.was_unrevoked:
        return _(
            "Nothing in it has changed since, and what it carries shows that the certificate of "
            "its key was not revoked when it was signed."
        )
    return _("Nothing in it has changed since.")


def _record(check: FileCheck) -> Link | None:
    """Only for a file that holds the code: who has no more than a number is led nowhere."""
    if check.record is None:
        return None
    words = _("Open the record of certificate {number}", number=check.record.number)
    return Link(words, f"/verify/{check.record.code}")


def _file_verdict(check: FileCheck) -> Verdict:
    """What a file is that was not issued as it is."""
    if check.match is Match.CHANGED:
        title = _("This file was changed after it was issued")
        return Verdict("error", pgettext("of a file", "Changed"), [title, _why_changed(check)])
    title = _("This file was not issued here")
    return Verdict("error", _("Not issued here"), [title, _why_not_ours(check)])


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


def _why_not_ours(check: FileCheck) -> Text:
    verdict = check.verdict
    if check.trust.key is not None:
        return _(
            "A key of this installation signed it, and no record of it is here. Do not rely on it: "
            "tell whoever issues certificates here."
        )
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
