"""The administrator's page: is the installation healthy?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from app.installation import rules
from app.installation.host import HostSeen
from app.installation.queries import Counts, DatabaseSeen, Failed
from app.installation.rules import Finding, HealthState
from app.language import Text, _
from app.language.moments import local
from app.language.reasons import Reason
from app.web.parts import Badge

WORDS = {
    HealthState.GOOD: Badge(_("In order"), "good"),
    HealthState.DEMO: Badge(_("Demo"), "neutral"),
    HealthState.WARN: Badge(_("Needs attention"), "warm"),
    HealthState.BAD: Badge(_("Broken"), "bad"),
}


class FindingRow(NamedTuple):
    """A finding as the table shows it."""

    name: Reason
    text: Reason
    state: Badge


@dataclass(frozen=True)
class HealthPage:
    """Everything that was checked, at one moment."""

    verdict: Reason
    at: Text
    findings: Sequence[FindingRow]
    failures: Sequence[Failed]
    counts: Counts


def health_page(seen: DatabaseSeen, host: HostSeen, *, zone: str, now: datetime) -> HealthPage:
    """What was seen in the database and on the machine, each with a finding."""
    findings = _findings(seen, host, now)
    return HealthPage(
        verdict=rules.verdict(findings),
        at=_("As of {now:moment}", now=local(now, zone)),
        findings=[FindingRow(f.name, f.text, WORDS[f.state]) for f in findings],
        failures=[
            Failed(f.kind, rules.without_people(str(f.error)), f.count) for f in seen.failures
        ],
        counts=seen.counts,
    )


def _findings(seen: DatabaseSeen, host: HostSeen, now: datetime) -> list[Finding]:
    mail, work, history = seen.mail, seen.work, seen.history
    return [
        rules.on_database(seen.database, seen.revision, seen.newest_revision),
        rules.on_history(history.checked, history.broken_at, whole=history.whole),
        rules.on_mail(mail.count, mail.since, configured=host.mail_leaves, demo=host.demo, now=now),
        rules.on_work(work.count, work.since, failed=seen.failed, now=now),
        rules.on_signing(host.signing_key, demo=host.demo),
        rules.on_library(host.printing_library),
    ]
