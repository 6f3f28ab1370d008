"""What a text can leave open, to be filled in for each person."""

from enum import StrEnum

from app.language import LazyText, _


class Placeholder(StrEnum):
    """A name that stands in braces: `{given_name}`."""

    GIVEN_NAME = "given_name"
    NAME = "name"
    COHORT = "cohort"
    PROGRAM = "program"
    COORDINATOR = "coordinator"
    NEXT_SESSION = "next_session"
    STANDING = "standing"
    MISSING = "missing"
    LINK = "link"
    CLAIM_LINK = "claim_link"

    @property
    def words(self) -> LazyText:
        """What takes its place."""
        return _WORDS[self]


_WORDS = {
    Placeholder.GIVEN_NAME: _("Their given name"),
    Placeholder.NAME: _("Their whole name, with degrees"),
    Placeholder.COHORT: _("The cohort"),
    Placeholder.PROGRAM: _("The program"),
    Placeholder.COORDINATOR: _("The coordinator’s name"),
    Placeholder.NEXT_SESSION: _("The next session, on their own clock"),
    Placeholder.STANDING: _("Where they stand, in the sentences that they read on their own page"),
    Placeholder.MISSING: _("What keeps them from a certificate, as on the list of people"),
    Placeholder.LINK: _("The address of their own page of the cohort"),
    Placeholder.CLAIM_LINK: _("The address of the page where they claim credit"),
}
OF_LEADS = frozenset(Placeholder) - {Placeholder.MISSING, Placeholder.CLAIM_LINK}
"""What an institution's lead can use: they see no claims, so what is missing is not theirs."""
IN_SERIES = frozenset(Placeholder) - {Placeholder.MISSING}
"""What can be said in a series, where nothing is asked of anybody."""
OF_ENROLLED = frozenset({Placeholder.STANDING, Placeholder.MISSING, Placeholder.CLAIM_LINK})
"""What says nothing of who is not enrolled."""
