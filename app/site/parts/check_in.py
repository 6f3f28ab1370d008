"""What the pages of a check-in share: a session's secret, its addresses, who typed from where."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.casework.check_ins.codes.rules import LENGTH, as_typed
from app.casework.check_ins.rules import CheckedIn, is_open
from app.casework.hours import hour_of
from app.cohorts.context import CohortContext, LearnerInCohort
from app.cohorts.queries import UnitRow
from app.cohorts.rules import check_in_opens, joins_from, why_not_change
from app.core.ids import derived_token
from app.language import Text, _
from app.language.moments import told
from app.site.parts.codes import secret_key
from app.site.visits import Visit

PURPOSE = "check-in"


def secret_of(visit: Visit, case_session_id: UUID) -> str:
    """What the codes of a session are made of.

    It is derived and kept nowhere: who has the database or a backup cannot make a code.
    """
    return derived_token(secret_key(visit), PURPOSE, str(case_session_id))


def as_scanned(code: str) -> str:
    """A code as it is shown; whatever else an address holds is no code and is not shown."""
    signs, half = as_typed(code), LENGTH // 2
    return f"{signs[:half]} {signs[half:]}" if len(signs) == LENGTH and signs.isascii() else ""


def session_of(unit: UnitRow) -> UUID:
    """The session of a unit that was loaded with one."""
    assert unit.session_id is not None
    return unit.session_id


def check_in_path(here: CohortContext, position: int) -> str:
    """The learner's address of a session's check-in."""
    return f"{here.path}/sessions/{position}/check-in"


@dataclass(frozen=True)
class CheckInOffer:
    """How a learner checks in to a session, on the pages that lead to it."""

    path: str
    """The check-in, while it is open and they are not in; else empty."""
    joining: str
    """Where the form goes that checks in by joining; empty where joining is not enough."""
    done: Text | None
    """That they are in, and since when."""
    note: Text | None
    """From when on joining checks them in, until then."""


def check_in_offer(
    learner: LearnerInCohort,
    unit: UnitRow,
    own: CheckedIn | None,
    reader_zone: str,
    now: datetime,
) -> CheckInOffer | None:
    """What is offered now; None: nothing. `own`: what is known of them."""
    why_not = why_not_change(learner.cohort.archived_at)
    if unit.session_id is None or unit.starts_at is None or why_not:
        return None
    hour, by_link = hour_of(learner.cohort, unit), learner.cohort.link_checks_in and bool(unit.link)
    if is_open(hour, now):
        done = checked_in(learner, own, reader_zone)
        path = check_in_path(learner, unit.position)
        joining = f"{path}/joining" if by_link and own is None else ""
        return CheckInOffer("" if done else path, joining, done, None)
    opens = check_in_opens(unit.starts_at)
    off = unit.canceled or unit.not_held
    if not by_link or off or not joins_from(unit.starts_at) <= now < opens:
        return None
    at = told(opens, learner.cohort.zone, reader_zone)
    words = _("Joining from {at:time} {at:zone} on checks you in.", at=at)
    return CheckInOffer("", "", None, words)


def checked_in(learner: LearnerInCohort, own: CheckedIn | None, reader_zone: str) -> Text | None:
    """That somebody is in, and since when; None where they are not."""
    if own is None or not own.stands:
        return None
    at = told(own.arrived_at, learner.cohort.zone, reader_zone)
    return _("You are checked in, {at:time} {at:zone}.", at=at)
