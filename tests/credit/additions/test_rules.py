"""The table of `matrix.md` about what goes with a claim, and what holds whatever is changed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.credit.additions.rules import (
    Addition,
    added_quarters,
    additions_certified,
    additions_to,
)
from app.credit.approvals import Approval
from app.credit.changes.effects.rules import EARNED_WITH, effects
from app.credit.eligibility.rules import ApprovedActivity, eligible, eligible_in
from app.credit.enums import AMA_PRA_1
from app.credit.ledger import Ledger
from app.credit.phrase import credits_text
from app.credit.status.rules import assess
from app.credit.systems.rules import Designated, amount_text, of_key
from app.packs.schema import PolicyData
from tests.credit.changes.samples import Change, changed_at, claim_of_all, designated_for, same
from tests.credit.eligibility import tables
from tests.credit.ledgers import (
    AFTER,
    FIRST,
    WEEK,
    approved_activity,
    ledger,
    ledgers,
    moments,
    policies,
    policy,
    some_terms,
)
from tests.credit.systems.samples import ABIM, AMA

MATRIX = Path(tables.__file__).with_name("matrix.md")
ROWS = tables.tables(MATRIX)[
    "What goes with physicians’ credit once what is designated was changed"
]
HALFWAY = FIRST + 3 * WEEK + timedelta(hours=2)
NOW = AFTER + WEEK
POINTS = ("ama_pra_1", "abim_moc")
WHEN = {
    "at the very end": AFTER,
    "before the last session": FIRST + 7 * WEEK - timedelta(hours=1),
    "after the claim": AFTER + timedelta(days=2),
}
"""Where it is not halfway."""


def points_up_to(quarters: int) -> Change:
    def change(approval: Approval) -> Approval:
        own = designated_for(*POINTS)(approval).designations
        most = [replace(of, max_quarters=quarters) if of.key == "abim_moc" else of for of in own]
        return replace(approval, designations=most)

    return change


CHANGES: dict[str, Change] = {
    "nothing": same,
    "points are taken out": designated_for("ama_pra_1"),
    "their maximum is lowered to 5.00": points_up_to(20),
    "their maximum is raised to 8.00": points_up_to(32),
}


def before_of(name: str) -> ApprovedActivity:
    """What is in force before the change."""
    if "added" in name:
        return approved_activity(requires_completion=False)
    of = approved_activity(requires_completion=False, systems=POINTS)
    if "raised" in name:
        return changed_at(of, HALFWAY - WEEK, points_up_to(20))
    if "come back" in name:
        return changed_at(of, HALFWAY - timedelta(hours=1), designated_for("ama_pra_1"))
    return of


def whole_points(of: ApprovedActivity) -> ApprovedActivity:
    own = [
        replace(own, system=ABIM.model_copy(update={"step_quarters": 4}))
        if own.key == "abim_moc"
        else own
        for own in of.designated
    ]
    return replace(of, designated=tuple(own))


def after_of(name: str, before: ApprovedActivity) -> ApprovedActivity:
    at = next((moment for when, moment in WHEN.items() if when in name), HALFWAY)
    after = changed_at(before, at, CHANGES.get(name, designated_for(*POINTS)))
    return whole_points(after) if "in whole ones" in name else after


def said(found: Sequence[Addition]) -> str:
    return ", ".join(credits_text(own.quarters) for own in found) or "nothing"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["what is changed"])
def test_points_that_go_with_a_claim_are_those_of_the_table(row: tables.Row) -> None:
    name = row["what is changed"]
    before = before_of(name)
    after = after_of(name, before)
    standing = assess(ledger(), policy(), after, None, NOW)
    for quarters, column in ((48, "goes with 12.00"), (16, "goes with 4.00")):
        assert said(additions_to(standing, after, AMA_PRA_1, quarters)) == row[column]
    claim = claim_of_all(ledger(), before, NOW)
    held = assess(ledger(), policy(), after, claim, NOW, before)
    anew = row["issued anew, by what is in force"]
    assert said(additions_certified(held, claim, after)) == anew
    unchanged = additions_to(standing, before, AMA_PRA_1, 48, AFTER)
    assert additions_certified(held, claim, before) == unchanged


def test_nothing_goes_with_other_credit() -> None:
    of = approved_activity(systems=("ama_pra_1", "ancc", "abim_moc"))
    standing = assess(ledger(), policy(), of, None, NOW)
    assert additions_to(standing, of, "ancc", 48) == ()


@given(ledgers(), some_terms(), policies, moments, st.integers(-10, 60), st.integers(0, 60))
def test_points_are_never_more_than_was_claimed_nor_than_was_earned_since_their_day(
    facts: Ledger, of: ApprovedActivity, asked: PolicyData, now: datetime, days: int, claimed: int
) -> None:
    at = of.activity.approved_at + timedelta(days=max(0, days))
    added = changed_at(of, at, designated_for(*POINTS))
    standing = assess(facts, asked, added, None, now)
    own = of_key("abim_moc", added.designated)
    assert own is not None
    since = eligible_in(facts, added, own, asked, now).quarters
    quarters = min(claimed, eligible(facts, added, asked, now).quarters)
    for addition in additions_to(standing, added, AMA_PRA_1, quarters):
        assert 0 < addition.quarters <= min(quarters, since, own.max_quarters or 0)


def test_change_of_what_goes_with_credit_touches_whose_points_it_changes() -> None:
    before = approved_activity(requires_completion=False)
    standing = assess(ledger(), policy(), before, None, NOW)
    (own,) = effects([standing], after_of("points are added", before), (), (), NOW).touched
    assert (own.before.quarters, own.after.quarters) == (48, 48)
    assert own.after.beside == ("6.00 ABIM MOC points",)
    amount = amount_text(AMA, 48)
    assert own.after.told == EARNED_WITH(amount=amount, added=("6.00 ABIM MOC points",))
    late = after_of("points are added at the very end", before)
    assert effects([standing], late, (), (), NOW).touched == []


@pytest.mark.parametrize(("most", "added"), [(48, 46), (20, 20), (None, 46)])
def test_addition_is_as_much_as_was_claimed_up_to_its_maximum(most: int | None, added: int) -> None:
    assert added_quarters(Designated(ABIM, most), 46) == added


def test_addition_in_whole_points() -> None:
    whole = ABIM.model_copy(update={"step_quarters": 4})
    assert added_quarters(Designated(whole, 48), 46) == 44
