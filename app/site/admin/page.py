"""The administrator's page: is the installation healthy?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.core import audit, schema
from app.installation import host, queries, rules
from app.installation.queries import Counts, Failed
from app.installation.rules import Finding, State
from app.language.moments import date_time
from app.language.reasons import Reason
from app.settings import Settings

LINES_CHECKED = 1000
REASONS_SHOWN = 10
WORDS = {
    State.GOOD: ("In order", "good"),
    State.DEMO: ("Demo", "neutral"),
    State.WARN: ("Look at it", "warm"),
    State.BAD: ("Broken", "bad"),
}
KINDS = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True)
class HealthPage:
    """Everything that was looked at, at one moment."""

    verdict: Reason
    at: str
    findings: Sequence[Finding]
    failures: Sequence[Failed]
    counts: Counts

    @property
    def rows(self) -> list[tuple[Reason, Reason, str, str]]:
        """(what, finding, state in words, tone) for the table."""
        return [(f.name, f.text, *WORDS[f.state]) for f in self.findings]


def health_page(session: Session, settings: Settings, *, zone: str, now: datetime) -> HealthPage:
    """Look at everything once; the same number of statements however much there is."""
    mail_leaves = settings.smtp_url is not None
    mail = queries.waiting_mail(session, now)
    work = queries.waiting_work(session, now, with_mail=mail_leaves)
    failures = queries.failed_work(session, REASONS_SHOWN)
    findings = [
        rules.on_database(
            _kind(session), schema.revision_seen(session.connection()), schema.newest()
        ),
        _history(session),
        rules.on_mail(mail.count, mail.since, configured=mail_leaves, demo=settings.demo, now=now),
        rules.on_work(work.count, work.since, failed=queries.failed_count(session), now=now),
        rules.on_signing(host.signing_key(settings), demo=settings.demo),
        rules.on_library(host.printing_library()),
    ]
    return HealthPage(
        verdict=rules.verdict(findings),
        at=date_time(now, zone),
        findings=findings,
        failures=[Failed(f.kind, rules.without_people(f.error), f.count) for f in failures],
        counts=queries.counts(session),
    )


def _kind(session: Session) -> str:
    dialect = session.get_bind().dialect
    version = ".".join(str(part) for part in dialect.server_version_info or ())
    return f"{KINDS.get(dialect.name, dialect.name)} {version}".strip()


def _history(session: Session) -> Finding:
    lines = queries.newest_lines(session, LINES_CHECKED + 1)
    whole = len(lines) <= LINES_CHECKED
    broken = audit.first_break(lines, audit.GENESIS if whole else None)
    checked = len(lines) if whole else LINES_CHECKED
    return rules.on_history(checked, broken.id if broken else None, whole=whole)
