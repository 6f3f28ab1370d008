"""What a printing process refuses."""

from app.language import Text
from app.language.reasons import ReasonKind, reason

NOT_PRINTED = ReasonKind("print.refused", "This cannot be printed. {problem}")
NO_LETTERS = ReasonKind(
    "print.no_letters", "The fonts of “{title}” lack these letters: {letters:list}."
)
COMPLAINT = ReasonKind("print.complaint", "The printing program says of “{title}”: {detail}.")
"""Its own words, which are English: what is wrong is in our templates, and ours to mend."""
TOO_LONG = ReasonKind("print.too_long", "Certificate {number} does not fit on one page.")
OTHER_PICTURE = ReasonKind(
    "print.other_picture",
    "The stored picture {picture} is not the one that was approved: its bytes were changed.",
)
NO_LIBRARY = reason(
    "print.no_library",
    "A library is missing on the server: libharfbuzz-subset. Tell your administrator.",
)
DIED = ReasonKind(
    "print.died",
    "The printing process ended {count} time on this.",
    "The printing process ended {count} times on this.",
)
TOO_SLOW = ReasonKind(
    "print.too_slow",
    "It was not printed within {count} second.",
    "It was not printed within {count} seconds.",
)
BUSY = reason(
    "print.busy", "Several people are printing at this moment. Try again in half a minute."
)
CANNOT_START = reason(
    "print.cannot_start",
    "Nothing can be printed on this server at this moment. It is tried again every minute, and "
    "what was ordered is not lost. Your administrator can see what is missing.",
)
FAILED = ReasonKind("print.failed", "The printing process says: {detail}")
"""What another error says, such as that a key cannot be read: for whoever runs the server."""


class RenderError(Exception):
    """It cannot be printed as it is; the problem says why, for a coordinator."""

    def __init__(self, problem: Text) -> None:
        super().__init__(problem)
        self.problem = problem

    def __str__(self) -> str:
        """Why, in the language that is being written in."""
        return str(self.problem)
