"""An address to which mail does not get, on the pages of its person, and its mend."""

from datetime import timedelta

from sqlalchemy.orm import Session

from app.people.addresses.queries import addresses_of
from app.people.addresses.trouble.actions import note_trouble
from app.people.addresses.trouble.enums import Trouble
from app.people.addresses.trouble.queries import trouble_at
from tests.cast import NOW, Cast
from tests.client import SignIn

ADA = "ada@example.org"
SAID = "Mail to this address came back. Noted Wed, Nov 18, 9:00 AM Mountain Time, code 5.1.1."


def mark(session: Session) -> None:
    then = NOW - timedelta(hours=1)
    note_trouble(session, ADA, Trouble.BOUNCED, code="5.1.1", message_id=None, now=then)
    session.commit()


def test_coordinator_sees_it_on_the_persons_page_and_mends_it(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    mark(session)
    cora, person = sign_in("cora"), f"/manage/people/{cast.id('ada')}"
    page = cora.page(person)
    assert SAID in page.text.replace("\u202f", " ")
    addresses = cora.page(page.link("See to this address"))
    (form,) = [form for form in addresses.forms if form.action.endswith("/mended")]
    answer = cora.post(form.action)
    assert answer.headers["location"] == f"{person}/addresses?done=mended"
    assert "Mail is sent there again." in cora.page(answer.headers["location"]).text
    session.expire_all()
    assert trouble_at(session, ADA) is None
    assert SAID not in cora.page(person).text.replace("\u202f", " ")
    again = cora.post(form.action)
    assert again.status_code == 422
    assert "Nothing is known against this address." in again.page.text


def test_person_sees_it_and_how_it_is_mended(sign_in: SignIn, session: Session, cast: Cast) -> None:
    mark(session)
    ada = sign_in("ada")
    page = ada.page("/my/profile/addresses")
    assert SAID in page.text.replace("\u202f", " ")
    assert not [form for form in page.forms if form.action.endswith("/mended")]
    (own,) = addresses_of(session, cast.id("ada"))
    mended = f"/manage/people/{cast.id('ada')}/addresses/{own.id}/mended"
    assert ada.post(mended).status_code == 404


def test_who_coordinates_nothing_of_theirs_cannot_mend_it(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    mark(session)
    (own,) = addresses_of(session, cast.id("ada"))
    path = f"/manage/people/{cast.id('ben')}/addresses/{own.id}/mended"
    assert sign_in("cora").post(path).status_code == 404
