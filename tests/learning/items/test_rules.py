"""How far somebody is in a unit: the same minutes and tasks wherever they are told."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.learning import rules
from app.learning.items.rules import TEXT_KEY, Item, ItemKind, UnitWork, work_of
from app.learning.rules import UnitTimes
from app.packs.schema import ModuleData
from tests.course import module_data

NOW = datetime(2026, 11, 18, tzinfo=UTC)
OPEN = UnitTimes(NOW - timedelta(days=1), False, NOW + timedelta(days=30))
MODULE = ModuleData.model_validate(module_data(2))
RIGHT: Mapping[str, int] = {"q1": 0}


def work(
    *ticked: str,
    reflected: bool = False,
    chosen: Mapping[str, int] | None = None,
    signed: bool = False,
    needed: int | None = None,
) -> UnitWork:
    """How far the second module of the course is."""
    return work_of(MODULE, ticked, chosen or {}, reflected=reflected, signed=signed, needed=needed)


@pytest.mark.parametrize("needed", [None, 80])
def test_minutes_left_begin_with_those_of_the_module(needed: int | None) -> None:
    assert work(needed=needed).minutes_left == MODULE.minutes == 40


@pytest.mark.parametrize(
    ("done", "minutes", "tasks"),
    [
        (work(TEXT_KEY), 30, 1),
        (work("r2a"), 30, 1),
        (work("r2c"), 40, 0),
        (work(reflected=True), 35, 1),
        (work(chosen=RIGHT), 35, 0),
        (work(TEXT_KEY, "r2a", "r2b", reflected=True, chosen=RIGHT), 0, 4),
        (work(signed=True), 0, 5),
    ],
)
def test_each_thing_done_takes_its_minutes_off(done: UnitWork, minutes: int, tasks: int) -> None:
    assert (done.minutes_left, done.done, done.tasks) == (minutes, tasks, 5)


def test_check_is_a_task_only_where_it_is_needed_and_said_apart_where_it_is_not() -> None:
    assert (work().tasks, work().optional_left) == (5, 5)
    assert (work(needed=80).tasks, work(needed=80).optional_left) == (6, 0)
    assert work(chosen=RIGHT, needed=80).done == 1
    assert (work(chosen=RIGHT).optional_left, work(signed=True).optional_left) == (0, 0)


@pytest.mark.parametrize(
    ("done", "kind", "key"),
    [
        (work(), ItemKind.TEXT, TEXT_KEY),
        (work(TEXT_KEY), ItemKind.READING, "r2a"),
        (work(TEXT_KEY, "r2a", "r2b"), ItemKind.REFLECTION, ""),
        (work(TEXT_KEY, "r2a", "r2b", reflected=True, needed=80), ItemKind.CHECK, ""),
    ],
)
def test_next_is_the_first_that_is_open(done: UnitWork, kind: ItemKind, key: str) -> None:
    assert done.next_item is not None
    assert (done.next_item.kind, done.next_item.key) == (kind, key)


def test_next_is_to_sign_as_soon_as_that_is_possible() -> None:
    can_sign = work("r2a", "r2b", reflected=True)
    assert can_sign.still_open is None
    assert can_sign.next_item is None
    assert can_sign.done < can_sign.tasks, "all is done only when it is signed"


def test_wrong_answers_do_not_reach_a_level_but_are_answers() -> None:
    wrong = {"q1": 1}
    assert work(chosen=wrong).minutes_left == 35
    assert work(chosen=wrong, needed=80).minutes_left == 40


items = st.builds(Item, st.sampled_from(ItemKind), st.integers(1, 90), st.booleans(), st.booleans())


@given(st.lists(items, max_size=12), st.booleans())
def test_it_can_be_signed_exactly_when_nothing_required_is_open(
    given_items: list[Item], signed: bool
) -> None:
    asked = [item for item in given_items if item.kind is not ItemKind.TEXT]
    done = UnitWork(asked, None, signed, answered=0)
    reason = rules.why_not_attest(OPEN, asked, signed=False, now=NOW)
    assert (done.still_open is None) == (reason is None)
    assert 0 <= done.done <= done.tasks
    assert (done.done == done.tasks) == signed
