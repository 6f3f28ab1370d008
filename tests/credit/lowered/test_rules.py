"""Why a claim is above what is earned by the version in force."""

from datetime import date, timedelta

import pytest

from app.credit.eligibility.rules import ApprovedActivity
from app.credit.enums import ComponentKind
from app.credit.ledger import Ledger
from app.credit.lowered.rules import CHANGED, LOWERED, why_above
from app.credit.models import Claim
from app.credit.status.rules import CreditStatus, assess
from app.language.reasons import Reason
from app.people.enums import Profession
from tests.credit.changes.samples import (
    Change,
    all_of,
    changed_at,
    designated_for,
    earns,
    same,
    says,
)
from tests.credit.ledgers import AFTER, WEEK, a_claim, approved_activity, changed, ledger, policy

ZONE = "America/Denver"
NOW = AFTER + 4 * WEEK
FIRST_DAY, SECOND_DAY = AFTER + WEEK, AFTER + 2 * WEEK
CLAIMED = approved_activity(requires_completion=False, systems=("ama_pra_1", "ancc"))


def lowered_to(most: int) -> Change:
    return all_of([says(designated_quarters=most), designated_for("ama_pra_1", "ancc", most=most)])


def versions(*changes: Change) -> list[ApprovedActivity]:
    """The first one, and one a week after it each."""
    found = [CLAIMED]
    for number, change in enumerate(changes, 1):
        found.append(changed_at(found[-1], AFTER + number * WEEK, change))
    return found


def claimed(quarters: int = 45, system: str = "ama_pra_1") -> Claim:
    return a_claim().model_copy(update={"quarters": quarters, "credit_system": system})


def standing(of: list[ApprovedActivity], claim: Claim, own: Ledger | None = None) -> CreditStatus:
    before = CLAIMED if of[-1] is not CLAIMED else None
    return assess(own or ledger(), policy(), of[-1], claim, NOW, before)


def day(at: object) -> date:
    assert hasattr(at, "date")
    found: date = at.date()
    return found


@pytest.mark.parametrize(
    ("changes", "quarters", "said"),
    [
        ((), 45, None),
        ((same,), 45, None),
        ((lowered_to(40),), 45, LOWERED(day=day(FIRST_DAY))),
        ((lowered_to(40),), 40, None),
        ((lowered_to(40), says(place="Tucson")), 45, LOWERED(day=day(FIRST_DAY))),
        ((says(place="Tucson"), lowered_to(40)), 45, LOWERED(day=day(SECOND_DAY))),
        ((lowered_to(44), lowered_to(40)), 42, LOWERED(day=day(SECOND_DAY))),
        ((lowered_to(40), lowered_to(48)), 45, None),
        ((earns(ComponentKind.SESSION, 60, 20),), 45, CHANGED(day=day(FIRST_DAY))),
    ],
)
def test_day_is_that_of_the_change_that_took_it(
    changes: tuple[Change, ...], quarters: int, said: Reason | None
) -> None:
    of = versions(*changes)
    assert why_above(standing(of, claimed(quarters)), of, ZONE) == said


def test_credit_that_was_taken_out_was_no_lowered_maximum() -> None:
    of = versions(designated_for("ama_pra_1"))
    nurse = ledger(profession=Profession.NURSE)
    why = why_above(standing(of, claimed(system="ancc"), nurse), of, ZONE)
    assert why == CHANGED(day=day(FIRST_DAY))


def test_what_is_recorded_otherwise_by_now_is_not_said_to_be_a_change_of_credit() -> None:
    of = versions(lowered_to(40))
    absent = changed(ledger(), 1, minutes=0)
    assert why_above(standing(of, claimed(48), absent), of, ZONE) is None


def test_day_is_told_in_the_zone_of_the_cohort() -> None:
    late = AFTER + WEEK + timedelta(hours=9)  # 3 AM of the next day in UTC
    of = [CLAIMED, changed_at(CLAIMED, late, lowered_to(40))]
    assert why_above(standing(of, claimed()), of, ZONE) == LOWERED(day=day(FIRST_DAY))
