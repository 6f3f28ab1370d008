"""What is done again where the database did not take it, and what never is."""

import pytest

from app.core import again
from app.core.again import until_taken
from app.core.busy import NOT_SAVED, busy
from app.core.errors import BusyError, RefusedError


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(again, "PAUSES", (0.01, 0.01, 0.02))
    monkeypatch.setattr(again, "MOST_SECONDS", 0.5)


class Failing:
    """Fails some times, then succeeds."""

    def __init__(self, times: int, error: Exception | None = None) -> None:
        self.times, self.calls = times, 0
        self.error = error or busy(NOT_SAVED, undone=True)

    def __call__(self) -> str:
        self.calls += 1
        if self.calls <= self.times:
            raise self.error
        return "done"


def test_what_is_undone_is_done_again() -> None:
    act = Failing(2)
    assert until_taken(act) == "done"
    assert act.calls == 3


def test_it_ends_after_some_attempts() -> None:
    act = Failing(99)
    with pytest.raises(BusyError):
        until_taken(act)
    assert act.calls == 4


def test_no_attempt_begins_after_the_last_second(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(again, "MOST_SECONDS", 0.0)
    act = Failing(99)
    with pytest.raises(BusyError):
        until_taken(act)
    assert act.calls == 1


@pytest.mark.parametrize(
    "error", [busy(NOT_SAVED, undone=False), RefusedError(NOT_SAVED), ValueError()]
)
def test_what_may_be_written_and_what_is_refused_is_never_done_again(error: Exception) -> None:
    act = Failing(1, error)
    with pytest.raises(type(error)):
        until_taken(act)
    assert act.calls == 1
