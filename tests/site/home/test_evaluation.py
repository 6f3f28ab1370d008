"""Home names the evaluation as the one next thing once it is open, and the claim after it."""

from sqlalchemy.orm import Session

from app.learning.models import AttestationWithdrawal
from tests.cast import NOW, Cast
from tests.client import SignIn, Statements
from tests.credit.claims import attestation_of
from tests.credit.evaluations.gated import ask_in_policy, gate

LINK = "Evaluate the program: 3 minutes"
ANSWERS = {"trust": "4", "plan": "some"}


def test_evaluation_comes_before_the_claim(sign_in: SignIn, session: Session, cast: Cast) -> None:
    gate(session, cast, 2)
    session.commit()
    ben = sign_in("ben")
    page = ben.page("/home")
    assert page.heading == "Evaluate the program"
    assert "Not done: final evaluation." in page.text
    assert "Claim your credit" not in page.text
    assert ben.post(page.link(LINK), data=ANSWERS).status_code == 303
    page = ben.page("/home")
    assert page.heading == "You completed the program"
    assert page.link("Claim your credit") == "/cohorts/spring-2026/claim"
    assert "Not done" not in page.text


def test_closed_cohort_that_can_no_longer_be_completed_asks_for_no_evaluation(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    gate(session, cast, 2)
    signed = attestation_of(session, cast, "ben", 1)
    session.add(
        AttestationWithdrawal(attestation_id=signed.id, withdrawn_at=NOW, by=cast.id("ben"))
    )
    cast.spring.closes_at = NOW
    session.commit()
    page = sign_in("ben").page("/home")
    assert page.heading == "This is where you stand"
    assert "This cohort is closed." in page.text
    assert "waits for them" not in page.text


def test_before_it_opens_home_does_not_call_it_missing(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    ask_in_policy(session, cast.fall)
    session.commit()
    page = sign_in("ada").page("/home")
    assert "Opens after the last session: final evaluation." in page.text
    assert "Not done" not in page.text
    assert LINK not in [link.text for link in page.links]
    assert "Week 2" in page.heading


def test_work_that_is_left_stays_on_the_page(sign_in: SignIn, session: Session, cast: Cast) -> None:
    gate(session, cast, 2)
    signed = attestation_of(session, cast, "ben", 4)
    taken_back = AttestationWithdrawal(
        attestation_id=signed.id, withdrawn_at=NOW, by=cast.id("ben")
    )
    session.add(taken_back)
    session.commit()
    page = sign_in("ben").page("/home")
    assert page.heading == "Evaluate the program"
    assert page.link(LINK)
    assert page.link("Read and sign") == "/cohorts/spring-2026/units/4"


def test_home_costs_no_more_than_of_who_has_completed(
    sign_in: SignIn, session: Session, cast: Cast, statements: Statements
) -> None:
    found = gate(session, cast, 2)
    session.commit()
    ben = sign_in("ben")
    ben.page("/home")
    with statements() as waiting:
        ben.page("/home")
    found.answer(found.places[0])
    session.commit()
    with statements() as done:
        ben.page("/home")
    assert waiting.total <= done.total, "what is asked of who has completed is not asked yet"
