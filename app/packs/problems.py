"""What is wrong with a pack, in words for its author: file, line, sentence."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.language import Text


@dataclass(frozen=True)
class Problem:
    """One finding. An error keeps the whole pack out; a warning is advice."""

    path: str
    """From the folder that holds modules/ and cases/, with slashes."""
    line: int
    """Counted from 1."""
    sentence: Text
    is_warning: bool = False

    def __str__(self) -> str:
        """As compilers and editors write it."""
        mark = "warning: " if self.is_warning else ""  # not shown
        return f"{self.path}:{self.line}: {mark}{self.sentence}"


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Each once, by file and line."""
    return tuple(sorted(set(problems), key=lambda p: (p.path, p.line, p.is_warning, str(p))))


Finding = tuple[int, Text]
"""Line of a file, and sentence."""


class RefusedFileError(Exception):
    """A file that is not let in; its findings say why."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__(*findings)
        self.findings = findings
