"""How pages speak of what somebody has earned."""

from dataclasses import dataclass

from app.credit.enums import CreditSystem
from app.credit.phrase import credits_text
from app.credit.rules import Standing
from app.web.parts import Fact


@dataclass(frozen=True)
class Wording:
    """How the page speaks: physicians claim credit, everybody else hours of participation."""

    title: str
    label: str
    button: str
    earned: str


WORDING = {
    CreditSystem.AMA_PRA_1: Wording(
        title="Claim your credit",
        label="Credit I claim",
        button="Claim this credit",
        earned="Credit earned",
    ),
    CreditSystem.PARTICIPATION: Wording(
        title="Claim your hours of participation",
        label="Hours I took part",
        button="Claim these hours",
        earned="Hours of participation",
    ),
}


def credit_earned(status: Standing) -> Fact | None:
    """`Credit earned`, `6.00 of 12.00`: earned of designated; None without an activity."""
    if status.eligibility is None:
        return None
    earned, most = status.eligibility.quarters, status.eligibility.designated_quarters
    return Fact(WORDING[status.system].earned, f"{credits_text(earned)} of {credits_text(most)}")
