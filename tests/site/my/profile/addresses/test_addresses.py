"""One's own addresses: adding by a link, choosing where mail goes, removing."""

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.models import AuditLine, OutboxMessage
from app.people.models import EmailAddress
from tests.cast import NOW, Cast
from tests.client import SignIn

PATH = "/my/profile/addresses"


def second(session: Session, cast: Cast, *, verified: bool = True) -> EmailAddress:
    """Another address of Ada's."""
    address = EmailAddress(
        person_id=cast.id("ada"),
        address="ada@home.example",
        is_primary=False,
        verified_at=NOW if verified else None,
    )
    session.add(address)
    session.commit()
    return address


def test_answer_is_the_same_for_known_and_unknown_addresses(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    ada = sign_in("ada")
    answers = [
        ada.post(PATH, data={"address": address})
        for address in ("nobody@else.example", "ben@example.org")
    ]
    assert {(a.status_code, a.headers["location"]) for a in answers} == {
        (303, f"{PATH}?done=asked")
    }
    mailed = select(col(OutboxMessage.recipient)).where(col(OutboxMessage.kind) == "verify_address")
    assert set(session.scalars(mailed)) == {"nobody@else.example", "ben@example.org"}
    page = ada.page(f"{PATH}?done=asked")
    assert page.notices == ["A link was sent. The address counts as soon as you open it."]


def test_refused_forms_keep_what_was_typed(sign_in: SignIn, cast: Cast) -> None:
    ada = sign_in("ada")
    for typed, said in (
        ("nonsense", "Enter an email address"),
        ("ada@example.org", "This address is already on this list."),
    ):
        answer = ada.post(PATH, data={"address": typed})
        assert answer.status_code == 422
        assert said in answer.page.text
        assert f'value="{typed}"' in answer.text


def test_mail_goes_to_another_verified_address_and_the_first_can_go(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    ada, other = sign_in("ada"), second(session, cast)
    first = session.scalars(
        select(EmailAddress).where(col(EmailAddress.address) == "ada@example.org")
    ).one()
    assert ada.post(f"{PATH}/{other.id}/primary").status_code == 303
    assert ada.post(f"{PATH}/{other.id}/removal").status_code == 422
    assert ada.post(f"{PATH}/{first.id}/removal").status_code == 303
    session.expire_all()
    left = session.scalars(
        select(EmailAddress).where(col(EmailAddress.person_id) == other.person_id)
    ).all()
    assert [(kept.address, kept.is_primary) for kept in left] == [("ada@home.example", True)]
    acts = session.scalars(
        select(col(AuditLine.act)).where(col(AuditLine.act).startswith("address."))
    )
    assert list(acts) == ["address.made_primary", "address.removed"]


def test_what_is_not_verified_gets_no_mail(sign_in: SignIn, session: Session, cast: Cast) -> None:
    ada, other = sign_in("ada"), second(session, cast, verified=False)
    answer = ada.post(f"{PATH}/{other.id}/primary")
    assert answer.status_code == 422
    assert "Mail can go to an address once it is verified." in answer.page.text
    assert "Not verified: it does not sign in" in ada.page(PATH).text


def test_addresses_of_others_do_not_exist_here(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    other = second(session, cast)
    for act in ("primary", "removal"):
        assert sign_in("ben").post(f"{PATH}/{other.id}/{act}").status_code == 404
