"""One person on the list: reviewed, entered from paper, left out."""

from datetime import timedelta

from sqlalchemy.orm import Session

from app.credit.disclosures.enums import ControllerState
from app.credit.disclosures.rules import OFFICERS_CLEAR, state_of
from app.people.rules import NOT_FOR_ONESELF
from tests.cast import NOW, Cast
from tests.client import SignIn
from tests.credit.disclosures.cleared import ACME, controller, give, need

LIST = "/manage/cohorts/fall-2026/credit/disclosures"
REVIEW = "Save this review: they are cleared"


def test_a_review_clears_and_says_how(sign_in: SignIn, session: Session, cast: Cast) -> None:
    need(session, cast)
    give(session, cast, "fay", [ACME])
    session.commit()
    path, opal = f"{LIST}/people/{cast.id('fay')}", sign_in("opal")
    page = opal.page(path)
    assert "Acme Devices: Consultant" in page.text
    fields = page.form(REVIEW).fields
    nothing = opal.post(f"{path}/review", data=fields)
    assert nothing.status_code == 409
    assert any("Say of each relationship" in said for said in nothing.page.errors)
    assert nothing.page.one("#relevant-1").attribute("aria-invalid") == "true"
    how = fields | {
        "relevant": "yes",
        "mitigation": "divest",
        "word": "Sold in June.",
        "mitigated_on": "2026-06-30",
    }
    later = opal.post(f"{path}/review", data=how | {"mitigated_on": "2027-06-30"})
    assert later.status_code == 409
    assert later.page.one("#word-1").attribute("value") == "Sold in June.", "nothing typed is lost"
    bad = opal.post(f"{path}/review", data=how | {"mitigated_on": "June"})
    assert bad.status_code == 422
    assert bad.page.one("#mitigated_on-1").attribute("aria-invalid") == "true"
    done = opal.post(f"{path}/review", data=how)
    assert done.headers["location"] == f"{path}?done=reviewed"
    assert "They are cleared" in opal.page(done.headers["location"]).text
    assert "Sold in June." in opal.page(path).text
    own = controller(session, cast, "fay")
    assert state_of(own, NOW) is ControllerState.CLEARED


def test_a_disclosure_that_came_meanwhile_is_not_cleared_unseen(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    need(session, cast)
    give(session, cast, "fay", now=NOW - timedelta(hours=1))
    session.commit()
    path, opal = f"{LIST}/people/{cast.id('fay')}", sign_in("opal")
    fields = opal.page(path).form(REVIEW).fields
    give(session, cast, "fay", [ACME])
    session.commit()
    answer = opal.post(f"{path}/review", data=fields)
    assert answer.status_code == 409
    assert any("disclosed anew while this page was open" in said for said in answer.page.errors)
    assert state_of(controller(session, cast, "fay"), NOW) is ControllerState.TO_REVIEW


def test_a_coordinator_reads_who_reviews(sign_in: SignIn, session: Session, cast: Cast) -> None:
    give(session, cast, "fay")
    session.commit()
    page = sign_in("cora").page(f"{LIST}/people/{cast.id('fay')}")
    assert "has a CME officer, who reviews disclosures" in page.text


def test_somebody_without_an_account_is_put_on_the_list_and_their_paper_entered(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cora = sign_in("cora")
    page = cora.page(LIST)
    form = page.form("Put them on the list")
    unknown = cora.post(form.action, data={"who": "nobody@example.org", "role": "author"})
    assert unknown.status_code == 422
    assert any("Nobody with this address" in said for said in unknown.page.errors)
    assert cora.post(form.action, data={"who": "Rosa Lind", "role": "author"}).status_code == 303
    one = cora.page(LIST).link("Rosa Lind")
    page = cora.page(one)
    paper = page.form("Enter this paper")
    sent = {"do": "sign", "none": "yes", "typed_name": "Rosa Lind", "source": ""}
    refused = cora.post(paper.action, data=sent)
    assert refused.status_code == 409
    assert any("Say how it came" in said for said in refused.page.errors)
    assert cora.post(paper.action, data=sent | {"source": "By mail"}).status_code == 303
    assert "By mail" in cora.page(one).text
    away = cora.page(one).form("Take them off the list")
    assert cora.post(away.action, data=away.fields | {"reason": ""}).status_code == 409
    opal = sign_in("opal")
    assert (
        opal.post(away.action, data=away.fields | {"reason": "Wrote nothing."}).status_code == 303
    )
    assert cora.get(one).status_code == 404


def test_a_learner_with_an_account_is_added_by_address(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cora = sign_in("cora")
    sent = {"who": "LEE@example.org", "role": "reviewer"}
    assert cora.post(f"{LIST}/people", data=sent).status_code == 303
    assert "Reviewer" in cora.page(LIST).row("Lindqvist, Lee").text
    assert cora.post(f"{LIST}/people", data=sent).status_code == 409


def test_who_controls_no_content_is_left_out_and_can_be_put_back(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    opal = sign_in("opal")
    path = f"{LIST}/people/{cast.id('fay')}"
    form = opal.page(path).form("Leave them out")
    assert (
        opal.post(form.action, data=form.fields | {"reason": "Only moderates."}).status_code == 303
    )
    second = opal.post(form.action, data=form.fields | {"reason": "Only moderates."})
    assert second.status_code == 303
    assert "Only moderates." in opal.page(LIST).row("Fuentes, Fay").text
    back = opal.page(path).form("Put them back")
    assert (
        opal.post(back.action, data=back.fields | {"reason": "Teaches after all."}).status_code
        == 303
    )
    assert "Not given" in opal.page(LIST).row("Fuentes, Fay").text


def test_coordinator_is_told_that_officers_leave_out_and_whom_to_ask(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cora, path = sign_in("cora"), f"{LIST}/people/{cast.id('fay')}"
    assert OFFICERS_CLEAR.kind.text in cora.page(path).text
    sent = {"change": "left_out", "reason": "She only moderates."}
    refused = cora.post(f"{path}/removal", data=sent)
    assert refused.status_code == 409
    assert OFFICERS_CLEAR.kind.text in refused.page.text
    assert "She only moderates." in refused.text


def test_nobody_is_offered_to_leave_themselves_out(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cora, path = sign_in("cora"), f"{LIST}/people/{cast.id('cora')}"
    assert NOT_FOR_ONESELF.kind.text in cora.page(path).text
    sent = {"change": "left_out", "reason": "I only plan."}
    assert cora.post(f"{path}/removal", data=sent).status_code == 409
    assert "Not given" in cora.page(LIST).row("Castellano, Cora").text
