"""What one signed, with exactly the text that it was made for."""

from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from app.content.models import ContentVersion
from app.content.releases.queries import current_versions
from app.learning.models import AttestationWithdrawal
from app.learning.signatures.queries import signed_in
from tests.cast import NOW, Cast
from tests.client import SignIn, Statements
from tests.releases import better_module_2


@pytest.fixture
def path(session: Session, cast: Cast) -> str:
    """The page of what Ben signed in the second unit of spring."""
    (one,) = (
        signature
        for signature in signed_in(session, cast.enrollment("ben").id)
        if signature.unit.position == 2
    )
    return f"/my/record/attestations/{one.attestation.id}"


def move_spring(session: Session, cast: Cast) -> None:
    """Spring's second unit gets the better text, whatever the rules say of it."""
    better_module_2(session)
    version = current_versions(session, "mentor-development")["module", "module-2"]
    cast.unit_model("spring-2026", 2).module_version_id = version.id
    session.commit()


def test_page_shows_the_statement_the_signature_and_the_whole_text(
    sign_in: SignIn, session: Session, cast: Cast, path: str
) -> None:
    page = sign_in("ben").page(path).text
    (one,) = (
        signature
        for signature in signed_in(session, cast.enrollment("ben").id)
        if signature.unit.position == 2
    )
    version = session.get_one(ContentVersion, one.attestation.module_version_id)
    for words in (
        "What you signed: Week 2",
        "I attest that I completed Week 2, Module 2 title.",
        "Ben Begay",
        "April 15, 2026, 3:00 PM Mountain Standard Time",
        "version t-1",
        f"SHA-256 {version.hash}",
        "Text of module 2.",
        "Name objective 2 in way 3.",
        "Reading 2a",
        "doi:10.1234/test.2c",
        "Journal article · optional · 10 min",
        "Reflect on 2.",
        "Bring question 2.",
        "Which is right? This That",
    ):
        assert words in page, (words, page)
    assert "Yes, this." not in page
    assert "Withdrawn" not in page
    assert "another text by now" not in page


def test_page_shows_the_old_text_after_the_unit_was_moved(
    sign_in: SignIn, session: Session, cast: Cast, path: str
) -> None:
    ben = sign_in("ben")
    before = ben.page(path).text
    move_spring(session, cast)
    after = ben.page(path).text
    note = "The text of Week 2 has been updated since. This is the one that you signed."
    assert note in after
    assert "Better text" not in after
    assert after.replace(f"{note} ", "") == before
    unit = "/cohorts/spring-2026/units/2"
    assert "Better text of module 2." in ben.page(unit).text
    assert "you would sign the new one" in ben.page(f"{unit}/attestation/withdrawal").text
    assert (
        "sign the new one"
        not in ben.page("/cohorts/spring-2026/units/3/attestation/withdrawal").text
    )


def test_withdrawn_attestation_is_shown_and_says_so(
    sign_in: SignIn, session: Session, cast: Cast, path: str
) -> None:
    ben = sign_in("ben")
    assert ben.post("/cohorts/spring-2026/units/2/attestation/withdrawal").status_code == 303
    page = ben.page(path)
    assert "You withdrew this attestation on November 18, 2026" in page.text
    assert "Text of module 2." in page.text
    record = ben.page("/my/record")
    assert path in record.addresses
    assert "Withdrawn Wed, Nov 18" in record.text


def test_record_leads_to_every_text_that_was_signed(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    ben = sign_in("ben")
    addresses = ben.page("/my/record").addresses
    links = [address for address in addresses if address.startswith("/my/record/attestations/")]
    assert len(links) == 4
    assert [ben.get(link).status_code for link in links] == [200] * 4


def test_picture_of_the_signed_text_is_shown(sign_in: SignIn, path: str) -> None:
    ben = sign_in("ben")
    (image,) = ben.page(path).images
    source = image.src.partition("?")[0]
    assert source == f"{path}/figures/map.svg"
    assert ben.get(source).status_code == 200
    assert ben.get(f"{path}/figures/plan.svg").status_code == 404


@pytest.mark.parametrize("persona", ["ada", "fay", "cora", "lee", "abe"])
def test_attestation_of_somebody_else_does_not_exist(
    sign_in: SignIn, path: str, persona: str
) -> None:
    browser = sign_in(persona)
    assert browser.get(path).status_code == 404
    assert browser.get(f"{path}/figures/map.svg").status_code == 404
    assert browser.get(f"/my/record/attestations/{UUID(int=1)}").status_code == 404


def test_who_left_the_cohort_still_sees_what_they_signed(
    sign_in: SignIn, session: Session, cast: Cast, path: str
) -> None:
    cast.withdraw("ben")
    session.commit()
    ben = sign_in("ben")
    assert ben.get("/cohorts/spring-2026/units/2").status_code == 404
    assert ben.get(path).status_code == 200


def test_record_takes_at_most_11_statements_however_much_was_signed(
    sign_in: SignIn, session: Session, cast: Cast, statements: Statements, path: str
) -> None:
    ben = sign_in("ben")
    with statements() as count:
        ben.get("/my/record")
    before = count.total
    assert before <= 11, count.seen
    (one,) = (
        signature
        for signature in signed_in(session, cast.enrollment("ben").id)
        if signature.unit.position == 2
    )
    session.add(
        AttestationWithdrawal(
            attestation_id=one.attestation.id, withdrawn_at=NOW, by=cast.id("ben")
        )
    )
    session.commit()
    with statements() as count:
        ben.get("/my/record")
    assert count.total == before
