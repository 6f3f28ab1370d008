"""The list of who controls content: what is missing, whom to ask, the decision, the file."""

import csv
import io

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.models import OutboxMessage
from app.people.grants.actions import end
from app.people.models import RoleGrant
from tests.cast import NOW, Cast
from tests.client import SignIn
from tests.credit.disclosures.cleared import ACME, clear, clear_all, give, need

PATH = "/manage/cohorts/fall-2026/credit/disclosures"


def test_who_is_missing_stands_on_top_with_what_waits(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    need(session, cast)
    give(session, cast, "fay", [ACME])
    session.commit()
    page = sign_in("cora").page(PATH)
    assert "2 people are not cleared." in page.text
    assert "5 units and sessions wait for that" in page.text
    assert "Acme Devices: Consultant" in page.row("Fuentes, Fay").text
    assert "To be reviewed" in page.row("Fuentes, Fay").text
    assert "Not given" in page.row("Castellano, Cora").text


def test_the_exception_says_why_and_its_decision_is_kept(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cora, opal = sign_in("cora"), sign_in("opal")
    assert "who decides whether disclosures are needed" in cora.page(PATH).text
    not_theirs = {"applies": "yes", "reason": "Cases.", "seen": "0"}
    assert cora.post(f"{PATH}/decision", data=not_theirs).status_code == 409
    page = opal.page(PATH)
    assert "the exception for non-clinical education holds" in page.text
    assert "Non-clinical education." in page.text
    fields = page.form("Decide this").fields
    empty = opal.post(f"{PATH}/decision", data=fields | {"applies": "yes", "reason": ""})
    assert empty.status_code == 409
    assert any("Say why" in said for said in empty.page.errors)
    sent = fields | {"applies": "yes", "reason": "Cases are clinical."}
    assert opal.post(f"{PATH}/decision", data=sent).status_code == 303
    page = cora.page(PATH)
    assert "1 decision so far" in page.text
    assert "Cases are clinical." in page.text
    stale = opal.post(f"{PATH}/decision", data=sent | {"applies": "no", "reason": "No."})
    assert stale.status_code == 409
    history = cora.page("/manage/cohorts/fall-2026/history")
    assert "Decided: disclosures are needed" in history.text
    assert "units wait for disclosures" in history.text


def test_those_who_owe_are_asked_with_one_click(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    need(session, cast)
    session.commit()
    cora = sign_in("cora")
    assert "Ask those who owe" in cora.page(PATH).text
    form = cora.page(PATH).form("Ask 2 people")
    assert cora.post(form.action, data={}).status_code == 303
    kind = col(OutboxMessage.kind) == "disclosure_asked"
    whom = {mail.person_id for mail in session.scalars(select(OutboxMessage).where(kind))}
    assert whom == {cast.id("cora"), cast.id("fay")}
    again = cora.post(form.action, data={})
    assert again.status_code == 409
    assert any("was asked in the last week" in said for said in again.page.errors)


def test_the_file_has_everything_that_an_auditor_asks(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    need(session, cast)
    give(session, cast, "fay", [ACME])
    clear(session, cast, "fay")
    session.commit()
    text = sign_in("cora").get(f"{PATH}?format=csv").content.decode("utf-8-sig")
    rows = {row["Person"]: row for row in csv.DictReader(io.StringIO(text))}
    fay = rows["Fay Fuentes, PhD"]
    assert fay["State"] == "Cleared"
    assert fay["What was disclosed"] == "Acme Devices: Consultant"
    assert "Content reviewed by peers" in fay["Relevant, and how mitigated"]
    assert "Two peers read it." in fay["Relevant, and how mitigated"]
    assert fay["Reviewed by"] == cast.person("opal").display_name
    assert rows["Cora Castellano, MPH"]["State"] == "Not given"


def test_officers_see_it_without_ways_to_pages_that_are_not_theirs(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    clear_all(session, cast)
    session.commit()
    opal = sign_in("opal")
    page = opal.page(PATH)
    for link in page.main.links:
        assert opal.get(link.href).status_code == 200, link.href
    told = opal.page(f"{PATH}/text")
    assert "None of them has relevant financial relationships" in told.text
    assert "Version 1" in told.text


def test_the_queue_leads_to_what_is_missing(sign_in: SignIn, session: Session, cast: Cast) -> None:
    cora = sign_in("cora")
    assert "disclos" not in cora.page("/manage").main.text
    need(session, cast)
    give(session, cast, "fay")
    session.commit()
    page = cora.page("/manage")
    assert "Review 1 disclosure" not in page.text, "that is for the provider's officers"
    officer = select(RoleGrant).where(col(RoleGrant.person_id) == cast.id("opal"))
    end(session, session.scalars(officer).one(), reason="Moved.", by=cast.id("abe"), now=NOW)
    session.commit()
    assert cora.page("/manage").link("Review 1 disclosure") == f"{PATH}?show=review"
    missing = page.link("1 person who controls content has not disclosed")
    assert [row for row in cora.page(missing).rows if "Castellano" in row]


def test_nobody_else_sees_any_of_it(sign_in: SignIn) -> None:
    for name in ("fay", "ada", "lee", "abe"):
        assert sign_in(name).get(PATH).status_code in {403, 404}


def test_before_it_is_published_a_draft_says_whom_it_waits_for(
    sign_in: SignIn, session: Session, cast: Cast, objects: dict[str, dict[str, str]]
) -> None:
    officer = select(RoleGrant).where(col(RoleGrant.person_id) == cast.id("opal"))
    end(session, session.scalars(officer).one(), reason="Moved.", by=cast.id("abe"), now=NOW)
    session.commit()
    cora = sign_in("cora")
    path = "/manage/cohorts/draft-2027/setup"
    form = cora.page(f"{path}/credit").form("Enter this credit").fields
    sent = form | {
        "approved_by": "Office",
        "approved_on": "2026-11-10",
        "disclosure_applies": "yes",
        "requires_completion": "yes",
    }
    assert cora.post(f"{path}/credit", data=sent).status_code == 303
    page = cora.page(f"{path}/rehearsal")
    assert "who control content are not cleared" in page.text
    assert page.link("See whose disclosures are missing").endswith("draft-2027/credit/disclosures")
