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
            "Answers are kept under a pseudonym. The list of names is kept separately from the "
            "answers, and each look at it leaves a line in the history."
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
_NOBODY = _("No page lists who takes part, nor who said no or withdrew.")
WHO_LEARNS: Mapping[IdentityMode, Text] = {
    IdentityMode.IDENTIFIED: _(
        "No page lists who said no or withdrew. The answers are kept with names, so whoever runs "
        "this installation can find who answered, and so who did not. If groups are drawn by "
        "chance, coordinators see the names of those who can be drawn or were: they take part."
    ),
    IdentityMode.CONFIDENTIAL: _(
        "No page lists who said no or withdrew. Coordinators can open the list of names, each time "
        "with a reason that stays in the history: everybody who ever answered stands on it, so it "
        "shows who did not, too. If groups are drawn by chance, coordinators see the names of "
        "those who can be drawn or were: they take part."
    ),
    IdentityMode.LINKED: _NOBODY,
    IdentityMode.UNLINKED: _NOBODY,
}
"""Who can see whether somebody takes part: for who is asked."""
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
ABOUT_SCOPES: Mapping[ConsentScope, Text] = {
    ConsentScope.LINK: _(
        "It shows what changed for the same people. With No you take part all the same: your "
        "answers count in the average of each time, and in no comparison of before and after."
    ),
    ConsentScope.RECONTACT: _(
        "A later study may ask you something else. With No, nobody writes to you about one because "
        "you were in this one."
    ),
    ConsentScope.SHARE: _(
        "Others can check what was found, or compare it with their own. With No, your answers stay "
        "with those who run this study."
    ),
    ConsentScope.MENTEE: _(
        "You can name somebody, who decides alone and answers for themselves. With No, nobody else "
        "is asked about you."
    ),
}
"""What each question is for, and what No means: for who is asked."""
CODE_LINKS = _(
    "It shows what changed for the same people. The code that you make does it, and nobody knows "
    "which one is yours: with No, enter another code each time."
)
"""Of linking, where a code does it."""
LOST: Mapping[ConsentScope, Text] = {
    ConsentScope.LINK: _(
        "Answers of who says No are not linked from one time to the next: they count in the "
        "averages of each time, and in no paired change, no comparison of arms, and not beside "
        "those of their mentee."
    ),
    ConsentScope.RECONTACT: _(
        "Who says No is not to be written to about a later study because they were in this one."
    ),
    ConsentScope.SHARE: _("Who says No is in no file of answers that goes out, REDCap included."),
    ConsentScope.MENTEE: _("Who says No names no mentee, so nobody else answers about them."),
}
"""What an analysis loses with each No: for who runs the study."""
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


def about_scope(scope: ConsentScope, mode: IdentityMode) -> Text:
    """What a question of consent is for, and what No means, under this mode."""
    by_code = scope is ConsentScope.LINK and mode is IdentityMode.LINKED
    return CODE_LINKS if by_code else ABOUT_SCOPES[scope]


def wave_title(months: int) -> Text:
    """What a wave is called."""
    if months == 0:
        return _("Baseline")
    return ngettext("After {count} month", "After {count} months", count=months)


def signed_days(days: int) -> str:
    """`−21`, `0`, `+14`: days from the one that a wave counts from."""
    return f"+{days}" if days > 0 else f"−{-days}" if days < 0 else "0"
