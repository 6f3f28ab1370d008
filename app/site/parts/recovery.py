"""Ten recovery codes, which are shown once."""

from collections.abc import Sequence
from dataclasses import dataclass

TEMPLATE = "parts/recovery_codes.html"


@dataclass(frozen=True)
class CodesPage:
    """The codes, and where to go then."""

    codes: Sequence[str]
    onward: str
    is_new: bool
    """Whether the second step was just set up, and not only its codes made anew."""

    @property
    def lines(self) -> str:
        """As they are copied."""
        return "\n".join(self.codes)
