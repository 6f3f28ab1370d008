"""Through a proxy that caches, a certificate is revoked or replaced at once, too."""

import re

import pytest
from sqlalchemy.orm import Session

from app.certificates.models import Certificate, CertificateKind
from tests.certificates.office import claim, record
from tests.client import Browser
from tests.correcting import revoke
from tests.site.verify.caching import CachingProxy

CREDIT = CertificateKind.CME_CREDIT
CONDITIONS = {"if-none-match": "*", "if-modified-since": "Wed, 18 Nov 2026 17:00:00 GMT"}


@pytest.fixture
def issued(session: Session) -> Certificate:
    claim(session)
    certificate = record(session, kind=CREDIT)
    session.commit()
    return certificate


@pytest.fixture
def proxy(browser: Browser) -> CachingProxy:
    return CachingProxy(browser)


def test_the_proxy_of_these_tests_keeps_what_it_may(proxy: CachingProxy) -> None:
    """Else they could not fail."""
    html = proxy.browser.get("/verify").text
    (path, *_rest) = re.findall(r'<link rel="stylesheet" href="([^"]+)"', html)
    first, second = proxy.get(path), proxy.get(path)
    assert first.status_code == second.status_code == 200
    assert proxy.asked == [path], "the second answer is the first one"


@pytest.mark.parametrize("suffix", ["", ".json"])
def test_revoked_one_says_so_at_once(
    proxy: CachingProxy, session: Session, issued: Certificate, suffix: str
) -> None:
    path = f"/verify/{issued.code}{suffix}"
    for _ in range(2):
        assert "alid" in proxy.get(path).text
        assert "evoked on" not in proxy.get(path).text
    revoke(session, issued)
    session.commit()
    answer = proxy.get(path)
    assert answer.headers["cache-control"] == "no-store"
    assert '"revoked"' in answer.text if suffix else "Revoked on November 19, 2026" in answer.text
    assert proxy.kept == {}


@pytest.mark.parametrize("suffix", ["", ".json"])
def test_replaced_one_says_so_at_once(
    proxy: CachingProxy, session: Session, issued: Certificate, suffix: str
) -> None:
    path = f"/verify/{issued.code}{suffix}"
    proxy.get(path)
    newer = record(session, kind=CREDIT, replaces=issued)
    session.commit()
    told = proxy.get(path).text
    assert newer.code in told
    assert '"replaced"' in told if suffix else "Replaced by" in told


def test_nothing_that_is_asked_of_a_code_is_kept_or_answered_by_not_modified(
    browser: Browser, issued: Certificate
) -> None:
    """Also other spellings, which lead on, and codes that nobody knows yet."""
    for typed in (issued.code, issued.code.lower(), "7K3M-9QFX-2B4T-HW6D-H", "nonsense"):
        for suffix in ("", ".json"):
            conditions = {
                "if-none-match": "*",
                "if-modified-since": "Wed, 18 Nov 2026 17:00:00 GMT",
            }
            answer = browser.get(f"/verify/{typed}{suffix}", headers=conditions)
            assert answer.status_code in {200, 303, 404}
            assert answer.headers["cache-control"] == "no-store"
            assert "etag" not in answer.headers
            assert "last-modified" not in answer.headers


def test_the_file_of_a_revoked_one_says_so_at_once(
    browser: Browser, session: Session, issued: Certificate
) -> None:
    """The answer to a file is to a POST, which no cache keeps, and says so besides."""
    revoke(session, issued)
    session.commit()
    answer = browser.post("/verify", files={"file": ("c.pdf", b"%PDF-", "application/pdf")})
    assert answer.headers["cache-control"] == "no-store"
    assert "Revoked on November 19, 2026" in answer.text
