"""What somebody wants a report of. Pure."""

from dataclasses import dataclass

from app.outcomes.leadership.costs import Costs
from app.outcomes.leadership.faculty import Faculty
from app.outcomes.leadership.records import Window

JOB = "leadership.report"
"""The kind of job that makes one."""


@dataclass(frozen=True)
class Order:
    """A window, and what no record says."""

    window: Window
    language: str
    """The code of the language that it is written in."""
    faculty: Faculty
    costs: Costs | None
    quotes: tuple[str, ...] | None = None
    """The ids of those that go in, as far as they have room. None: those that are proposed."""
