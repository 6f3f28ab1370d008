"""Nobody claims before the evaluation is done, by whatever way; and after it they can."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.errors import RefusedError
from app.credit import actions, queries, rules
from app.credit.models import Claim
from app.credit.queries import activity_of
from app.demo.work import learner_in
from tests.cast import NOW, Cast
from tests.client import SignIn
from tests.credit.evaluations.gated import ask_in_policy, gate

CLAIM = "/cohorts/spring-2026/claim"
ANSWERS = {"trust": "4", "plan": "some"}
LINK = "Evaluate the program: 3 minutes"


def claims(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Claim)) or 0


@pytest.mark.parametrize("required", ["requires_completion", "requires_evaluation"])
def test_claim_waits_for_the_evaluation_and_for_nothing_else(
    sign_in: SignIn, session: Session, cast: Cast, required: str
) -> None:
    gate(session, cast, 2)
    approved = activity_of(session, cast.spring.id)
    assert approved is not None
    approved.activity.requires_completion = required == "requires_completion"
    approved.activity.requires_evaluation = required == "requires_evaluation"
    session.commit()
    ben = sign_in("ben")
    page = ben.page(CLAIM)
    assert str(rules.EVALUATION_FIRST) in page.text
    assert not page.all("select[name=quarters]")
    by_hand = ben.post(CLAIM, data={"quarters": "4"})
    assert by_hand.status_code == 422
    assert str(rules.EVALUATION_FIRST) in by_hand.text
    place = cast.enrollment("ben")
    with pytest.raises(RefusedError) as refused:
        actions.claim(session, learner_in(session, place), 4, by=place.person_id, now=NOW)
    assert refused.value.reason == rules.EVALUATION_FIRST
    assert claims(session) == 0

    path = page.link(LINK)
    assert ben.post(path, data=ANSWERS).status_code == 303
    page = ben.page(CLAIM)
    assert "The evaluation comes first" not in page.text
    assert page.all("select[name=quarters]")
    assert ben.post(CLAIM, data={"quarters": "4"}).status_code == 303
    assert claims(session) == 1


def test_evaluation_of_another_place_opens_no_claim(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    found = gate(session, cast, 6)
    found.answer(*found.places[1:])
    session.commit()
    ben = sign_in("ben")
    assert ben.post(CLAIM, data={"quarters": "4"}).status_code == 422
    assert claims(session) == 0


def test_evaluation_that_has_not_opened_is_said_to_open_later(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    ask_in_policy(session, cast.spring)  # the content has no such instrument, so none is put
    session.commit()
    page = sign_in("ben").page(CLAIM)
    assert str(rules.EVALUATION_LATER) in page.text
    assert "Opens after the last session: final evaluation." in page.text
    assert LINK not in [link.text for link in page.links]
    assert "Not done" not in page.text


def test_claim_waits_for_work_first(sign_in: SignIn, session: Session, cast: Cast) -> None:
    gate(session, cast, 2)
    cast.take_back_marks("ben", "spring-2026", 1, 2)
    session.commit()
    text = sign_in("ben").page(CLAIM).text
    assert "You can claim once you have completed the program" in text
    assert "Not done: final evaluation" in text


def test_claim_tells_nothing_of_the_evaluation_after_it_is_taken_back(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    found = gate(session, cast, 2)
    found.answer(found.places[0])
    session.commit()
    ben = sign_in("ben")
    ben.post(CLAIM, data={"quarters": "4"})
    ben.post(f"{CLAIM}/withdrawal", data={})
    session.expire_all()
    here = learner_in(session, found.places[0])
    stand = queries.standings(session, cast.spring.id, here.policy, NOW)
    assert stand[found.places[0].id].completion.surveys_withheld
    assert ben.page(CLAIM).all("select[name=quarters]")
