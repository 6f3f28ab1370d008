"""What the modes of identity are called, and what each means for who answers."""

from collections.abc import Mapping
from typing import NamedTuple

from app.language import Text, _
from app.packs.instruments.schema import InstrumentData, Perspective
from app.surveys.enums import IdentityMode


class ModeWords(NamedTuple):
    """A mode in words."""

    name: Text
    means: Text


MODES: Mapping[IdentityMode, ModeWords] = {
    IdentityMode.UNLINKED: ModeWords(
        _("Anonymous"),
        _(
            "Nobody can see who answered what, coordinators and administrators included. Two "
            "surveys can be compared only as groups."
        ),
    ),
    IdentityMode.LINKED: ModeWords(
        _("Anonymous, with a code of their own"),
        _(
            "Nobody can see who answered what. A code that only they can make lets two surveys of "
            "the same person be compared."
        ),
    ),
    IdentityMode.CONFIDENTIAL: ModeWords(
        _("Confidential"),
        _(
            "Answers are kept under a pseudonym. The list of names is kept separately from the "
            "answers, and each look at it is in the history."
        ),
    ),
    IdentityMode.IDENTIFIED: ModeWords(
        _("With names"),
        _("Answers are kept with the name of who gave them. Results show no names."),
    ),
}
"""From the one that says least of people to the one that says most."""


def time_of(instrument: InstrumentData, time: Perspective) -> Text:
    """What the time that a question is about is called."""
    named = getattr(instrument.perspectives, time)
    if named:
        return str(named)
    return _("Now") if time == "now" else _("Then")
