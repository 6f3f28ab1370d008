"""The page before two records become one: both sides, reasons, a tick, and who may."""

import pytest
from sqlalchemy.orm import Session

from app.cohorts.enrollments.actions import enroll
from app.people.enums import Scope
from app.people.models import Person
from app.policy.table import Role
from tests.cast import NOW, Cast
from tests.client import SignIn
from tests.issued import issue_certificate


def path(cast: Cast, keep: str, merge: str) -> str:
    return f"/manage/people/{cast.id(keep)}/merge/{cast.id(merge)}"


def test_both_records_stand_side_by_side_and_a_tick_is_asked_for(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    number = issue_certificate(session, cast.enrollment("ben")).number
    session.commit()
    cora, address = sign_in("cora"), path(cast, "ada", "ben")
    page = cora.page(address)
    assert "Nothing has been changed yet." in page.text
    for told in ("This record goes on", "Fall 2026 · Enrolled", "This record ends", number):
        assert told in page.text
    assert page.link("Let the other record go on instead") == path(cast, "ben", "ada")
    refused = cora.post(address, data={})
    assert refused.status_code == 422
    session.expire_all()
    assert session.get_one(Person, cast.id("ben")).merged_into_id is None
    done = cora.post(address, data={"sure": "yes"})
    assert done.headers["location"] == f"/manage/people/{cast.id('ada')}?merged=true"
    after = cora.page(done.headers["location"])
    assert after.notices == ["The two records are one now"]
    assert after.link(f"Certificate {number}") == f"/manage/certificates/{number}"


def test_page_of_a_merged_record_leads_to_the_other(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cora, ben = sign_in("cora"), cast.id("ben")
    cora.post(path(cast, "ada", "ben"), data={"sure": "yes"})
    answer = cora.get(f"/manage/people/{ben}")
    session.expire_all()
    assert answer.headers["location"] == f"/manage/people/{cast.id('ada')}"
    assert "Ben Begay" not in cora.page("/manage/people").text


def test_common_cohorts_are_named_to_whom_they_concern_only(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    address = path(cast, "ada", "nan")
    sure = {"sure": "yes"}
    named = sign_in("cora").post(address, data=sure)
    assert named.status_code == 422
    assert "Both have a place in Fall 2026, and" in named.page.text
    unnamed = sign_in("abe").post(address, data=sure)
    assert unnamed.status_code == 422
    assert "Both have a place in the same cohort" in unnamed.page.text
    assert "Fall 2026" not in unnamed.page.text


@pytest.mark.parametrize("beyond", ["a role", "a place out of reach"])
def test_coordinator_merges_only_what_is_hers(
    sign_in: SignIn, session: Session, cast: Cast, beyond: str
) -> None:
    coach = cast.cohort("coach-2026")
    if beyond == "a role":
        cast.grant("ben", Role.LEAD, Scope.INSTITUTION, cast.person("ben").institution_id)
    else:
        enroll(session, coach, cast.id("ben"), by=None, now=NOW)
    session.commit()
    address, sure = path(cast, "ada", "ben"), {"sure": "yes"}
    refused = sign_in("cora").post(address, data=sure)
    assert refused.status_code == 422
    assert "Only your administrator can merge these two records." in refused.page.text
    assert "Coaching" not in refused.page.text
    assert sign_in("abe").post(address, data=sure).status_code == 303


def test_nobody_merges_themselves(sign_in: SignIn, cast: Cast) -> None:
    answer = sign_in("abe").post(path(cast, "abe", "ben"), data={"sure": "yes"})
    assert answer.status_code == 422
    assert "You cannot do this for yourself." in answer.page.text


def test_who_is_not_seen_is_not_there(sign_in: SignIn, cast: Cast) -> None:
    assert sign_in("cora").get(path(cast, "ada", "abe")).status_code == 404
    assert sign_in("cora").get(path(cast, "abe", "ada")).status_code == 404


def test_a_namesake_is_offered_for_comparison(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    nan, ben = cast.person("nan"), cast.person("ben")
    nan.given_name, nan.family_name = "BEN", "Bégay"
    session.commit()
    page = sign_in("cora").page(f"/manage/people/{ben.id}")
    assert page.link("Compare with BEN Bégay, RN, Sonoran") == path(cast, "ben", "nan")
