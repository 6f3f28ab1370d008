"""Holds and the policy are records: `audit verify` compares each with its line."""

from sqlalchemy.orm import Session

from app.history.agreement.queries import all_disagreements
from app.history.retention.actions import end_hold, place_hold, set_policy
from app.history.retention.models import RetentionHold, RetentionHoldEnd, RetentionPolicy
from tests.cast import NOW, Cast

REASON = "An audit."


def test_holds_and_policies_are_what_their_lines_say(session: Session, cast: Cast) -> None:
    by, cohort = cast.id("abe"), cast.spring.id
    set_policy(session, 9, REASON, by=by, now=NOW)
    place_hold(session, cohort, REASON, by=by, now=NOW)
    end_hold(session, cohort, REASON, by=by, now=NOW)
    place_hold(session, cohort, REASON, by=by, now=NOW)
    assert list(all_disagreements(session)) == []


def test_one_that_nobody_placed_is_found(session: Session, cast: Cast) -> None:
    by = cast.id("abe")
    held = RetentionHold(cohort_id=cast.spring.id, edition=1, reason=REASON, at=NOW, by=by)
    session.add(held)
    session.flush()
    session.add(RetentionHoldEnd(hold_id=held.id, reason=REASON, at=NOW, by=by))
    session.add(RetentionPolicy(version=1, years=6, reason=REASON, set_at=NOW, by=by))
    session.flush()
    found = {each.kind for each in all_disagreements(session)}
    assert found == {"hold", "hold ended", "retention policy"}
