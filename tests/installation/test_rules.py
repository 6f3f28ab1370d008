"""Each finding over its facts."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.installation import rules
from app.installation.rules import Key, State

NOW = datetime(2026, 11, 18, 17, 0, tzinfo=UTC)


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
