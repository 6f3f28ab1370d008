"""Signing in and out: by mailed link, as one of the demo's cast, and what ends it."""

from datetime import timedelta

import pytest
from pydantic import SecretStr
from sqlalchemy import select
from sqlmodel import col

from app.core.ids import token_hash
from app.core.models import AuditLine, Task
from app.messages.composing import Letter
from app.people.enums import Scope
from app.people.models import EmailAddress, RoleGrant, SignInToken, WebSession
from app.people.rules import LINK_NO_GOOD, safe_next
from app.policy.table import Role
from app.settings import Settings
from app.site.sign_in.pages import PERSONAS
from tests.cast import Cast
from tests.client import Browser
from tests.phones import give_phone, prove
from tests.site.house import House, is_in

ADA = "ada@example.org"
REAL = Settings(
    demo=False,
    base_url="https://training.example.edu",
    secret_key=SecretStr("s" * 40),
)


# asking for a link


def test_asking_mails_a_link_that_is_useful_for_ten_minutes(house: House) -> None:
    house.link(house.browser())
    (mail,) = house.mails()
    assert mail.useless_after == house.now + timedelta(minutes=10)


def test_mail_with_the_link_says_what_to_do_and_whom_it_signs_in(house: House) -> None:
    link = house.link(house.browser())
    assert house.letter() == Letter(
        recipient=ADA,
        subject="Your sign-in link for Waypost",
        text=(
            "Hello Ada,\n\nOpen this link in the browser where you asked for it:\n\n"
            f"http://localhost:8000{link}\n\n"
            f"Or enter this code there: {house.code()}\n\n"
            "One of them works, once, within 10 minutes. If you did not ask for it, do nothing: "
            "nobody can sign in without it.\n\n"
            "Never tell this code to anybody; we do not ask for it.\n"
        ),
    )


def test_link_goes_to_the_address_that_was_typed(house: House, cast: Cast) -> None:
    second = EmailAddress(
        person_id=cast.id("ada"),
        address="ada@second.example.org",
        is_primary=False,
        verified_at=house.now,
    )
    house.session.add(second)
    house.session.commit()
    house.link(house.browser(), "Ada@Second.example.org")
    assert house.letter().recipient == "ada@second.example.org"


def test_asking_queues_the_delivery_of_the_mail(house: House) -> None:
    house.link(house.browser())
    (mail,) = house.mails()
    task = house.session.scalars(select(Task).where(col(Task.key) == str(mail.id))).one()
    assert task.kind == "mail.deliver"


def test_link_in_mail_never_comes_from_the_host_header(real_house: House) -> None:
    browser = real_house.browser()
    browser.post("/sign-in", data={"email": ADA}, headers={"Host": "evil.example"})
    text = real_house.letter().text
    assert "https://training.example.edu/sign-in/link/" in text
    assert "evil" not in text


def test_address_is_found_in_any_letter_case(house: House) -> None:
    house.link(house.browser(), " ADA@Example.org ")
    assert house.mails()[0].recipient == ADA


def test_unknown_address_gets_the_same_answer_and_no_mail(house: House) -> None:
    known, unknown = (
        house.browser().post("/sign-in", data={"email": address, "next": "/my/record"})
        for address in (ADA, "eve@example.org")
    )
    assert known.status_code == unknown.status_code == 200
    assert known.text.replace(ADA, "") == unknown.text.replace("eve@example.org", "")
    assert known.headers.keys() == unknown.headers.keys()
    assert known.cookies.keys() == unknown.cookies.keys()
    assert [mail.recipient for mail in house.mails()] == [ADA]


def test_disabled_person_gets_no_mail(house: House, cast: Cast) -> None:
    cast.person("ada").disabled_at = house.now
    house.session.commit()
    assert house.browser().post("/sign-in", data={"email": ADA}).status_code == 200
    assert house.mails() == []


