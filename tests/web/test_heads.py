"""HEAD has the status and the headers of GET, and nothing after them."""

import pytest

from tests.client import Browser, SignIn


@pytest.mark.parametrize(
    "address", ["/", "/help", "/verify/AAAA-BBBB", "/nowhere", "/home", "/static/app.js", "/health"]
)
def test_head_answers_like_get(browser: Browser, address: str) -> None:
    whole, head = browser.get(address), browser.request("HEAD", address)
    assert head.status_code == whole.status_code
    assert head.content == b""
    assert {**head.headers} == {**whole.headers}


def test_head_of_a_page_needs_the_same_permission(sign_in: SignIn) -> None:
    assert sign_in("ada").request("HEAD", "/home").status_code == 200
    assert sign_in("ada").request("HEAD", "/manage").status_code == 403
