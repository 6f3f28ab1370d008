"""What was issued holds after the records went: files, transcript, badge, and what is offered."""

import io
import zipfile

import pytest
from fastapi import FastAPI
from sqlalchemy.orm import Session

from app.certificates.models import Certificate
from tests.cast import Cast
from tests.certificates.badges.held import hold, make, network
from tests.certificates.badges.verifier import verified
from tests.client import Browser, SignIn
from tests.history.retention.announced import LATER
from tests.site.deleted import SPRING, delete_spring

MANAGED = f"/manage/cohorts/{SPRING}"
WHY_NOT = "The records from which it would be made anew were deleted on April 2, 2036"


@pytest.fixture
def kept(session: Session, cast: Cast) -> Certificate:
    return hold(session, cast)


@pytest.fixture
def badge(sign_in: SignIn, kept: Certificate) -> str:
    return make(sign_in("ben"), kept)


@pytest.fixture
def deleted(app: FastAPI, session: Session, cast: Cast, badge: str) -> None:
    delete_spring(session, cast)
    app.state.clock = lambda: LATER


@pytest.mark.usefixtures("deleted")
def test_files_register_and_verification_are_as_before(
    sign_in: SignIn, browser: Browser, kept: Certificate
) -> None:
    cora = sign_in("cora")
    assert cora.get(f"/manage/certificates/{kept.number}.pdf").content.startswith(b"%PDF")
    assert kept.number in cora.page(f"{MANAGED}/certificates/register").main.text
    told = cora.get(f"{MANAGED}/certificates/register?format=csv").text
    assert kept.number in told
    packed = cora.get(f"{MANAGED}/certificates/files?format=zip")
    (name, hashes) = zipfile.ZipFile(io.BytesIO(packed.content)).namelist()
    assert name.endswith(f"{kept.number.lower()}.pdf")
    assert hashes == "SHA256SUMS"
    assert "Valid" in browser.page(f"/verify/{kept.code}").main.text


@pytest.mark.usefixtures("deleted")
def test_its_owner_still_has_it_and_can_list_it(sign_in: SignIn, kept: Certificate) -> None:
    ben = sign_in("ben")
    assert ben.get(f"/my/certificates/{kept.number}.pdf").content.startswith(b"%PDF")
    assert kept.number in ben.page("/my/certificates").main.text
    days = {"first": "2025-01-01", "last": "2036-12-31"}
    made = ben.post("/my/certificates/transcript", data=days)
    assert made.status_code == 200
    assert made.content.startswith(b"%PDF")


@pytest.mark.usefixtures("deleted")
def test_badge_still_verifies(browser: Browser, badge: str, kept: Certificate) -> None:
    said = verified(browser.get(badge).text, network(browser))
    assert kept.code in said["evidence"][0]["id"]


@pytest.mark.usefixtures("deleted")
def test_nothing_is_made_anew_from_what_is_not_there(sign_in: SignIn, kept: Certificate) -> None:
    cora = sign_in("cora")
    page = cora.page(f"/manage/certificates/{kept.number}")
    assert WHY_NOT in page.section("What would change").text
    assert "Issue it anew" not in page.main.text
    assert cora.page(f"/manage/certificates/{kept.number}/reissue").main.text.count("deleted on")
    sent = {"seen": "", "note": "A new name.", "in_force": "false"}
    refused = cora.post(f"/manage/certificates/{kept.number}/reissue", data=sent)
    assert refused.status_code == 409
    assert "Nothing can be changed in them anymore." in refused.page.text


@pytest.mark.usefixtures("deleted")
def test_it_can_still_be_revoked(sign_in: SignIn, browser: Browser, kept: Certificate) -> None:
    cora = sign_in("cora")
    form = cora.page(f"/manage/certificates/{kept.number}/revocation").form(f"Revoke {kept.number}")
    sent = form.data(reason="error", note="It was a mistake.")
    assert cora.post(form.action, data=sent).status_code == 303
    assert "Revoked" in browser.page(f"/verify/{kept.code}").main.text
