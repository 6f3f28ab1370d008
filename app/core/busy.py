"""A database that cannot, as a reason that people are told."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy.exc import OperationalError

from app.core.errors import BusyError
from app.language.reasons import Reason, reason

log = logging.getLogger("waypost.database")

NOT_SAVED = reason(
    "database.not_saved",
    "This was not saved: the database did not take it. Nothing that was saved before is lost. Try "
    "again in half a minute.",
)
NOT_READ = reason(
    "database.not_read",
    "The database does not answer at this moment. Nothing that was saved is lost. Try again in "
    "half a minute.",
)
TRY_AGAIN_SECONDS = 30
_NOTHING_WRITTEN = ("SQLITE_BUSY", "SQLITE_FULL")  # not shown
"""What SQLite says of a commit for which it found no turn or no room."""


def busy(why_not: Reason, *, undone: bool) -> BusyError:
    """The error that says so, and when to try again."""
    return BusyError(why_not, TRY_AGAIN_SECONDS, undone=undone)


@dataclass
class Asked:
    """How far a session has come."""

    commits: bool = False


@contextmanager
def answering(why_not: Reason) -> Iterator[Asked]:
    """What a database says when it cannot, as a reason; its own words are for the log."""
    asked = Asked()
    try:
        yield asked
    except OperationalError as error:
        said = getattr(error.orig, "sqlite_errorname", "")
        if said == "SQLITE_ERROR":
            raise  # SQLite says so of a statement that it cannot understand, whoever waits
        log.error("The database could not: %s", error.orig)
        undone = said in _NOTHING_WRITTEN or not asked.commits
        raise busy(why_not, undone=undone) from error
