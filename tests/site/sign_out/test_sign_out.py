"""Ending one's own web session."""

from tests.site.house import House, is_in

ADA = "ada@example.org"


def test_sign_out_ends_the_session_on_the_server(house: House) -> None:
    browser = house.signed_in()
    stolen = browser.cookies["waypost"]
    answer = browser.post("/sign-out")
    assert answer.headers["clear-site-data"] == '"cache"'
    assert answer.status_code == 303
    assert answer.headers["location"] == "/"
    assert "waypost" not in browser.cookies
    thief = house.browser()
    thief.cookies.set("waypost", stolen)
    assert not is_in(thief)


def test_sign_out_ends_this_browser_only(house: House) -> None:
    first, second = house.signed_in(), house.signed_in()
    first.post("/sign-out")
    assert is_in(second)


def test_sign_out_without_a_session_is_harmless(house: House) -> None:
    assert house.browser().post("/sign-out").status_code == 303


def test_sign_out_by_a_link_is_not_possible(house: House) -> None:
    browser = house.signed_in()
    assert browser.get("/sign-out").status_code == 404
    assert is_in(browser)
