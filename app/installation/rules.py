"""Whether the installation is healthy: facts in, one finding each out; pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.language import _
from app.language.reasons import Reason, ReasonKind, reason

PATIENCE = timedelta(minutes=5)
LONGEST_STANDSTILL = timedelta(minutes=15)
"""How long the oldest mail may wait before everybody is told who counts on mail."""
LONGEST_REASON = 200

DATABASE = reason("health.database", "Database")
SCHEMA_NEWEST = ReasonKind(
    "health.schema_newest", "{database}. The schema is the newest ({newest})."
)
SCHEMA_OLDER = ReasonKind(
    "health.schema_older",
    "{database}. The schema is at {found} and should be at {newest}. Run: python -m app migrate",
)
SCHEMA_NEVER_MADE = ReasonKind(
    "health.schema_never_made",
    "{database}. The schema was never made and should be at {newest}. Run: python -m app migrate",
)
NO_ANSWER = reason("health.no_answer", "It does not answer. Start it, or mend DATABASE_URL.")
HISTORY = reason("health.history", "History")
ALL_LINES_VERIFY = ReasonKind(
    "health.all_lines_verify",
    "The only line of the audit trail verifies.",
    "All {count} lines of the audit trail verify.",
)
NEWEST_LINES_VERIFY = ReasonKind(
    "health.newest_lines_verify",
    "The newest line of the audit trail verifies. All: python -m app audit verify",
    "The newest {count} lines of the audit trail verify. All: python -m app audit verify",
)
BROKEN_LINE = ReasonKind(
    "health.broken_line",
    "{checked} Line {line} does not follow from the one before it: "
    "one of them was changed or is missing.",
)
ALL_LINES_CHECKED = ReasonKind(
    "health.all_lines_checked",
    "The only line of the audit trail was checked.",
    "All {count} lines of the audit trail were checked.",
)
NEWEST_LINES_CHECKED = ReasonKind(
    "health.newest_lines_checked",
    "The newest line of the audit trail was checked.",
    "The newest {count} lines of the audit trail were checked.",
)
MAIL = reason("health.mail", "Mail")
NO_MAIL_SERVER = ReasonKind(
    "health.no_mail_server",
    "No mail server is set (SMTP_URL); {count} mail is kept in the outbox.",
    "No mail server is set (SMTP_URL); {count} mails are kept in the outbox.",
)
ALL_MAIL_SENT = reason("health.all_mail_sent", "Everything in the outbox has been sent.")
MAIL_WAITS = ReasonKind(
    "health.mail_waits",
    "{count} mail is in the outbox, the oldest for {age}.",
    "{count} mails are in the outbox, the oldest for {age}.",
)
MAIL_STANDS = ReasonKind(
    "health.mail_stands",
    "Mail stands still: {count} mail waits, the oldest for {age}.",
    "Mail stands still: {count} mails wait, the oldest for {age}.",
)
MAIL_REFUSED = ReasonKind("health.mail_refused", "{trouble} Mend SMTP_URL, or the server.")
WORK = reason("health.work", "Background work")
HOW_WORK_GOES = ReasonKind("health.how_work_goes", "{sentences:sentences}")
NO_WORK = reason("health.no_work", "Nothing waits for a worker.")
WORK_DUE = ReasonKind("health.work_due", "{count} task is due.", "{count} tasks are due.")
WORK_LATE = ReasonKind(
    "health.work_late", "The oldest has been due for {age}: is a worker running?"
)
NO_WORKER = reason("health.no_worker", "No worker runs here. Start it: python -m app work")
WORK_GIVEN_UP = ReasonKind(
    "health.work_given_up",
    "{count} task is given up; the reasons are below.",
    "{count} tasks are given up; the reasons are below.",
)
ALL_IN_ORDER = reason("health.all_in_order", "Everything that was checked is in order.")
NEED_A_LOOK = ReasonKind(
    "health.need_a_look",
    "{count} of {all} needs attention: {names:list}.",
    "{count} of {all} need attention: {names:list}.",
)
MINUTES = ReasonKind("health.minutes", "{count} minute", "{count} minutes")
HOURS = ReasonKind("health.hours", "{count} hour", "{count} hours")
DAYS = ReasonKind("health.days", "{count} day", "{count} days")


class HealthState(StrEnum):
    """How a finding is to be taken."""

    GOOD = "good"
    DEMO = "demo"
    """As it should be in demo mode, and nowhere else."""
    WARN = "warn"
    BAD = "bad"
    UNKNOWN = "unknown"
    """Nothing here can tell."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    name: Reason
    state: HealthState
    text: Reason