def test_asking_leaves_a_line_without_the_address(house: House) -> None:
    for typed in ("eve@example.org", " EVE@example.org"):
        house.browser().post("/sign-in", data={"email": typed})
    asked = select(AuditLine).where(col(AuditLine.act) == "sign-in.asked")
    first, second = (line.object_id for line in house.session.scalars(asked))
    assert first == second
    assert "eve" not in first
    assert first != token_hash("eve@example.org")  # which anybody could guess


@pytest.mark.parametrize("typed", ["", "ada", "ada@", "@example.org", "ada@example", "a b@c.org"])
def test_what_is_no_address_is_said_at_the_field_and_kept(house: House, typed: str) -> None:
    answer = house.browser().post("/sign-in", data={"email": typed})
    assert answer.status_code == 422
    assert "Enter your email address, such as name@university.edu." in answer.text
    assert f'value="{typed}"' in answer.text
    assert house.mails() == []


def test_field_that_the_form_does_not_have_is_refused(house: House) -> None:
    answer = house.browser().post("/sign-in", data={"email": ADA, "person_id": "1"})
    assert answer.status_code == 422
    assert house.mails() == []


# rate limits


@pytest.mark.parametrize("address", [ADA, "eve@example.org"])
def test_sixth_link_in_ten_minutes_is_refused_known_or_not(house: House, address: str) -> None:
    browser = house.browser()
    answers = [browser.post("/sign-in", data={"email": address}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert "Try again in 10 minutes." in answers[-1].text


def test_limit_of_one_address_leaves_others_alone_and_ends(house: House) -> None:
    browser = house.browser()
    for _ in range(6):
        browser.post("/sign-in", data={"email": "eve@example.org"})
    assert browser.post("/sign-in", data={"email": ADA}).status_code == 200
    house.now += timedelta(minutes=10)
    assert browser.post("/sign-in", data={"email": "eve@example.org"}).status_code == 200


def test_one_computer_cannot_ask_for_everybody(house: House) -> None:
    browser = house.browser()
    codes = [
        browser.post("/sign-in", data={"email": f"p{n}@example.org"}).status_code
        for n in range(151)
    ]
    assert codes == [200] * 150 + [429]


def test_cohort_in_one_room_gets_its_links_and_once_more(house: House) -> None:
    """Fifty people behind one address, each of whom asks a second time."""
    browser = house.browser()
    for n in (*range(50), *range(50)):
        answer = browser.post("/sign-in", data={"email": f"p{n}@example.org"})
        assert answer.status_code == 200, n


def test_guessing_links_is_slowed_down(house: House) -> None:
    browser = house.browser()
    codes = [browser.post(f"/sign-in/link/guess-{n}").status_code for n in range(31)]
    assert codes == [422] * 30 + [429]


# using a link


def test_opening_the_link_shows_a_button_and_uses_nothing_up(house: House) -> None:
    browser = house.browser()
    link = house.link(browser)
    for answer in [browser.get(link) for _ in range(3)]:
        assert answer.status_code == 200
        assert f'<form method="post" action="{link}">' in answer.text
        assert "set-cookie" not in answer.headers
    assert house.session.scalars(select(SignInToken)).one().consumed_at is None
    assert not is_in(browser)
    assert browser.post(link).status_code == 303


def test_link_signs_in(house: House) -> None:
    browser = house.browser()
    answer = browser.post(house.link(browser))
    assert answer.status_code == 303
    assert answer.headers["location"] == "/home"
    assert 'value="Alvarez"' in browser.get("/my/profile").text


def test_link_leads_to_the_page_that_was_asked_for(house: House) -> None:
    browser = house.browser()
    asked = browser.get("/my/record").headers["location"]
    (next_path,) = {value for form in browser.page(asked).forms for value in form.values("next")}
    answer = browser.post(house.link(browser, next_path=next_path))
    assert answer.headers["location"] == "/my/record"


def test_link_works_once(house: House) -> None:
    browser = house.browser()
    link = house.link(browser)
    browser.post(link)
    browser.cookies.delete("waypost")
    answer = browser.post(link)
    assert answer.status_code == 422
    assert str(LINK_NO_GOOD) in answer.text
    assert not is_in(browser)


def test_link_does_not_work_in_another_browser(house: House) -> None:
    link = house.link(house.browser())
    other = house.browser()
    house.link(other, "ben@example.org")
    answer = other.post(link)
    assert answer.status_code == 422
    assert str(LINK_NO_GOOD) in answer.text
    assert not is_in(other)


def test_link_does_not_work_in_a_browser_that_never_asked(house: House) -> None:
    link = house.link(house.browser())
    assert house.browser().post(link).status_code == 422


def test_refused_attempt_elsewhere_does_not_use_the_link_up(house: House) -> None:
    browser = house.browser()
    link = house.link(browser)
    house.browser().post(link)
    assert browser.post(link).status_code == 303


def test_link_works_until_ten_minutes_have_passed(house: House) -> None:
    browser = house.browser()
    link = house.link(browser)
    house.now += timedelta(minutes=10, seconds=-1)
    assert browser.post(link).status_code == 303


def test_link_no_longer_works_after_ten_minutes(house: House) -> None:
    browser = house.browser()
    link = house.link(browser)
    house.now += timedelta(minutes=10)
    answer = browser.post(link)
    assert answer.status_code == 422
    assert str(LINK_NO_GOOD) in answer.text


def test_invented_link_gets_the_same_words(house: House) -> None:
    answer = house.browser().post("/sign-in/link/invented")
    assert answer.status_code == 422
    assert str(LINK_NO_GOOD) in answer.text


def test_two_links_asked_in_one_browser_both_work(house: House) -> None:
    browser = house.browser()
    first, second = house.link(browser), house.link(browser)
    assert browser.post(first).status_code == 303
    assert browser.post(second).status_code == 303


def test_link_of_somebody_who_was_disabled_meanwhile_opens_nothing(
    house: House, cast: Cast
) -> None:
    browser = house.browser()
    link = house.link(browser)
    cast.person("ada").disabled_at = house.now
    house.session.commit()
    browser.post(link)
    assert not is_in(browser)


def test_only_hashes_of_secrets_are_stored(house: House) -> None:
    browser = house.browser()
    link = house.link(browser)
    browser.post(link)
    token = house.session.scalars(select(SignInToken)).one()
    web_session = house.session.scalars(select(WebSession)).one()
    assert token.token_hash == token_hash(link.rsplit("/", 1)[1])
    assert token.browser_hash == token_hash(browser.cookies["waypost-browser"])
    assert web_session.token_hash == token_hash(browser.cookies["waypost"])


# where sign-in leads


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "https://evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "evil.example",
        "",
        "/",
        "/sign-in",
        "/sign-out",
    ],
)
def test_sign_in_never_leads_elsewhere(path: str) -> None:
    assert safe_next(path) == "/home"


