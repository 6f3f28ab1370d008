"""Ben's certificate of credit, and a badge of it."""

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.certificates.models import Certificate, CertificateKind
from tests.cast import Cast
from tests.certificates.badges.verifier import Fetch
from tests.client import Browser
from tests.issued import issue_certificate

BASE = "http://localhost:8000"


def hold(session: Session, cast: Cast, **says: Any) -> Certificate:
    place = cast.enrollment("ben", "spring-2026")
    kind = CertificateKind.CME_CREDIT
    own = issue_certificate(session, place, kind, person_name="Ben Begay", degrees="MD", **says)
    session.commit()
    return own


def page_of(certificate: Certificate) -> str:
    return f"/my/certificates/{certificate.number}/badge"


def make(browser: Browser, certificate: Certificate) -> str:
    """The public address of the badge that the button makes."""
    done = browser.post(page_of(certificate))
    assert done.status_code == 303, done.text
    found = re.search(rf"{BASE}(/badges/[0-9a-f-]+)", browser.page(page_of(certificate)).text)
    assert found is not None
    return found[1]


def network(anybody: Browser, instead: Mapping[str, Any] | None = None) -> Fetch:
    """Fetches as a verifier does: with no cookie. `instead`: what other addresses say."""

    def fetch(address: str) -> Any:
        if instead and address in instead:
            return instead[address]
        answer = anybody.get(address.removeprefix(BASE))
        if answer.status_code != 200:
            raise LookupError(address)
        assert "set-cookie" not in answer.headers
        return answer.json()

    return fetch
