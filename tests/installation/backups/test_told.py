"""What is told of the newest backup."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.core.db import Database
from app.installation.backups import actions, queries, rules
from app.installation.backups.queries import BackupSeen
from app.installation.rules import Finding, HealthState

NOW = datetime(2026, 11, 18, 17, 0, tzinfo=UTC)


def told(newest: BackupSeen | None, *, demo: bool = False) -> Finding:
    return rules.on_backups(newest, "/b", demo=demo, zone="America/Denver", now=NOW)


def of(hours: int, *, readable: bool = True, holds: bool = True) -> BackupSeen:
    return BackupSeen(NOW - timedelta(hours=hours), 2_400_000, readable, holds)


@pytest.mark.parametrize(
    ("newest", "state", "words"),
    [
        (of(48), HealthState.GOOD, "has 2 MB, was read back when it was made, and is in /b."),
        (of(49), HealthState.WARN, "2 days ago. Make one every day: python -m app backup"),
        (of(1, readable=False), HealthState.BAD, "cannot be read. Make another:"),
        (of(1, holds=False), HealthState.BAD, "does not hold. Look: python -m app restore FILE"),
        (None, HealthState.WARN, "There is no backup in /b. Make one every day:"),
    ],
)
def test_the_newest_decides(newest: BackupSeen | None, state: HealthState, words: str) -> None:
    finding = told(newest)
    assert finding.state is state
    assert words in str(finding.text)


def test_in_the_demo_none_is_missed() -> None:
    assert told(None, demo=True).state is HealthState.DEMO
    assert told(of(99), demo=True).state is HealthState.DEMO
    assert told(of(1, readable=False), demo=True).state is HealthState.BAD


def test_a_moment_is_told_in_the_zone_of_its_reader() -> None:
    text = str(told(of(1)).text).replace("\u202f", " ")
    assert "Wed, Nov 18, 9:00 AM Mountain Time" in text


def test_programs_have_to_be_there_and_as_new_as_the_server() -> None:
    assert rules.why_not_dump(17, 17) is None
    assert rules.why_not_dump(17, 15) is None
    assert rules.why_not_dump(15, None) is None
    assert rules.why_not_dump(None, 17) == rules.NO_PROGRAMS
    assert rules.why_not_dump(15, 17) == rules.OLD_PROGRAMS(program=15, server=17)


def test_the_newest_is_found_by_its_name(used: Database, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    assert queries.newest(folder) is None
    made = actions.make(used.url, folder, now=NOW)
    seen = queries.newest(folder)
    assert seen == BackupSeen(NOW, made.path.stat().st_size, readable=True, holds=True)
    (folder / "waypost-2026-11-19T000000Z.tar.gz").write_bytes(b"cut")
    broken = queries.newest(folder)
    assert broken is not None
    assert (broken.readable, broken.size) == (False, 3)
