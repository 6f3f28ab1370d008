"""The tables of `matrix.md`, row by row and in every combination of their values."""

from datetime import timedelta
from itertools import product
from pathlib import Path
from uuid import UUID

import pytest

from app.casework.enums import AttendanceStatus as Status
from app.certificates import rules as certificates
from app.certificates.snapshot import CertificateKind
from app.credit import rules
from app.credit.eligibility.rules import ApprovedActivity
from app.credit.enums import AMA_PRA_1
from app.credit.ledger import Ledger
from app.credit.models import Claim
from app.credit.phrase import credits_text
from app.credit.status.rules import CreditStatus, assess
from app.credit.systems.rules import additions_for, notes_for
from app.language.reasons import Reason
from app.packs.schema import PolicyData
from app.people.enums import Profession
from tests.credit.eligibility.tables import Row, deciding, tables
from tests.credit.ledgers import AFTER, FIRST, UNITS, WEEK, approved_activity, ledger, policy, unit

TABLES = tables(Path(__file__).with_name("matrix.md"))
SYSTEMS, AMOUNTS, LACKING = (
    TABLES[heading]
    for heading in (
        "In what somebody claims who chooses nothing else",
        "How much, or why nothing",
        "What keeps a claim from being certified",
    )
)
SURVEY = "final-evaluation"
DID = ["nothing", "all modules, 5 sessions", "all, 53 minutes each", "everything"]
APPROVED = {
    "before": FIRST - timedelta(days=60),
    "halfway": FIRST + 3 * WEEK + timedelta(hours=2),
    "afterwards": AFTER + WEEK,
}
NEEDS = {
    "completion": {"requires_completion": True, "requires_evaluation": False},
    "evaluation": {"requires_completion": False, "requires_evaluation": True},
    "nothing": {"requires_completion": False, "requires_evaluation": False},
}
VALUES = {
    "claims": ["open", "over", "expired"],
    "credit needs": list(NEEDS),
    "evaluation": ["done", "not done"],
    "approved": list(APPROVED),
    "did": DID,
}
NOW = AFTER + 2 * WEEK


COMBINATIONS: list[Row] = [
    dict(zip(VALUES, values, strict=True)) for values in product(*VALUES.values())
]


def ledger_of(facts: Row) -> Ledger:
    done = frozenset({SURVEY}) if facts["evaluation"] == "done" else frozenset[str]()
    positions = range(1, UNITS + 1)
    if facts["did"] == "nothing":
        units = [unit(n, Status.ABSENT, attested_at=None) for n in positions]
    elif facts["did"] == "all modules, 5 sessions":
        units = [unit(n, Status.PRESENT if n <= 5 else Status.ABSENT) for n in positions]
    else:
        minutes = 53 if facts["did"] == "all, 53 minutes each" else None
        units = [unit(n, minutes=minutes) for n in positions]
    return ledger(*units, surveys_done=done)


def asked(facts: Row) -> PolicyData:
    """The evaluation is among what completes, unless credit asks for nothing."""
    return policy(surveys=() if facts["credit needs"] == "nothing" else (SURVEY,))


def activity_of(facts: Row) -> ApprovedActivity:
    closes = NOW if facts.get("claims") == "over" else NOW + timedelta(seconds=1)
    expires = NOW if facts.get("claims") == "expired" else None
    return approved_activity(
        approved_at=APPROVED[facts["approved"]],
        claims_close_at=closes,
        expires_at=expires,
        **NEEDS[facts["credit needs"]],
    )


def standing_of(facts: Row, claim: Claim | None = None) -> CreditStatus:
    return assess(ledger_of(facts), asked(facts), activity_of(facts), claim, NOW)


def outcome(standing: CreditStatus) -> str:
    """How much can be claimed, or the code of why nothing can."""
    if why_not := rules.why_not_claim(standing, NOW):
        return why_not.code
    assert standing.eligibility is not None
    return credits_text(standing.eligibility.quarters)


