"""Whether an installation has all that it needs."""

from typing import TYPE_CHECKING

import typer

from app.cli.opening import open_database, read_settings

if TYPE_CHECKING:
    from datetime import datetime

    from app.installation.rules import Finding
    from app.settings import Settings


def doctor() -> None:
    """Look at settings, database and machine; say what is missing and how to mend it."""
    from app.core.clock import utc_now
    from app.installation.rules import HealthState, verdict

    mend = {HealthState.BAD, HealthState.WARN}
    found = _findings(read_settings(), utc_now())
    for finding in sorted(found, key=lambda finding: finding.state not in mend):
        mark = "mend" if finding.state in mend else "demo" if finding.state == "demo" else "ok"
        print(f"{mark:<5} {finding.name}: {finding.text}")
    print(verdict(found))
    raise typer.Exit(1 if any(finding.state in mend for finding in found) else 0)


def _findings(settings: "Settings", now: "datetime") -> list["Finding"]:
    """What `/admin` shows, with what was tried out; where the database is not ready, the rest."""
    from sqlalchemy.exc import SQLAlchemyError

    from app.core import schema
    from app.core.errors import BusyError
    from app.installation import host, queries, rules
    from app.installation.findings import findings, without_database
    from app.installation.trying import try_out

    machine = host.seen(settings, now, try_out(settings))
    try:
        with open_database() as database, database.read() as session:
            found = schema.revision_seen(session.connection())
            if found == schema.newest():
                seen = queries.seen(
                    session, now, with_mail=machine.mail_leaves, with_zoom=machine.has_zoom
                )
                return findings(seen, machine, zone="UTC", now=now)
            name = queries.database_name(session)
        behind = rules.on_database(name, found, schema.newest())
    except (SQLAlchemyError, BusyError):
        behind = rules.Finding(rules.DATABASE, rules.HealthState.BAD, rules.NO_ANSWER)
    return without_database(behind, machine, zone="UTC", now=now)
