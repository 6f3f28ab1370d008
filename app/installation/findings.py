"""All that is looked at, one finding each, for `/admin` and `python -m app doctor`; pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from app.installation import rules
from app.installation.backups.rules import BACKUPS, on_backups, why_not_dump
from app.installation.certificates.rules import on_certificates
from app.installation.machine import rules as machine
from app.installation.retention.rules import on_retention
from app.installation.rules import Finding, HealthState
from app.installation.zoom.rules import ZoomSet, on_zoom

if TYPE_CHECKING:
    from app.casework.zoom.rules import Heard
    from app.installation.host import HostSeen
    from app.installation.queries import DatabaseSeen


def findings(seen: DatabaseSeen, host: HostSeen, *, zone: str, now: datetime) -> list[Finding]:
    """What was seen in the database and on the machine. `zone`: of whoever reads it."""
    of_machine = on_machine(
        host, server=seen.server_version, compromised=seen.compromised, zone=zone, now=now
    )
    of_role = [machine.on_role(owns=seen.can_change_records, demo=host.demo)] if host.dumps else []
    return [*_on_database(seen, host, now), _on_zoom(host, seen.zoom, zone), *of_role, *of_machine]


def _on_zoom(host: HostSeen, heard: Heard, zone: str) -> Finding:
    trouble = host.tried.zoom if host.tried else None
    own = ZoomSet(host.reads_zoom, host.told_by_zoom, host.tried is not None, trouble)
    return on_zoom(own, heard, zone)


def without_database(behind: Finding, host: HostSeen, *, zone: str, now: datetime) -> list[Finding]:
    """What can be told where the database is not ready. `behind`: what is the matter with it."""
    refused = host.tried.mail if host.tried else None
    mail = [rules.refused_mail(refused)] if refused else []
    return [behind, *mail, *on_machine(host, zone=zone, now=now)]


def on_machine(
    host: HostSeen,
    *,
    server: int | None = None,
    compromised: Mapping[str, datetime] | None = None,
    zone: str,
    now: datetime,
) -> list[Finding]:
    """What can be told without a database.

    `server`: the major version of its server. `compromised`: keys that somebody else may have, by
    their fingerprints, and since when.
    """
    tried = host.tried.printing if host.tried else None
    return [
        machine.on_settings(https=host.https, demo=host.demo),
        _on_signing(host, compromised or {}, now),
        machine.on_stamps(
            has_stamps=host.has_stamps,
            tried=host.tried is not None,
            trouble=host.tried.stamps if host.tried else None,
        ),
        machine.on_printing(
            host.missing_libraries, host.missing_fonts, tried, east_asian=host.has_east_asian
        ),
        machine.on_files(host.open_to_others, demo=host.demo),
        machine.on_disk(host.free, host.database_size),
        _on_backups(host, server, zone, now),
    ]


def _on_signing(host: HostSeen, compromised: Mapping[str, datetime], now: datetime) -> Finding:
    since = compromised.get(host.key_seen.fingerprint) if host.key_seen else None
    return machine.on_signing(
        host.signing_key, demo=host.demo, now=now, seen=host.key_seen, compromised_since=since
    )


def _on_backups(host: HostSeen, server: int | None, zone: str, now: datetime) -> Finding:
    why_not = why_not_dump(host.dump_version, server) if host.dumps else None
    if why_not is not None:
        return Finding(BACKUPS, HealthState.BAD, why_not)
    return on_backups(host.backup, host.backup_folder, demo=host.demo, zone=zone, now=now)


def _on_database(seen: DatabaseSeen, host: HostSeen, now: datetime) -> list[Finding]:
    mail, work, history = seen.mail, seen.work, seen.history
    trouble = host.tried.mail if host.tried else None
    return [
        rules.on_database(seen.database, seen.revision, seen.newest_revision),
        rules.on_history(history.checked, history.broken_at, whole=history.whole),
        machine.on_clock(history.newest_at, now),
        rules.on_mail(
            mail.count,
            mail.since,
            configured=host.mail_leaves,
            demo=host.demo,
            now=now,
            trouble=trouble,
        ),
        rules.on_work(
            work.count,
            work.since,
            failed=seen.failed,
            now=now,
            runs=host.worker_runs,
            demo=host.demo,
        ),
        on_certificates(seen.altered),
        on_retention(seen.due.due, seen.due.waiting),
    ]
