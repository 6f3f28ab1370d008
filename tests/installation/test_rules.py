"""Each finding over its facts."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.installation import rules
from app.installation.machine import rules as machine
from app.installation.machine.rules import Key
from app.installation.rules import HealthState
from app.messages.smtp import NOT_REACHED

NOW = datetime(2026, 11, 18, 17, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("found", "state", "words"),
    [
        ("0002", HealthState.GOOD, "SQLite 3. The schema is the newest (0002)."),
        ("0001", HealthState.BAD, "SQLite 3. The schema is at 0001 and should be at 0002."),
        (None, HealthState.BAD, "SQLite 3. The schema was never made and should be at 0002."),
    ],
)
def test_schema(found: str | None, state: HealthState, words: str) -> None:
    finding = rules.on_database("SQLite 3", found, "0002")
    assert finding.state is state
    assert str(finding.text).startswith(words)


@pytest.mark.parametrize(
    ("waiting", "minutes", "configured", "demo", "state"),
    [
        (0, None, True, False, HealthState.GOOD),
        (3, 5, True, False, HealthState.GOOD),
        (3, 6, True, False, HealthState.WARN),
        (0, None, False, False, HealthState.BAD),
        (3, 600, False, False, HealthState.BAD),
        (3, 600, False, True, HealthState.DEMO),
    ],
)
def test_mail(
    waiting: int, minutes: int | None, configured: bool, demo: bool, state: HealthState
) -> None:
    since = None if minutes is None else NOW - timedelta(minutes=minutes)
    finding = rules.on_mail(waiting, since, configured=configured, demo=demo, now=NOW)
    assert finding.state is state


@pytest.mark.parametrize(
    ("waiting", "minutes", "failed", "state"),
    [
        (0, None, 0, HealthState.GOOD),
        (9, 5, 0, HealthState.GOOD),
        (9, 6, 0, HealthState.BAD),
        (0, None, 1, HealthState.WARN),
        (9, 6, 1, HealthState.BAD),
    ],
)
def test_work(waiting: int, minutes: int | None, failed: int, state: HealthState) -> None:
    since = None if minutes is None else NOW - timedelta(minutes=minutes)
    assert rules.on_work(waiting, since, failed=failed, now=NOW).state is state


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (1, "1 minute"),
        (119, "119 minutes"),
        (120, "2 hours"),
        (2879, "47 hours"),
        (2880, "2 days"),
    ],
)
def test_age_reads_in_the_unit_that_fits(minutes: int, words: str) -> None:
    since = NOW - timedelta(minutes=minutes)
    finding = rules.on_mail(3, since, configured=True, demo=False, now=NOW)
    assert str(finding.text) == f"3 mails are in the outbox, the oldest for {words}."


def test_late_work_and_work_given_up_are_both_said() -> None:
    finding = rules.on_work(1, NOW - timedelta(minutes=6), failed=2, now=NOW)
    assert str(finding.text) == (
        "1 task is due. The oldest has been due for 6 minutes: is a worker running? "
        "2 tasks are given up; the reasons are below."
    )


@pytest.mark.parametrize(
    ("whole", "broken", "words"),
    [
        (True, None, "All 1,200 lines of the audit trail verify."),
        (
            False,
            None,
            "The newest 1,200 lines of the audit trail verify. All: python -m app audit verify",
        ),
        (
            False,
            1034,
            "The newest 1,200 lines of the audit trail were checked. "
            "Line 1034 does not follow from the one before it: "
            "one of them was changed or is missing.",
        ),
    ],
)
def test_history_says_how_much_was_looked_at(whole: bool, broken: int | None, words: str) -> None:
    assert str(rules.on_history(1200, broken, whole=whole).text) == words


@pytest.mark.parametrize(
    ("runs", "demo", "state"),
    [
        (True, False, HealthState.GOOD),
        (False, False, HealthState.WARN),
        (False, True, HealthState.GOOD),
    ],
)
def test_a_worker_that_does_not_run_is_missed(runs: bool, demo: bool, state: HealthState) -> None:
    finding = rules.on_work(0, None, failed=0, now=NOW, runs=runs, demo=demo)
    assert finding.state is state
    assert ("python -m app work" in str(finding.text)) is (state is HealthState.WARN)


def test_a_mail_server_that_refuses_is_named_with_what_it_said() -> None:
    refused = rules.on_mail(
        0, None, configured=True, demo=False, now=NOW, trouble=NOT_REACHED(problem="gaierror")
    )
    assert refused.state is HealthState.BAD
    assert str(refused.text) == f"{NOT_REACHED(problem='gaierror')} Mend SMTP_URL, or the server."


def test_verdict_counts_and_names_what_needs_a_look() -> None:
    good = machine.on_clock(None, NOW)
    bad = machine.on_signing(Key.MISSING, demo=False, now=NOW)
    demo = machine.on_signing(Key.MISSING, demo=True, now=NOW)
    warm = rules.on_work(0, None, failed=1, now=NOW)
    assert rules.verdict([good, demo]) == rules.ALL_IN_ORDER
    assert str(rules.verdict([good, bad])) == "1 of 2 needs attention: Signing key."
    assert str(rules.verdict([good, bad, warm])) == (
        "2 of 3 need attention: Signing key, Background work."
    )


@given(st.text(), st.emails(), st.text())
def test_reasons_lose_their_addresses(before: str, address: str, after: str) -> None:
    told = rules.without_people(f"{before} {address} {after}")
    assert address not in told
    assert len(told) <= rules.LONGEST_REASON
