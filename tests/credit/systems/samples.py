"""Credit systems for tests without a database; `test_queries.py` compares them with its rows."""

from typing import Any

from app.credit.enums import StepRounding, SystemRole
from app.credit.models import CreditSystem
from app.credit.phrase import PHRASE
from app.credit.systems.rules import Designated


def system(key: str, position: int, role: SystemRole, name: str, **other: Any) -> CreditSystem:
    usual: dict[str, Any] = {
        "version": 1,
        "step_quarters": 1,
        "rounding": StepRounding.NEAREST,
        "needs_verification": True,
    }
    return CreditSystem(key=key, position=position, role=role, name=name, **usual | other)


AMA = system(
    "ama_pra_1",
    10,
    SystemRole.CLAIMED,
    f"{PHRASE}(s)™",
    unit_one=f"{PHRASE}™",
    unit_many=f"{PHRASE}s™",
    professions=["physician"],
    claim_wording="I claim {amount} for {activity}. {claim_statement}",
    certificate_wording="The physician claimed this credit on {day}.",
)
ROYAL_COLLEGE = system(
    "royal_college_moc_1",
    20,
    SystemRole.CLAIMED,
    "Royal College MOC Section 1",
    unit_one="Royal College MOC Section 1 credit",
    unit_many="Royal College MOC Section 1 credits",
    professions=["physician"],
    heading="Certificate of Section 1 credit",
    claim_wording="I claim {amount} for {activity}.",
    certificate_wording="The physician claimed this credit on {day}.",
)
ANCC = system(
    "ancc",
    30,
    SystemRole.CLAIMED,
    "ANCC contact hours",
    unit_one="ANCC contact hour",
    unit_many="ANCC contact hours",
    professions=["nurse"],
    heading="Certificate of contact hours",
    claim_wording="I claim {amount} for {activity}.",
    certificate_wording="The participant claimed these contact hours on {day}.",
)
ABIM = system(
    "abim_moc",
    40,
    SystemRole.ADDED,
    "ABIM MOC points",
    unit_one="ABIM MOC point",
    unit_many="ABIM MOC points",
    professions=["physician"],
    certificate_wording="For the same participation, {amount} can be reported.",
)
AAPA = system(
    "aapa",
    50,
    SystemRole.NOTED,
    "AAPA note",
    unit_one=f"{PHRASE}™",
    unit_many=f"{PHRASE}s™",
    professions=["physician_associate"],
    usual_statement=(
        "The American Academy of Physician Associates (AAPA) accepts participation in activities "
        "that are designated for {credit_phrase}."
    ),
)
HOURS = system(
    "participation",
    60,
    SystemRole.CLAIMED,
    "Hours of participation",
    unit_one="hour",
    unit_many="hours",
    professions=[],
    needs_verification=False,
    claim_wording="I took part in {activity} for {amount}.",
)
ALL = (AMA, ROYAL_COLLEGE, ANCC, ABIM, AAPA, HOURS)
BY_KEY = {own.key: own for own in ALL}


def designated(most: int, *keys: str) -> tuple[Designated, ...]:
    """What an activity is designated for, each up to the same; hours of participation always."""
    chosen = [BY_KEY[key] for key in (*keys, "participation")]
    return tuple(
        Designated(own, None if own.role is SystemRole.NOTED else most, own.usual_statement)
        for own in chosen
    )