@pytest.mark.parametrize(
    "path", ["/home", "/my/record", "/cohorts/fall-2026/units/2?x=1#attestation"]
)
def test_sign_in_leads_to_own_pages(path: str) -> None:
    assert safe_next(path) == path


@pytest.mark.parametrize("path", ["//evil.example", "/\\evil.example", "https://evil.example"])
def test_foreign_address_in_the_form_leads_home(house: House, path: str) -> None:
    browser = house.browser()
    answer = browser.post(house.link(browser, next_path=path))
    assert answer.headers["location"] == "/home"


def test_signed_in_visitor_of_the_sign_in_page_is_not_sent_elsewhere(house: House) -> None:
    answer = house.signed_in().get("/sign-in?next=//evil.example")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/home"


# the demo's cast


def test_demo_offers_its_cast(house: House) -> None:
    page = house.browser().get("/sign-in").text
    for persona in PERSONAS:
        assert f'name="persona" value="{persona.key}"' in page


def test_outside_demo_mode_there_is_no_sign_in_by_click(real_house: House) -> None:
    browser = real_house.browser()
    assert browser.post("/sign-in/demo", data={"persona": "ada"}).status_code == 404
    assert real_house.sessions() == 0
    page = browser.get("/sign-in").text
    assert "persona" not in page
    assert "/sign-in/demo" not in page


