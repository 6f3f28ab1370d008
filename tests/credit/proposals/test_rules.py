from typing import Any
from uuid import uuid4

from app.credit.proposals import rules
from app.credit.proposals.rules import (
    ApprovedAs,
    before,
    fingerprint,
    why_not_decide,
    why_not_give,
)
from app.people.rules import NOT_FOR_ONESELF
from tests.cast import NOW

TERMS: dict[str, Any] = {"title": "A", "designated_quarters": 24, "components": []}
TEMPLATES = "t"


def approved(fingerprint_: str | None, *, has_officers: bool = True) -> ApprovedAs:
    return ApprovedAs("Office", TERMS, fingerprint_, has_officers)


def why_not(held: ApprovedAs | None) -> object:
    return why_not_give(None, held, templates=TEMPLATES, zone="UTC")


def test_fingerprint_changes_with_every_word_and_with_the_templates() -> None:
    seen = fingerprint(TERMS, TEMPLATES)
    assert fingerprint(dict(reversed(TERMS.items())), TEMPLATES) == seen
    for name in TERMS:
        assert fingerprint(TERMS | {name: "B"}, TEMPLATES) != seen
    assert fingerprint(TERMS, "u") != seen


def test_credit_without_officers_needs_nobody() -> None:
    assert why_not(None) is None
    assert why_not(approved(None, has_officers=False)) is None


def test_credit_of_a_provider_with_officers_needs_their_act_on_exactly_this() -> None:
    assert why_not(approved(fingerprint(TERMS, TEMPLATES))) is None
    assert why_not(approved(None)) == rules.NOT_APPROVED(provider="Office")
    for other in (fingerprint(TERMS, "u"), fingerprint(TERMS | {"title": "B"}, TEMPLATES)):
        assert why_not(approved(other)) == rules.PRINTED_OTHERWISE(provider="Office")


def test_nobody_decides_about_their_own() -> None:
    cora, opal = uuid4(), uuid4()
    assert why_not_decide(opal, cora, belongs=False) is None
    assert why_not_decide(cora, cora, belongs=False) == NOT_FOR_ONESELF
    assert why_not_decide(opal, cora, belongs=True) == NOT_FOR_ONESELF


def test_what_began_by_then_was_before() -> None:
    assert before([], NOW) == 0
    assert before([NOW], NOW) == 1
