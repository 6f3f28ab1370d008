"""What anybody may know of a transcript: whether its file is as it was made, and holds today."""

from app.certificates.verification.queries import MadeTranscript
from app.certificates.verification.trust import Trust
from app.language import Text, _, ngettext, pgettext
from app.language.moments import local
from app.site.verify.pages import Verdict, VerifiedPage


def transcript_page(made: MadeTranscript, trust: Trust) -> VerifiedPage:
    """Of a file that is exactly as it was made here."""
    same = _(
        "This is exactly the transcript that was made here on {made:moment}. Nothing in it has "
        "changed since.",
        made=local(made.at, made.zone),
    )
    no_certificate = _(
        "A transcript lists certificates and is none. Each has an address on it that says all that "
        "was issued, and whether it is valid."
    )
    if trust.doubt is not None:
        lines: list[Text] = [_("Its signature is doubtful"), trust.doubt, no_certificate]
        return VerifiedPage(Verdict("warm", pgettext("of a transcript", "Doubtful"), lines))
    if made.gone:
        word = pgettext("of a transcript", "Out of date")
        return VerifiedPage(Verdict("warm", word, [_gone(made), same, no_certificate]))
    lines = [_("All certificates on it are valid today"), same, no_certificate]
    return VerifiedPage(Verdict("good", _("Genuine transcript"), lines))


def _gone(made: MadeTranscript) -> Text:
    return ngettext(
        "{count} certificate on it can no longer be relied on",
        "{count} certificates on it can no longer be relied on",
        count=made.gone,
    )
