"""What is said only where people are expected, so of nobody in a series."""

import re

WORDS = re.compile(
    r"\b(?:absent|absences?|missing|missed|miss|at risk|excused?|make-ups?|made up|not marked|"
    r"on course|can no longer complete|catch up|not signed|not in yet|not checked in|expected|"
    r"of 0(?![.\d]))\b",
    re.IGNORECASE,
)
