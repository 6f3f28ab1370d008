"""Who is on the list, what they disclose, and who is asked for it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.models import Cohort
from app.cohorts.queries import wait_for_turn
from app.cohorts.rules import why_not_change, why_not_without_reason
from app.core import audit
from app.core.audit import Act
from app.core.errors import NotFoundError, require
from app.core.seals import seal, seal_all
from app.credit.disclosures import queries, rules
from app.credit.disclosures.enums import ControllerRole, Nature
from app.credit.disclosures.holding.actions import settle, settle_some
from app.credit.disclosures.letters import ask_them
from app.credit.disclosures.models import ContentController, DisclosedRelationship, Disclosure
from app.credit.disclosures.rules import Controller, Entered
from app.credit.disclosures.who.queries import cohorts_of
from app.people.grants.queries import lock_person
from app.people.models import Person
from app.people.rules import why_not_deal_with


class Signer(Protocol):
    """Who signs: an `Actor`. Somebody of invented data has no browser."""

    @property
    def zone(self) -> str:
        """Their IANA time zone at this moment."""

    @property
    def web_session_id(self) -> UUID | None:
        """The browser in which they are signed in."""


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

    Raises `RefusedError` without a word, of oneself, and for who is not on the list.
    """
    require(why_not_deal_with([person_id], by=by))
    require(why_not_without_reason(word))
    take_turn(session, cohort)
    own = _controller(session, cohort, person_id, now)
    if own.left_out:
        return
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

    Raises `RefusedError` without a word, and of oneself.
    """
    require(why_not_deal_with([own_id], by=by))
    require(why_not_without_reason(word))
    take_turn(session, cohort)
    own = _controller(session, cohort, own_id, now)
    row = session.get(ContentController, own.row_id) if own.row_id else None
    if row is None:
        return
    row.removed_at = now
    session.flush()
    act = "disclosure.controller-back" if own.left_out else "disclosure.controller-removed"
    _record(session, act, cohort.id, {"name": own.name}, by=by, now=now, reason=word)
    settle(session, cohort.id, now=now)


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
    _record(session, "disclosure.given", cohort.id, facts, by=by, now=now)
    settle(session, cohort.id, now=now)
    return row


def ask(session: Session, cohort: Cohort, *, by: UUID, now: datetime) -> int:
    """Ask everybody who owes a disclosure and can give it; returns how many letters go.

    Raises `RefusedError` if there is nobody to ask.
    """
    take_turn(session, cohort)
    people = queries.controllers_of(session, cohort.id, now)
    require(rules.why_not_ask(people, now))
    asked = rules.to_ask(people, now)
    ask_them(session, cohort, asked, by=by, now=now)
    facts = {"people": len(asked)}
    _record(session, "disclosure.asked", cohort.id, facts, by=by, now=now)
    return len(asked)


def remind(session: Session, cohort: Cohort, *, now: datetime) -> None:
    """Remind those who were asked a week ago and have not disclosed."""
    audit.continue_chain(session, cohort.id)
    if wait_for_turn(session, cohort.id) is not None:
        return
    people = rules.to_remind(queries.controllers_of(session, cohort.id, now), now)
    if people:
        ask_them(session, cohort, people, by=None, now=now)
        facts = {"people": len(people)}
        _record(session, "disclosure.reminded", cohort.id, facts, by=None, now=now)


def _controller(session: Session, cohort: Cohort, own_id: UUID, now: datetime) -> Controller:
    people = queries.controllers_of(session, cohort.id, now)
    own = next((each for each in people if each.id == own_id), None)
    if own is None:
        raise NotFoundError
    return own


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
    return seal({"disclosure": seal(row.model_dump(exclude=_MOVES)), "all": seal_all(parts)})


def _given(person: Person, cohort_ids: Sequence[UUID], own: str) -> list[Act]:
    """A line for each cohort, or one for themselves. `own`: the seal."""
    facts = {"name": person.display_name, "seal": own}
    acts = [Act("disclosure.given", "cohort", cohort_id, facts) for cohort_id in cohort_ids]
    return acts or [Act("disclosure.given", "person", person.id, {"seal": own})]


_MOVES = {"person_id"}
"""What merging two records of one person changes is not sealed."""


def _record(
    session: Session,
    act: str,
    cohort_id: UUID,
    facts: dict[str, Any],
    *,
    by: UUID | None,
    now: datetime,
    reason: str = "",
) -> None:
    audit.record(session, act, "cohort", cohort_id, by=by, now=now, facts=facts, reason=reason)
