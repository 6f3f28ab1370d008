"""Each finding over its facts; and that no change to the history goes unseen."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.audit import GENESIS, line_hash
from app.core.models import AuditLine
from app.desks.administrator import rules
from app.desks.administrator.rules import Key, State

NOW = datetime(2026, 11, 18, 17, 0, tzinfo=UTC)
FIELDS = ("act", "object_kind", "object_id", "reason")


def chain(length: int) -> list[AuditLine]:
    lines: list[AuditLine] = []
    for n in range(length):
        line = AuditLine(
            id=n + 1,
            at=NOW + timedelta(seconds=n),
            act="test.done",
            object_kind="test",
            object_id=str(n),
            facts={"n": n},
            previous_hash=lines[-1].hash if lines else GENESIS,
            hash="",
        )
        line.hash = line_hash(line)
        lines.append(line)
    return lines


@pytest.mark.parametrize("length", [0, 1, 2, 20])
def test_untouched_history_holds(length: int) -> None:
    assert rules.first_break(chain(length), whole=True) is None


def test_part_of_an_untouched_history_holds() -> None:
    assert rules.first_break(chain(20)[7:], whole=False) is None


@given(st.integers(0, 9), st.sampled_from(FIELDS))
def test_changed_line_is_found(at: int, field: str) -> None:
    lines = chain(10)
    setattr(lines[at], field, "changed")
    assert rules.first_break(lines, whole=True) is lines[at]


@given(st.integers(0, 9))
def test_line_that_was_rewritten_with_its_hash_is_found_by_the_next(at: int) -> None:
    lines = chain(11)
    lines[at].facts = {"n": "changed"}
    lines[at].hash = line_hash(lines[at])
    assert rules.first_break(lines, whole=True) is lines[at + 1]


@given(st.integers(0, 9))
def test_missing_line_is_found(at: int) -> None:
    lines = chain(11)
    after = lines[at + 1]
    del lines[at]
    assert rules.first_break(lines, whole=True) is after


@given(st.integers(1, 9))
def test_changed_line_is_found_in_a_part_after_its_anchor(at: int) -> None:
    lines = chain(20)[10:]
    lines[at].act = "changed"
    assert rules.first_break(lines, whole=False) is lines[at]


@pytest.mark.parametrize(
    ("found", "state", "words"),
    [
        ("0002", State.GOOD, "SQLite 3. The schema is the newest (0002)."),
        ("0001", State.BAD, "SQLite 3. The schema is at 0001 and should be at 0002."),
        (None, State.BAD, "SQLite 3. The schema was never made and should be at 0002."),
    ],
)
def test_schema(found: str | None, state: State, words: str) -> None:
    finding = rules.on_database("SQLite 3", found, "0002")
    assert finding.state is state
    assert finding.text.startswith(words)


@pytest.mark.parametrize(
    ("waiting", "minutes", "configured", "demo", "state"),
    [
        (0, None, True, False, State.GOOD),
        (3, 5, True, False, State.GOOD),
        (3, 6, True, False, State.WARN),
        (0, None, False, False, State.BAD),
        (3, 600, False, False, State.BAD),
        (3, 600, False, True, State.DEMO),
    ],
)
def test_mail(
    waiting: int, minutes: int | None, configured: bool, demo: bool, state: State
) -> None:
    since = None if minutes is None else NOW - timedelta(minutes=minutes)
    finding = rules.on_mail(waiting, since, configured=configured, demo=demo, now=NOW)
    assert finding.state is state


@pytest.mark.parametrize(
    ("waiting", "minutes", "failed", "state"),
    [
        (0, None, 0, State.GOOD),
        (9, 5, 0, State.GOOD),
        (9, 6, 0, State.BAD),
        (0, None, 1, State.WARN),
        (9, 6, 1, State.BAD),
    ],
)
def test_work(waiting: int, minutes: int | None, failed: int, state: State) -> None:
    since = None if minutes is None else NOW - timedelta(minutes=minutes)
    assert rules.on_work(waiting, since, failed=failed, now=NOW).state is state


@pytest.mark.parametrize(
    ("key", "demo", "state"),
    [
        (Key.CONFIGURED, False, State.GOOD),
        (Key.CONFIGURED, True, State.GOOD),
        (Key.UNREADABLE, False, State.BAD),
        (Key.UNREADABLE, True, State.BAD),
        (Key.MISSING, False, State.BAD),
        (Key.MISSING, True, State.DEMO),
    ],
)
def test_signing_key(key: Key, demo: bool, state: State) -> None:
    assert rules.on_signing(key, demo=demo).state is state


def test_missing_library_says_what_to_install() -> None:
    finding = rules.on_library(None)
    assert finding.state is State.BAD
    assert "libharfbuzz-subset0" in finding.text
    assert rules.on_library("libharfbuzz-subset.so.0").state is State.GOOD


def test_verdict_counts_and_names_what_needs_a_look() -> None:
    good = rules.on_library("x")
    bad = rules.on_signing(Key.MISSING, demo=False)
    demo = rules.on_signing(Key.MISSING, demo=True)
    warm = rules.on_work(0, None, failed=1, now=NOW)
    assert rules.verdict([good, demo]) == "Everything that was looked at is in order."
    assert rules.verdict([good, bad]) == "1 of 2 needs a look: signing key."
    assert rules.verdict([good, bad, warm]) == ("2 of 3 need a look: signing key, background work.")


@given(st.text(), st.emails(), st.text())
def test_reasons_lose_their_addresses(before: str, address: str, after: str) -> None:
    told = rules.without_people(f"{before} {address} {after}")
    assert address not in told
    assert len(told) <= rules.LONGEST_REASON
