"""Who was revoked and is due again: the desk says so, and the page leads to what was revoked."""

import pytest
from sqlalchemy.orm import Session

from app.certificates.models import Certificate
from tests.certificates.office import record
from tests.client import Browser, SignIn
from tests.correcting import revoke

ISSUE = "/manage/cohorts/spring-2026/certificates/issue"


@pytest.fixture
def gone(session: Session) -> Certificate:
    made = record(session)
    revoke(session, made)
    session.commit()
    return made


@pytest.fixture
def cora(sign_in: SignIn) -> Browser:
    return sign_in("cora")


def test_badge_leads_to_what_was_revoked_from_where_another_is_issued(
    cora: Browser, gone: Certificate
) -> None:
    page = cora.page(f"{ISSUE}?show=again")
    assert "Ben Begay, MD" in page.text
    href = page.link("Completion: Revoked on November 19, 2026")
    assert href == f"/manage/certificates/{gone.number}"
    assert cora.page(href).link("Issue it anew") == f"{href}/reissue"


def test_desk_says_that_somebody_is_due_again(cora: Browser, gone: Certificate) -> None:
    page = cora.page("/manage")
    title = "Decide on 1 person whose certificate was revoked and is due again"
    assert page.link(title) == f"{ISSUE}?show=again"
