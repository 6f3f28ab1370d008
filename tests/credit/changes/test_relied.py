"""The table of `matrix.md` about who is told of a change, and the words of what is different."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.core.models import OutboxMessage
from app.credit.approvals import ApprovedSystem
from app.credit.changes.effects.rules import Effects, effects
from app.credit.changes.letters import letter_for
from app.credit.changes.relied.rules import CLAIMS_CLOSE, relied_on
from app.credit.eligibility.rules import ApprovedActivity
from app.credit.enums import ComponentKind
from app.credit.ledger import Extension
from app.credit.models import Activity
from app.credit.phrase import lint_credit_phrase
from app.credit.status.rules import CreditStatus, assess
from app.language.moments import local
from app.language.stored import to_json
from app.messages.composing import Addressee, compose
from tests.credit.changes.samples import (
    Change,
    all_of,
    changed_at,
    designated_for,
    earns,
    same,
    says,
)
from tests.credit.eligibility import tables
from tests.credit.ledgers import AFTER, FIRST, WEEK, a_claim, approved_activity, ledger, policy
from tests.letters import HERE

MATRIX = Path(tables.__file__).with_name("matrix.md")
ROWS = tables.tables(MATRIX)["Who is told of a change"]
ZONE = "America/Denver"
NOW = AFTER + WEEK
CLOSES = FIRST + timedelta(days=90)
DAY = timedelta(days=1)
APPROVED = approved_activity().activity.approved_at
BOTH = ("ama_pra_1", "ancc")


def of_nurses(*, most: int = 48, statement: str = "") -> Change:
    """Contact hours beside physicians' credit, with a maximum and a statement of their own."""
    own = [ApprovedSystem("ama_pra_1", 48), ApprovedSystem("ancc", most, statement)]
    return lambda approval: replace(approval, designations=own)


CHANGES: dict[str, tuple[Change, Change]] = {
    "nothing": (same, same),
    "title, place and who signs": (
        same,
        says(title="Another", place="Tucson", signatories=[{"name": "Opal", "role": "Dean"}]),
    ),
    "the maximum is raised to 20.00": (
        same,
        all_of([says(designated_quarters=80), designated_for("ama_pra_1", most=80)]),
    ),
    "contact hours are added": (same, designated_for(*BOTH)),
    "contact hours are taken out": (designated_for(*BOTH), designated_for("ama_pra_1")),
    "contact hours: 10.00 at most": (designated_for(*BOTH), of_nurses(most=40)),
    "contact hours: another statement": (
        designated_for(*BOTH),
        of_nurses(statement="For nurses: 12.00."),
    ),
    "the format": (same, says(learning_format="Live activity")),
    "credit needs completion": (same, says(requires_completion=True)),
    "credit needs the evaluation": (same, says(requires_evaluation=True)),
    "a module earns 40 minutes": (same, earns(ComponentKind.MODULE, 40)),
    "exactly half a quarter is rounded down": (same, says(rounding="half_down")),
    "the claim statement": (same, says(claim_statement="Claim only what you took part in.")),
    "it expires after claims close": (same, says(expires_at=CLOSES + WEEK)),
    "it no longer expires": (says(expires_at=CLOSES + WEEK), says(expires_at=None)),
    "it was designated a day later": (same, says(designated_at=APPROVED + DAY)),
    "it was designated a day earlier": (same, says(designated_at=APPROVED - DAY)),
}


def versions(name: str) -> tuple[ApprovedActivity, ApprovedActivity]:
    first, change = CHANGES[name]
    before = changed_at(approved_activity(requires_completion=False), FIRST - WEEK, first)
    return before, changed_at(before, NOW, change)


def effects_of(name: str, *, has_claimed: bool, late: bool = False) -> Effects:
    before, after = versions(name)
    claim = a_claim() if has_claimed else None
    now = CLOSES + WEEK if late else NOW
    standing = assess(ledger(), policy(), before, claim, now)
    return effects([standing], after, relied_on(before, after, ZONE), (), now)


@pytest.mark.parametrize("has_claimed", [False, True])
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["what is changed"])
def test_everybody_whom_it_concerns_is_told_what_the_table_says(
    row: tables.Row, *, has_claimed: bool
) -> None:
    found = effects_of(row["what is changed"], has_claimed=has_claimed)
    codes = ", ".join(said.code for said in found.relied_on)
    assert (codes or "nothing") == row["which says"]
    assert len(found.told) == (row["is told"] == "yes"), "one letter, or none"
    assert not found.touched, "their own number and day stay"


