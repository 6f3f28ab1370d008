"""The page of somebody who is in no cohort yet, wherever their course would be."""

from dataclasses import dataclass


@dataclass(frozen=True)
class NoCohortPage:
    """Somebody who is in no cohort yet."""

    name: str
