"""The administrator's page: is the installation healthy?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from app.installation import rules
from app.installation.backups.rules import BACKUPS
from app.installation.findings import findings
from app.installation.host import HostSeen
from app.installation.queries import Counts, DatabaseSeen, Failed
from app.installation.rules import Finding, HealthState
from app.installation.setup import rules as setup
from app.installation.setup.queries import SetupSeen
from app.installation.setup.rules import SetupState, SetupTask, What
from app.language import Text, _, ngettext, pgettext
from app.language.moments import local
from app.language.reasons import Reason
from app.web.parts import Badge

WORDS = {
    HealthState.GOOD: Badge(_("In order"), "good"),
    HealthState.DEMO: Badge(_("Demo"), "neutral"),
    HealthState.WARN: Badge(_("Needs attention"), "warm"),
    HealthState.BAD: Badge(_("Broken"), "bad"),
    HealthState.UNKNOWN: Badge(pgettext("of a task", "Cannot be checked here"), "neutral"),
}


TITLES = {
    What.INSTITUTIONS: _("Add the institutions that take part"),
    What.PROGRAM: _("Load a program"),
    What.COORDINATOR: _("Make somebody its coordinator"),
    What.MAIL: _("Check that mail goes out"),
    What.SIGNING: _("Set the key that signs certificates"),
    What.BACKUP: _("Keep a backup"),
}
STATES = {
    SetupState.DONE: Badge(pgettext("of a task", "Done"), "good"),
    SetupState.TO_DO: Badge(pgettext("of a task", "To do"), "warm"),
    SetupState.WAITS: Badge(pgettext("of a task", "Under way"), "accent"),
    SetupState.UNKNOWN: Badge(pgettext("of a task", "Cannot be checked here"), "neutral"),
}
PAGES = {
    What.INSTITUTIONS: "/admin/institutions",
    What.PROGRAM: "/manage/content",
    What.COORDINATOR: "/admin/roles/new?role=coordinator",
}


class FindingRow(NamedTuple):
    """A finding as the table shows it."""

    name: Reason
    text: Reason
    state: Badge


class SetupRow(NamedTuple):
    """One thing that the installation needs, as the task list shows it."""

    title: Text
    text: Reason
    state: Badge
    href: str | None
    tests_mail: bool
    """Whether a test mail can be sent from here."""


@dataclass(frozen=True)
class Setup:
    """What a program needs before its first cohort."""

    rows: Sequence[SetupRow]
    missing: int

    @property
    def title(self) -> Text:
        """That something is missing, or that nothing is."""
        if self.missing:
            return _("What is missing")
        return _("What a first cohort needs")

    @property
    def count(self) -> Text:
        """`2 things are missing`."""
        return ngettext("{count} is missing", "{count} are missing", count=self.missing)


@dataclass(frozen=True)
class HealthPage:
    """Everything that was checked, at one moment."""

    setup: Setup
    refused: Reason | None
    """Why what was just asked for did not happen."""

    verdict: Reason
    at: Text
    findings: Sequence[FindingRow]
    failures: Sequence[Failed]
    counts: Counts
    mail: Reason | None
    """Why no mail gets out."""


def health_page(
    seen: DatabaseSeen,
    needed: SetupSeen,
    host: HostSeen,
    *,
    zone: str,
    now: datetime,
    refused: Reason | None = None,
) -> HealthPage:
    """What was seen in the database and on the machine, each with a finding."""
    found = findings(seen, host, zone=zone, now=now)
    backups = next(finding for finding in found if finding.name == BACKUPS)
    return HealthPage(
        setup=_setup(needed, host, backups=backups, zone=zone),
        refused=refused,
        verdict=rules.verdict(found),
        at=_("As of {now:moment}", now=local(now, zone)),
        findings=[FindingRow(f.name, f.text, WORDS[f.state]) for f in found],
        failures=[
            Failed(f.kind, rules.without_people(str(f.error)), f.count) for f in seen.failures
        ],
        counts=seen.counts,
        mail=rules.why_mail_stands(
            seen.mail.count,
            seen.mail.since,
            configured=host.mail_leaves,
            demo=host.demo,
            now=now,
        ),
    )


def _setup(needed: SetupSeen, host: HostSeen, *, backups: Finding, zone: str) -> Setup:
    found = setup.tasks(
        needed,
        key=host.signing_key,
        mail_leaves=host.mail_leaves,
        demo=host.demo,
        backups=backups,
        zone=zone,
    )
    rows = [
        SetupRow(
            TITLES[task.what],
            task.text,
            STATES[task.state],
            _leads_to(task),
            task.what is What.MAIL and host.mail_leaves and task.state is not SetupState.WAITS,
        )
        for task in found
    ]
    return Setup(rows, setup.missing(found))


def _leads_to(task: SetupTask) -> str | None:
    if task.text == setup.NO_PROGRAM:
        return "/manage/content/import"
    return PAGES.get(task.what) if task.text != setup.NOTHING_TO_COORDINATE else None