@pytest.mark.parametrize("has_claimed", [False, True])
def test_who_never_claimed_is_not_told_once_claims_are_over(*, has_claimed: bool) -> None:
    found = effects_of("the format", has_claimed=has_claimed, late=True)
    assert len(found.told) == has_claimed


def test_every_sentence_names_credit_as_it_must_be_written() -> None:
    for name in CHANGES:
        words = " ".join(str(said) for said in relied_on(*versions(name), ZONE))
        assert lint_credit_phrase(words) == []


def test_maximum_that_is_the_activity_s_own_is_said_once() -> None:
    (said,) = relied_on(*versions("the maximum is raised to 20.00"), ZONE)
    assert str(said) == "The activity is designated for 20.00 at most, instead of 12.00."
    (said,) = relied_on(*versions("contact hours: 10.00 at most"), ZONE)
    assert str(said) == "ANCC contact hours: at most 10.00, instead of 12.00."


def closing_later(by: timedelta, standing: CreditStatus) -> Effects:
    assert standing.approved is not None
    activity = standing.approved.activity
    later = {**activity.model_dump(), "claims_close_at": activity.claims_close_at + by}
    after = replace(standing.approved, activity=Activity(**later))
    return effects([standing], after, relied_on(standing.approved, after, ZONE), (), NOW)


def told_of(found: Effects) -> list[object]:
    return [letter_for(own, found.relied_on, ZONE, "").facts["changed"] for own in found.told]


def test_last_day_to_claim_is_told_with_the_one_before() -> None:
    standing = assess(ledger(), policy(), approved_activity(), None, NOW)
    said = CLAIMS_CLOSE(before=local(CLOSES, ZONE), after=local(CLOSES + WEEK, ZONE))
    assert told_of(closing_later(WEEK, standing)) == [[to_json(said)]]


def test_nobody_is_told_of_a_day_that_is_not_theirs() -> None:
    """The activity expires before, or they have an extension beyond it."""
    expiring = approved_activity(expires_at=CLOSES)
    assert told_of(closing_later(WEEK, assess(ledger(), policy(), expiring, None, NOW))) == []
    given = Extension(until=CLOSES + 3 * WEEK, waives_evaluation=False, waives_completion=False)
    extended = assess(ledger(extension=given), policy(), approved_activity(), None, NOW)
    assert told_of(closing_later(WEEK, extended)) == []
    later = CLAIMS_CLOSE(
        before=local(CLOSES + 3 * WEEK, ZONE), after=local(CLOSES + 4 * WEEK, ZONE)
    )
    assert told_of(closing_later(4 * WEEK, extended)) == [[to_json(later)]]


@pytest.mark.parametrize("late", [False, True])
def test_letter_says_to_claim_anew_only_while_that_is_possible(*, late: bool) -> None:
    (own,) = effects_of("the format", has_claimed=True, late=late).told
    facts = letter_for(replace(own, falls_below=True), (), ZONE, "").facts
    assert facts["claim_above"]
    assert facts["can_claim"] is not late
    said = {"cohort": "Fall", "provider": "Office", "why": "-", "claim_path": "/cohorts/fall/claim"}
    posted = OutboxMessage(key="k", kind="credit_changed", facts={**said, **facts}, created_at=NOW)
    letter = compose(posted, Addressee("Ada", ZONE, "ada@example.org"), HERE)
    assert ("and you can claim anew" in letter.text) is not late


def test_who_has_claimed_reads_that_their_claim_stays_by_its_version() -> None:
    """The maximum is below what they claimed, and of theirs nothing is another."""
    before = approved_activity(requires_completion=False)
    lower = all_of([says(designated_quarters=24), designated_for("ama_pra_1", most=24)])
    after = changed_at(before, NOW, lower)
    standing = assess(ledger(), policy(), before, a_claim(), NOW)
    found = effects([standing], after, relied_on(before, after, ZONE), (), NOW)
    (own,) = found.told
    assert (own.before, own.falls_below, found.touched) == (own.after, False, [])
    facts = letter_for(own, found.relied_on, ZONE, "").facts
    said = {"cohort": "Fall", "provider": "Office", "why": "-", "claim_path": "/cohorts/fall/claim"}
    posted = OutboxMessage(key="k", kind="credit_changed", facts={**said, **facts}, created_at=NOW)
    text = compose(posted, Addressee("Ada", ZONE, "ada@example.org"), HERE).text
    assert "version 1 of what is designated counts for it" in text
    assert "by what is approved now" not in text
