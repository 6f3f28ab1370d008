"""What charts say of numbers."""

from decimal import Decimal

from app.language import Text, _
from app.language.styles import number
from app.outcomes.disclosure.cells import TOO_FEW, Told

NOTHING = "–"
FEW: Text = _("Not shown")
"""In place of a number of few people, or of one from which such a number follows."""


def decimal(value: float, places: int = 2) -> str:
    """`0.58`, `−0.12`, as it is written in the language."""
    return number(Decimal(f"{value:.{places}f}")).replace("-", "−")


def count(told: Told) -> str:
    """A number, or that there are too few."""
    return str(FEW) if told is TOO_FEW else number(told)


def answers(n: int) -> str:
    """`n = 43`."""
    return str(_("n = {n}", n=n))
