"""Giving one person more time, and taking it back: what is written, told, and refused."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import Cohort
from app.core.models import AuditLine, OutboxMessage
from app.credit import queries, rules
from app.credit.extensions.actions import extend, take_back
from app.credit.extensions.queries import count_extensions, live_extension
from app.credit.extensions.rules import CHANGED, HAS_CLAIMED, NONE, Wish
from app.credit.models import ClaimExtension
from app.messages.reminders.queries import is_running
from app.people.rules import NOT_FOR_ONESELF
from tests.cast import NOW, Cast
from tests.credit.claims import claim_for, learner_of
from tests.letters import read
from tests.refusals import refuses

LATER = NOW + timedelta(days=20)
WISH = Wish(LATER, waives_evaluation=True, waives_completion=False, reason="Was ill.")


@pytest.fixture(autouse=True)
def closed(session: Session, cast: Cast) -> None:
    """Claims of spring have closed."""
    close(session, cast)


def close(session: Session, cast: Cast) -> None:
    approved = queries.activity_of(session, cast.spring.id)
    assert approved is not None
    approved.activity.claims_close_at = NOW - timedelta(days=1)
    session.flush()


def give(session: Session, cast: Cast, wish: Wish = WISH, by: str = "cora") -> ClaimExtension:
    learner = learner_of(session, cast, "ben")
    return extend(session, learner, wish, by=cast.id(by), now=NOW)


def lines(session: Session) -> list[AuditLine]:
    wanted = select(AuditLine).where(col(AuditLine.act).like("claim.ext%"))
    return list(session.scalars(wanted.order_by(col(AuditLine.id))))


def letters(session: Session) -> list[tuple[str, str]]:
    wanted = select(OutboxMessage).where(col(OutboxMessage.kind) == "claim_extended")
    found = [read(session, message) for message in session.scalars(wanted)]
    return [(letter.subject, letter.text) for letter in found]


def test_they_can_claim_and_others_cannot(session: Session, cast: Cast) -> None:
    with refuses(rules.CLAIMS_CLOSED):
        claim_for(session, cast, "ben", 4, NOW)
    give(session, cast)
    assert claim_for(session, cast, "ben", 4, NOW).quarters == 4
    policy = learner_of(session, cast, "ben").policy
    standing = queries.standings(session, cast.spring.id, policy, NOW)
    extended = {key for key, own in standing.items() if own.claims_close_at == LATER}
    assert extended == {cast.enrollment("ben").id}


def test_it_leaves_a_line_with_the_reason_and_a_letter_without(
    session: Session, cast: Cast
) -> None:
    made = give(session, cast)
    (line,) = lines(session)
    assert (line.act, line.object_id, line.reason) == (
        "claim.extended",
        str(made.enrollment_id),
        "Was ill.",
    )
    assert (line.actor_id, line.facts["until"]) == (cast.id("cora"), LATER.isoformat())
    ((subject, text),) = letters(session)
    assert subject.startswith("You can claim credit until ")
    assert "/cohorts/spring-2026/claim" in text
    assert "You need not answer the evaluation for that." in text
    assert "completed the program" not in text
    assert "Was ill." not in text


def test_a_second_click_gives_and_tells_nothing_more(session: Session, cast: Cast) -> None:
    assert give(session, cast).id == give(session, cast).id
    assert (len(lines(session)), len(letters(session))) == (1, 1)


def test_another_one_takes_the_place_of_the_first(session: Session, cast: Cast) -> None:
    first = give(session, cast)
    other = Wish(LATER + timedelta(1), waives_evaluation=False, waives_completion=True, reason="X")
    second = give(session, cast, other)
    assert (second.edition, live_extension(session, first.enrollment_id)) == (2, second)
    policy = learner_of(session, cast, "ben").policy
    everybody = queries.standings(session, cast.spring.id, policy, NOW)
    given = everybody[first.enrollment_id].ledger.extension
    assert given is not None
    assert (given.until, given.waives_evaluation) == (LATER + timedelta(1), False)
    assert len(letters(session)) == 2


def test_it_can_be_taken_back_while_nothing_was_claimed(session: Session, cast: Cast) -> None:
    given, learner = give(session, cast), learner_of(session, cast, "ben")
    take_back(session, learner, given.id, by=cast.id("cora"), now=NOW)
    assert live_extension(session, learner.enrollment.id) is None
    assert [line.act for line in lines(session)] == ["claim.extended", "claim.extension-taken-back"]
    assert [subject for subject, _text in letters(session)][-1:] == [
        "Your time to claim credit has changed"
    ]
    with refuses(rules.CLAIMS_CLOSED):
        claim_for(session, cast, "ben", 4, NOW)
    with refuses(NONE):
        take_back(session, learner, given.id, by=cast.id("cora"), now=NOW)
    again = give(session, cast)
    with refuses(CHANGED):
        take_back(session, learner, given.id, by=cast.id("cora"), now=NOW)
    assert again.edition == 2


def test_nothing_is_given_or_taken_back_after_a_claim(session: Session, cast: Cast) -> None:
    given, learner = give(session, cast), learner_of(session, cast, "ben")
    claim_for(session, cast, "ben", 4, NOW)
    with refuses(HAS_CLAIMED):
        take_back(session, learner, given.id, by=cast.id("cora"), now=NOW)
    with refuses(HAS_CLAIMED):
        give(session, cast, Wish(LATER + timedelta(9), None, waives_completion=False, reason="X"))


def test_nobody_extends_for_themselves(session: Session, cast: Cast) -> None:
    with refuses(NOT_FOR_ONESELF):
        give(session, cast, by="ben")
    assert count_extensions(session, cast.enrollment("ben").id) == 0


def test_reminders_go_on_for_a_cohort_in_which_one_person_has_more_time(
    session: Session, cast: Cast
) -> None:
    cast.spring.closes_at = NOW - timedelta(days=1)
    session.flush()
    running = select(col(Cohort.slug)).where(is_running(NOW))
    assert "spring-2026" not in set(session.scalars(running))
    given = give(session, cast)
    assert "spring-2026" in set(session.scalars(running))
    take_back(session, learner_of(session, cast, "ben"), given.id, by=cast.id("cora"), now=NOW)
    assert "spring-2026" not in set(session.scalars(running))
