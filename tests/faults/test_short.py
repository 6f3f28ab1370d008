"""A short set of the experiments; `make faults` runs all of them, longer."""

import resource

import pytest

from tests.faults import (
    announcing,
    check_ins,
    crowds,
    disks,
    folders,
    invariants,
    kills,
    locks,
    mails,
    migrations,
    restarts,
)
from tests.faults.places import Place
from tests.faults.smtp import Mood


def whole(place: Place) -> bool:
    wrong = invariants.broken(place.database, place.settings, place.now)
    assert wrong == []
    return True


def test_server_that_is_killed_while_people_sign(place: Place) -> None:
    assert kills.server_killed_while_signing(place)
    assert whole(place)


def test_worker_that_is_killed_while_it_makes_an_audit_folder(place: Place) -> None:
    assert folders.killed_while_making(place, 1, 0.5)
    assert whole(place)


def test_lock_of_some_seconds_is_waited_for(place: Place) -> None:
    _, base = place.serve()
    locks.survive(place, base, 1.5)
    assert whole(place)


def test_files_that_may_not_grow(place: Place) -> None:
    if not place.database.is_sqlite or not hasattr(resource, "prlimit"):
        pytest.skip("files of SQLite's, on Linux")
    assert disks.no_more_written(place)
    assert whole(place)


def test_connections_that_end_every_second(place: Place) -> None:
    if place.database.is_sqlite:
        pytest.skip("SQLite has no server")
    assert restarts.restarted_every(place, 1.0, 3)
    assert whole(place)


def test_mail_server_that_puts_off_and_drops(place: Place) -> None:
    assert mails.through(place, (Mood.PUTTING_OFF, Mood.SWALLOWING))
    assert whole(place)


def test_storm_of_a_mail_server_and_killed_workers(place: Place) -> None:
    assert mails.through_storm(place, 40, 2)
    assert whole(place)


def test_message_to_many_and_killed_server_and_workers(place: Place) -> None:
    assert announcing.through_message(place, 30, 2)
    assert whole(place)


def test_twenty_people_on_the_last_seat(place: Place) -> None:
    assert crowds.last_seat(place)
    assert whole(place)


def test_forty_people_check_in_within_seconds_while_pages_watch(place: Place) -> None:
    took, _watched = check_ins.crowd_in(place, 40, 2.0, 5)
    assert len(took) == 40
    assert whole(place)


def test_migration_that_is_killed(place: Place) -> None:
    steps = migrations.go_back(place, "0020_enrolled_by_index")
    assert migrations.killed_in(place, range(steps - 1, steps + 1))
    assert whole(place)
