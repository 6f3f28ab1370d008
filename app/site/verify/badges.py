"""What anybody may know of a file that is a digital badge."""

from app.certificates.badges.rules import MadeBadge, Revoked
from app.certificates.queries import CertificateWithStatus
from app.language import Text, _, pgettext
from app.language.moments import local
from app.site.verify.facts import public_facts
from app.site.verify.pages import Verdict, VerifiedPage
from app.web.parts import Link

ZONE = "UTC"
"""In which the day is told: a badge is of no place."""
_WHY: dict[Revoked, Text] = {
    Revoked.WITHDRAWN: _("Its holder has withdrawn it."),
    Revoked.CERTIFICATE: _("Its certificate was revoked or replaced."),
    Revoked.ALTERED: _("What is stored of its certificate is not what was issued."),
    Revoked.DOUBT: _("The signature of its certificate is doubtful."),
    Revoked.KEY: _("Somebody else may have the key that signed it. Its holder can make another."),
}


def badge_file_page(made: MadeBadge | None, issued: CertificateWithStatus | None) -> VerifiedPage:
    """Of a file that holds a badge.

    `made`: the one that it is exactly, if any. `issued`: its certificate, whose code stands in it.
    """
    if made is None or issued is None:
        lines = [
            _("This badge was not made here, or was changed since."),
            _("Ask whoever showed it to you for the original."),
        ]
        return VerifiedPage(Verdict("error", _("Not issued here"), lines))
    same = _(
        "This is exactly the digital badge that was made here on {made:date}.",
        made=local(made.made_at, ZONE),
    )
    record = Link(_("Open the record of its certificate"), f"/verify/{issued.certificate.code}")
    if made.revoked is not None:
        word = pgettext("of a badge", "Counts no more")
        known = record if made.revoked is Revoked.CERTIFICATE else None
        return VerifiedPage(Verdict("warm", word, [_WHY[made.revoked], same]), record=known)
    lines = [_("Its certificate is valid."), same]
    verdict = Verdict("good", _("Genuine badge"), lines)
    return VerifiedPage(verdict, record=record, facts=public_facts(issued))
