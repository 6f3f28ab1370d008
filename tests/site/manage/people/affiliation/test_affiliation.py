"""A person's institution and profession, as pages promise that their coordinator changes them."""

import pytest
from sqlalchemy.orm import Session

from app.people.models import Institution
from tests.cast import NOW, Cast
from tests.client import Answer, Browser, SignIn, Statements

CLAIM = "/cohorts/spring-2026/claim"
ASK = "Ask your coordinator to verify it before you claim: what you can claim follows from it."


def path(cast: Cast, persona: str) -> str:
    return f"/manage/people/{cast.id(persona)}/affiliation"


def save(browser: Browser, address: str, **changed: str) -> Answer:
    form = browser.page(address).form("Save institution and profession")
    return browser.post(form.action, data={**form.fields, **changed})


def test_page_of_a_person_leads_to_it_and_says_what_is_verified(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cora, person = sign_in("cora"), f"/manage/people/{cast.id('ada')}"
    cast.person("ada").profession_verified_at = None
    session.commit()
    page = cora.page(person)
    assert page.section("Who this is").facts["Profession"] == "Physician · not verified"
    assert page.link("Change institution or profession") == path(cast, "ada")
    answer = save(cora, path(cast, "ada"), verified="yes")
    assert answer.headers["location"] == f"{path(cast, 'ada')}?saved=true"
    facts = cora.page(person).section("Who this is").facts
    assert facts["Profession"] == "Physician · verified November 18, 2026"


def test_physician_claims_credit_once_their_coordinator_has_verified_it(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cast.person("ben").profession_verified_at = None
    session.commit()
    ben = sign_in("ben")
    assert ASK in ben.page(CLAIM).main.text
    save(sign_in("cora"), path(cast, "ben"), verified="yes")
    claim = ben.page(CLAIM).main.text
    assert ASK not in claim
    assert "AMA PRA Category 1 Credit" in claim


def test_lead_of_the_other_institution_sees_them_from_then_on(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    lee, ben = sign_in("lee"), cast.person("ben")
    desert = str(cast.person("ada").institution_id)
    assert ben.sort_name not in lee.page("/institution/people").main.text
    save(sign_in("cora"), path(cast, "ben"), institution=desert)
    assert ben.sort_name in lee.page("/institution/people").main.text


def test_saving_it_as_it_is_says_that_nothing_was_changed(sign_in: SignIn, cast: Cast) -> None:
    cora = sign_in("cora")
    answer = save(cora, path(cast, "ada"))
    page = cora.page(answer.headers["location"])
    assert page.notices == ["Nothing was changed, so nothing was saved."]


@pytest.mark.parametrize(
    ("field", "said"),
    [("institution", "Choose an institution."), ("profession", "Choose a profession.")],
)
def test_what_was_left_open_is_asked_for_at_its_field(
    sign_in: SignIn, cast: Cast, field: str, said: str
) -> None:
    answer = save(sign_in("cora"), path(cast, "ada"), **{field: "", "verified": "yes"})
    assert answer.status_code == 422
    assert answer.page.field_errors[field]
    assert answer.page.errors
    assert answer.page.form("Save institution and profession").values("verified") == ["yes"]


def test_institution_that_left_is_not_offered_but_to_who_is_there(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    there = session.get_one(Institution, cast.person("ben").institution_id)
    there.left_at = NOW
    session.commit()
    cora = sign_in("cora")
    assert str(there.id) not in cora.page(path(cast, "ada")).main.form().choices("institution")
    assert str(there.id) in cora.page(path(cast, "ben")).main.form().choices("institution")
    answer = save(cora, path(cast, "ada"), institution=str(there.id))
    assert answer.status_code == 422
    assert answer.page.field_errors == {"institution": "Choose an institution."}


def test_nobody_changes_what_they_are_themselves(sign_in: SignIn, cast: Cast) -> None:
    abe, own = sign_in("abe"), path(cast, "abe")
    why = "You cannot do this for yourself. Ask somebody else who can."
    assert why in abe.page(own).main.text
    sent = {"institution": str(cast.person("abe").institution_id), "profession": "physician"}
    answer = abe.post(own, data=sent)
    assert answer.status_code == 409
    assert answer.page.errors == [why]


def test_nobody_else_has_this_page(sign_in: SignIn, cast: Cast) -> None:
    for persona in ("ada", "fay", "lee"):
        assert sign_in(persona).get(path(cast, "ben")).status_code in {403, 404}


def test_page_takes_few_statements(sign_in: SignIn, cast: Cast, statements: Statements) -> None:
    cora = sign_in("cora")
    with statements() as count:
        cora.page(path(cast, "ada"))
    assert count.total <= 5
