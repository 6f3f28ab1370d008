"""A person's addresses, as their coordinator changes them."""

from sqlalchemy.orm import Session

from app.people.enums import Profession, Scope
from app.people.models import EmailAddress, Institution
from app.policy.table import Role
from tests.cast import NOW, Cast, make_person
from tests.client import SignIn


def path(cast: Cast, persona: str) -> str:
    return f"/manage/people/{cast.id(persona)}/addresses"


def test_coordinator_learns_whose_an_address_is_only_within_reach(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cora = sign_in("cora")
    refused = cora.post(path(cast, "ada"), data={"address": "ben@example.org"})
    assert refused.status_code == 422
    assert "This address belongs to Ben Begay, MD." in refused.page.text
    for beyond in ("abe@example.org", "nobody@else.example"):
        answer = cora.post(path(cast, "ada"), data={"address": beyond})
        assert answer.headers["location"] == f"{path(cast, 'ada')}?done=asked"


def test_addresses_of_who_holds_a_role_are_not_a_coordinators_to_change(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cora, mine = sign_in("cora"), {"address": "cora@home.example"}
    cast.grant("abe", Role.FACILITATOR, Scope.COHORT, cast.fall.id)
    other = EmailAddress(
        person_id=cast.id("abe"), address="abe@home.example", is_primary=False, verified_at=NOW
    )
    session.add(other)
    session.commit()
    answers = [
        cora.post(path(cast, "abe"), data=mine),
        cora.post(f"{path(cast, 'abe')}/{other.id}/primary"),
        cora.post(f"{path(cast, 'abe')}/{other.id}/removal"),
    ]
    for answer in answers:
        assert answer.status_code == 422
        assert "Only they themselves or your administrator" in answer.page.text
    assert cora.post(path(cast, "cora"), data=mine).status_code == 422
    assert sign_in("abe").post(path(cast, "fay"), data=mine).status_code == 303


def test_addresses_are_changed_through_the_person_that_they_belong_to(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    place = session.get_one(Institution, cast.person("ada").institution_id)
    nurse = make_person(session, "kim", "Kim", "Kee", "RN", Profession.NURSE, institution=place)
    other = EmailAddress(
        person_id=nurse.id, address="kim@home.example", is_primary=False, verified_at=NOW
    )
    session.add(other)
    session.commit()
    answer = sign_in("cora").post(f"{path(cast, 'ada')}/{other.id}/removal")
    assert answer.status_code == 404
