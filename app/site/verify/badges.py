"""What anybody may know of a file that is a digital badge."""

from app.certificates.badges.rules import MadeBadge, Revoked
from app.language import Text, _, pgettext
from app.language.moments import local
from app.site.verify.pages import Verdict, VerifiedPage
from app.web.parts import Link

ZONE = "UTC"
"""In which the day is told: a badge is of no place."""
_WHY: dict[Revoked, Text] = {
    Revoked.WITHDRAWN: _("Its holder has withdrawn it."),
    Revoked.CERTIFICATE: _("Its certificate was revoked or replaced."),
    Revoked.DOUBT: _("The signature of its certificate is doubtful."),
    Revoked.KEY: _("Somebody else may have the key that signed it. Its holder can make another."),
}


def badge_file_page(made: MadeBadge | None, code: str) -> VerifiedPage:
    """Of a file that holds a badge.

    `made`: the one that it is exactly, if any. `code`: of its certificate, which stands in it.
    """
    if made is None:
        lines = [
            _("This file holds a digital badge, and none that was made here as it is"),
            _("It was made elsewhere, or changed. Ask for the original."),
        ]
        return VerifiedPage(Verdict("error", _("Not issued here"), lines))
    same = _(
        "This is exactly the digital badge that was made here on {made:date}.",
        made=local(made.made_at, ZONE),
    )
    if made.revoked is not None:
        word = pgettext("of a badge", "Counts no more")
        return VerifiedPage(Verdict("warm", word, [_WHY[made.revoked], same]))
    record = Link(_("Open the record of its certificate"), f"/verify/{code}")
    lines = [_("Its certificate is valid."), same]
    return VerifiedPage(Verdict("good", _("Genuine badge"), lines), record=record)
