"""A claim made before the maximum was lowered stands beside the maximum of then, with why."""

import csv
import io
import re
from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from app.cohorts.enrollments.queries import cohort_context
from app.credit.approvals import ApprovedSystem
from app.credit.changes.actions import change_activity
from app.credit.queries import activity_of
from app.history.audit_folders.contents.credit import credit_sheets
from app.history.audit_folders.contents.queries import read_cohort
from tests.cast import NOW, Cast
from tests.client import SignIn
from tests.credit.changes.samples import said_of
from tests.credit.claims import claim_for
from tests.page import Page

CLAIMED, THEN, MOST = "5.75", "6.00", "5.00"
WHY = "Claimed before the maximum was lowered on November 18, 2026."
ABOVE = "Why more than can be claimed now"
SPRING = "/manage/cohorts/spring-2026"


@pytest.fixture(autouse=True)
def lowered(session: Session, cast: Cast) -> None:
    """Ben claimed 5.75 of 6.00; then the activity is designated for 5.00."""
    claim_for(session, cast, "ben", 23, NOW)
    before = activity_of(session, cast.spring.id)
    assert before is not None
    own = [ApprovedSystem("ama_pra_1", 20), ApprovedSystem("participation", 20)]
    approval = replace(
        said_of(before, NOW),
        designated_quarters=20,
        designations=own,
        change_reason="Counted anew.",
    )
    provider = before.activity.provider_id
    change_activity(
        session, cast.spring, approval, provider_id=provider, by=cast.id("cora"), now=NOW
    )
    session.commit()


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))


def test_no_page_sets_it_beside_the_lower_number_as_a_part_of_it(
    sign_in: SignIn, cast: Cast
) -> None:
    ben, cora = sign_in("ben"), sign_in("cora")
    pages: list[Page] = [
        *(ben.page(at) for at in ("/home", "/my/record", "/my/certificates")),
        ben.page("/cohorts/spring-2026/claim"),
        *(cora.page(f"{SPRING}{at}") for at in ("/people", "/certificates", "/credit")),
        cora.page(f"{SPRING}/certificates/issue"),
        cora.page(f"/manage/people/{cast.id('ben')}"),
    ]
    for page in pages:
        assert not re.search(rf"{CLAIMED}\S* of {MOST}", page.text), page.main.text
    for at in ("/home", "/my/record"):
        assert re.search(rf"Credit earned:? {THEN} of {THEN}", ben.page(at).text)


def test_where_both_stand_a_sentence_says_why(sign_in: SignIn) -> None:
    claim = sign_in("ben").page("/cohorts/spring-2026/claim")
    assert f"{WHY} It stays as it is." in claim.section("Your claim").text
    assert f"Total {THEN}" in claim.text
    (row,) = [
        row
        for row in sign_in("cora").page(f"{SPRING}/certificates").table().records
        if row["Name"].startswith("Begay, Ben") or "Ben Begay" in row["Name"]
    ]
    assert row["Claimed"] == f"{CLAIMED} of {THEN} {WHY}"


def test_files_say_the_same(sign_in: SignIn, session: Session) -> None:
    file = sign_in("cora").get(f"{SPRING}/certificates?format=csv").text
    (row,) = [own for own in rows(file) if own["Claimed"]]
    assert (row["Claimed"], row["Earned"], row[ABOVE]) == (CLAIMED, THEN, WHY)
    here = cohort_context(session, "spring-2026")
    assert here is not None
    sheets = {sheet.path: sheet for sheet in credit_sheets(read_cohort(session, here, NOW))}
    (claim,) = rows(sheets["credit/claims.csv"].content.decode("utf-8-sig"))
    assert (claim["Claimed"], claim["Designated"]) == (CLAIMED, "6.00"), "as it was claimed"
    assert claim[ABOVE] == WHY
