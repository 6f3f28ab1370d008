"""The evaluation that somebody can answer now: the way to it, from every page of a cohort."""

from dataclasses import dataclass

from app.language import _
from app.web.parts import Link


@dataclass(frozen=True)
class Evaluation:
    """One that is open to somebody, and not done."""

    minutes: int
    """About how long it takes."""
    path: str
    """Of their own form, which asks for no sign-in."""

    @property
    def link(self) -> Link:
        """To the form."""
        return Link(_("Evaluate the program: {minutes:minutes}", minutes=self.minutes), self.path)
