"""What a learner records in a unit.

Each act locks the enrollment before it reads what it depends on and asks the rules: a double click
is one act, and who has left the cohort since the page was loaded does nothing more in it.
"""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts import queries as cohorts
from app.cohorts.context import LearnerInCohort
from app.cohorts.enrollments.rules import why_not_take_part
from app.cohorts.queries import UnitRow
from app.content import library
from app.content.shown import ModuleVersion
from app.core import audit
from app.core.errors import ConflictError, NotFoundError, require
from app.core.seals import seal
from app.learning import queries, rules
from app.learning.items.queries import work_in
from app.learning.models import Attestation, AttestationWithdrawal, CheckAnswer, ReadingDone
from app.packs.text.quotes import curly


class Signer(Protocol):
    """Who signs: an `Actor`. Somebody of invented data has no browser."""

    @property
    def zone(self) -> str:
        """Their IANA time zone at this moment."""

    @property
    def web_session_id(self) -> UUID | None:
        """The browser in which they are signed in."""


def take_turn(session: Session, learner: LearnerInCohort, unit: UnitRow, now: datetime) -> None:
    """Lock the enrollment; refuse whoever has left meanwhile, and what the unit does not allow."""
    require(why_not_take_part(*cohorts.lock_enrollment(session, learner.enrollment.id)))
    require(rules.why_not_do(rules.times_of(learner, unit), now))


def record_work(
    session: Session,
    act: str,
    learner: LearnerInCohort,
    unit: UnitRow,
    now: datetime,
    **facts: object,
) -> None:
    """Write the line of what a learner did in a unit; never with what they wrote."""
    audit.record(
        session,
        act,
        "enrollment",
        learner.enrollment.id,
        by=learner.enrollment.person_id,
        now=now,
        facts={"unit": unit.position, **facts},
    )


def tick_reading(
    session: Session, learner: LearnerInCohort, unit: UnitRow, key: str, *, now: datetime
) -> None:
    """Record that a reading is done; a second tick changes nothing."""
    take_turn(session, learner, unit, now)
    if queries.reading_done(session, learner.enrollment.id, unit.id, key):
        return
    session.add(
        ReadingDone(
            enrollment_id=learner.enrollment.id, unit_id=unit.id, reading_key=key, done_at=now
        )
    )
    record_work(session, "reading.done", learner, unit, now, reading=key)


def untick_reading(
    session: Session, learner: LearnerInCohort, unit: UnitRow, key: str, *, now: datetime
) -> None:
    """Take a tick back, as long as the unit is not signed."""
    take_turn(session, learner, unit, now)
    work = queries.work_done(session, learner.enrollment.id, unit.id)
    require(rules.why_not_untick(signed=work.attestation is not None))
    ticked = queries.reading_done(session, learner.enrollment.id, unit.id, key)
    if ticked is not None:
        session.delete(ticked)
        record_work(session, "reading.taken-back", learner, unit, now, reading=key)


def answer_question(
    session: Session,
    learner: LearnerInCohort,
    unit: UnitRow,
    module: ModuleVersion,
    *,
    question_id: str,
    option: int,
    now: datetime,
) -> None:
    """Keep the learner's latest answer to a knowledge-check question."""
    take_turn(session, learner, unit, now)
    given = queries.answer(session, learner.enrollment.id, unit.id, question_id)
    if given is None:
        given = CheckAnswer(
            enrollment_id=learner.enrollment.id,
            unit_id=unit.id,
            question_id=question_id,
            module_version_id=module.id,
            option=option,
            answered_at=now,
        )
        session.add(given)
    given.module_version_id = module.id
    given.option = option
    given.answered_at = now
    record_work(session, "check.answered", learner, unit, now, question=question_id)


def attest(
    session: Session,
    learner: LearnerInCohort,
    unit: UnitRow,
    *,
    shown: str,
    typed_name: str,
    by: Signer,
    now: datetime,
) -> Attestation:
    """Sign that the unit's module was completed; signing twice is the same as once.

    `shown`: the hash of the module's version that was on the page.

    Raises:
        ConflictError: The unit was moved to another version since.
        RefusedError: With the rule's reason.
    """
    locked = cohorts.lock_to_sign(session, learner.enrollment.id, unit.id)
    require(why_not_take_part(locked.status, locked.archived_at))
    work = queries.work_done(session, learner.enrollment.id, unit.id)
    if work.attestation is not None:
        return work.attestation
    if locked.module_version_id is None:
        raise NotFoundError
    module = library.module(session, locked.module_version_id)
    changed = rules.why_not_this_text(shown, module.hash, unit=learner.label(unit.position))
    if changed:
        raise ConflictError(changed)
    items = work_in(session, module, work, learner.policy.check_percent).items
    require(rules.why_not_attest(rules.times_of(learner, unit), items, signed=False, now=now))
    attestation = Attestation(
        enrollment_id=learner.enrollment.id,
        unit_id=unit.id,
        edition=work.withdrawn + 1,
        statement=_statement(learner, unit, locked.title),
        statement_version=learner.cohort.attestation_version,
        module_version_id=module.id,
        typed_name=typed_name,
        signed_at=now,
        zone=by.zone,
        web_session_id=by.web_session_id,
    )
    session.add(attestation)
    facts = {
        "statement": attestation.statement_version,
        "module": module.hash,
        "seal": seal(attestation),
    }
    record_work(session, "attestation.signed", learner, unit, now, **facts)
    return attestation


def _statement(learner: LearnerInCohort, unit: UnitRow, title: str) -> str:
    text, label = learner.cohort.attestation_text, learner.label(unit.position)
    return curly(rules.statement_for(text, unit=label, title=title), learner.program.language)


def withdraw_attestation(
    session: Session,
    learner: LearnerInCohort,
    unit: UnitRow,
    *,
    claimed: bool,
    issued: int,
    now: datetime,
) -> None:
    """Take an attestation back; it stays in the history.

    `claimed` and `issued`: whether a claim and how many certificates rest on it, as read while the
    enrollment is locked. The caller locks it, since only certificates know of both.
    """
    attestation = queries.work_done(session, learner.enrollment.id, unit.id).attestation
    require(
        rules.why_not_withdraw(
            signed=attestation is not None,
            claimed=claimed,
            issued=issued,
            closes_at=learner.cohort.closes_at,
            now=now,
        )
    )
    assert attestation is not None
    session.add(
        AttestationWithdrawal(
            attestation_id=attestation.id, withdrawn_at=now, by=learner.enrollment.person_id
        )
    )
    record_work(session, "attestation.withdrawn", learner, unit, now)
