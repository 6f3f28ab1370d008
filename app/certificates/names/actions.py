"""Confirming names before they are printed."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.certificates.models import NameConfirmation
from app.certificates.names import queries, rules
from app.certificates.names.rules import NameToCheck, SeenName
from app.cohorts.context import CohortContext
from app.cohorts.queries import wait_for_turn
from app.cohorts.rules import why_not_change
from app.core import audit
from app.core.errors import require
from app.core.seals import seal
from app.people.rules import why_not_deal_with


def confirm_names(
    session: Session, here: CohortContext, seen: Collection[SeenName], *, by: UUID, now: datetime
) -> Sequence[NameConfirmation]:
    """Stand for names as they would be printed; all of those or none.

    Raises:
        RefusedError: Nothing is chosen, one of them changed meanwhile, or is one's own.
    """
    require(why_not_change(wait_for_turn(session, here.cohort.id)))
    found = queries.names_in_cohort(session, here.cohort.id)
    require(rules.why_not_confirm([*seen], [*found.values()]))
    chosen = [found[key] for key in dict.fromkeys(name.enrollment_id for name in seen)]
    require(why_not_deal_with([name.person_id for name in chosen], by=by))
    return stand_for(session, chosen, by=by, now=now)


def stand_for(
    session: Session, names: Sequence[NameToCheck], *, by: UUID, now: datetime
) -> Sequence[NameConfirmation]:
    """Note who stands for names; whoever calls knows that they may, and that they saw these."""
    confirmed = [_confirmation(name, by, now) for name in names]
    session.add_all(confirmed)
    audit.record_all(session, map(_act, names, confirmed), by=by, now=now)
    session.flush()
    return confirmed


def _confirmation(name: NameToCheck, by: UUID, now: datetime) -> NameConfirmation:
    return NameConfirmation(
        enrollment_id=name.enrollment_id,
        certificate_name=name.name,
        degrees=name.degrees,
        at=now,
        by=by,
    )


def _act(name: NameToCheck, confirmed: NameConfirmation) -> audit.Act:
    facts = {
        "name": name.name,
        "degrees": name.degrees,
        "entered_name": name.entered_name,
        "entered_degrees": name.entered_degrees,
        "seal": seal(confirmed),
    }
    return audit.Act("name.confirmed", "enrollment", name.enrollment_id, facts)
