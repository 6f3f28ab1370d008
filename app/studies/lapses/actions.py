"""What begins waves whose time has begun is done once whoever does it has read their days."""

from collections.abc import Callable
from typing import TypeVar

from app.core.errors import require
from app.studies.lapses.rules import ToTell, why_not_so

Done = TypeVar("Done")


def once_told(told: ToTell, confirmed: str, act: Callable[[], Done]) -> Done:
    """Do it; what it refuses itself is said first. Whoever calls this takes back what was done.

    `told`: as read before it. `confirmed`: what they were told.

    Raises:
        RefusedError: They have not read that.
    """
    done = act()
    require(why_not_so(told, confirmed))
    return done
