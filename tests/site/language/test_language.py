"""In which language somebody is answered: their own, this browser's, or what it asks for."""

import pytest
from fastapi import FastAPI

from app.core.db import Database
from app.main import create_app
from app.settings import Settings
from app.web.limits import TOO_OFTEN, TooManyError
from tests.cast import NOW, Cast
from tests.client import Answer, Browser, Statements

SIGN_IN = {"en": "Sign in", "en-XA": "[Šîĝñ îñ öñé]", "ar-XB": "\u202eSign\u202c \u202ein\u202c"}
"""What the button above says."""


def app_with(
    database: Database, languages: str = "en,es,en-XA,ar-XB", base_url: str = ""
) -> FastAPI:
    settings = Settings(demo=True, languages=languages, base_url=base_url)
    return create_app(settings, database=database, clock=lambda: NOW)


@pytest.fixture
def app(database: Database) -> FastAPI:
    """The application with the pseudo-languages, whose words no translator changes."""
    return app_with(database)


def choose(browser: Browser, code: str, back: str = "/help") -> Answer:
    """What the footer's button sends."""
    return browser.post("/language", data={"language": code, "back": back})


def language_of(answer: Answer) -> str:
    """The language of a page, as its header, its attribute and its words have it."""
    code = str(answer.headers["content-language"])
    direction = "rtl" if code == "ar-XB" else "ltr"
    assert f'<html lang="{code}" dir="{direction}">' in answer.text
    return code


# ----------------------------------------------------------------------------------- choosing


def test_footer_offers_each_language_in_its_own_name(browser: Browser) -> None:
    page = browser.page("/help?x=1&y=%C3%A9")
    form = page.form(action="/language")
    assert form.values("back") == ["/help?x=1&y=%C3%A9"]
    buttons = page.all(".languages button")
    assert [
        (button.text, button.attribute("lang"), button.attribute("value")) for button in buttons
    ] == [
        ("English", "en", "en"),
        ("Español", "es", "es"),
        ("Accented", "en-XA", "en-XA"),
        ("Mirrored", "ar-XB", "ar-XB"),
    ]
    assert [button.text for button in buttons if button.has("aria-current")] == ["English"]


def test_chosen_language_is_remembered_and_the_page_is_shown_again(browser: Browser) -> None:
    answer = choose(browser, "en-XA", "/help?x=1")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/help?x=1"
    shown = browser.get("/help")
    assert language_of(shown) == "en-XA"
    assert SIGN_IN["en-XA"] in shown.page.text
    assert [chosen.text for chosen in shown.page.all(".languages [aria-current]")] == ["Accented"]
    choose(browser, "en")
    assert language_of(browser.get("/help")) == "en"


@pytest.mark.parametrize("code", ["xx", "", "EN-xa", "en\r\nX: y", "es;q=1"])
def test_unknown_language_changes_nothing(browser: Browser, code: str) -> None:
    answer = choose(browser, code)
    assert answer.headers["location"] == "/help"
    assert "set-cookie" not in answer.headers
    assert language_of(browser.get("/help")) == "en"


def test_language_that_is_not_offered_here_is_unknown(database: Database) -> None:
    browser = Browser(app_with(database, "en,es"))
    assert "set-cookie" not in choose(browser, "en-XA").headers
    browser.cookies.set("language", "en-XA")
    assert language_of(browser.get("/help")) == "en"


@pytest.mark.parametrize(
    "back",
    [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example/help",
        "javascript:alert(1)",
        "/\t/evil.example",
        "evil.example",
        "",
    ],
)
def test_choosing_never_leads_elsewhere(browser: Browser, back: str) -> None:
    assert choose(browser, "es", back).headers["location"] == "/"


def test_form_that_is_not_the_footers_is_refused(browser: Browser) -> None:
    for data in ({}, {"language": "es", "next": "/"}, {"language": "e" * 21}):
        answer = browser.post("/language", data=data)
        assert answer.status_code == 422
        assert "set-cookie" not in answer.headers


