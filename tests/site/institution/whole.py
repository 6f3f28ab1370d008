"""The numbers of a whole cohort, as a lead's pages say them."""

import re
from typing import NamedTuple

PAGE, REPORT = "/institution?cohort=spring-2026", "/institution/report?cohort=spring-2026"
SAID = {
    "people": r"At least ([\d,]+) people are in it, yours included\. As of (\w+, \w+ \d+)",
    "complete": r"At least ([\d,]+) have completed it\. As of (\w+, \w+ \d+)",
}


class Number(NamedTuple):
    """A number that was told, and of which day."""

    number: int
    as_of: str


def said(text: str) -> dict[str, Number]:
    """The numbers of a page."""
    found = {of: re.search(words, text) for of, words in SAID.items()}
    return {of: Number(int(m[1]), m[2]) for of, m in found.items() if m}
