"""What can go wrong, in the words of the person it happens to."""


class WaypostError(Exception):
    """Base of our own errors; the message is a sentence that is shown as it is."""


class NotFoundError(WaypostError):
    """There is no such thing, or this person may not know of it."""

    def __init__(self, message: str = "There is no such page, or it is not yours to see.") -> None:
        super().__init__(message)


class ForbiddenError(WaypostError):
    """The person may see the thing but may not do this with it."""


class SignInNeededError(WaypostError):
    """Nobody is signed in, and this page belongs to somebody."""


class RefusedError(WaypostError):
    """A rule says no; the message is the rule's reason."""


class ConflictError(WaypostError):
    """Somebody else, or the same person in another tab, was first."""


def require(reason: str | None) -> None:
    """Raise the reason a rule gave, if it gave one."""
    if reason is not None:
        raise RefusedError(reason)