def test_another_site_cannot_choose(browser: Browser) -> None:
    data = {"language": "es"}
    answer = browser.post("/language", data=data, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


def test_language_is_not_chosen_by_a_link(browser: Browser) -> None:
    assert browser.get("/language?language=es").status_code == 404


def test_choosing_asks_no_database(browser: Browser, statements: Statements) -> None:
    with statements() as count:
        choose(browser, "es")
    assert count.total == 0


def test_one_language_leaves_nothing_to_choose(database: Database) -> None:
    page = Browser(app_with(database, "en")).page("/help")
    assert page.all(".languages") == []
    assert "Another language?" not in page.main.text
    assert "Another language?" in Browser(app_with(database, "en,es")).page("/help").main.text


def test_language_that_nobody_reviewed_says_so(browser: Browser) -> None:
    words = "not yet reviewed by a native speaker"
    assert words not in browser.page("/help").one("footer").text
    browser.cookies.set("language", "es")
    footer = browser.page("/help").one("footer").all("p.small")
    assert len(footer) == 1


# ------------------------------------------------------------------------------------- cookie


def test_cookie_is_kept_for_a_year_and_out_of_reach_of_scripts(browser: Browser) -> None:
    (line,) = choose(browser, "es").headers.get_list("set-cookie")
    parts = line.lower().split("; ")
    assert parts[0] == "language=es"
    assert {"httponly", "samesite=lax", "path=/", "max-age=31536000"} <= set(parts)
    assert not [part for part in parts if part.startswith("domain")]


def test_cookie_under_https_is_secure(database: Database) -> None:
    app = app_with(database, base_url="https://training.example.edu")
    (line,) = choose(Browser(app), "es").headers.get_list("set-cookie")
    assert "; secure" in line.lower()


# ---------------------------------------------------------------------------------- negotiated


@pytest.mark.parametrize(
    ("accept", "code"),
    [
        ("es-MX,es;q=0.9,en;q=0.8", "es"),
        ("fr,en-GB;q=0.5", "en"),
        ("en;q=0.1, es;q=0.2", "es"),
        ("fr", "en"),
        ("", "en"),
        ("\xe9\xff;q=nan", "en"),
    ],
)
def test_browser_is_answered_in_what_it_asks_for(browser: Browser, accept: str, code: str) -> None:
    answer = browser.get("/help", headers={"accept-language": accept.encode("latin-1")})
    assert language_of(answer) == code


def test_who_asks_for_nothing_offered_gets_the_installations_first(database: Database) -> None:
    browser = Browser(app_with(database, "es,en"))
    assert language_of(browser.get("/help", headers={"accept-language": "fr"})) == "es"
    assert language_of(browser.get("/help", headers={"accept-language": "en"})) == "en"


def test_choice_wins_over_what_the_browser_asks_for(browser: Browser) -> None:
    choose(browser, "en-XA")
    assert language_of(browser.get("/help", headers={"accept-language": "es"})) == "en-XA"


def test_shared_caches_are_told_what_a_page_depends_on(browser: Browser) -> None:
    vary = {word.strip() for word in browser.get("/help").headers["vary"].lower().split(",")}
    assert {"accept-language", "cookie", "hx-request"} <= vary


def test_static_files_have_no_language(browser: Browser) -> None:
    browser.cookies.set("language", "es")
    answer = browser.get("/static/app.css")
    assert answer.status_code == 200
    assert "content-language" not in answer.headers
    assert "language" not in answer.headers.get("vary", "").lower()
    assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize("path", ["/health", "/robots.txt"])
def test_answers_for_machines_are_the_same_in_every_language(browser: Browser, path: str) -> None:
    plain = browser.get(path)
    choose(browser, "ar-XB")
    other = browser.get(path)
    assert other.text == plain.text
    assert "content-language" not in other.headers


def test_page_from_right_to_left_says_so(browser: Browser) -> None:
    choose(browser, "ar-XB")
    answer = browser.get("/")
    assert language_of(answer) == "ar-XB"
    assert SIGN_IN["ar-XB"] in answer.page.text


# ---------------------------------------------------------------------------------- error pages


def test_error_pages_are_in_the_language_too(browser: Browser) -> None:
    choose(browser, "en-XA")
    missing = browser.get("/nothing-here")
    assert (missing.status_code, language_of(missing)) == (404, "en-XA")
    assert "Ñöţĥîñĝ ĥéŕé" in missing.page.heading
    refused = browser.post("/sign-in", data={"email": "no address"})
    assert (refused.status_code, language_of(refused)) == (422, "en-XA")
    assert "Éñţéŕ ýöûŕ éṁåîļ åððŕéšš" in refused.page.field_errors["email"]


def test_what_was_asked_too_often_is_refused_in_the_language(
    browser: Browser, app: FastAPI
) -> None:
    choose(browser, "en-XA")

    @app.get("/too-often")
    def too_often() -> None:
        raise TooManyError(TOO_OFTEN(count=2))

    app.router.routes.insert(0, app.router.routes.pop())
    answer = browser.get("/too-often")
    assert (answer.status_code, language_of(answer)) == (429, "en-XA")
    assert "2 ṁîñûţéš" in answer.page.text


def test_error_of_ours_is_told_in_the_language(app: FastAPI) -> None:
    browser = Browser(app, raises=False)
    choose(browser, "en-XA")

    @app.get("/broken")
    def broken() -> None:
        raise KeyError

    app.router.routes.insert(0, app.router.routes.pop())
    answer = browser.get("/broken")
    assert (answer.status_code, language_of(answer)) == (500, "en-XA")
    assert "Ñöţĥîñĝ ýöû šåṽéð ƀéƒöŕé îš ļöšţ" in answer.page.text


def test_refusals_before_a_page_is_made_are_in_the_language(browser: Browser) -> None:
    choose(browser, "en-XA")
    foreign = browser.post("/sign-out", headers={"sec-fetch-site": "cross-site"})
    assert foreign.status_code == 403
    assert foreign.text.startswith("[Ţĥîš")
    null = browser.get("/help?x=%00")
    assert null.status_code == 404
    assert null.text.startswith("[Ţĥéŕé")


# -------------------------------------------------------------------------------- signed in


def test_ones_own_language_wins_over_this_browsers(browser: Browser, cast: Cast) -> None:
    cast.person("ada").language = "en-XA"
    cast.session.commit()
    browser.sign_in("ada")
    browser.cookies.set("language", "ar-XB")
    answer = browser.get("/home", headers={"accept-language": "es"})
    assert language_of(answer) == "en-XA"
    missing = browser.get("/nothing-here")
    assert (missing.status_code, language_of(missing)) == (404, "en-XA")


def test_whoever_chose_nothing_reads_what_the_browser_asks_for(browser: Browser) -> None:
    browser.sign_in("ada")
    assert language_of(browser.get("/home", headers={"accept-language": "es"})) == "es"


def test_language_that_is_offered_no_more_leaves_it_to_the_browser(
    database: Database, cast: Cast
) -> None:
    cast.person("ada").language = "en-XA"
    cast.session.commit()
    browser = Browser(app_with(database, "en,es")).sign_in("ada")
    assert language_of(browser.get("/home")) == "en"
    assert language_of(browser.get("/home", headers={"accept-language": "es"})) == "es"


def test_signed_in_pages_leave_the_choice_to_the_profile(browser: Browser) -> None:
    assert browser.sign_in("ada").page("/home").all(".languages") == []


def test_language_of_one_visitor_is_not_the_next_ones(app: FastAPI) -> None:
    accented, plain = Browser(app), Browser(app)
    choose(accented, "en-XA")
    for _again in range(3):
        assert language_of(accented.get("/help")) == "en-XA"
        assert language_of(plain.get("/help")) == "en"
