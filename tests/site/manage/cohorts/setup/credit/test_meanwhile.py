"""Credit that is entered, or asked for, while something else waits or has happened."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.cohorts.drafts.rules import PUBLISHED
from app.core.errors import RefusedError
from app.credit.drafts.actions import lock_draft
from app.credit.proposals.enums import Outcome
from app.credit.proposals.queries import asked_in
from app.credit.queries import activity_of
from tests.cast import NOW, PROVIDER, Cast
from tests.client import Browser, SignIn
from tests.site.manage.cohorts.setup.drafting import SETUP

DRAFT = "/manage/cohorts/spring-2027/credit"
DIRECT = {
    "provider": "Third Office",
    "approved_by": "The office",
    "approved_on": "2026-11-10",
    "requires_completion": "no",
}


@pytest.fixture
def cora(sign_in: SignIn) -> Browser:
    browser = sign_in("cora")
    browser.post("/manage/cohorts/new", data={"start": "cohort:fall-2026"})
    return browser


def form(cora: Browser) -> dict[str, str]:
    (own,) = (form for form in cora.page(f"{SETUP}/credit").forms if "proof-kind" in form.fields)
    return own.fields


def send(cora: Browser, **other: str) -> None:
    sent = cora.post(f"{SETUP}/credit", data=form(cora) | {"requires_completion": "no"} | other)
    assert sent.status_code == 303


def decide(opal: Browser, decision: str, **other: str) -> int:
    shown = opal.page(DRAFT).form(action=f"{DRAFT}/approval").fields
    data = shown | {"decision": decision} | other
    return opal.post(f"{DRAFT}/approval", data=data).status_code


def outcomes(session: Session, cast: Cast) -> list[Outcome | None]:
    session.expire_all()
    asked = asked_in(session, cast.cohort("spring-2027").id)
    return [own.decision.outcome if own.decision else None for own in asked]


def test_what_waits_is_taken_back_by_credit_that_is_entered_directly(
    cora: Browser, session: Session, cast: Cast
) -> None:
    send(cora)
    send(cora, **DIRECT)
    assert outcomes(session, cast) == [Outcome.WITHDRAWN]
    approved = activity_of(session, cast.cohort("spring-2027").id)
    assert approved is not None
    assert approved.activity.provider == "Third Office"
    assert form(cora)["provider"] == "Third Office"


def test_what_was_approved_before_something_else_was_entered_is_asked_for_again(
    cora: Browser, sign_in: SignIn, session: Session, cast: Cast
) -> None:
    send(cora)
    assert decide(sign_in("opal"), "approve") == 303
    send(cora, **DIRECT)
    send(cora, provider=PROVIDER)
    assert outcomes(session, cast) == [None, Outcome.APPROVED]


def test_form_goes_on_from_what_was_approved_after_a_return(
    cora: Browser, sign_in: SignIn, session: Session, cast: Cast
) -> None:
    send(cora, place="Albuquerque")
    assert decide(sign_in("opal"), "return", word="Name the room.") == 303
    assert form(cora)["place"] == "Albuquerque", "what was returned is changed and asked for again"
    send(cora, **DIRECT, place="")
    approved = activity_of(session, cast.cohort("spring-2027").id)
    assert approved is not None
    approved.activity.approved_at = NOW + timedelta(days=2)
    session.commit()
    assert form(cora)["place"] == ""


def test_draft_whose_request_was_returned_is_published_without_credit(
    cora: Browser, sign_in: SignIn, cast: Cast
) -> None:
    send(cora)
    opal = sign_in("opal")
    rehearsal = f"{SETUP}/rehearsal"
    assert "Publish it without credit" not in cora.page(rehearsal).text, "it waits"
    assert decide(opal, "return", word="Not this year.") == 303
    publication = cora.page(rehearsal).form("Publish Spring 2027")
    assert cora.post(publication.action, data={}).status_code == 409
    done = cora.post(publication.action, data=publication.data(without_credit="yes"))
    assert done.status_code == 303
    assert not cast.cohort("spring-2027").is_draft
    assert "Credit came back" not in cora.page("/manage").text


def test_draft_that_was_published_meanwhile_takes_no_credit(session: Session, cast: Cast) -> None:
    with pytest.raises(RefusedError) as why:
        lock_draft(session, cast.fall)
    assert why.value.reason == PUBLISHED
