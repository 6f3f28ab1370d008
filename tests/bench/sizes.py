"""How big a database is that pages are measured with."""

from typing import NamedTuple


class Size(NamedTuple):
    """Cohorts of eight weeks, one after the other, and the people of each."""

    name: str
    cohorts: int
    people: int
    """Of each cohort."""
    days: int
    """From the beginning of one cohort to that of the next."""
    lines: int = 0
    """How many lines the history has, with all that ten years leave behind; 0: neither is made."""


DESKS = Size("20 cohorts of 1,000", 20, 1000, 35)
"""What `make desks` looks through."""
HALF = Size("20 cohorts of 500", 20, 500, 35)
TEN_YEARS = Size("ten years", 200, 50, 18, 1_000_000)
