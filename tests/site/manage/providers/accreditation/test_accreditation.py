"""What accreditors said of a provider, entered by its officer."""

from sqlalchemy.orm import Session

from app.credit.accreditations.queries import versions_of
from app.people.providers.queries import provider_called
from tests.cast import ELSEWHERE, Cast
from tests.client import SignIn

WORDS = {
    "accreditor": "accme",
    "statement": "The Example Office is accredited by the ACCME.",
    "joint_statement": "The Example Office and {partners} provide it.",
    "valid_from": "2025-01-01",
    "valid_until": "2028-12-31",
}


def test_accreditation_is_entered_and_another_version_follows(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    opal, path = sign_in("opal"), f"/manage/providers/{cast.provider.id}"
    form = opal.page(opal.page(path).link("Add an accreditation")).form("Enter this version")
    answer = opal.post(f"{path}/accreditation", data=form.data(**WORDS))
    assert answer.headers["location"] == f"{path}?saved=true"
    card = opal.page(path).section("ACCME")
    assert "Version 1 · January 1, 2025 to December 31, 2028" in card.text
    change = opal.page(path).link("Enter another version of ACCME")
    form = opal.page(change).form("Enter this version")
    answer = opal.post(change, data=form.data(valid_until=""))
    assert answer.headers["location"] == f"{path}?saved=true"
    card = opal.page(path).section("ACCME")
    assert "Version 2 · Since January 1, 2025, with no end date" in card.text
    assert "Version 1 · January 1, 2025 to December 31, 2028" in card.text
    stale = opal.post(change, data=form.data(statement="Another."))
    assert stale.status_code == 422
    assert "Somebody else entered another version" in stale.page.field_errors["statement"]
    assert len(versions_of(session, cast.provider.id)) == 2


def test_what_cannot_be_so_is_said_beside_its_field(sign_in: SignIn, cast: Cast) -> None:
    opal, path = sign_in("opal"), f"/manage/providers/{cast.provider.id}/accreditation"
    wrong = {
        "accreditor": "other",
        "joint_statement": "With others.",
        "valid_until": "2024-12-31",
        "statement": "For 2 CME credits.",
    }
    page = opal.post(path, data=WORDS | wrong).page
    assert set(page.field_errors) == {"statement"}
    page = opal.post(path, data=WORDS | wrong | {"statement": "It is."}).page
    assert set(page.field_errors) == {"accreditor_name", "joint_statement", "valid_until"}


def test_version_of_another_provider_is_not_there(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    other = provider_called(session, ELSEWHERE)
    assert other is not None
    path = f"/manage/providers/{other.id}"
    sign_in("abe").post(f"{path}/accreditation", data=WORDS)
    (version,) = versions_of(session, other.id)
    own = f"/manage/providers/{cast.provider.id}/accreditation?version={version.id}"
    assert sign_in("opal").get(own).status_code == 404
