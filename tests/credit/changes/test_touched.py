"""The table of `matrix.md` about whom a change keeps from claiming."""

from datetime import timedelta
from pathlib import Path

import pytest

from app.casework.enums import AttendanceStatus as Status
from app.credit.changes.effects.rules import Effects, Touched, effects
from app.credit.changes.relied.rules import relied_on
from app.credit.changes.rules import EXPIRED_BEFORE, why_not_expire_then
from app.credit.status.rules import assess
from tests.credit.changes.samples import Change, all_of, changed_at, designated_for, same, says
from tests.credit.eligibility import tables
from tests.credit.ledgers import (
    AFTER,
    FIRST,
    WEEK,
    a_claim,
    approved_activity,
    ledger,
    policy,
    with_marks,
)

MATRIX = Path(tables.__file__).with_name("matrix.md")
ROWS = tables.tables(MATRIX)["Whom a change keeps from claiming"]
NOW = AFTER + WEEK
CLOSES = FIRST + timedelta(days=90)
CHANGES: dict[str, Change] = {
    "nothing": same,
    "credit needs completion": says(requires_completion=True),
    "it expires before claims close": says(expires_at=CLOSES - WEEK),
    "it expires after claims close": says(expires_at=CLOSES + WEEK),
    "the maximum is lowered to 6.00": all_of(
        [says(designated_quarters=24), designated_for("ama_pra_1", most=24)]
    ),
}


def effects_of(change: Change, did: str = "everything", *, has_claimed: bool) -> Effects:
    before = approved_activity(requires_completion=False)
    absent = dict.fromkeys((6, 7, 8), Status.ABSENT)
    of = ledger() if did == "everything" else with_marks(absent)
    claim = a_claim() if has_claimed else None
    standing = assess(of, policy(), before, claim, NOW)
    after = changed_at(before, NOW, change)
    return effects([standing], after, relied_on(before, after, "America/Denver"), (), NOW)


def touched_by(change: Change, did: str = "everything", *, has_claimed: bool) -> list[Touched]:
    return list(effects_of(change, did, has_claimed=has_claimed).touched)


@pytest.mark.parametrize("has_claimed", [False, True])
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["what is changed"] + row["did"])
def test_change_keeps_from_claiming_whom_the_table_says(
    row: tables.Row, *, has_claimed: bool
) -> None:
    found = touched_by(CHANGES[row["what is changed"]], row["did"], has_claimed=has_claimed)
    is_named = row["is named"] == "yes" or (row["is named"] == "unclaimed" and not has_claimed)
    assert [own.is_told for own in found] == ([True] if is_named else [])
    codes = [own.why_not.code for own in found if own.why_not]
    assert codes == ([] if row["then"] == "nothing" else [row["then"]])
    assert all(own.is_shut_out for own in found if own.why_not)


def test_expiry_that_is_over_is_refused_unless_it_is_in_force() -> None:
    in_force = approved_activity(expires_at=NOW - WEEK)
    assert why_not_expire_then(in_force, NOW - WEEK, NOW) is None
    assert why_not_expire_then(in_force, NOW - WEEK + timedelta(days=1), NOW) is EXPIRED_BEFORE
    assert why_not_expire_then(in_force, NOW + WEEK, NOW) is None
    assert why_not_expire_then(in_force, None, NOW) is None
