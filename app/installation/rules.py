"""Whether the installation is healthy: facts in, one finding each out; pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.language.words import counted

PATIENCE = timedelta(minutes=5)
LONGEST_REASON = 200


class State(StrEnum):
    """How a finding is to be taken."""

    GOOD = "good"
    DEMO = "demo"
    """As it should be in demo mode, and nowhere else."""
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    name: str
    state: State
    text: str


class Key(StrEnum):
    """The key that signs certificates, as this process sees it."""

    CONFIGURED = "configured"
    UNREADABLE = "unreadable"
    MISSING = "missing"


def on_database(kind: str, found: str | None, newest: str) -> Finding:
    """Whether the database has the newest schema."""
    if found == newest:
        return Finding("Database", State.GOOD, f"{kind}. The schema is the newest ({newest}).")
    at = f"is at {found}" if found else "was never made"
    text = f"{kind}. The schema {at} and should be at {newest}. Run: python -m app migrate"
    return Finding("Database", State.BAD, text)


def on_history(checked: int, broken_id: int | None, *, whole: bool) -> Finding:
    """Whether the chain of the audit trail holds, and how much of it was looked at."""
    which = f"All {checked:,} lines" if whole else f"The newest {checked:,} lines"
    if broken_id is None:
        rest = "" if whole else " All: python -m app audit verify"
        return Finding("History", State.GOOD, f"{which} of the audit trail verify.{rest}")
    text = (
        f"{which} of the audit trail were checked. Line {broken_id} does not follow from the one "
    )
    return Finding("History", State.BAD, text + "before it: one of them was changed or is missing.")


def on_mail(
    waiting: int, since: datetime | None, *, configured: bool, demo: bool, now: datetime
) -> Finding:
    """Whether mail gets out."""
    if not configured:
        kept = f"No mail server is set (SMTP_URL); {_mails(waiting)} kept in the outbox."
        return Finding("Mail", State.DEMO if demo else State.BAD, kept)
    if since is None:
        return Finding("Mail", State.GOOD, "Everything in the outbox has been sent.")
    minutes = int((now - since).total_seconds() // 60)
    late = now - since > PATIENCE
    text = f"{_mails(waiting)} in the outbox, the oldest for {_minutes(minutes)}."
    return Finding("Mail", State.WARN if late else State.GOOD, text)


def on_work(waiting: int, since: datetime | None, *, failed: int, now: datetime) -> Finding:
    """Whether a worker keeps up, and whether something was given up."""
    parts = ["Nothing waits for a worker." if not waiting else f"{_tasks(waiting)} due."]
    late = since is not None and now - since > PATIENCE
    if since is not None and late:
        minutes = int((now - since).total_seconds() // 60)
        parts.append(f"The oldest has been for {_minutes(minutes)}: is a worker running?")
    if failed:
        parts.append(f"{_tasks(failed)} given up; the reasons are below.")
    state = State.BAD if late else State.WARN if failed else State.GOOD
    return Finding("Background work", state, " ".join(parts))


def on_signing(key: Key, *, demo: bool) -> Finding:
    """Whether certificates can be signed."""
    if key is Key.CONFIGURED:
        return Finding("Signing key", State.GOOD, "SIGNING_KEY names a file that can be read.")
    if key is Key.UNREADABLE:
        text = "SIGNING_KEY names a file that cannot be read here."
        return Finding("Signing key", State.BAD, text)
    if demo:
        text = "The demo's own key signs; it says nothing about who issued a certificate."
        return Finding("Signing key", State.DEMO, text)
    text = "Certificates cannot be signed until SIGNING_KEY names a key."
    return Finding("Signing key", State.BAD, text)


def on_library(found: str | None) -> Finding:
    """Whether the library that certificates are printed with is there."""
    if found:
        return Finding("Printing", State.GOOD, f"HarfBuzz is installed ({found}).")
    text = (
        "No certificate can be printed: install libharfbuzz-subset (Debian: libharfbuzz-subset0)."
    )
    return Finding("Printing", State.BAD, text)


def verdict(findings: Sequence[Finding]) -> str:
    """The answer to the one question of the page."""
    open_ones = [f for f in findings if f.state in {State.WARN, State.BAD}]
    if not open_ones:
        return "Everything that was looked at is in order."
    names = ", ".join(finding.name.lower() for finding in open_ones)
    verb = "needs" if len(open_ones) == 1 else "need"
    return f"{len(open_ones)} of {len(findings)} {verb} a look: {names}."


def without_people(reason: str) -> str:
    """A reason without addresses, and no longer than can be read."""
    return re.sub(r"\S+@\S+", "(address)", reason)[:LONGEST_REASON]


def _mails(count: int) -> str:
    return counted(count, "mail is", "mails are")


def _tasks(count: int) -> str:
    return counted(count, "task is", "tasks are")


def _minutes(minutes: int) -> str:
    if minutes < 120:
        return counted(minutes, "minute")
    return f"{minutes // 60} hours" if minutes < 2880 else f"{minutes // 1440} days"
