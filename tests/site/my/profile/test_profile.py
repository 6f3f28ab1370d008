from tests.client import Browser, SignIn


def test_profile_shows_own_name(sign_in: SignIn) -> None:
    answer = sign_in("ada").get("/my/profile")
    assert answer.status_code == 200
    assert 'value="Alvarez"' in answer.text


def test_profile_when_signed_out_asks_for_sign_in(browser: Browser) -> None:
    answer = browser.get("/my/profile")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=%2Fmy%2Fprofile"
