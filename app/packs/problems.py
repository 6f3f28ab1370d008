"""What is wrong with a pack, in words for its author: file, line, sentence."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One finding. An error keeps the whole pack out; a warning is advice."""

    path: str
    """From the folder that holds modules/ and cases/, with slashes."""
    line: int
    """Counted from 1."""
    sentence: str
    is_warning: bool = False

    def __str__(self) -> str:
        mark = "warning: " if self.is_warning else ""
        return f"{self.path}:{self.line}: {mark}{self.sentence}"


Finding = tuple[int, str]
"""Line of a file, and sentence."""


class RefusedFileError(Exception):
    """A file that is not let in; its findings say why."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__(*findings)
        self.findings = findings
