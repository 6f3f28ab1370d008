"""When evaluations open and close, and why one cannot be put."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from app.credit.evaluations import rules
from app.credit.evaluations.rules import Asking, PlannedStep, Put
from app.packs.instruments.schema import InstrumentData
from tests.cast import NOW
from tests.surveys.asking import EVERY_KIND, every_kind

DAY = timedelta(days=1)
STEPS = (
    PlannedStep(NOW - 9 * DAY, NOW - 7 * DAY),
    PlannedStep(NOW - 2 * DAY, NOW),
    PlannedStep(NOW + 5 * DAY, None),
)
ASKING = Asking(UUID(int=1), "p", ("final",), STEPS, ends_at=NOW + 30 * DAY)
PUT = Put("final", UUID(int=2), NOW, NOW + 30 * DAY, closed_at=None)


def test_evaluation_opens_when_the_last_session_that_takes_place_is_over() -> None:
    assert rules.due_at(STEPS) == NOW
    alone = [replace(step, ends_at=None) for step in STEPS]
    assert rules.due_at(alone) == NOW + 5 * DAY, "without sessions, with the last unit"
    assert rules.due_at([]) is None


def test_evaluation_closes_with_the_claims_and_not_before_two_weeks() -> None:
    assert rules.closes_at(NOW, NOW + 30 * DAY) == NOW + 30 * DAY
    assert rules.closes_at(NOW, NOW + 3 * DAY) == NOW + 14 * DAY
    assert rules.closes_at(NOW, NOW - 3 * DAY) == NOW + 14 * DAY


@pytest.mark.parametrize(("late", "opens"), [(1, NOW), (23, NOW), (24, NOW + DAY)])
def test_what_is_put_late_has_opened_late(late: int, opens: object) -> None:
    assert rules.opened_at(NOW, NOW + timedelta(hours=late)) == opens


def test_evaluation_is_missing_from_its_moment_on_and_until_it_is_put() -> None:
    assert ASKING.missing(NOW - timedelta(seconds=1)) == []
    assert ASKING.missing(NOW) == ["final"]
    assert replace(ASKING, put={"final": PUT}).missing(NOW) == []


def test_evaluation_moves_with_the_deadlines_as_long_as_it_is_open() -> None:
    there = replace(ASKING, put={"final": PUT})
    assert there.moved() == []
    later = replace(there, ends_at=NOW + 60 * DAY)
    assert later.moved() == ["final"]
    assert replace(later, put={"final": PUT._replace(closed_at=NOW)}).moved() == []


def test_nothing_is_due_where_what_is_missing_cannot_be_put() -> None:
    assert ASKING.is_due({"final"}, NOW)
    assert not ASKING.is_due(set(), NOW)
    assert not ASKING.is_due({"final"}, NOW - DAY)
    assert replace(ASKING, put={"final": PUT}, has_uninvited=True).is_due(set(), NOW)


def test_why_an_instrument_cannot_be_put() -> None:
    assert rules.why_not_put("final", every_kind()) is None
    assert rules.why_not_put("final", None) == rules.NOT_IN_CONTENT(survey="final")
    bare = EVERY_KIND | {"redistribution": "ask"}
    bare["items"] = [{**item, "text": None} for item in EVERY_KIND["items"]]
    shell = InstrumentData.model_validate(bare)
    assert rules.why_not_put("final", shell) == rules.NO_WORDING(survey="final", count=6)
