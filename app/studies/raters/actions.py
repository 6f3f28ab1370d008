"""A learner names a mentee; the mentee agrees, declines or stops, alone.

What a mentee said stands in no line that a learner or a coordinator reads, and changes nothing on
the page of who named them.
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.queries import lock_enrollment
from app.core import audit, outbox
from app.core.collisions import flush_unique
from app.core.errors import require
from app.core.ids import keyed_hash
from app.core.models import OutboxMessage
from app.core.outbox import NOT_KEPT
from app.people.addresses.queries import addresses_of
from app.people.models import Person
from app.studies.consent.queries import stand_of
from app.studies.enums import RaterStep
from app.studies.queries import Studied
from app.studies.raters import queries, rules
from app.studies.raters.models import Rater, RaterEvent
from app.studies.raters.queries import RaterCase
from app.studies.raters.tokens import token_for

PATH = "/raters"
"""Where a mentee answers; the token follows."""


def name_mentee(
    session: Session, place: Studied, name: str, address: str, *, secret: str, now: datetime
) -> Rater:
    """Name a mentee, in place of who was named before; they get a letter.

    Somebody who has said no to this study gets none; whoever named them is not told so.
    `secret`: `SECRET_KEY`.

    Raises:
        RefusedError: With the rule's reason.
        ConflictError: They named somebody in another window meanwhile.
    """
    lock_enrollment(session, place.enrollment.id)
    before = queries.raters_named(session, place.project.id, place.enrollment.id)
    typed = address.strip().lower()
    _check(session, place, typed, before, secret=secret, now=now)
    rater = Rater(
        project_id=place.project.id,
        enrollment_id=place.enrollment.id,
        edition=len(before) + 1,
        name=name,
        address=typed,
        address_mark=keyed_hash(secret, typed),
        named_at=now,
    )
    session.add(rater)
    columns = "project_id, enrollment_id, edition"  # not shown
    flush_unique(session, Rater, columns, rules.ELSEWHERE)
    forget(session, [old.id for old in before])
    by, facts = place.enrollment.person_id, {"project": place.project.key}
    audit.record(session, "rater.named", "rater", rater.id, by=by, now=now, facts=facts)
    if not queries.said_no(session, place.project.id, rater.address_mark):
        _write_to(session, place, rater, secret=secret, now=now)
    return rater


def _check(
    session: Session,
    place: Studied,
    address: str,
    before: list[Rater],
    *,
    secret: str,
    now: datetime,
) -> None:
    held = addresses_of(session, place.enrollment.person_id)
    stand = stand_of(session, place.project.id, place.enrollment.id)
    why = rules.why_not_name(
        stand,
        keyed_hash(secret, address),
        own=[keyed_hash(secret, own.address) for own in held],
        before=[rater.named_at for rater in before],
        current=before[0].address_mark if before else None,
        now=now,
    )
    require(why)


def _write_to(
    session: Session, place: Studied, rater: Rater, *, secret: str, now: datetime
) -> None:
    mentor = session.get_one(Person, place.enrollment.person_id)
    letter = outbox.post(
        session,
        kind="rater_asked",
        key=f"rater_asked:{rater.id}",
        person_id=rater.id,
        facts={"project": place.project.title, "mentor": mentor.display_name},
        secrets={"rater_path": f"{PATH}/{token_for(secret, rater.id)}"},
        now=now,
    )
    letter.cohort_id = None  # it is no mail of the cohort, and nobody's there to read
    session.flush()


def answer(
    session: Session,
    case: RaterCase,
    step: RaterStep,
    text_id: UUID | None,
    *,
    is_over: bool = False,
    now: datetime,
) -> None:
    """A mentee agrees, declines, or wants no more of it; who says no is forgotten at once.

    `text_id`: what they agreed to. `is_over`: whether nothing is to come that they could be asked.

    Raises:
        RefusedError: With the rule's reason.
    """
    rater = queries.lock_rater(session, case.stand.rater.id)
    now_so = queries.case_of(session, rater.id)
    assert now_so is not None
    mentor = stand_of(session, rater.project_id, rater.enrollment_id)
    is_asked = not is_over and rules.is_asked(mentor, is_current=now_so.stand.is_current)
    require(rules.why_not_step(now_so.stand.step, step, is_asked=is_asked))
    number = now_so.stand.number + 1
    session.add(RaterEvent(rater_id=rater.id, number=number, step=step, text_id=text_id, at=now))
    flush_unique(session, RaterEvent, "rater_id, number", rules.ANSWERED)  # not shown
    if step is not RaterStep.AGREED:
        forget(session, [rater.id], keep_name=True)
    facts = {"project": case.project.key}
    audit.record(session, f"rater.{step.value}", "rater", rater.id, by=None, now=now, facts=facts)
    session.flush()


def forget(session: Session, rater_ids: Collection[UUID], *, keep_name: bool = False) -> None:
    """Delete the addresses of mentees, here and in the letters that went to them.

    `keep_name`: what whoever named them reads stays, so that nothing on their page tells.
    """
    if not rater_ids:
        return
    ids = list(rater_ids)
    gone = {"address": None} if keep_name else {"address": None, "name": None}
    session.execute(update(Rater).where(col(Rater.id).in_(ids)).values(**gone))
    session.execute(
        update(OutboxMessage).where(col(OutboxMessage.person_id).in_(ids)).values(recipient=None)
    )
    session.execute(
        update(OutboxMessage)
        .where(col(OutboxMessage.person_id).in_(ids), col(OutboxMessage.sent_at).is_not(None))
        .values(text=NOT_KEPT)
    )
