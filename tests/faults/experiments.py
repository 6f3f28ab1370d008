"""The list of experiments: what each is called, and where it makes sense."""

from collections.abc import Callable
from dataclasses import dataclass

from tests.faults.places import Place

SQLITE, POSTGRESQL = "sqlite", "postgresql"
Act = Callable[[Place], str]
"""Does something to an installation and says what, how often; raises where it was not survived."""


@dataclass(frozen=True)
class Experiment:
    """One fault."""

    name: str
    act: Act
    on: tuple[str, ...] = (SQLITE, POSTGRESQL)
    told: bool = True
    """Whether records and their lines agree after it."""


ALL: list[Experiment] = []


def experiment(name: str, *on: str, told: bool = True) -> Callable[[Act], Act]:
    """Register one. `on`: the databases on which there is such a fault; both by default.

    `told`: false where it begins with losing records that the history tells of.
    """

    def note(act: Act) -> Act:
        ALL.append(Experiment(name, act, on or (SQLITE, POSTGRESQL), told))
        return act

    return note
