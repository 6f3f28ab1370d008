"""A clock of the machine that goes back, and what it must not bring back."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.background import clock_keeping, open_units
from app.cli.opening import open_clock
from app.core import audit
from app.core.clock import utc_now
from app.core.db import Database
from app.core.steady import LONGEST, UNSTEADY, SteadyClock, keep_mark, kept_mark
from app.history.queries import newest_moment
from app.people.rules import LINK_WORKS_FOR, SESSION_LASTS
from app.settings import Settings
from tests.cast import NOW, Cast
from tests.site.house import House, is_in, make_house

HOUR = timedelta(hours=1)


class Machine:
    """A clock that can be set, and seconds that go on all the same."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now
        self.seconds = 0.0

    def passes(self, time: timedelta) -> None:
        self.now += time
        self.seconds += time.total_seconds()

    def clock(self, *known: datetime | None) -> SteadyClock:
        return SteadyClock(known, lambda: self.now, lambda: self.seconds)


@pytest.fixture
def machine() -> Machine:
    return Machine()


def test_clock_that_is_right_is_told_as_it_is(machine: Machine) -> None:
    clock = machine.clock(NOW - HOUR, None)
    for _ in range(3):
        assert clock() == machine.now
        machine.passes(HOUR)


def test_set_back_it_goes_on_at_half_the_speed_until_the_machine_is_there(
    machine: Machine,
) -> None:
    clock = machine.clock()
    machine.now -= 2 * HOUR
    assert clock() == NOW
    machine.passes(HOUR)
    assert clock() == NOW + HOUR / 2
    machine.passes(3 * HOUR)
    assert clock() == NOW + 2 * HOUR == machine.now
    machine.passes(HOUR)
    assert clock() == machine.now


def test_who_was_not_asked_for_long_sees_it_too(machine: Machine) -> None:
    clock = machine.clock()
    machine.passes(3 * HOUR)
    machine.now -= 2 * HOUR
    assert clock() >= NOW + 2 * HOUR


def test_clock_that_is_put_right_again_is_believed_at_once(machine: Machine) -> None:
    clock = machine.clock()
    machine.now -= 2 * HOUR
    assert clock() == NOW
    machine.now += 2 * HOUR
    assert clock() == machine.now == NOW


def test_start_goes_on_from_what_is_known(machine: Machine) -> None:
    assert machine.clock(NOW + HOUR, NOW + 2 * HOUR)() == NOW + 2 * HOUR


def test_what_is_too_far_ahead_was_wrong(
    machine: Machine, caplog: pytest.LogCaptureFixture
) -> None:
    assert machine.clock(NOW + LONGEST + HOUR)() == NOW
    assert "From now on it is believed." in caplog.text
    clock = machine.clock()
    machine.now += timedelta(days=365)
    assert clock() == machine.now
    machine.now = NOW
    assert clock() == NOW


@given(st.lists(st.tuples(st.integers(0, 7200), st.integers(-20, 20)), max_size=20))
def test_it_never_goes_back_however_the_machine_is_set(steps: list[tuple[int, int]]) -> None:
    """Within two days: of seconds that pass and hours that it is set by."""
    machine = Machine()
    clock, furthest = machine.clock(), NOW
    told = clock()
    for seconds, hours in steps:
        machine.passes(timedelta(seconds=seconds))
        machine.now += hours * HOUR
        furthest = max(furthest, machine.now)
        now = clock()
        if furthest - machine.now > LONGEST / 2:
            return
        assert now >= told
        assert now >= machine.now - UNSTEADY
        told = now


def test_mark_is_kept_for_who_starts_later(tmp_path: Path) -> None:
    assert kept_mark(tmp_path) is None
    keep_mark(tmp_path, NOW)
    keep_mark(tmp_path, NOW + HOUR)
    assert kept_mark(tmp_path) == NOW + HOUR
    assert [file.name for file in tmp_path.iterdir()] == [".waypost-clock"]
    (tmp_path / ".waypost-clock").write_text("2026")
    assert kept_mark(tmp_path) is None
    keep_mark(Path("/dev/null/nowhere"), NOW)


def test_whoever_serves_knows_the_newest_line_and_the_worker_s_mark(
    real_database: Database, tmp_path: Path
) -> None:
    settings = Settings(demo=True, data_dir=tmp_path)
    ahead = utc_now() + HOUR
    clock_keeping(settings)(real_database, ahead)
    assert open_clock(settings, real_database)() >= ahead
    with real_database.write() as session:
        audit.record(session, "test.done", "test", "1", by=None, now=ahead + HOUR)
    assert open_clock(settings, real_database)() >= ahead + HOUR


@pytest.fixture
def house(database: Database, cast: Cast, machine: Machine) -> House:
    made = make_house(Settings(demo=True), database, cast.session, NOW)
    made.app.state.clock = machine.clock()
    return made


def test_link_that_has_expired_stays_expired(house: House, machine: Machine) -> None:
    browser = house.browser()
    link = house.link(browser)
    machine.passes(LINK_WORKS_FOR)
    assert browser.post(link).status_code == 422
    machine.now -= 2 * HOUR
    assert browser.post(link).status_code == 422


def test_link_that_was_used_stays_used(house: House, machine: Machine) -> None:
    browser = house.browser()
    link = house.link(browser)
    assert browser.post(link).status_code == 303
    machine.now -= 2 * HOUR
    assert browser.post(link).status_code == 422


def test_session_that_has_ended_stays_ended(house: House, machine: Machine) -> None:
    browser = house.signed_in()
    machine.passes(SESSION_LASTS)
    assert not is_in(browser)
    machine.now -= 26 * HOUR
    assert not is_in(browser)


def test_unit_that_was_seen_open_stays_open_also_after_a_new_start(
    house: House, machine: Machine, cast: Cast, database: Database
) -> None:
    opens_at = cast.unit("fall-2026", 3).opens_at
    machine.passes(opens_at - machine.now)
    ada = house.signed_in()
    assert "Text of module 3." in ada.get("/cohorts/fall-2026/units/3").text
    open_units(database, house.app.state.clock())
    machine.now -= 2 * HOUR
    assert "Text of module 3." in ada.get("/cohorts/fall-2026/units/3").text
    with database.read() as session:
        house.app.state.clock = machine.clock(newest_moment(session))
    assert "Text of module 3." in ada.get("/cohorts/fall-2026/units/3").text
