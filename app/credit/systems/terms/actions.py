"""Adding a credit system, and entering its next version."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from app.core import audit
from app.core.collisions import flush_unique
from app.core.errors import ConflictError, require
from app.credit.enums import PARTICIPATION
from app.credit.models import CreditSystem
from app.credit.systems.queries import newest_systems
from app.credit.systems.terms import rules
from app.credit.systems.terms.rules import SystemTerms, terms_of


def add_system(session: Session, terms: SystemTerms, *, by: UUID, now: datetime) -> CreditSystem:
    """Add one; it is looked for after the others, and before hours of participation.

    Raises:
        ConflictError: There is one so called.
        RefusedError: With the rule's reason.
    """
    known = newest_systems(session)
    _require(terms, None, known)
    last = max(own.position for own in known if own.key != PARTICIPATION)
    hours = next(own.position for own in known if own.key == PARTICIPATION)
    key = rules.key_of(terms.name)
    if key in {own.key for own in known}:
        raise ConflictError(rules.NAME_KNOWN)
    return _enter(session, terms, key, 1, min(last + 1, hours), "added", by=by, now=now)


def change_system(
    session: Session,
    before: CreditSystem,
    terms: SystemTerms,
    *,
    seen: int,
    by: UUID,
    now: datetime,
) -> CreditSystem:
    """Enter the next version; what was approved stays in the version it was approved in.

    What is as it was stays the version that it is. `seen`: the version that was looked at.

    Raises:
        ConflictError: There is a newer version meanwhile.
        RefusedError: With the rule's reason.
    """
    if terms_of(before) == terms:
        return before
    if seen != before.version:
        raise ConflictError(rules.ENTERED_MEANWHILE)
    _require(terms, before, newest_systems(session))
    version = before.version + 1
    return _enter(session, terms, before.key, version, before.position, "changed", by=by, now=now)


def _require(terms: SystemTerms, before: CreditSystem | None, known: list[CreditSystem]) -> None:
    own = before.key if before else None
    names = [other.name for other in known if other.key != own]
    require(rules.NOT_SO if rules.why_not_enter(terms, before, names) else None)


def _enter(
    session: Session,
    terms: SystemTerms,
    key: str,
    version: int,
    position: int,
    what: str,
    *,
    by: UUID,
    now: datetime,
) -> CreditSystem:
    told: dict[str, Any] = {**vars(terms), "professions": [own.value for own in terms.professions]}
    entered = CreditSystem(key=key, version=version, position=position, **told)
    session.add(entered)
    flush_unique(session, CreditSystem, "key, version", rules.ENTERED_MEANWHILE)  # not shown
    facts = {"key": key, "version": version, "name": terms.name}
    act = f"credit-system.{what}"
    audit.record(session, act, "credit_system", entered.id, by=by, now=now, facts=facts)
    return entered
