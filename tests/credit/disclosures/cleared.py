"""Disclosures of the cast: needed, given, reviewed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.models import Cohort
from app.credit.disclosures.enums import Mitigation, Nature
from app.credit.disclosures.queries import controllers_of
from app.credit.disclosures.reviewing.actions import decide, review
from app.credit.disclosures.rules import Controller, Entered, Verdict
from app.credit.disclosures.signing.actions import disclose
from tests.cast import NOW, Cast


@dataclass(frozen=True)
class Invented:
    """Somebody who signs without a browser."""

    zone: str
    web_session_id: UUID | None = None


ACME = Entered("Acme Devices", Nature.CONSULTANT, has_ended=False)
RELEVANT = Verdict(True, Mitigation.PEER_REVIEW, "Two peers read it.", NOW.date())


def need(
    session: Session, cast: Cast, cohort: Cohort | None = None, *, now: datetime = NOW
) -> None:
    """Decide that disclosures are needed for a cohort."""
    own = cohort or cast.fall
    by = cast.id("opal")
    decide(session, own, applies=True, reason="It has clinical content.", seen=0, by=by, now=now)


def controller(
    session: Session, cast: Cast, persona: str, cohort: Cohort | None = None, now: datetime = NOW
) -> Controller:
    """One of the cast as who controls content of a cohort."""
    people = controllers_of(session, (cohort or cast.fall).id, now)
    return next(own for own in people if own.id == cast.id(persona))


def give(
    session: Session,
    cast: Cast,
    persona: str,
    entered: Sequence[Entered] = (),
    *,
    now: datetime = NOW,
) -> UUID:
    """Let one of the cast disclose; nothing entered: that there is none."""
    person = cast.person(persona)
    signer = Invented(person.zone)
    name = person.certificate_name
    row = disclose(session, person, entered, none=not entered, typed_name=name, by=signer, now=now)
    return row.id


def clear(
    session: Session,
    cast: Cast,
    persona: str,
    verdict: Verdict = RELEVANT,
    *,
    cohort: Cohort | None = None,
    now: datetime = NOW,
) -> None:
    """Let the officer review what somebody disclosed last, each relationship alike."""
    own = controller(session, cast, persona, cohort, now)
    assert own.given is not None
    verdicts = {each.id: verdict for each in own.given.relationships}
    review(
        session,
        cohort or cast.fall,
        own.id,
        own.given.id,
        verdicts,
        by=cast.id("opal"),
        now=now,
    )


def clear_all(session: Session, cast: Cast, *, now: datetime = NOW) -> None:
    """Disclosures are needed for the running cohort, and everybody is cleared."""
    need(session, cast, now=now)
    for own in controllers_of(session, cast.fall.id, now):
        if own.person_id is None:
            if own.given and not own.given.reviewed:
                by = cast.id("opal")
                review(session, cast.fall, own.id, own.given.id, {}, by=by, now=now)
            continue
        persona = next(name for name in ("cora", "fay") if cast.id(name) == own.id)
        give(session, cast, persona, now=now)
        clear(session, cast, persona, now=now)
