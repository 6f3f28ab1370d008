"""What is missing before the first cohort: facts in, one task each out; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from app.installation.machine.rules import DEMO_KEY, KEY_READABLE, KEY_STATES, Key
from app.installation.rules import Finding, HealthState
from app.language.moments import local
from app.language.reasons import Reason, ReasonKind, reason

if TYPE_CHECKING:
    from app.installation.setup.queries import MailSeen, ProgramSeen, SetupSeen

NO_INSTITUTION = reason("setup.no_institution", "No institution takes part yet.")
ONE_INSTITUTION = ReasonKind(
    "setup.one_institution",
    "Only {institution} takes part so far. Add the others by hand or from a file.",
)
INSTITUTIONS = ReasonKind(
    "setup.institutions", "{count} institution takes part.", "{count} institutions take part."
)
NO_PROGRAM = reason(
    "setup.no_program",
    "No program is loaded yet. Those that come with Waypost are loaded by the command: "
    "python -m app content load. A pack of your own is imported here.",
)
PROGRAMS = ReasonKind("setup.programs", "Loaded: {programs:list}.")
NOTHING_TO_COORDINATE = reason(
    "setup.nothing_to_coordinate", "Load a program first: a coordinator belongs to one."
)
NO_COORDINATOR = ReasonKind("setup.no_coordinator", "Nobody coordinates {programs:or} yet.")
COORDINATED = ReasonKind("setup.coordinated", "Somebody coordinates {programs:and}.")
DEMO_MAIL = reason("setup.demo_mail", "In the demo no mail is sent; it is kept at /demo/mail.")
NO_SERVER = reason(
    "setup.no_server",
    "No mail server is set. Set SMTP_URL and MAIL_FROM, and start Waypost again.",
)
UNTRIED = reason("setup.untried", "A mail server is set. Send yourself a test mail.")
WAITS = ReasonKind(
    "setup.mail_waits", "Your test mail of {asked:moment} waits for the background worker."
)
FAILED = ReasonKind(
    "setup.mail_failed", "The test mail of {asked:moment} has not gone out: {error}"
)
TAKEN = ReasonKind("setup.mail_taken", "The mail server took a mail on {sent:moment}.")
TEST_TAKEN = ReasonKind(
    "setup.test_taken", "The mail server took the test mail on {sent:moment}. Look into your inbox."
)
NO_SIGNING_KEY = reason(
    "setup.no_signing_key",
    "No certificate can be issued yet. Let SIGNING_KEY name the file of a key, as "
    "certificates/README.md explains, and start Waypost again.",
)


class SetupState(StrEnum):
    """How a task stands, as a fact."""

    DONE = "done"
    TO_DO = "to_do"
    WAITS = "waits"
    UNKNOWN = "unknown"
    """Nothing here can tell."""


_BY_HEALTH = {
    HealthState.GOOD: SetupState.DONE,
    HealthState.DEMO: SetupState.UNKNOWN,
    HealthState.WARN: SetupState.TO_DO,
    HealthState.BAD: SetupState.TO_DO,
    HealthState.UNKNOWN: SetupState.UNKNOWN,
}
"""How a task stands that is a finding at the same time."""


class What(StrEnum):
    """What an installation needs."""

    INSTITUTIONS = "institutions"
    PROGRAM = "program"
    COORDINATOR = "coordinator"
    MAIL = "mail"
    SIGNING = "signing"
    BACKUP = "backup"


@dataclass(frozen=True)
class SetupTask:
    """One thing that is needed, and how it stands."""

    what: What
    state: SetupState
    text: Reason


def tasks(
    seen: SetupSeen, *, key: Key, mail_leaves: bool, demo: bool, backups: Finding, zone: str
) -> list[SetupTask]:
    """Everything that is needed, in the order in which it is done."""
    return [
        _institutions(seen.institutions, has_cohorts=seen.has_cohorts),
        _program(seen.programs),
        _coordinator(seen.programs),
        _mail(seen.test, seen.sent_at, mail_leaves=mail_leaves, demo=demo, zone=zone),
        _signing(key, demo=demo),
        SetupTask(What.BACKUP, _BY_HEALTH[backups.state], backups.text),
    ]


def missing(found: Sequence[SetupTask]) -> int:
    """How many things are still missing, as far as can be told."""
    return sum(task.state in {SetupState.TO_DO, SetupState.WAITS} for task in found)


def why_not_test(*, mail_leaves: bool, demo: bool) -> Reason | None:
    """Why no test mail can be sent."""
    if mail_leaves:
        return None
    return DEMO_MAIL if demo else NO_SERVER


def _institutions(names: Sequence[str], *, has_cohorts: bool) -> SetupTask:
    """The first administrator comes with an institution, so one is a beginning only."""
    if not names:
        return SetupTask(What.INSTITUTIONS, SetupState.TO_DO, NO_INSTITUTION)
    if len(names) == 1 and not has_cohorts:
        only = ONE_INSTITUTION(institution=names[0])
        return SetupTask(What.INSTITUTIONS, SetupState.TO_DO, only)
    return SetupTask(What.INSTITUTIONS, SetupState.DONE, INSTITUTIONS(count=len(names)))


def _program(programs: Sequence[ProgramSeen]) -> SetupTask:
    if not programs:
        return SetupTask(What.PROGRAM, SetupState.TO_DO, NO_PROGRAM)
    titles = tuple(program.title for program in programs)
    return SetupTask(What.PROGRAM, SetupState.DONE, PROGRAMS(programs=titles))


def _coordinator(programs: Sequence[ProgramSeen]) -> SetupTask:
    """One program with a coordinator is enough to begin."""
    if not programs:
        return SetupTask(What.COORDINATOR, SetupState.TO_DO, NOTHING_TO_COORDINATE)
    coordinated = tuple(program.title for program in programs if program.coordinated)
    if coordinated:
        return SetupTask(What.COORDINATOR, SetupState.DONE, COORDINATED(programs=coordinated))
    titles = tuple(program.title for program in programs)
    return SetupTask(What.COORDINATOR, SetupState.TO_DO, NO_COORDINATOR(programs=titles))


def _signing(key: Key, *, demo: bool) -> SetupTask:
    """In the demo the demo's own key signs, and no other is missed."""
    if key in KEY_STATES:
        state, text = KEY_STATES[key]
        return SetupTask(What.SIGNING, _BY_HEALTH[state], text)
    if key is not Key.MISSING:
        return SetupTask(What.SIGNING, SetupState.DONE, KEY_READABLE)
    if demo:
        return SetupTask(What.SIGNING, SetupState.DONE, DEMO_KEY)
    return SetupTask(What.SIGNING, SetupState.TO_DO, NO_SIGNING_KEY)


def _mail(
    test: MailSeen | None,
    sent_at: datetime | None,
    *,
    mail_leaves: bool,
    demo: bool,
    zone: str,
) -> SetupTask:
    """The newest thing that is known of mail decides: a test, or any mail that went out since."""
    if not mail_leaves:
        state = SetupState.UNKNOWN if demo else SetupState.TO_DO
        return SetupTask(What.MAIL, state, DEMO_MAIL if demo else NO_SERVER)
    if test is not None and test.sent_at is not None:
        taken = TEST_TAKEN(sent=local(test.sent_at, zone))
        return SetupTask(What.MAIL, SetupState.DONE, taken)
    if sent_at is not None and (test is None or sent_at >= test.created_at):
        return SetupTask(What.MAIL, SetupState.DONE, TAKEN(sent=local(sent_at, zone)))
    if test is None:
        return SetupTask(What.MAIL, SetupState.TO_DO, UNTRIED)
    asked = local(test.created_at, zone)
    if test.error or test.given_up:
        return SetupTask(What.MAIL, SetupState.TO_DO, FAILED(asked=asked, error=test.error))
    return SetupTask(What.MAIL, SetupState.WAITS, WAITS(asked=asked))