def test_demo_signs_in_nobody_but_its_cast(house: House) -> None:
    answer = house.browser().post("/sign-in/demo", data={"persona": "nan"})
    assert answer.status_code == 404
    assert house.sessions() == 0


# the session and its cookie


def cookie_line(answer_headers: list[str], name: str) -> str:
    (line,) = [line for line in answer_headers if line.startswith(f"{name}=")]
    return line.lower()


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(house: House) -> None:
    browser = house.browser()
    asked = browser.post("/sign-in", data={"email": ADA})
    used = browser.post(house.link(browser))
    for answer, name in ((asked, "waypost-browser"), (used, "waypost")):
        line = cookie_line(answer.headers.get_list("set-cookie"), name)
        assert "; httponly" in line
        assert "; samesite=lax" in line
        assert "; path=/" in line
        assert "domain=" not in line


def test_cookies_under_https_are_secure_and_bound_to_the_host(real_house: House) -> None:
    browser = real_house.browser()
    asked = browser.post("/sign-in", data={"email": ADA})
    used = browser.post(real_house.link(browser))
    for answer, name in ((asked, "__Host-waypost-browser"), (used, "__Host-waypost")):
        line = cookie_line(answer.headers.get_list("set-cookie"), name)
        assert "; secure" in line
        assert "; path=/" in line
        assert "domain=" not in line
    assert is_in(browser)


def test_each_sign_in_gets_a_new_session(house: House) -> None:
    browser = house.signed_in()
    before = browser.cookies["waypost"]
    browser.post(house.link(browser))
    assert browser.cookies["waypost"] != before
    assert house.sessions() == 2


def test_cookie_that_somebody_planted_is_not_taken_over(house: House) -> None:
    browser = house.browser()
    browser.cookies.set("waypost", "planted", domain="localhost.local", path="/")
    answer = browser.post(house.link(browser))
    assert "planted" not in cookie_line(answer.headers.get_list("set-cookie"), "waypost")
    thief = house.browser()
    thief.cookies.set("waypost", "planted")
    assert not is_in(thief)


def test_learner_stays_signed_in_for_two_weeks(house: House) -> None:
    browser = house.signed_in()
    for _visit in range(2):
        house.now += timedelta(days=6)
        assert is_in(browser)
    house.now += timedelta(days=2, seconds=-1)
    assert is_in(browser)
    house.now += timedelta(seconds=1)
    assert not is_in(browser)


def test_staff_sign_in_every_day(house: House) -> None:
    browser = house.proven("cora@example.org")
    for _visit in range(11):
        house.now += timedelta(hours=1)
        assert is_in(browser)
    house.now += timedelta(hours=1, seconds=-1)
    assert is_in(browser)
    house.now += timedelta(seconds=1)
    assert not is_in(browser)


# what changes at once


def test_disabled_person_is_out_at_the_next_click(house: House, cast: Cast) -> None:
    browser = house.signed_in()
    cast.person("ada").disabled_at = house.now
    house.session.commit()
    answer = browser.get("/my/profile")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=%2Fmy%2Fprofile"


def _grant(house: House, cast: Cast, persona: str) -> RoleGrant:
    mine = select(RoleGrant).where(col(RoleGrant.person_id) == cast.id(persona))
    return house.session.scalars(mine).one()


def test_revoked_role_is_gone_at_the_next_click(house: House, cast: Cast) -> None:
    browser = house.proven("abe@example.org")
    assert browser.get("/admin").status_code == 200
    _grant(house, cast, "abe").revoked_at = house.now
    house.session.commit()
    assert browser.get("/admin").status_code == 403


