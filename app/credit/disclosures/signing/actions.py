"""Somebody signs what they disclose, or it is entered from paper."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.models import Cohort
from app.core import audit
from app.core.audit import Act
from app.core.errors import require
from app.credit.disclosures import queries
from app.credit.disclosures.actions import take_turn
from app.credit.disclosures.enums import Nature
from app.credit.disclosures.holding.actions import settle, settle_some
from app.credit.disclosures.models import DisclosedRelationship, Disclosure
from app.credit.disclosures.rules import Entered
from app.credit.disclosures.sealing import seal_of_disclosure
from app.credit.disclosures.signing import rules
from app.credit.disclosures.who.queries import cohorts_of
from app.people.grants.queries import lock_person
from app.people.models import Person


class Signer(Protocol):
    """Who signs: an `Actor`. Somebody of invented data has no browser."""

    @property
    def zone(self) -> str:
        """Their IANA time zone at this moment."""

    @property
    def web_session_id(self) -> UUID | None:
        """The browser in which they are signed in."""


def disclose(
    session: Session,
    person: Person,
    entered: Sequence[Entered],
    *,
    none: bool,
    typed_name: str,
    by: Signer,
    now: datetime,
) -> Disclosure:
    """Somebody signs what they disclose, for every cohort whose content they control.

    The same words a second time, from a second click, are one disclosure.

    Raises `RefusedError` with the rule's reason.
    """
    require(rules.why_not_disclose(entered, none=none))
    lock_person(session, person.id)
    before = queries.own_disclosures(session, person.id)
    if rules.is_again(before[0] if before else None, entered, now):
        return session.get_one(Disclosure, before[0].id)
    row = _disclosure(entered, typed_name, by.zone, person.id, now)
    row.person_id, row.web_session_id = person.id, by.web_session_id
    own = _keep(session, row, entered)
    cohorts = [cohort.id for cohort in cohorts_of(session, person.id, now)]
    audit.record_all(session, _given(person, cohorts, own), by=person.id, now=now)
    settle_some(session, cohorts, now=now)
    return row


def enter_paper(
    session: Session,
    cohort: Cohort,
    row_id: UUID,
    entered: Sequence[Entered],
    *,
    none: bool,
    typed_name: str,
    source: str,
    zone: str,
    by: UUID,
    now: datetime,
) -> Disclosure:
    """Enter what came on paper from somebody without an account.

    Raises `RefusedError` with the rule's reason; without saying how it came, too.
    """
    require(rules.why_not_disclose(entered, none=none))
    require(None if source.strip() else rules.NO_SOURCE)
    take_turn(session, cohort)
    people = queries.controllers_of(session, cohort.id, now)
    own = next((each for each in people if each.id == row_id), None)
    require(rules.why_not_enter_paper(own))
    assert own is not None
    row = _disclosure(entered, typed_name, zone, by, now)
    row.controller_id, row.source = row_id, source
    facts = {"name": own.name, "source": source, "seal": _keep(session, row, entered)}
    audit.record(session, "disclosure.given", "cohort", cohort.id, by=by, now=now, facts=facts)
    settle(session, cohort.id, now=now)
    return row


def _disclosure(
    entered: Sequence[Entered], typed_name: str, zone: str, by: UUID, now: datetime
) -> Disclosure:
    return Disclosure(
        has_none=not entered,
        statement=rules.STATEMENT,
        statement_version=rules.STATEMENT_VERSION,
        typed_name=typed_name,
        signed_at=now,
        zone=zone,
        by=by,
        valid_until=now + rules.VALID_FOR,
    )


def _keep(session: Session, row: Disclosure, entered: Sequence[Entered]) -> str:
    """Insert a disclosure with its relationships; returns the seal of all of it."""
    session.add(row)
    session.flush()
    parts = [
        DisclosedRelationship(
            disclosure_id=row.id,
            number=number,
            company=own.company,
            nature=own.nature or Nature.OTHER,  # the rule has asked for one
            has_ended=own.has_ended,
        )
        for number, own in enumerate(entered, start=1)
    ]
    session.add_all(parts)
    session.flush()
    return seal_of_disclosure(row, parts)


def _given(person: Person, cohort_ids: Sequence[UUID], own: str) -> list[Act]:
    """A line for each cohort, or one for themselves. `own`: the seal."""
    facts = {"name": person.display_name, "seal": own}
    acts = [Act("disclosure.given", "cohort", cohort_id, facts) for cohort_id in cohort_ids]
    return acts or [Act("disclosure.given", "person", person.id, {"seal": own})]
