"""The words of studies that several pages share."""

from collections.abc import Mapping

from app.language import Text, _, ngettext
from app.language.languages import current
from app.studies.enums import ConsentScope, Determination, Respondent, WaveAnchor
from app.studies.models import ConsentText
from app.surveys.enums import IdentityMode

MODES: Mapping[IdentityMode, tuple[Text, Text]] = {
    IdentityMode.IDENTIFIED: (
        _("Identified"),
        _("Answers are kept with the name of whoever gave them."),
    ),
    IdentityMode.CONFIDENTIAL: (
        _("Confidential"),
        _(
            "Answers are kept under a pseudonym. Who is who lies apart, and each look at that "
            "leaves a line in the history."
        ),
    ),
    IdentityMode.LINKED: (
        _("Anonymous, with a code of one’s own"),
        _(
            "Nobody can tell whose answers are whose. A code that each person makes up from "
            "things only they know puts the answers of one time beside those of another."
        ),
    ),
    IdentityMode.UNLINKED: (
        _("Anonymous"),
        _(
            "Nobody can tell whose answers are whose, nor which of two times belong together: "
            "only whole groups can be compared."
        ),
    ),
}
"""What each is called, and what it means for whoever answers."""
DETERMINATIONS: Mapping[Determination, tuple[Text, Text]] = {
    Determination.RESEARCH: (_("Research"), _("Reviewed by an institutional review board.")),
    Determination.EXEMPT: (
        _("Exempt research"),
        _("Determined to need no further review by the board."),
    ),
    Determination.QUALITY: (
        _("Quality improvement"),
        _("Determined not to be research; it serves the program itself."),
    ),
}
ANCHORS: Mapping[WaveAnchor, tuple[Text, Text]] = {
    WaveAnchor.START: (_("The start of the cohort"), _("The day of its first session.")),
    WaveAnchor.RANDOMIZED: (
        _("The day on which each person is allocated"),
        _("For trials. The baseline still counts from the start of the cohort."),
    ),
}
SCOPES: Mapping[ConsentScope, Text] = {
    ConsentScope.USE: _("My answers may be used for this study."),
    ConsentScope.LINK: _("My answers of different times may be put beside each other."),
    ConsentScope.RECONTACT: _("I may be asked about later studies."),
    ConsentScope.SHARE: _(
        "My answers may be passed on to other researchers, without anything that tells whose "
        "they are."
    ),
    ConsentScope.MENTEE: _("Somebody whom I mentor and name may be asked, too."),
}
RESPONDENTS: Mapping[Respondent, Text] = {
    Respondent.LEARNER: _("Learners"),
    Respondent.MENTEE: _("Mentees whom they name"),
}


def text_for_reader(texts: Mapping[str, ConsentText], usual: str = "en") -> ConsentText | None:
    """The text in the reader's language, else in the program's, else in any."""
    for language in (current().code, usual):
        if language in texts:
            return texts[language]
    return next(iter(texts.values()), None)


def wave_title(months: int) -> Text:
    """What a wave is called."""
    if months == 0:
        return _("Baseline")
    return ngettext("After {count} month", "After {count} months", count=months)


def signed_days(days: int) -> str:
    """`−21`, `0`, `+14`: days from the one that a wave counts from."""
    return f"+{days}" if days > 0 else f"−{-days}" if days < 0 else "0"
