"""The tables of `matrix.md` about choosing among several kinds of credit."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.certificates import rules as certificates
from app.credit import rules
from app.credit.choices.rules import choices
from app.credit.eligibility.rules import ApprovedActivity, eligible_in, own_system
from app.credit.ledger import Ledger
from app.credit.models import Claim
from app.credit.phrase import credits_text
from app.credit.status.rules import CreditStatus, assess
from app.packs.schema import PolicyData
from app.people.enums import Profession
from tests.credit.changes.samples import changed_at, designated_for
from tests.credit.eligibility import tables
from tests.credit.ledgers import (
    AFTER,
    FIRST,
    WEEK,
    a_claim,
    approved_activity,
    ledger,
    ledgers,
    moments,
    policies,
    policy,
    some_terms,
)

TABLES = tables.tables(Path(tables.__file__).with_name("matrix.md"))
CHOICES = TABLES["Where several kinds of credit fit somebody"]
KEPT = TABLES["What becomes of a choice"]
NOW = AFTER + WEEK
HALFWAY = FIRST + 3 * WEEK + timedelta(hours=2)
PHYSICIANS, NURSES = ("ama_pra_1",), ("ancc",)
EVERYTHING = ("ama_pra_1", "royal_college_moc_1", "ancc", "abim_moc", "aapa")


def of(*systems: str) -> ApprovedActivity:
    return approved_activity(requires_completion=False, systems=systems)


def less_for_physicians() -> ApprovedActivity:
    both = of(*PHYSICIANS)
    own = [
        replace(each, max_quarters=40) if each.key == "ama_pra_1" else each
        for each in both.designated
    ]
    return replace(both, designated=tuple(own))


BOTH = designated_for("ama_pra_1", "ancc")
DESIGNATED: dict[str, ApprovedActivity] = {
    "physicians": of(*PHYSICIANS),
    "everything": of(*EVERYTHING),
    "nurses, physicians halfway": changed_at(of(*NURSES), HALFWAY, BOTH),
    "physicians, nurses halfway": changed_at(of(*PHYSICIANS), HALFWAY, BOTH),
    "physicians, nurses beforehand": changed_at(of(*PHYSICIANS), FIRST - 2 * WEEK, BOTH),
    "physicians, 10.00 at most of theirs": less_for_physicians(),
}


def whose(profession: str, verified: str) -> Ledger:
    since = FIRST if verified == "yes" else None
    return ledger(profession=Profession(profession), profession_verified_at=since)


def standing_of(own: Ledger, approved: ApprovedActivity) -> CreditStatus:
    return assess(own, policy(), approved, None, NOW)


@pytest.mark.parametrize("row", CHOICES, ids=lambda row: " / ".join(row.values()))
def test_somebody_can_choose_what_the_table_says(row: tables.Row) -> None:
    own = whose(row["profession"], row["verified"])
    standing = standing_of(own, DESIGNATED[row["designated for"]])
    found = standing.choices
    said = ", ".join(f"{credits_text(each.earned.quarters)} {each.key}" for each in found)
    assert said == row["can choose"]
    assert [each.is_suggested for each in found] == [True] + [False] * (len(found) - 1)
    assert standing.system == found[0].key, "who chooses nothing claims what is suggested"


def claimed(system: str, who: Ledger) -> Claim:
    """As it is kept: with whom it was made as."""
    as_whom = {"profession": who.profession.value, "is_verified": bool(who.profession_verified_at)}
    return a_claim().model_copy(
        update={"credit_system": system, "facts": {"claimant": as_whom}, "quarters": 8}
    )


THEN: dict[str, dict[str, Any]] = {
    "nothing": {},
    "their profession is verified anew": {"profession_verified_at": NOW},
    "they turn out to be a nurse": {"profession": Profession.NURSE},
    "it is verified": {"profession_verified_at": NOW},
    "contact hours are taken out": {},
}


@pytest.mark.parametrize("row", KEPT, ids=lambda row: " / ".join(row.values()))
def test_choice_that_was_claimed_stays_as_the_table_says(row: tables.Row) -> None:
    system, _comma, as_whom = row["claimed"].partition(", ")
    verified = "no" if as_whom == "before it was verified" else "yes"
    who = whose("nurse" if "nurse" in as_whom else "physician", verified)
    is_out = row["and then"] == "contact hours are taken out"
    approved = of(*(PHYSICIANS if is_out else EVERYTHING))
    now = replace(who, **THEN[row["and then"]])
    assert assess(now, policy(), approved, claimed(system, who), NOW).system == row["is theirs"]


def test_claim_that_does_not_say_as_whom_it_was_made_chooses_nothing() -> None:
    made = a_claim().model_copy(update={"credit_system": "participation"})
    assert assess(ledger(), policy(), of(*PHYSICIANS), made, NOW).system == "ama_pra_1"


def test_what_does_not_fit_is_not_chosen() -> None:
    standing = standing_of(ledger(), of(*EVERYTHING))
    for key in ("ancc", "abim_moc", "aapa", "nothing"):
        chosen = standing.choosing(key)
        assert chosen.system == "ama_pra_1"
        assert rules.why_not_choose(chosen) is rules.CHANGED_SINCE_READ
    assert rules.why_not_choose(standing) is None
    assert rules.why_not_choose(standing.choosing("participation")) is None


@given(ledgers(), some_terms(), policies, moments, st.integers(0, 60), st.data())
def test_every_choice_is_earned_can_be_claimed_and_certified(
    facts: Ledger,
    terms: ApprovedActivity,
    asked: PolicyData,
    now: datetime,
    days: int,
    data: st.DataObject,
) -> None:
    added = changed_at(terms, FIRST + WEEK * (days / 7), BOTH)
    who = replace(facts, profession=data.draw(st.sampled_from(Profession)))
    found = choices(who, added, asked, now)
    suggested = own_system(who, added, asked, now)
    for own in found:
        most = own.designated.max_quarters or 0
        assert 0 < own.earned.quarters <= most
        assert own.earned == eligible_in(who, added, own.designated, asked, now)
        whose_it_is = own.designated.system.whose
        assert not whose_it_is or who.profession in whose_it_is
        standing = assess(who, asked, added, None, now).choosing(own.key)
        assert rules.why_not_choose(standing) is None
        assert rules.why_not_so_much(standing, own.earned.quarters) is None
        kind = certificates.kinds_due(standing)[0]
        assert kind is certificates.kind_for(own.key)
    earns = suggested is not None and eligible_in(who, added, suggested, asked, now).quarters > 0
    expected = [suggested.key] if suggested is not None and earns else []
    assert [own.key for own in found if own.is_suggested] == expected
    assert [own.key for own in found[: len(expected)]] == expected, "it comes first"