def test_role_with_an_end_is_gone_when_it_is_reached(house: House, cast: Cast) -> None:
    browser = house.proven("abe@example.org")
    _grant(house, cast, "abe").until = house.now + timedelta(minutes=1)
    house.session.commit()
    assert browser.get("/admin").status_code == 200
    house.now += timedelta(minutes=1)
    assert browser.get("/admin").status_code == 403


def test_role_that_is_given_holds_at_the_next_click(house: House, cast: Cast) -> None:
    browser = house.signed_in()
    assert browser.get("/admin").status_code == 403
    cast.grant("ada", Role.ADMINISTRATOR, Scope.INSTALLATION)
    house.session.commit()
    assert browser.get("/admin").headers["location"] == "/my/security/setup?next=%2Fadmin"
    phone = give_phone(house.session, cast.id("ada"), house.now)
    prove(browser, phone.code(house.now))
    assert browser.get("/admin").status_code == 200


def test_htmx_request_of_somebody_signed_out_is_sent_to_sign_in(house: House) -> None:
    answer = house.browser().get("/my/profile", headers={"HX-Request": "true"})
    assert answer.headers["hx-redirect"] == "/sign-in?next=%2Fmy%2Fprofile"


# the language that was chosen before


def changes(house: House) -> list[AuditLine]:
    house.session.expire_all()
    changed = select(AuditLine).where(col(AuditLine.act) == "profile.changed")
    return list(house.session.scalars(changed))


def sign_in_by(house: House, browser: Browser, way: str) -> None:
    if way == "demo":
        browser.sign_in("ada")
    else:
        assert browser.post(house.link(browser)).status_code == 303


def test_language_of_the_browser_becomes_that_of_whoever_signs_in(house: House, cast: Cast) -> None:
    browser = house.browser()
    browser.cookies.set("language", "es")
    sign_in_by(house, browser, "link")
    (line,) = changes(house)
    assert cast.person("ada").language == "es"
    assert (line.object_id, line.actor_id) == (str(cast.id("ada")), cast.id("ada"))
    assert line.facts == {"before": {"language": None}, "after": {"language": "es"}}
    browser.cookies.delete("language")
    assert browser.get("/home").headers["content-language"] == "es"


def test_language_of_one_visitor_of_the_demo_is_not_the_next_ones(house: House, cast: Cast) -> None:
    browser = house.browser()
    browser.cookies.set("language", "es")
    sign_in_by(house, browser, "demo")
    assert changes(house) == []
    assert cast.person("ada").language is None
    assert browser.get("/home").headers["content-language"] == "es"


@pytest.mark.parametrize("way", ["link", "demo"])
def test_language_that_somebody_has_is_not_changed_by_a_browser(
    house: House, cast: Cast, way: str
) -> None:
    cast.person("ada").language = "en"
    house.session.commit()
    browser = house.browser()
    browser.cookies.set("language", "es")
    sign_in_by(house, browser, way)
    assert changes(house) == []
    assert cast.person("ada").language == "en"
    assert browser.get("/home").headers["content-language"] == "en"


@pytest.mark.parametrize("cookie", [None, "", "xx", "en-XA"])
def test_browser_without_a_language_that_is_offered_leaves_it_open(
    house: House, cast: Cast, cookie: str | None
) -> None:
    browser = house.browser()
    if cookie is not None:
        browser.cookies.set("language", cookie)
    browser.headers["accept-language"] = "es"
    sign_in_by(house, browser, "link")
    assert changes(house) == []
    assert cast.person("ada").language is None


def test_link_that_does_not_work_changes_nobodys_language(house: House, cast: Cast) -> None:
    link = house.link(house.browser())
    browser = house.browser()
    browser.cookies.set("language", "es")
    assert browser.post(link).status_code == 422
    assert changes(house) == []
    assert cast.person("ada").language is None
