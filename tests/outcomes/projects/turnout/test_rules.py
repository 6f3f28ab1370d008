"""Who looks every hour learns of nobody: numbers move in steps, and stay once a wave is over."""

from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.outcomes.disclosure.cells import TOO_FEW, Cell, Edition, cell
from app.outcomes.disclosure.rules import SMALLEST, told
from app.outcomes.projects.turnout.rules import cell_of, half_of, is_over, may_follow, step_of
from app.studies.enums import Respondent, WaveState
from app.studies.waves.rules import WaveWindow
from app.studies.waves.standing.overview import StandHere, WaveOverview
from tests.cast import NOW
from tests.outcomes.projects.turnout.looking import Between, single_out

PEOPLE, LOOKS = 42, 20


def steps(counts: list[int], of: int = PEOPLE) -> list[int]:
    """What is told at each look."""
    found: list[int] = []
    for count in counts:
        shown = found[-1] if found else None
        found.append(step_of(count, of, shown, least=SMALLEST))
    return found


def known(step: int, of: int = PEOPLE) -> Between:
    """What a step says to who knows the rule, if nobody goes: the highest step says no end."""
    last = (of - SMALLEST) // SMALLEST * SMALLEST
    return Between(step, of if step == last else step + SMALLEST - 1)


@given(
    st.lists(st.sampled_from([0, 0, 1, 1, 2]), min_size=LOOKS, max_size=LOOKS),
    st.integers(0, 10),
)
def test_twenty_looks_while_people_answer_one_by_one_tell_of_nobody(
    came: list[int], first: int
) -> None:
    counts = [first + sum(came[:at]) for at in range(LOOKS + 1)]
    assert single_out([known(step) for step in steps(counts)]) == []


def test_numbers_without_memory_fall_to_the_same_looks() -> None:
    """As the page was: each look told by itself."""
    counts = [SMALLEST + at for at in range(LOOKS)]
    said = []
    for count in counts:
        answered, rest = cell(state="answered"), cell(state="not")
        edition = told({answered: count, rest: PEOPLE - count})
        number = edition[answered]
        said.append(Between(0, PEOPLE) if number is TOO_FEW else Between(number, number))
    assert len(single_out(said)) == LOOKS - 1


@given(st.lists(st.sampled_from([-2, -1, 0, 1, 2]), max_size=40), st.integers(0, PEOPLE))
def test_a_step_follows_only_for_several_people(moves: list[int], first: int) -> None:
    """Also where people withdraw: who comes and goes around a step does not make it flicker."""
    counts = [first]
    for move in moves:
        counts.append(min(PEOPLE, max(0, counts[-1] + move)))
    shown = steps(counts)
    for at, (before, after) in enumerate(pairwise(shown), 1):
        assert after % SMALLEST == 0
        assert after == before or abs(counts[at] - before) >= SMALLEST
        assert after <= PEOPLE - SMALLEST, "those who did not answer are no few"


def test_a_step_waits_until_five_more_or_five_fewer() -> None:
    assert steps([19, 20, 19, 16, 15, 19, 20]) == [15, 20, 20, 20, 15, 15, 20]
    assert steps([4, 5, 9, 10]) == [0, 5, 5, 10]


def test_that_nearly_everybody_answered_is_not_told() -> None:
    assert steps([41, 42]) == [35, 35]
    assert steps([3, 4], of=4) == [0, 0]


# ------------------------------------------------------------------------ once it is over


def full(answered: int, lost: int, withdrawn: int = 0) -> dict[Cell, int]:
    states = {
        WaveState.COMPLETE: answered,
        WaveState.LOST: lost,
        WaveState.WITHDRAWN: withdrawn,
    }
    return {cell_of(state): count for state, count in states.items()}


def over(*each: dict[Cell, int]) -> list[Edition]:
    """What was told of a wave that is over, day after day."""
    found: list[Edition] = []
    for counts in each:
        if may_follow(counts, found, least=SMALLEST):
            found.append(told(counts, found))
    return found


def test_a_wave_that_is_over_is_told_in_full_and_stays() -> None:
    (edition,) = over(*(full(30 + late, 12 - late) for late in range(5)))
    assert (edition[half_of(answered=True)], edition[cell_of(WaveState.LOST)]) == (30, 12)
    assert TOO_FEW not in edition.values()


def test_several_who_are_late_are_told_together() -> None:
    first, second = over(*(full(30 + late, 12 - late) for late in range(6)))
    assert first[half_of(answered=True)] == 30
    assert second[half_of(answered=True)] == 35


def test_who_withdraws_after_it_is_over_shows_in_nothing() -> None:
    assert len(over(full(30, 12), full(30, 11, 1), full(30, 10, 2), full(30, 8, 4))) == 1


def test_few_of_a_wave_that_is_over_are_held_back_and_who_answered_is_told() -> None:
    (edition,) = over(full(30, 10, 2))
    assert (edition[half_of(answered=True)], edition[half_of(answered=False)]) == (30, 12)
    assert edition[cell_of(WaveState.WITHDRAWN)] is TOO_FEW
    assert edition[cell_of(WaveState.LOST)] is TOO_FEW


def wave_of(*windows: WaveWindow | None) -> WaveOverview:
    """A wave with people of these times."""
    stands = [
        StandHere(None, WaveState.NOT_DUE, window, is_invited=False, is_late=False)  # type: ignore[arg-type]
        for window in windows
    ]
    return WaveOverview(None, Respondent.LEARNER, (), stands)  # type: ignore[arg-type]


def test_who_was_never_drawn_keeps_no_wave_from_being_over_once_no_arm_is_drawn() -> None:
    past = WaveWindow(NOW - timedelta(days=60), NOW - timedelta(days=20))
    going = WaveWindow(NOW - timedelta(days=6), NOW + timedelta(days=6))
    assert is_over(wave_of(past, past), NOW)
    assert not is_over(wave_of(past, None), NOW), "their arm may be drawn still"
    assert is_over(wave_of(past, None), NOW, all_drawn=True)
    assert not is_over(wave_of(past, going, None), NOW, all_drawn=True)
    assert not is_over(wave_of(None), NOW, all_drawn=True)
