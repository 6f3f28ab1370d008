"""Nobody deals with themselves."""

from uuid import UUID, uuid4

import pytest

from app.people.rules import NOT_FOR_ONESELF, why_not_deal_with

ADA, CORA = uuid4(), uuid4()


@pytest.mark.parametrize("people", [[ADA], [CORA, ADA]])
def test_nobody_deals_with_themselves_alone_or_among_others(people: list[UUID]) -> None:
    assert why_not_deal_with(people, by=ADA) == NOT_FOR_ONESELF


@pytest.mark.parametrize("by", [CORA, None])
def test_others_are_dealt_with_by_somebody_and_by_the_program_itself(by: UUID | None) -> None:
    assert why_not_deal_with([ADA], by=by) is None
