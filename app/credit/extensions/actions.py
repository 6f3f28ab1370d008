"""Giving one person more time to claim or an exemption, and taking that back."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts import queries as cohorts
from app.cohorts.context import LearnerInCohort
from app.cohorts.enrollments.rules import why_not_take_part
from app.core import audit, outbox
from app.core.errors import require
from app.core.seals import seal
from app.credit.extensions import queries, rules
from app.credit.extensions.rules import Wish
from app.credit.models import ClaimExtension, ClaimExtensionWithdrawal
from app.credit.queries import standing
from app.credit.status.rules import CreditStatus


def extend(
    session: Session, learner: LearnerInCohort, wish: Wish, *, by: UUID, now: datetime
) -> ClaimExtension:
    """Let one person claim until a day, and without what they are exempt from; tell them.

    It takes the place of what they were given before. The same again, a second click, changes
    nothing.

    Raises `RefusedError` with the rule's reason.
    """
    place, owner = learner.enrollment.id, learner.enrollment.person_id
    now_stands = _take_turn(session, learner, now)
    before = queries.live_extension(session, place)
    if before is not None and _is_same(before, wish):
        return before
    require(rules.why_not_extend(now_stands, wish, now, owner=owner, by=by))
    edition = queries.count_extensions(session, place) + 1
    if before is not None:
        _withdraw(session, before, by=by, now=now)
    made = ClaimExtension(
        enrollment_id=place,
        edition=edition,
        until=wish.until,
        waives_evaluation=bool(wish.waives_evaluation),
        waives_completion=wish.waives_completion,
        reason=wish.reason,
        at=now,
        by=by,
    )
    session.add(made)
    session.flush()
    _record(session, learner, made, by=by, now=now)
    _tell(session, learner, made, "given", now)
    return made


def take_back(
    session: Session, learner: LearnerInCohort, seen: UUID, *, by: UUID, now: datetime
) -> None:
    """Take back what one person was given, while they have claimed nothing; tell them.

    `seen`: what the page showed. Raises `RefusedError` with the rule's reason.
    """
    place, owner = learner.enrollment.id, learner.enrollment.person_id
    now_stands = _take_turn(session, learner, now)
    given = queries.live_extension(session, place)
    id_ = given.id if given else None
    require(rules.why_not_take_back(now_stands, given=id_, seen=seen, owner=owner, by=by))
    assert given is not None
    _withdraw(session, given, by=by, now=now)
    facts = {"cohort": learner.cohort.slug, "extension": str(given.id)}
    act = "claim.extension-taken-back"
    audit.record(session, act, "enrollment", place, by=by, now=now, facts=facts)
    _tell(session, learner, given, "taken-back", now)


def _take_turn(session: Session, learner: LearnerInCohort, now: datetime) -> CreditStatus:
    """How they stand once nobody else acts on their place."""
    place = learner.enrollment.id
    require(why_not_take_part(*cohorts.lock_enrollment(session, place)))
    return standing(session, learner.cohort.id, place, learner.policy, now)


def _is_same(before: ClaimExtension, wish: Wish) -> bool:
    asked = (wish.until, bool(wish.waives_evaluation), wish.waives_completion, wish.reason)
    given = (before.until, before.waives_evaluation, before.waives_completion, before.reason)
    return asked == given


def _withdraw(session: Session, given: ClaimExtension, *, by: UUID, now: datetime) -> None:
    session.add(ClaimExtensionWithdrawal(extension_id=given.id, at=now, by=by))
    session.flush()


def _record(
    session: Session, learner: LearnerInCohort, made: ClaimExtension, *, by: UUID, now: datetime
) -> None:
    facts = {
        "cohort": learner.cohort.slug,
        "extension": str(made.id),
        "until": made.until.isoformat(),
        "waives_evaluation": made.waives_evaluation,
        "waives_completion": made.waives_completion,
        "seal": seal(made),
    }
    act, place = "claim.extended", made.enrollment_id
    audit.record(session, act, "enrollment", place, by=by, now=now, facts=facts, reason=made.reason)


def _tell(
    session: Session, learner: LearnerInCohort, given: ClaimExtension, what: str, now: datetime
) -> None:
    """Not why: that is between them and their coordinator."""
    outbox.post(
        session,
        kind="claim_extended",
        key=f"claim_extended:{given.id}:{what}",
        person_id=learner.enrollment.person_id,
        facts={
            "cohort": learner.cohort.title,
            "taken_back": what != "given",
            "until": given.until.isoformat(),
            "waives_evaluation": given.waives_evaluation,
            "waives_completion": given.waives_completion,
            "claim_path": f"{learner.path}/claim",
        },
        now=now,
    )
