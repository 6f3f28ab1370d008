"""The providers of an officer and of an administrator."""

import pytest
from sqlalchemy.orm import Session

from app.people.providers.queries import provider_called
from app.people.providers.rules import NEARLY_KNOWN
from tests.cast import ELSEWHERE, PROVIDER, Cast
from tests.client import SignIn, Statements

LIST = "/manage/providers"


def test_officer_sees_her_own_and_an_administrator_all(sign_in: SignIn) -> None:
    opal, abe = sign_in("opal"), sign_in("abe")
    assert [row["Name"] for row in opal.page(LIST).table("Providers").records] == [PROVIDER]
    rows = abe.page(abe.page("/admin").link("Providers")).table("Providers").records
    assert [row["Name"] for row in rows] == [ELSEWHERE, PROVIDER]
    assert rows[0]["Accredited by"] == "Nothing entered yet"
    assert [form.action for form in opal.page(LIST).forms if form.action == LIST] == []


def test_administrator_adds_one_whose_name_nobody_has(sign_in: SignIn, session: Session) -> None:
    abe = sign_in("abe")
    form = abe.page(LIST).form("Add this provider")
    answer = abe.post(LIST, data=form.data(name=PROVIDER))
    assert answer.status_code == 422
    assert answer.page.field_errors == {"name": "There is already a provider of this name."}
    answer = abe.post(LIST, data=form.data(name="Third  Office", zone="America/Phoenix"))
    added = provider_called(session, "Third Office")
    assert added is not None
    assert answer.headers["location"] == f"{LIST}/{added.id}"
    page = abe.page(f"{LIST}/{added.id}")
    link = page.main.link("Make somebody its CME officer")
    assert abe.get(link).status_code == 200


def test_name_that_is_nearly_known_is_asked_about(sign_in: SignIn, session: Session) -> None:
    abe, nearly = sign_in("abe"), f"The {PROVIDER.replace('Example', 'Exampel')}"
    form = abe.page(LIST).form("Add this provider")
    asked = abe.post(LIST, data=form.data(name=nearly, accreditor_number="0012"))
    assert (asked.status_code, asked.page.field_errors) == (422, {"provider_is": str(NEARLY_KNOWN)})
    again = asked.page.form("Add this provider")
    assert (again.fields["name"], again.fields["accreditor_number"]) == (nearly, "0012")
    same = provider_called(session, PROVIDER)
    assert same is not None
    answer = abe.post(LIST, data=again.data(provider_is=PROVIDER))
    assert answer.headers["location"] == f"{LIST}/{same.id}"
    assert provider_called(session, nearly) is None, "that one was known"
    abe.post(LIST, data=again.data(provider_is=nearly))
    added = provider_called(session, nearly)
    assert added is not None
    assert added.accreditor_number == "0012"


def test_officer_changes_her_provider_and_no_other(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    opal, path = sign_in("opal"), f"{LIST}/{cast.provider.id}"
    page = opal.page(path)
    assert page.section("CME officers").text == "CME officers Opal Ortiz, MEd"
    form = page.form("Save provider")
    answer = opal.post(path, data=form.data(zone="America/Phoenix", accreditor_number="0012"))
    assert answer.headers["location"] == f"{path}?saved=true"
    session.expire_all()
    assert (cast.provider.zone, cast.provider.accreditor_number) == ("America/Phoenix", "0012")
    taken = opal.post(path, data=form.data(name=ELSEWHERE))
    assert taken.page.field_errors == {"name": "There is already a provider of this name."}
    other = provider_called(session, ELSEWHERE)
    assert other is not None
    assert opal.get(f"{LIST}/{other.id}").status_code == 404


@pytest.mark.parametrize("persona", ["cora", "fay", "lee", "ada"])
def test_nobody_else_keeps_providers(sign_in: SignIn, cast: Cast, persona: str) -> None:
    somebody = sign_in(persona)
    assert somebody.get(LIST).status_code == 403
    assert somebody.get(f"{LIST}/{cast.provider.id}").status_code == 404


def test_more_providers_need_no_more_statements(
    sign_in: SignIn, session: Session, statements: Statements
) -> None:
    abe = sign_in("abe")
    with statements() as few:
        abe.page(LIST)
    form = abe.page(LIST).form("Add this provider")
    for number in range(3):
        abe.post(LIST, data=form.data(name=f"Office {number}"))
    with statements() as many:
        abe.page(LIST)
    assert many.total == few.total <= 4