def on_database(kind: str, found: str | None, newest: str) -> Finding:
    """Whether the database has the newest schema."""
    if found == newest:
        return Finding(DATABASE, HealthState.GOOD, SCHEMA_NEWEST(database=kind, newest=newest))
    if found is None:
        return Finding(DATABASE, HealthState.BAD, SCHEMA_NEVER_MADE(database=kind, newest=newest))
    older = SCHEMA_OLDER(database=kind, found=found, newest=newest)
    return Finding(DATABASE, HealthState.BAD, older)


def on_history(checked: int, broken_id: int | None, *, whole: bool) -> Finding:
    """Whether the chain of the audit trail holds, and how much of it was looked at."""
    if broken_id is None:
        verify = ALL_LINES_VERIFY if whole else NEWEST_LINES_VERIFY
        return Finding(HISTORY, HealthState.GOOD, verify(count=checked))
    which = ALL_LINES_CHECKED if whole else NEWEST_LINES_CHECKED
    broken = BROKEN_LINE(checked=which(count=checked), line=str(broken_id))
    return Finding(HISTORY, HealthState.BAD, broken)


def refused_mail(trouble: Reason) -> Finding:
    """What the mail server said when it was tried."""
    return Finding(MAIL, HealthState.BAD, MAIL_REFUSED(trouble=trouble))


def on_mail(
    waiting: int,
    since: datetime | None,
    *,
    configured: bool,
    demo: bool,
    now: datetime,
    trouble: Reason | None = None,
) -> Finding:
    """Whether mail gets out. `trouble`: what the server said, if it was tried."""
    if trouble is not None:
        return refused_mail(trouble)
    if not configured:
        state = HealthState.DEMO if demo else HealthState.BAD
        return Finding(MAIL, state, NO_MAIL_SERVER(count=waiting))
    if since is None:
        return Finding(MAIL, HealthState.GOOD, ALL_MAIL_SENT)
    state = HealthState.WARN if now - since > PATIENCE else HealthState.GOOD
    return Finding(MAIL, state, MAIL_WAITS(count=waiting, age=age_of(now - since)))


def why_mail_stands(
    waiting: int, since: datetime | None, *, configured: bool, demo: bool, now: datetime
) -> Reason | None:
    """Why those who count on mail have to know that none gets out."""
    if not configured:
        return None if demo else NO_MAIL_SERVER(count=waiting)
    if since is None or now - since <= LONGEST_STANDSTILL:
        return None
    return MAIL_STANDS(count=waiting, age=age_of(now - since))


def on_work(
    waiting: int,
    since: datetime | None,
    *,
    failed: int,
    now: datetime,
    runs: bool = True,
    demo: bool = False,
) -> Finding:
    """Whether a worker runs and keeps up, and whether something was given up."""
    said = [WORK_DUE(count=waiting) if waiting else NO_WORK]
    late = since is not None and now - since > PATIENCE
    if since is not None and late:
        said.append(WORK_LATE(age=age_of(now - since)))
    if failed:
        said.append(WORK_GIVEN_UP(count=failed))
    missed = not runs and not demo
    if missed:
        said.append(NO_WORKER)
    warned = failed or missed
    state = HealthState.BAD if late else HealthState.WARN if warned else HealthState.GOOD
    return Finding(WORK, state, HOW_WORK_GOES(sentences=tuple(said)))


def verdict(findings: Sequence[Finding]) -> Reason:
    """The answer to the one question of the page."""
    names = tuple(f.name for f in findings if f.state in {HealthState.WARN, HealthState.BAD})
    if not names:
        return ALL_IN_ORDER
    checked = sum(finding.state is not HealthState.UNKNOWN for finding in findings)
    return NEED_A_LOOK(count=len(names), all=checked, names=names)


def age_of(time: timedelta) -> Reason:
    """A time in the unit that fits."""
    minutes = int(time.total_seconds() // 60)
    if minutes < 120:
        return MINUTES(count=minutes)
    return HOURS(count=minutes // 60) if minutes < 2880 else DAYS(count=minutes // 1440)


def without_people(reason: str) -> str:
    """A reason without addresses, and no longer than can be read."""
    return re.sub(r"\S+@\S+", str(_("(address)")), reason)[:LONGEST_REASON]
