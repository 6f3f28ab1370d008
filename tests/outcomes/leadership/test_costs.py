from app.outcomes.leadership.costs import Costs, cost_of, restored, stored
from tests.outcomes.leadership.samples import UNM


def test_shares_of_salaries_are_the_cost_of_a_year() -> None:
    cost = cost_of(UNM, completers=25, people=50)
    assert [line.cost for line in cost.lines] == [44_000, 21_000]
    assert (cost.total, cost.per_completer, cost.per_person) == (65_000, 2_600, 1_300)


def test_half_a_year_costs_half_and_all_else_is_added() -> None:
    cost = cost_of(Costs(UNM.staffing, 6, 500), completers=10, people=20)
    assert cost.total == 33_000


def test_of_too_few_completers_nothing_is_told() -> None:
    assert cost_of(UNM, completers=4, people=20).per_completer is None
    assert cost_of(UNM, completers=None, people=20).per_completer is None


def test_costs_of_more_people_than_can_have_completed_are_divided_by_none() -> None:
    running = cost_of(UNM, completers=25, people=80, running=1)
    assert (running.per_completer, running.per_person) == (None, 813)
    assert cost_of(UNM, completers=25, people=80, endless=1).per_completer is None


def test_what_is_kept_comes_back() -> None:
    assert restored(stored(UNM)) == UNM
    assert restored(stored(None)) is None
