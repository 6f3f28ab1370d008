"""An evaluation that cannot be put locks nobody out silently: the queue and the policy say it."""

from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.client import SignIn, Statements
from tests.credit.evaluations.gated import ask_in_policy, load_instrument

TITLE = "Mend the evaluation: without it nobody completes Spring 2026"
WHY = "The policy asks for “final evaluation”, and the content of the program has no such"


def test_what_the_content_lacks_waits_for_the_coordinator(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    ask_in_policy(session, cast.spring)
    session.commit()
    cora = sign_in("cora")
    queue = cora.page("/manage")
    assert TITLE in queue.text
    assert WHY in queue.text
    policy = cora.page("/manage/cohorts/spring-2026/policy")
    assert "Nobody can complete this cohort as it is" in policy.text
    assert WHY in policy.text


def test_what_can_be_put_waits_for_nobody(sign_in: SignIn, session: Session, cast: Cast) -> None:
    ask_in_policy(session, cast.spring)
    load_instrument(session)
    session.commit()
    cora = sign_in("cora")
    assert TITLE not in cora.page("/manage").text
    policy = cora.page("/manage/cohorts/spring-2026/policy").text
    assert "Nobody can complete this cohort as it is" not in policy
    assert "answer what is asked about the program: final evaluation." in policy


def test_queue_costs_two_statements_more_where_a_policy_asks(
    sign_in: SignIn, session: Session, cast: Cast, statements: Statements
) -> None:
    load_instrument(session)
    session.commit()
    cora = sign_in("cora")
    cora.page("/manage")
    with statements() as before:
        cora.page("/manage")
    ask_in_policy(session, cast.spring)
    ask_in_policy(session, cast.fall)
    session.commit()
    with statements() as after:
        cora.page("/manage")
    counted = 1  # which evaluations there are, for each of the counts of who has completed
    assert after.total - before.total <= 2 + 3 * counted
