"""The table of `matrix.md` about changes, and what holds of the arithmetic whatever changes."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.casework.enums import AttendanceStatus as Status
from app.certificates import rules as certificates
from app.credit import rules
from app.credit.eligibility.rules import ApprovedActivity, eligible, eligible_in
from app.credit.enums import ComponentKind
from app.credit.ledger import Ledger
from app.credit.phrase import credits_text
from app.credit.since.rules import as_known_now
from app.credit.status.rules import assess
from app.packs.schema import PolicyData
from app.people.enums import Profession
from tests.credit.changes.samples import (
    Change,
    all_of,
    changed_at,
    claim_of_all,
    designated_for,
    earns,
    same,
    says,
    without,
)
from tests.credit.eligibility.tables import Row, tables
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
from tests.credit.ledgers import (
    unit as a_unit,
)

TABLES = tables(Path(__file__).with_name("matrix.md"))
ROWS = TABLES["Once what is designated was changed"]
CORRECTED = TABLES["Once the day of the approval is corrected"]
HALFWAY = FIRST + 3 * WEEK + timedelta(hours=2)
NOW = AFTER + WEEK
WHEN = {
    "at the very end": AFTER,
    "before it begins": FIRST - 2 * WEEK,
    "before the last session": FIRST + 7 * WEEK - timedelta(hours=1),
    "and again": FIRST + 7 * WEEK + timedelta(hours=1),
}
"""Where it is not halfway."""
NURSE = ("ancc",)
MODULE, SESSION = ComponentKind.MODULE, ComponentKind.SESSION
CHANGES: dict[str, Change] = {
    "nothing": same,
    "title, format, statements and place": says(
        title="Another", learning_format="Live course", designation_statement="-", place="Tucson"
    ),
    "the maximum is lowered to 10.00": all_of(
        [says(designated_quarters=40), designated_for("ama_pra_1", most=40)]
    ),
    "the maximum of sessions is lowered to 6": earns(SESSION, 60, 24),
    "the maximum is raised to 20.00": all_of(
        [says(designated_quarters=80), designated_for("ama_pra_1", most=80)]
    ),
    "a module earns 60 minutes, 8.00 at most": all_of(
        [earns(MODULE, 60, 32), says(designated_quarters=64), designated_for("ama_pra_1", most=64)]
    ),
    "a module earns 15 minutes": earns(MODULE, 15),
    "modules are no longer credited": without(MODULE),
    "modules are no longer credited, and again": earns(MODULE, 30, 16),
    "it expires later": says(expires_at=NOW + WEEK),
    "exactly half a quarter is rounded down": says(rounding="half_down"),
    "contact hours are added": designated_for("ama_pra_1", "ancc"),
    "contact hours are added before it begins": designated_for("ama_pra_1", "ancc"),
    "contact hours are added before the last session": designated_for("ama_pra_1", "ancc"),
    "contact hours are added at the very end": designated_for("ama_pra_1", "ancc"),
    "contact hours are taken out": designated_for("ama_pra_1"),
    "contact hours are taken out and come back": designated_for("ama_pra_1", "ancc"),
    "another provider approves it": says(provider="Another Office"),
}


def before_of(name: str) -> ApprovedActivity:
    systems = ("ama_pra_1", "ancc") if "taken out" in name else ("ama_pra_1",)
    of = approved_activity(requires_completion=False, systems=systems)
    if name == "modules are no longer credited, and again":
        return changed_at(of, HALFWAY, without(MODULE))
    if "come back" not in name:
        return of
    return changed_at(of, HALFWAY - timedelta(hours=1), designated_for("ama_pra_1"))


def whose(name: str) -> Ledger:
    return ledger(profession=Profession.NURSE) if "contact hours" in name else ledger()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["what is changed"])
def test_change_does_to_people_what_the_table_says(row: Row) -> None:
    name = row["what is changed"]
    before = before_of(name)
    at = next((moment for when, moment in WHEN.items() if when in name), HALFWAY)
    after = changed_at(before, at, CHANGES[name], goes_on="another provider" not in name)
    standing = assess(whose(name), policy(), after, None, NOW)
    assert standing.eligibility is not None
    amount = credits_text(standing.eligibility.quarters)
    assert (amount, standing.system) == (row["can claim"], row["in"])
    claimed_in = approved_activity(requires_completion=False, systems=("ama_pra_1", "ancc"))
    made = claim_of_all(whose(name), claimed_in, NOW)
    held = assess(whose(name), policy(), after, made, NOW, claimed_in)
    lacks = certificates.missing(held, certificates.kind_for(made.credit_system))
    assert (", ".join(own.code for own in lacks) or "nothing") == row[
        "a claim of 12.00 made before"
    ]
    assert not rules.is_claim_above(held)


DAYS = {
    "earlier": FIRST - 5 * WEEK,
    "before": FIRST - 3 * WEEK,
    "halfway": HALFWAY,
    "afterwards": AFTER,
}
BEFORE_THAT = {
    "nothing": same,
    "a module earns 60 minutes": earns(MODULE, 60),
    "the maximum is lowered to 10.00": CHANGES["the maximum is lowered to 10.00"],
}


def corrected(of: ApprovedActivity, day: datetime) -> ApprovedActivity:
    """As an approval at the very end says that it was another day; the same day says nothing."""
    day_of = None if day == of.activity.approved_at else day
    return changed_at(of, NOW - timedelta(hours=1), says(designated_at=day_of))


@pytest.mark.parametrize(
    "row", CORRECTED, ids=lambda row: f"{row['entered as']} {row['corrected to']}"
)
def test_corrected_day_does_to_people_what_the_table_says(row: Row) -> None:
    entered = approved_activity(requires_completion=False, approved_at=DAYS[row["entered as"]])
    change = BEFORE_THAT[row["what else was changed before"]]
    between = entered if change is same else changed_at(entered, HALFWAY, change)
    after = corrected(between, DAYS[row["corrected to"]])
    standing = assess(ledger(), policy(), after, None, NOW)
    assert standing.eligibility is not None
    assert credits_text(standing.eligibility.quarters) == row["can claim"]
    made = claim_of_all(ledger(), entered, NOW)
    made.quarters = eligible(ledger(), entered, policy(), NOW).quarters
    claimed_in = as_known_now(entered, after.activity)
    held = assess(ledger(), policy(), after, made, NOW, claimed_in)
    lacks = certificates.missing(held, certificates.kind_for(made.credit_system))
    assert (", ".join(own.code for own in lacks) or "nothing") == row["the claim that was made"]
    assert entered.activity.approved_at == DAYS[row["entered as"]], "what is stored stays"


CHANGED: st.SearchStrategy[Change] = st.lists(
    st.one_of(
        st.builds(earns, st.sampled_from([MODULE, SESSION]), st.integers(0, 90)),
        st.builds(lambda most: says(designated_quarters=most), st.integers(1, 80)),
        st.sampled_from([designated_for("ama_pra_1"), designated_for("ama_pra_1", "ancc")]),
        st.sampled_from([says(place="Tucson"), says(rounding="half_down"), same]),
    ),
    max_size=3,
).map(all_of)


def minutes_by_kind(
    facts: Ledger, of: ApprovedActivity, asked: PolicyData, now: datetime
) -> dict[ComponentKind, dict[int, int]]:
    found = eligible(facts, of, asked, now)
    return {part.kind: dict(part.by_unit) for part in found.parts}


@given(ledgers(), some_terms(), policies, moments, CHANGED)
def test_no_change_gives_or_takes_a_minute_of_what_was_done_before_it(
    facts: Ledger, of: ApprovedActivity, asked: PolicyData, now: datetime, change: Change
) -> None:
    """Whoever claims in the same system: the minutes of work from before are those of before."""
    changed = max(HALFWAY, of.activity.approved_at)
    after = changed_at(of, HALFWAY, change)
    was, is_ = (minutes_by_kind(facts, version, asked, now) for version in (of, after))
    for unit in facts.units:
        done = {MODULE: unit.attested_at, SESSION: unit.starts_at}
        for kind, moment in done.items():
            if moment is not None and moment < changed:
                assert is_[kind].get(unit.position) == was[kind].get(unit.position)


@given(ledgers(), some_terms(), policies, moments, CHANGED, st.integers(-40, 60))
def test_nothing_that_was_done_before_the_right_day_earns_anything(
    facts: Ledger, of: ApprovedActivity, asked: PolicyData, now: datetime, change: Change, days: int
) -> None:
    """Whatever was changed since, also by the version of a claim; no minute of later is lost."""
    day = of.activity.approved_at + timedelta(days=days)
    between = changed_at(of, HALFWAY, change)
    after = corrected(between, day)
    was = minutes_by_kind(facts, between, asked, now)
    for version in (after, as_known_now(of, after.activity)):
        found = minutes_by_kind(facts, version, asked, now)
        for unit in facts.units:
            done = {MODULE: unit.attested_at, SESSION: unit.starts_at}
            for kind, moment in done.items():
                if moment is not None and moment < day:
                    assert not found.get(kind, {}).get(unit.position)
                elif version is after and moment is not None and moment >= between.activity.said_at:
                    assert found[kind].get(unit.position) == was[kind].get(unit.position)


@given(ledgers(), some_terms(), policies, moments, CHANGED, st.integers(1, 60))
def test_system_that_was_added_counts_nothing_of_before(
    facts: Ledger,
    of: ApprovedActivity,
    asked: PolicyData,
    now: datetime,
    change: Change,
    days: int,
) -> None:
    """Nor do other words that follow make it older."""
    added_at = max(of.activity.approved_at, FIRST) + timedelta(days=days)
    added = changed_at(of, added_at, designated_for("ama_pra_1", "ancc"))
    later = changed_at(
        added, added_at + timedelta(days=1), all_of([change, designated_for("ancc")])
    )
    for version in (added, later):
        own = next(own for own in version.designated if own.key == "ancc")
        found = eligible_in(facts, version, own, asked, now)
        for unit in facts.units:
            moments_of = (unit.attested_at, unit.starts_at)
            if all(at is None or at < added_at for at in moments_of):
                assert found.minutes_of(unit.position) == 0


@given(ledgers(), some_terms(), policies, moments, st.integers(0, 60))
def test_addition_takes_nothing_from_who_has_done_anything_before_it(
    facts: Ledger, of: ApprovedActivity, asked: PolicyData, now: datetime, days: int
) -> None:
    """Else the same minutes count in what was added, in its own steps."""
    at = max(of.activity.approved_at, FIRST) + timedelta(days=days)
    added = changed_at(of, at, designated_for("ama_pra_1", "ancc"))
    was, is_ = (eligible(facts, version, asked, now) for version in (of, added))
    assert is_.quarters >= was.quarters or is_.minutes == was.minutes


def test_nurse_whose_work_all_came_after_the_addition_claims_in_it() -> None:
    missed = [a_unit(n, Status.ABSENT, attested_at=None) for n in range(1, 5)]
    nurse = ledger(*missed, *(a_unit(n) for n in range(5, 9)), profession=Profession.NURSE)
    of = approved_activity(requires_completion=False)
    added = changed_at(of, HALFWAY, designated_for("ama_pra_1", "ancc"))
    standing = assess(nurse, policy(), added, None, NOW)
    assert standing.eligibility is not None
    assert (standing.system, standing.eligibility.quarters) == ("ancc", 24)


@given(ledgers(), some_terms(), policies, moments)
def test_same_words_approved_again_change_no_number(
    facts: Ledger, of: ApprovedActivity, asked: PolicyData, now: datetime
) -> None:
    again = changed_at(changed_at(of, HALFWAY, same), HALFWAY + WEEK, same)
    assert eligible(facts, again, asked, now) == eligible(facts, of, asked, now)


@given(ledgers(), some_terms(), policies, moments, CHANGED, st.integers(-40, 60))
def test_wrong_day_and_then_the_right_one_again_changes_no_number(
    facts: Ledger, of: ApprovedActivity, asked: PolicyData, now: datetime, change: Change, days: int
) -> None:
    """Also where the wrong day is the one on which something was added."""
    added_at = of.activity.approved_at + timedelta(days=20)
    added = changed_at(of, added_at, all_of([change, designated_for("ama_pra_1", "ancc")]))
    right = of.activity.approved_at
    for wrong in (right + timedelta(days=days), added_at):
        again = corrected(corrected(added, wrong), right)
        for own in added.designated:
            same_in = next(other for other in again.designated if other.key == own.key)
            found = eligible_in(facts, again, same_in, asked, now)
            assert found == eligible_in(facts, added, own, asked, now)


def test_who_claimed_between_two_corrections_of_one_day_is_judged_by_the_second() -> None:
    entered = approved_activity(requires_completion=False, approved_at=DAYS["before"])
    wrong = corrected(entered, DAYS["afterwards"])
    right = corrected(wrong, DAYS["halfway"])
    assert wrong.activity.day_corrected_at == right.activity.day_corrected_at
    judged = as_known_now(wrong, right.activity)
    assert judged.activity.approved_at == DAYS["halfway"]
