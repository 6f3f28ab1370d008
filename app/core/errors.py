"""What can go wrong, with the reason that is told to the person it happens to."""

from app.language.reasons import Reason, reason

NOTHING_HERE = reason("address.nothing_here", "There is no such page, or you cannot see it.")

GONE = reason(
    "form.gone", "What this was about is not there anymore, or not for you. Nothing was changed."
)


class WaypostError(Exception):
    """Base of our own errors; its reason is shown as it is."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


class NotFoundError(WaypostError):
    """There is no such thing, or this person may not know of it."""

    def __init__(self, reason: Reason = NOTHING_HERE) -> None:
        super().__init__(reason)


class ForbiddenError(WaypostError):
    """The person may see the thing but may not do this with it."""


class SignInNeededError(WaypostError):
    """Nobody is signed in, and this page belongs to somebody."""


class SecondStepNeededError(WaypostError):
    """A mailed link is not enough for this; `path` is where the rest is proven.

    `again`: it was proven in this session, and too long ago for what is asked now.
    """

    def __init__(self, reason: Reason, path: str, *, again: bool = False) -> None:
        super().__init__(reason)
        self.path = path
        self.again = again


class RefusedError(WaypostError):
    """A rule says no, and why."""


class ConflictError(WaypostError):
    """Somebody else, or the same person in another tab, was first."""


class BusyError(WaypostError):
    """It cannot be done at this moment, and can be in some seconds."""

    def __init__(self, reason: Reason, seconds: int, *, undone: bool = False) -> None:
        """`undone`: nothing of it is left, for sure, so that it can be done again at once."""
        super().__init__(reason)
        self.seconds = seconds
        self.undone = undone


def require(reason: Reason | None) -> None:
    """Raise the reason a rule gave, if it gave one."""
    if reason is not None:
        raise RefusedError(reason)
