"""Disclosures of the cohort that is to come: most are cleared, and one waits for its review."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.models import Cohort
from app.credit.disclosures.actions import add
from app.credit.disclosures.enums import ControllerRole, Mitigation, Nature
from app.credit.disclosures.queries import controllers_of
from app.credit.disclosures.reviewing.actions import decide, review
from app.credit.disclosures.rules import Entered, Verdict
from app.credit.disclosures.signing.actions import disclose, enter_paper
from app.people.models import Person

AUTHOR = "Rosa Lindqvist, MD"
WHY = "Cases of the coming cohort speak of treatment, so the exception does not hold."
MITIGATED = "Two colleagues without such relationships read what she wrote."
PAPER = (Entered("Cascadia Devices (invented)", Nature.CONSULTANT, has_ended=True),)
NEW = (Entered("Saguaro Therapeutics (invented)", Nature.ADVISOR, has_ended=False),)


@dataclass(frozen=True)
class _Signer:
    zone: str
    web_session_id: UUID | None = None


def collect(session: Session, cohort: Cohort, cast: Mapping[str, Person], now: datetime) -> None:
    """Opal decides that they are needed, Cora plans, Rosa wrote; Fay, who reviews texts, waits."""
    opal, cora = cast["opal"].id, cast["cora"].id
    begin = now - timedelta(days=9)
    decide(session, cohort, applies=True, reason=WHY, seen=0, by=opal, now=begin)
    row = add(session, cohort, AUTHOR, ControllerRole.AUTHOR, by=cora, now=begin)
    add(session, cohort, cast["fay"], ControllerRole.REVIEWER, by=cora, now=begin)
    enter_paper(
        session,
        cohort,
        row.id,
        PAPER,
        none=False,
        typed_name="Rosa Lindqvist",
        source="Form, by mail",
        zone=cohort.zone,
        by=cora,
        now=begin + timedelta(days=1),
    )
    _sign(session, cast["cora"], (), begin + timedelta(days=2))
    how = Verdict(True, Mitigation.PEER_REVIEW, MITIGATED, (begin + timedelta(days=2)).date())
    for own in (row.id, cora):
        _review(session, cohort, own, how, by=opal, now=begin + timedelta(days=4))
    _sign(session, cast["fay"], NEW, now - timedelta(days=1))


def _sign(session: Session, person: Person, entered: Sequence[Entered], now: datetime) -> None:
    signer, name = _Signer(person.zone), person.certificate_name
    none = not entered
    disclose(session, person, entered, none=none, typed_name=name, by=signer, now=now)


def _review(
    session: Session, cohort: Cohort, own_id: UUID, how: Verdict, *, by: UUID, now: datetime
) -> None:
    people = controllers_of(session, cohort.id, now)
    given = next(own.given for own in people if own.id == own_id)
    if given is not None:
        verdicts = {each.id: how for each in given.relationships}
        review(session, cohort, own_id, given.id, verdicts, by=by, now=now)