def claim_of(standing: CreditStatus, quarters: int) -> Claim:
    assert standing.approved is not None
    return Claim(
        enrollment_id=standing.ledger.enrollment_id,
        activity_id=standing.approved.activity.id,
        credit_system=standing.system,
        edition=1,
        quarters=quarters,
        eligible_quarters=quarters,
        statement="I claim.",
        facts={},
        claimed_at=AFTER,
        by=UUID(int=1),
    )


def kind_of(standing: CreditStatus) -> CertificateKind:
    return certificates.kinds_due(standing)[0]


def lacks(reasons: tuple[Reason, ...]) -> str:
    return ", ".join(reason.code for reason in reasons) or "nothing"


@pytest.mark.parametrize("facts", COMBINATIONS, ids=lambda facts: " / ".join(facts.values()))
def test_what_can_be_claimed_is_what_the_table_says(facts: Row) -> None:
    assert outcome(standing_of(facts)) == deciding(AMOUNTS, facts)["result"]


@pytest.mark.parametrize("row", AMOUNTS, ids=lambda row: " / ".join(row.values()))
def test_every_row_of_the_amounts_decides_something(row: Row) -> None:
    assert any(deciding(AMOUNTS, facts) is row for facts in COMBINATIONS)


DESIGNATED = {
    "physicians": ("ama_pra_1",),
    "nurses": ("ancc",),
    "royal college": ("royal_college_moc_1",),
    "everything": ("ama_pra_1", "royal_college_moc_1", "ancc", "abim_moc", "aapa"),
}


@pytest.mark.parametrize("designated", DESIGNATED)
@pytest.mark.parametrize("profession", Profession)
@pytest.mark.parametrize("verified", ["yes", "no"])
def test_system_follows_from_the_verified_profession_among_those_designated(
    designated: str, profession: Profession, verified: str
) -> None:
    since = FIRST if verified == "yes" else None
    own = ledger(profession=profession, profession_verified_at=since)
    of = approved_activity(systems=DESIGNATED[designated])
    standing = assess(own, policy(), of, None, NOW)
    row = {"designated for": designated, "profession": profession.value, "verified": verified}
    says = deciding(SYSTEMS, row)
    assert (standing.system, kind_of(standing)) == (says["claims in"], says["certificate"])
    assert (also_says(standing) or "nothing") == says["which also says"]


def also_says(standing: CreditStatus) -> str:
    """The keys of what a certificate of theirs would say besides."""
    assert standing.approved is not None
    who = standing.ledger.profession, standing.ledger.profession_verified_at
    among = standing.approved.designated
    if standing.system == AMA_PRA_1:
        return ", ".join(own.key for own in additions_for(*who, among))
    return ", ".join(own.key for own in notes_for(*who, among))


@pytest.mark.parametrize("facts", COMBINATIONS, ids=lambda facts: " / ".join(facts.values()))
def test_whatever_can_be_claimed_can_be_certified_and_nothing_else_of_it(facts: Row) -> None:
    standing = standing_of(facts)
    if rules.why_not_claim(standing, NOW) is not None:
        return
    assert standing.eligibility is not None
    most = standing.eligibility.quarters
    for quarters, expected in ((most, "nothing"), (most + 1, "certificate.claimed_too_much")):
        claimed = standing.with_claim(claim_of(standing, quarters))
        assert lacks(certificates.missing(claimed, kind_of(claimed))) == expected


@pytest.mark.parametrize("row", LACKING, ids=lambda row: " / ".join(row.values()))
@pytest.mark.parametrize("claims", VALUES["claims"])
def test_a_claim_of_all_lacks_what_the_table_says(row: Row, claims: str) -> None:
    for evaluation in ["done", "not done"] if row["evaluation"] == "any" else [row["evaluation"]]:
        facts = {**row, "evaluation": evaluation, "claims": claims}
        standing = standing_of(facts)
        claimed = standing.with_claim(claim_of(standing, 48))
        assert lacks(certificates.missing(claimed, CertificateKind.CME_CREDIT)) == row["lacks"]
