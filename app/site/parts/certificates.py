"""What pages say of a certificate: all from the frozen snapshot, nothing from today."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup
from starlette.responses import Response

from app.certificates.alterations.rules import ALTERED
from app.certificates.models import Certificate
from app.certificates.rules import NOT_AS_ISSUED, CertificateState, CertificateStatus
from app.certificates.snapshot import CertificateSnapshot, from_json
from app.core.errors import ConflictError
from app.credit.phrase import credits_text, phrase_html
from app.language import Text, _, pgettext
from app.language.moments import local
from app.language.reasons import Reason
from app.language.styles import long_date
from app.site.parts.file_names import certificate_file
from app.site.parts.zones import usual_name
from app.web.files import disposition
from app.web.parts import Fact

_VALID = pgettext("of a certificate", "Valid")
DOUBTFUL = pgettext("of a certificate", "Doubtful")
UNCONFIRMED = pgettext("of a certificate", "Cannot be confirmed")
"""Of what is stored otherwise than it was issued."""
NOT_WHAT_WAS_ISSUED = _("What is stored of this certificate is not what was issued")


@dataclass(frozen=True)
class Notice:
    """A verdict in words. `kind`: good, info, warm or error."""

    kind: str
    title: Text
    text: Text = ""


@dataclass(frozen=True)
class StatusLine:
    """Whether a certificate holds: in a word for a badge, and in a notice."""

    word: Text
    tone: str
    notice: Notice

    @property
    def holds(self) -> bool:
        """Whether there is nothing to explain."""
        return self.tone == "good"


def status_line(status: CertificateStatus, zone: str) -> StatusLine:
    """Whether a certificate holds, in words; days are local to `zone`."""
    if status.is_doubtful:
        assert status.doubt is not None
        return _doubted(status.doubt)
    if status.since is None:
        return StatusLine(_VALID, "good", Notice("good", _VALID, _("This certificate is valid.")))
    since = local(status.since, zone)
    if status.state is CertificateState.REVOKED:
        title = _("Revoked on {since:date}", since=since)
        return StatusLine(
            pgettext("of a certificate", "Revoked"),
            "bad",
            Notice("error", title, _no_longer(status)),
        )
    title = _("Replaced on {since:date}", since=since)
    if status.replaced_by:
        title = _("Replaced by {number} on {since:date}", number=status.replaced_by, since=since)
    notice = Notice(
        "warm", title, _("This certificate is no longer valid; a newer one was issued.")
    )
    return StatusLine(pgettext("of a certificate", "Replaced"), "warm", notice)


def _doubted(doubt: Reason) -> StatusLine:
    if doubt == ALTERED:
        notice = Notice("error", NOT_WHAT_WAS_ISSUED, _DO_NOT_RELY)
        return StatusLine(UNCONFIRMED, "bad", notice)
    return StatusLine(DOUBTFUL, "warm", Notice("warm", _("Its signature is doubtful"), doubt))


_DO_NOT_RELY = _(
    "Do not rely on it. Whoever operates this installation can bring it back from a backup."
)


def _no_longer(status: CertificateStatus) -> Text:
    if status.revoked_for is None:
        return _("This certificate is no longer valid.")
    why = status.revoked_for.words
    if status.replaced_by is None:
        return _("This certificate is no longer valid. {why}", why=why)
    return _(
        "This certificate is no longer valid. {why} It was issued anew later, as {number}.",
        why=why,
        number=status.replaced_by,
    )


def facts(snapshot: CertificateSnapshot) -> list[Fact]:
    """What every page says of a certificate, in the order of the paper."""
    said = (
        (_("Activity"), snapshot.subject),
        (_("Provider"), snapshot.provider),
        (_("Joint providers"), "; ".join(snapshot.joint_providers)),
        *(_taught(snapshot) if snapshot.sessions_led else _learned(snapshot)),
        (pgettext("of a certificate", "Issued"), long_date(snapshot.issued_on)),
    )
    return [Fact(term, text) for term, text in said if text]


def _learned(snapshot: CertificateSnapshot) -> Sequence[tuple[Text, Text | Markup | None]]:
    return (
        (_("Learning format"), snapshot.learning_format),
        (_("Place"), snapshot.place),
        (_("Dates"), snapshot.dates_text),
        (pgettext("of a certificate", "Completed"), long_date(snapshot.completed_on)),
        (_("Credit") if snapshot.claimed_quarters else _("Participation"), amount(snapshot)),
    )


def _taught(snapshot: CertificateSnapshot) -> Sequence[tuple[Text, Text | Markup | None]]:
    return (
        (_("Place"), snapshot.place),
        (_("Dates"), snapshot.dates_text),
        (_("Time zone"), usual_name(snapshot.zone)),
        (_("Sessions led"), sessions_led(snapshot)),
        (_("Teaching"), snapshot.hours_text),
    )


def sessions_led(snapshot: CertificateSnapshot) -> Markup:
    """Each session that somebody led, as the paper says it, in a line of its own."""
    lines = [
        Markup("{}: {}. {}, {} min").format(long_date(own.day), own.title, own.part, own.minutes)
        for own in snapshot.sessions_led
    ]
    return Markup("<br>").join(lines)


def amount(snapshot: CertificateSnapshot) -> str | Markup | None:
    """The credit awarded, or the hours of participation; None if it says neither."""
    quarters = snapshot.claimed_quarters
    if quarters is None:
        return snapshot.hours_text
    if snapshot.award_text:
        return snapshot.award_text
    return Markup("{} {}").format(credits_text(quarters), phrase_html(quarters))


def broken(sha256: str) -> Markup:
    """A hash that breaks into lines on a small screen and still copies as one word."""
    groups = (sha256[start : start + 8] for start in range(0, len(sha256), 8))
    return Markup("<code>{}</code>").format(Markup("<wbr>").join(groups))


def pdf_response(certificate: Certificate, pdf: bytes | None, *, download: bool) -> Response:
    """The bytes as they were stored at issue; nothing is ever printed here.

    Raises `ConflictError` where there is none, since what is stored is not what was issued.
    """
    if pdf is None:
        raise ConflictError(NOT_AS_ISSUED(number=certificate.number))
    name = certificate_file(from_json(certificate.snapshot))
    place = "attachment" if download else "inline"
    headers = {"Content-Disposition": disposition(place, *name)}
    return Response(pdf, media_type="application/pdf", headers=headers)
