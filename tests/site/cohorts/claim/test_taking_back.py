"""That a claim which cannot be made again as it was says so before it is taken back."""

from datetime import timedelta

from app.credit.status.rules import CreditStatus, assess
from app.site.cohorts.claim.taking_back import less_then
from tests.credit.changes.samples import Change, all_of, changed_at, designated_for, same, says
from tests.credit.ledgers import AFTER, WEEK, a_claim, approved_activity, ledger, policy

NOW = AFTER + WEEK


def standing(change: Change) -> CreditStatus:
    before = approved_activity(requires_completion=False)
    after = changed_at(before, NOW - timedelta(hours=1), change)
    return assess(ledger(), policy(), after, a_claim(), NOW, before)


def test_lower_maximum_is_said_before_a_claim_is_taken_back() -> None:
    lower = all_of([says(designated_quarters=40), designated_for("ama_pra_1", most=40)])
    assert less_then(a_claim(), standing(same), NOW) is None
    assert "cannot claim as much again" in str(less_then(a_claim(), standing(lower), NOW))
    assert "not in the same credit" in str(
        less_then(a_claim(), standing(designated_for("ancc")), NOW)
    )


def test_nothing_is_said_once_the_time_for_claims_is_over() -> None:
    """That nothing can be claimed again is said there anyway."""
    over = says(expires_at=NOW - timedelta(minutes=1))
    assert less_then(a_claim(), standing(over), NOW) is None
