"""What a backup is called, which ones are kept, and whether one fits; pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from app.installation.rules import Finding, HealthState, age_of
from app.language.moments import local
from app.language.reasons import Reason, ReasonKind, reason

if TYPE_CHECKING:
    from app.installation.backups.queries import BackupSeen

STAMP = "%Y-%m-%dT%H%M%SZ"
DAYS, WEEKS, MONTHS, COPIES = 7, 5, 12, 3
"""How many of each are kept; copies are those before migrations."""
_SPANS = (("%Y-%m-%d", DAYS), ("%G-%V", WEEKS), ("%Y-%m", MONTHS))
_NAME = re.compile(r"waypost-(\d{4}-\d\d-\d\dT\d{6}Z)(-before-migration)?\.tar\.gz")

ANCHORS = "history_anchors.txt"
"""What the file of signed ends of the history is called in a backup."""
LEFT_OUT = (
    *("address_link", "newcomer", "parked_form", "sign_in_token"),
    *("audit_folder_file", "shared_file", "waiting_answers", "web_session"),
)
"""Tables whose rows open something for whoever has the other half; they come back empty.

So do the answers to anonymous surveys that wait to go to the others, five at least: two backups
must not differ by one person. At most nine answers of a survey are lost with the machine.

And so do files of answers that somebody asked for, and audit folders: in a backup they would be
there for longer than the days for which they are kept.

The secrets of phones are kept: their other half is `SECRET_KEY`, and without them a mailbox would
be enough.
"""
KEPT_ROWS = {"records_file": "applied_at IS NOT NULL"}
"""Of these tables only such rows are copied, in SQL.

A file of answers that waits to be taken in is thrown away within days, and can be sent anew. Of one
that was taken in its name is left, and no answer.
"""
BLANKED = "CASE WHEN value LIKE '/%' THEN '/(not kept)' ELSE '(not kept)' END"
"""What stands for a letter's secret in a backup, in SQL; see `core.outbox.NOT_KEPT`."""

BACKUP_AGE = timedelta(days=2)
BACKUPS = reason("health.backups", "Backups")
NO_BACKUP = ReasonKind(
    "health.no_backup", "There is no backup in {folder}. Make one every day: python -m app backup"
)
BACKUP_MADE = ReasonKind(
    "health.backup_made",
    "The newest is of {at:moment}, has {size} MB, was read back when it was made, and is in "
    "{folder}.",
)
BACKUP_OLD = ReasonKind(
    "health.backup_old",
    "The newest in {folder} is of {at:moment}, {age} ago. Make one every day: python -m app backup",
)
BACKUP_BROKEN = ReasonKind(
    "health.backup_broken",
    "The newest in {folder}, of {at:moment}, cannot be read. Make another: python -m app backup",
)
BACKUP_TELLS = ReasonKind(
    "health.backup_tells",
    "In the newest, of {at:moment} in {folder}, the history or a certificate does not hold. "
    "Look: python -m app restore FILE --verify",
)
NO_PROGRAMS = reason(
    "health.no_programs",
    "No backup can be made without pg_dump. Install PostgreSQL's programs for clients (Debian: "
    "postgresql-client).",
)
OLD_PROGRAMS = ReasonKind(
    "health.old_programs",
    "No backup can be made: pg_dump is of version {program}, and the server of {server}. Install "
    "the programs of the server's version.",
)


@dataclass(frozen=True, order=True)
class BackupName:
    """The name of a backup says when it was made, and whether a migration asked for it."""

    at: datetime
    before_migration: bool = False

    def __str__(self) -> str:
        """As its file is called."""
        why = "-before-migration" if self.before_migration else ""
        return f"waypost-{self.at:{STAMP}}{why}.tar.gz"

    @classmethod
    def read(cls, name: str) -> BackupName | None:
        """What a file's name says; None if it is not one of ours."""
        if (match := _NAME.fullmatch(name)) is None:
            return None
        try:
            at = datetime.strptime(match[1], STAMP).replace(tzinfo=UTC)
        except ValueError:
            return None
        return cls(at, match[2] is not None)


def in_order(names: Iterable[str]) -> list[BackupName]:
    """The backups among some files, the newest first."""
    return sorted(filter(None, map(BackupName.read, names)), reverse=True)


def surplus(found: Iterable[BackupName]) -> list[BackupName]:
    """Which can go: not the newest of each of the last days, weeks and months that have one.

    It goes by the backups and not by the clock, so that none is lost because none was made.
    """
    newest_first = sorted(found, reverse=True)
    kept = {*[name for name in newest_first if name.before_migration][:COPIES]}
    for span, count in _SPANS:
        newest: dict[str, BackupName] = {}
        for name in newest_first:
            if not name.before_migration:
                newest.setdefault(f"{name.at:{span}}", name)
        kept |= {*list(newest.values())[:count]}
    return [name for name in newest_first if name not in kept]


def without_left_out(rows: Mapping[str, int]) -> dict[str, int]:
    """How many rows of each table a backup has to hold, where it holds any."""
    return {table: n for table, n in rows.items() if n and table not in LEFT_OUT}


def differing(expected: Mapping[str, int], found: Mapping[str, int]) -> list[str]:
    """The tables that have not as many rows as they should have."""
    tables = {*expected, *found}
    return sorted(table for table in tables if expected.get(table, 0) != found.get(table, 0))


def on_backups(
    newest: BackupSeen | None, folder: str, *, demo: bool, zone: str, now: datetime
) -> Finding:
    """Whether there is a backup of today or yesterday, and it holds."""
    missed = HealthState.DEMO if demo else HealthState.WARN
    if newest is None:
        return Finding(BACKUPS, missed, NO_BACKUP(folder=folder))
    at = local(newest.at, zone)
    if not newest.readable:
        return Finding(BACKUPS, HealthState.BAD, BACKUP_BROKEN(folder=folder, at=at))
    if not newest.holds:
        return Finding(BACKUPS, HealthState.BAD, BACKUP_TELLS(folder=folder, at=at))
    if now - newest.at > BACKUP_AGE:
        old = BACKUP_OLD(folder=folder, at=at, age=age_of(now - newest.at))
        return Finding(BACKUPS, missed, old)
    size = max(1, round(newest.size / 1_000_000))
    made = BACKUP_MADE(folder=folder, at=at, size=size)
    return Finding(BACKUPS, HealthState.GOOD, made)


def why_not_dump(program: int | None, server: int | None) -> Reason | None:
    """Why PostgreSQL's program cannot copy the server, by both major versions."""
    if program is None:
        return NO_PROGRAMS
    if server is not None and program < server:
        return OLD_PROGRAMS(program=program, server=server)
    return None
