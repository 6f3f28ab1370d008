"""Who is on the list of those who control content."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.models import Cohort
from app.cohorts.queries import wait_for_turn
from app.cohorts.rules import why_not_change, why_not_without_reason
from app.core import audit
from app.core.errors import NotFoundError, require
from app.credit.disclosures import queries, rules
from app.credit.disclosures.enums import ControllerRole
from app.credit.disclosures.holding.actions import settle
from app.credit.disclosures.models import ContentController
from app.credit.disclosures.rules import Controller
from app.people.models import Person
from app.people.rules import why_not_deal_with


def take_turn(session: Session, cohort: Cohort) -> None:
    """Lock a cohort; raises `RefusedError` where nothing in it changes any more."""
    require(why_not_change(wait_for_turn(session, cohort.id)))


def add(
    session: Session,
    cohort: Cohort,
    who: Person | str,
    role: ControllerRole,
    *,
    by: UUID,
    now: datetime,
) -> ContentController:
    """Put somebody on the list: a person, or by name who has no account.

    Raises `RefusedError` for who is there already, also by their role in the cohort.
    """
    take_turn(session, cohort)
    there = queries.controllers_of(session, cohort.id, now)
    name = who if isinstance(who, str) else who.display_name
    person_id = None if isinstance(who, str) else who.id
    same = [
        own
        for own in there
        if (own.person_id == person_id if person_id else own.name.casefold() == name.casefold())
    ]
    require(rules.ARE_THERE if same else None)
    row = ContentController(
        cohort_id=cohort.id,
        person_id=person_id,
        name="" if person_id else name,
        role=role,
        added_at=now,
        by=by,
    )
    session.add(row)
    session.flush()
    facts = {"name": name, "role": role.value}
    _record(session, "disclosure.controller-added", cohort.id, facts, by=by, now=now)
    settle(session, cohort.id, now=now)
    return row


def leave_out(
    session: Session, cohort: Cohort, person_id: UUID, word: str, *, by: UUID, now: datetime
) -> None:
    """Say that somebody of the cohort controls no content, and why; again changes nothing.

    Raises `RefusedError` without a word, of oneself, for who is not on the list, and where officers
    are there for it.
    """
    require(why_not_deal_with([person_id], by=by))
    require(why_not_without_reason(word))
    take_turn(session, cohort)
    own = _controller(session, cohort, person_id, now)
    if own.left_out:
        return
    _require_officer(session, cohort, own, by, now)
    require(rules.NOT_THERE if own.person_id is None or own.row_id is not None else None)
    session.add(
        ContentController(
            cohort_id=cohort.id, person_id=person_id, left_out=word, added_at=now, by=by
        )
    )
    session.flush()
    _record(
        session,
        "disclosure.controller-left-out",
        cohort.id,
        {"name": own.name},
        by=by,
        now=now,
        reason=word,
    )
    settle(session, cohort.id, now=now)


def take_away(
    session: Session, cohort: Cohort, own_id: UUID, word: str, *, by: UUID, now: datetime
) -> None:
    """Take away what was entered of somebody: who was added goes, who was left out is back.

    What they disclosed stays; where nothing was entered, nothing changes.

    Raises `RefusedError` without a word, of oneself, and of who was added where officers are there
    for it.
    """
    require(why_not_deal_with([own_id], by=by))
    require(why_not_without_reason(word))
    take_turn(session, cohort)
    own = _controller(session, cohort, own_id, now)
    row = session.get(ContentController, own.row_id) if own.row_id else None
    if row is None:
        return
    _require_officer(session, cohort, own, by, now)
    row.removed_at = now
    session.flush()
    act = "disclosure.controller-back" if own.left_out else "disclosure.controller-removed"
    _record(session, act, cohort.id, {"name": own.name}, by=by, now=now, reason=word)
    settle(session, cohort.id, now=now)


def _require_officer(
    session: Session, cohort: Cohort, own: Controller, by: UUID, now: datetime
) -> None:
    officers = queries.officers_for(session, cohort.id, now)
    require(rules.why_not_clear_as(by, own, officers))


def _controller(session: Session, cohort: Cohort, own_id: UUID, now: datetime) -> Controller:
    people = queries.controllers_of(session, cohort.id, now)
    own = next((each for each in people if each.id == own_id), None)
    if own is None:
        raise NotFoundError
    return own


def _record(
    session: Session,
    act: str,
    cohort_id: UUID,
    facts: dict[str, Any],
    *,
    by: UUID,
    now: datetime,
    reason: str = "",
) -> None:
    audit.record(session, act, "cohort", cohort_id, by=by, now=now, facts=facts, reason=reason)
