"""The activity of a cohort: asked for, approved or returned, and what was claimed."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.certificates.sample_pictures import logo, signature_photo
from app.credit.approvals import ApprovedSystem
from app.credit.disclosures.reviewing.actions import decide as decide_on_disclosures
from app.credit.enums import AMA_PRA_1, ActivityFormat
from app.credit.models import Claim
from app.credit.pictures.encoding import encoded
from app.credit.pictures.rules import PictureUse
from app.credit.proposals.rules import CHANGED, SAY_WHY
from app.credit.queries import activity_of
from app.people.enums import Scope
from app.people.rules import NOT_FOR_ONESELF
from app.policy.table import Role
from tests.cast import NOW, PROVIDER, Cast
from tests.client import Browser, SignIn, Statements
from tests.credit.activities import designate
from tests.credit.approving import ask_for_fall
from tests.page import Page

FALL = "/manage/cohorts/fall-2026/credit"
SETUP = "/manage/cohorts/spring-2027/setup"
DRAFT = "/manage/cohorts/spring-2027/credit"
CHOSEN = {"requires_completion": "no"}


@pytest.fixture
def cora(sign_in: SignIn) -> Browser:
    browser = sign_in("cora")
    browser.post("/manage/cohorts/new", data={"start": "cohort:fall-2026"})
    return browser


def ask(cora: Browser, **other: str) -> None:
    page = cora.page(f"{SETUP}/credit")
    answer = cora.post(f"{SETUP}/credit", data=page.form("Ask for approval").data(**CHOSEN | other))
    assert answer.headers["location"] == DRAFT


def decide(opal: Browser, decision: str, path: str = DRAFT, **other: str) -> Page:
    form = opal.page(path).form(action=f"{path}/approval")
    answer = opal.post(f"{path}/approval", data=form.fields | {"decision": decision} | other)
    return opal.page(path) if answer.status_code == 303 else answer.page


def publish(cora: Browser) -> int:
    return cora.post(f"{SETUP}/rehearsal/publication", data={}).status_code


def test_draft_with_credit_is_published_once_an_officer_approved_it(
    cora: Browser, sign_in: SignIn, session: Session, cast: Cast
) -> None:
    assert "An officer of the provider approves this" in cora.page(f"{SETUP}/credit").text
    ask(cora)
    assert (
        "Cora Castellano, MPH asked for it" in cora.page(DRAFT).section("Waits for approval").text
    )
    waits = f"The credit waits for an officer of {PROVIDER} to approve it, since Wed, Nov 18."
    rehearsal = cora.page(f"{SETUP}/rehearsal")
    assert rehearsal.link(waits) == DRAFT
    assert "Credit was asked for, and nobody has approved it yet." in rehearsal.text
    assert publish(cora) == 409
    assert f"Credit waits for an officer of {PROVIDER}" in cora.page("/manage").text
    opal = sign_in("opal")
    desk = opal.page("/manage/activities").table("Waits for your approval")
    assert desk.records[0]["Activity"].startswith("Mentor Development Program, Spring 2027")
    page = decide(opal, "approve")
    assert "Approved by Opal Ortiz, MEd" in page.section("In force: Version 1").text
    session.expire_all()
    approved = activity_of(session, cast.cohort("spring-2027").id)
    assert approved is not None
    assert (approved.activity.approved_at, approved.activity.version) == (NOW, 1)
    assert publish(cora) == 303
    assert not cast.cohort("spring-2027").is_draft


def test_what_is_returned_says_why_and_waits_for_its_coordinator(
    cora: Browser, sign_in: SignIn
) -> None:
    ask(cora)
    opal = sign_in("opal")
    page = decide(opal, "return")
    assert str(SAY_WHY) in page.text
    page = decide(opal, "return", word="Name the place.")
    assert "Name the place." in page.text
    assert "It was returned" in cora.page(DRAFT).text
    assert "Credit came back: change it and ask again" in cora.page("/manage").text
    returned = f"An officer of {PROVIDER} returned the credit: “Name the place.”"
    assert returned in cora.page(f"{SETUP}/rehearsal").text
    ask(cora, place="Albuquerque and online")
    changed = decide(opal, "approve").section("In force: Version 1")
    assert "Albuquerque and online" in changed.text
    assert publish(cora) == 303


def test_what_changed_since_it_was_shown_is_not_approved(cora: Browser, sign_in: SignIn) -> None:
    ask(cora)
    opal = sign_in("opal")
    shown = opal.page(DRAFT).form(action=f"{DRAFT}/approval").fields
    ask(cora, place="Albuquerque")
    answer = opal.post(f"{DRAFT}/approval", data=shown | {"decision": "approve"})
    assert answer.status_code == 409
    assert str(CHANGED) in answer.page.text


def test_draft_that_waits_for_an_approval_can_be_thrown_away(
    cora: Browser, sign_in: SignIn, session: Session
) -> None:
    ask(cora)
    decide(sign_in("opal"), "approve")
    ask(cora, place="Albuquerque")
    form = cora.page(f"{SETUP}/discard").form("Throw this draft away")
    assert cora.post(f"{SETUP}/discard", data=form.fields).status_code == 303
    assert cora.get(DRAFT).status_code == 404
    assert sign_in("opal").page("/manage/activities").text.count("Spring 2027") == 0


def test_request_can_be_taken_back(cora: Browser, sign_in: SignIn) -> None:
    ask(cora)
    form = cora.page(DRAFT).form("Take the request back")
    assert cora.post(form.action, data=form.fields).headers["location"] == f"{DRAFT}?saved=true"
    assert "This cohort gives no credit" in cora.page(DRAFT).text
    missing = "Enter the credit that was approved: Fall 2026 gave credit, too."
    assert missing in cora.page(f"{SETUP}/rehearsal").text
    assert publish(cora) == 409
    assert "Nothing waits for your approval." in sign_in("opal").page("/manage/activities").text


def test_changes_stand_before_what_is_in_force_with_what_they_do(
    sign_in: SignIn, session: Session
) -> None:
    ask_for_fall(session, now=NOW)
    session.commit()
    opal = sign_in("opal")
    waits = opal.page(FALL).section("Waits for approval")
    rows = {row["What"]: row for row in opal.page(FALL).table("What changes").records}
    assert rows["Jointly with"] == {"What": "Jointly with", "Before": "–", "After": "Sonoran"}
    assert rows["Designated at most"]["Before"] == "6.00 AMA PRA Category 1 Credits™"
    assert "Nobody’s number or time to claim changes by what is recorded so far." in waits.text
    page = decide(opal, "approve", FALL)
    force = page.section("In force: Version 2").text
    assert "before the approval" not in force, "what was designated keeps its day"
    assert "Earlier versions" in page.text


def claim_in(session: Session, cast: Cast, system: str) -> None:
    """Ben claims 2.50 of it."""
    approved = activity_of(session, cast.spring.id)
    assert approved is not None
    session.add(
        Claim(
            enrollment_id=cast.enrollment("ben").id,
            activity_id=approved.activity.id,
            credit_system=system,
            edition=1,
            quarters=10,
            eligible_quarters=24,
            statement="I claim.",
            facts={},
            claimed_at=NOW,
            by=cast.id("ben"),
        )
    )


def test_claims_are_told_in_sum_and_nobody_by_name(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    claim_in(session, cast, AMA_PRA_1)
    session.commit()
    page = sign_in("opal").page("/manage/cohorts/spring-2026/credit")
    claimed = page.section("What was claimed").text
    assert "2.50 AMA PRA Category 1 Credits™, claimed by 1 person" in claimed
    assert "Begay" not in page.text
    register = page.link("Register as a spreadsheet")
    assert sign_in("opal").get(register).status_code == 200


def test_officer_who_belongs_to_the_cohort_leaves_it_to_another(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cast.grant("ada", Role.CME_OFFICER, Scope.PROVIDER, cast.provider.id)
    ask_for_fall(session, now=NOW)
    session.commit()
    ada = sign_in("ada")
    page = ada.page(FALL)
    assert str(NOT_FOR_ONESELF) in page.section("Waits for approval").text
    read = page.form(action=f"{FALL}/approval").fields
    answer = ada.post(f"{FALL}/approval", data=read | {"decision": "approve"})
    assert answer.status_code == 409
    assert str(NOT_FOR_ONESELF) in answer.page.text


def test_page_takes_the_same_statements_whatever_was_asked(
    sign_in: SignIn, session: Session, statements: Statements
) -> None:
    opal, counts = sign_in("opal"), []
    for place in ("Albuquerque", "Reno"):
        for number in range(3):
            ask_for_fall(session, now=NOW, place=f"{place} {number}")
        session.commit()
        with statements() as count:
            opal.page(FALL)
        counts.append(count.total)
    assert counts[0] == counts[1] <= 17, "it reads how everybody stands"


def changed(opal: Browser) -> list[dict[str, str]]:
    """What waits says otherwise than what is in force."""
    return opal.page(FALL).section("Waits for approval").table("What changes").records


def test_every_designation_and_what_changed_of_it_is_told(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    nurses = ApprovedSystem("ancc", 6, "Designated for 1.50 contact hours.")
    both = (ApprovedSystem(AMA_PRA_1, 8), nurses)
    expires = datetime(2027, 12, 31, 23, tzinfo=UTC)
    enduring: dict[str, Any] = {"format": ActivityFormat.ENDURING, "expires_at": expires}
    ask_for_fall(session, now=NOW, designations=both, **enduring)
    session.commit()
    opal = sign_in("opal")
    waits = opal.page(FALL).section("Waits for approval").text
    assert "AMA PRA Category 1 Credit(s)™: 2.00 at most" in waits
    assert "ANCC contact hours: 1.50 at most" in waits
    assert "Designated for 1.50 contact hours." in waits
    assert "Hours of participation: 2.00 at most" in waits
    changes = changed(opal)
    told = {row["What"]: row["After"] for row in changes}
    assert told["Format of the activity"] == "Enduring material"
    assert told["Last day of its credit"] == "December 31, 2027"
    new = [row["After"] for row in changes if row["Before"] == "–"]
    assert any(after.startswith("ANCC contact hours: 1.50 at most") for after in new)
    decide(opal, "approve", FALL)
    ask_for_fall(session, now=NOW, designations=both[:1], **enduring)
    session.commit()
    taken = changed(opal)
    assert [row["What"] for row in taken] == ["Designated for"]
    assert (taken[0]["After"], "ANCC" in taken[0]["Before"]) == ("–", True)


def test_another_signature_is_a_change_although_all_words_are_the_same(
    sign_in: SignIn, session: Session
) -> None:
    told: dict[str, dict[str, str]] = {}
    for use in (signature_photo(), logo(2)):
        picture = encoded(use, PictureUse.SIGNATURE)
        rosa = {"name": "Rosa", "role": "Chair", "signature": picture.sha256, "alt": "Signature"}
        ask_for_fall(session, now=NOW, signatories=[rosa], pictures=[picture])
        session.commit()
        opal = sign_in("opal")
        told = {row["What"]: row for row in changed(opal)}
        decide(opal, "approve", FALL)
        session.expire_all()
    assert told["Signed by"]["Before"] == "Rosa, Chair (with a signature)"
    assert told["Signed by"]["After"] == "Rosa, Chair (with a signature): another picture"


@pytest.mark.parametrize(
    ("system", "told"),
    [
        ("ancc", "2.50 ANCC contact hours, claimed by 1 person"),
        ("participation", "2.50 hours of participation, claimed by 1 person"),
    ],
)
def test_what_was_claimed_is_called_by_its_system(
    sign_in: SignIn, session: Session, cast: Cast, system: str, told: str
) -> None:
    designate(session, cast.spring, ancc=20)
    claim_in(session, cast, system)
    session.commit()
    page = sign_in("opal").page("/manage/cohorts/spring-2026/credit")
    assert told in page.section("What was claimed").text


def test_what_was_decided_about_disclosures_is_what_is_in_force(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    opal = sign_in("opal")
    before = opal.page(FALL).section("In force: Version 1").text
    decide_on_disclosures(
        session, cast.fall, applies="Exempt" in before, reason="As the office says.", seen=0,
        by=cast.id("opal"), now=NOW,
    )  # fmt: skip
    session.commit()
    after = opal.page(FALL).section("In force: Version 1").text
    assert ("Exempt" in before, "Are disclosed" in before) != (
        "Exempt" in after, "Are disclosed" in after,
    )  # fmt: skip
    assert "As the office says." in after


@pytest.mark.parametrize("page", ["disclosures", "disclosures/text", "pars", "audit"])
def test_every_page_of_credit_leads_back_over_credit(sign_in: SignIn, page: str) -> None:
    over = {
        "cora": ["/manage", "/manage/cohorts", FALL.removesuffix("/credit"), FALL],
        "opal": ["/manage/activities", FALL],
    }
    for reader, expected in over.items():
        crumbs = sign_in(reader).page(f"{FALL}/{page}").one(".crumbs")
        assert crumbs.addresses[: len(expected)] == expected


def test_draft_has_no_register(cora: Browser, sign_in: SignIn) -> None:
    ask(cora)
    decide(sign_in("opal"), "approve")
    assert "Register as a spreadsheet" not in cora.page(DRAFT).text
    assert "Register as a spreadsheet" in cora.page(FALL).text
