"""A mailed link proves a mailbox; what else is asked, of whom, when, and what becomes of a form."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlmodel import col

from app.cohorts.scopes.rules import Over
from app.core.models import AuditLine
from app.people.enums import Scope
from app.people.models import ParkedForm, WebSession
from app.people.parking.rules import SentForm
from app.policy.table import ASKS_AGAIN, POLICY, Action, Role
from app.site.admin.roles.new.page import over_value
from app.site.parts import codes
from tests.addresses import cases
from tests.cast import Cast
from tests.client import Browser
from tests.learning.open_unit import OPEN
from tests.phones import SECOND_STEP, Phone, give_phone, prove
from tests.site.house import House, is_in
from tests.studies.projects_of import make_project

CORA, ABE = "cora@example.org", "abe@example.org"
ISSUE = "/manage/cohorts/spring-2026/certificates/issue"
ROLES = "/admin/roles/new"
GIVING = {
    "role": "facilitator",
    "person": "nan@example.org",
    "until": "",
    "given_name": "",
    "family_name": "",
}


@pytest.fixture
def phone(house: House, cast: Cast) -> Phone:
    """Cora's."""
    return give_phone(house.session, cast.id("cora"), house.now)


def to(browser: Browser, path: str) -> str:
    """Where somebody is led who asks for a page."""
    answer = browser.get(path)
    assert answer.status_code == 303, answer.status_code
    return str(answer.headers["location"])


def acts(house: House) -> list[str]:
    house.session.expire_all()
    return list(house.session.scalars(select(col(AuditLine.act)).order_by(col(AuditLine.id))))


# ------------------------------------------------------------------------ after a mailed link


def test_link_shows_nothing_before_the_code_and_everything_after_it(
    house: House, phone: Phone
) -> None:
    browser = house.signed_in(CORA)
    for path in ("/manage", "/home", "/my/profile", "/my/security", "/my/security/setup"):
        assert to(browser, path) == f"{SECOND_STEP}?next={path.replace('/', '%2F')}"
    page = browser.page(f"{SECOND_STEP}?next=%2Fmanage")
    assert page.heading == "Second step"
    assert page.all(".nav a") == [], "desks are not named before"
    answer = browser.post(
        SECOND_STEP, data={**page.form("Use this code").fields, "code": phone.code(house.now)}
    )
    assert answer.headers["location"] == "/manage"
    assert browser.get("/manage").status_code == 200
    assert acts(house)[-2:] == ["sign-in", "sign-in.proven"]


def test_staff_without_a_phone_are_led_to_set_one_up_and_nowhere_else(house: House) -> None:
    browser = house.signed_in(CORA)
    for path in ("/manage", "/home", "/my/security", "/my/record"):
        assert to(browser, path) == f"/my/security/setup?next={path.replace('/', '%2F')}"
    assert browser.get("/my/security/setup").status_code == 200
    assert to(browser, f"{SECOND_STEP}?next=%2Fmanage") == "/my/security/setup?next=%2Fmanage"


def test_public_pages_and_sign_out_are_open_before_the_code(house: House, phone: Phone) -> None:
    browser = house.signed_in(CORA)
    for path in ("/help", "/privacy", "/verify", "/join/fall-2026"):
        assert browser.get(path).status_code == 200
    assert browser.post("/sign-out").headers["location"] == "/"
    assert to(browser, "/manage") == "/sign-in?next=%2Fmanage"


def test_learner_is_asked_only_if_they_chose_to_be(house: House, cast: Cast) -> None:
    assert is_in(house.signed_in())
    phone = give_phone(house.session, cast.id("ada"), house.now)
    browser = house.signed_in()
    assert to(browser, "/home") == f"{SECOND_STEP}?next=%2Fhome"
    assert prove(browser, phone.code(house.now)).headers["location"] == "/home"
    assert is_in(browser)


def test_role_that_is_given_asks_at_the_next_click(house: House, cast: Cast) -> None:
    browser = house.signed_in()
    assert browser.get("/home").status_code == 200
    cast.grant("ada", Role.FACILITATOR, Scope.COHORT, cast.spring.id)
    house.session.commit()
    assert to(browser, "/home") == "/my/security/setup?next=%2Fhome"


def test_click_in_the_demo_is_never_asked_also_with_a_phone(house: House, phone: Phone) -> None:
    browser = house.browser().sign_in("cora")
    assert browser.get("/manage").status_code == 200
    assert to(browser, f"{SECOND_STEP}?next=%2Fmanage") == "/manage"
    assert browser.get("/manage/people?format=csv").status_code == 200


def test_session_of_the_demo_is_nobodys_where_people_are_real(
    house: House, real_house: House
) -> None:
    demo, real = house.browser().sign_in("cora"), real_house.browser()
    real.cookies.set("__Host-waypost", demo.cookies["waypost"])
    assert to(real, "/manage") == "/sign-in?next=%2Fmanage"


def test_nobody_signed_in_is_led_to_sign_in_and_a_code_never_waits(
    house: House, phone: Phone
) -> None:
    assert to(house.browser(), f"{SECOND_STEP}?next=%2Fmanage") == "/sign-in?next=%2Fmanage"
    browser = house.signed_in(CORA)
    house.now += timedelta(hours=2)
    answer = prove(browser, phone.code(house.now), "/manage")
    assert answer.headers["location"] == "/sign-in?next=%2Fmanage"
    assert waits(house) == []


def test_code_leads_only_to_our_own_pages(house: House, phone: Phone) -> None:
    browser = house.signed_in(CORA)
    answer = prove(browser, phone.code(house.now), "https://evil.example/")
    assert answer.headers["location"] == "/home"


# ------------------------------------------------------------------------ codes and guesses


def test_wrong_code_comes_back_on_its_page_and_is_noted(house: House, phone: Phone) -> None:
    browser = house.signed_in(CORA)
    answer = prove(browser, "000000", "/manage")
    assert answer.status_code == 422
    assert "does not work" in answer.page.field_errors["code"]
    assert answer.page.form("Use this code").fields["next"] == "/manage"
    assert "request.refused" in acts(house)
    assert to(browser, "/manage").startswith(SECOND_STEP)


def test_empty_code_asks_for_one(house: House, phone: Phone) -> None:
    answer = prove(house.signed_in(CORA), "")
    assert answer.status_code == 422
    assert answer.page.field_errors["code"] == "Enter the six digits that your phone shows."


def test_one_code_signs_in_once(house: House, phone: Phone) -> None:
    first, second = house.signed_in(CORA), house.signed_in(CORA)
    assert prove(first, phone.code(house.now)).status_code == 303
    assert prove(second, phone.code(house.now)).status_code == 422


def test_recovery_code_stands_for_the_phone_once(house: House, phone: Phone) -> None:
    first, second = house.signed_in(CORA), house.signed_in(CORA)
    spare = phone.recovery_codes[0]
    assert prove(first, spare.upper().replace("-", " ")).status_code == 303
    assert first.get("/manage").status_code == 200
    assert prove(second, spare).status_code == 422


def test_guesses_are_bounded_by_person_in_every_browser(house: House, phone: Phone) -> None:
    browsers = [house.signed_in(CORA), house.signed_in(CORA)]
    answers = [prove(browsers[n % 2], f"{n:06}").status_code for n in range(6)]
    assert answers == [422] * 5 + [429]
    assert prove(browsers[0], phone.code(house.now)).status_code == 429
    house.now += timedelta(minutes=10)
    answers = [prove(browsers[0], f"{n:06}").status_code for n in range(6)]
    assert answers == [422] * 5 + [429]
    house.now += timedelta(minutes=10)
    assert prove(browsers[0], "123456").status_code == 429, "ten in an hour"
    house.now += timedelta(minutes=41)
    assert prove(browsers[0], phone.code(house.now)).status_code == 303


def test_guesses_are_bounded_by_address(house: House, cast: Cast, phone: Phone) -> None:
    limit = codes.TRIED_FROM
    browser = house.signed_in(CORA)
    for n in range(limit.times):
        limit.hit("testclient", house.now)
        assert n < limit.times
    assert prove(browser, phone.code(house.now)).status_code == 429


def test_code_that_is_right_is_no_guess(house: House, phone: Phone) -> None:
    for n in range(12):  # within forty minutes
        house.now += timedelta(minutes=3)
        assert prove(house.signed_in(CORA), phone.code(house.now)).status_code == 303, n


# ------------------------------------------------------------------------ a new secret


def test_session_has_a_new_secret_after_the_code_and_none_after_sign_out(
    house: House, phone: Phone
) -> None:
    browser = house.signed_in(CORA)
    planted = browser.cookies["waypost"]
    prove(browser, phone.code(house.now))
    proven = browser.cookies["waypost"]
    assert proven != planted
    thief = house.browser()
    thief.cookies.set("waypost", planted)
    assert to(thief, "/manage") == "/sign-in?next=%2Fmanage"
    browser.post("/sign-out")
    thief.cookies.set("waypost", proven)
    assert to(thief, "/manage") == "/sign-in?next=%2Fmanage"
    ended = house.session.scalars(select(col(WebSession.ended_at)))
    assert None not in ended.all()


# ------------------------------------------------------------------------ asked again


def proven(house: House, phone: Phone) -> Browser:
    """Cora, who typed her code a quarter of an hour ago."""
    browser = house.signed_in(CORA)
    assert prove(browser, phone.code(house.now)).status_code == 303
    house.now += timedelta(minutes=15)
    return browser


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("/manage/people?format=csv", "/manage/people"),
        ("/manage/people?q=be&format=xlsx", "/manage/people?q=be"),
        ("/manage/cohorts/fall-2026/people?format=csv", "/manage/cohorts/fall-2026/people"),
        ("/manage/cohorts/spring-2026/certificates?format=csv", None),
        ("/manage/cohorts/fall-2026/history?format=csv", None),
        ("/manage/cohorts/fall-2026/applications?format=csv", None),
        ("/admin/roles?format=csv", "/admin/roles"),
    ],
)
def test_list_of_people_leaves_only_after_a_code(
    house: House, phone: Phone, path: str, page: str | None
) -> None:
    browser = proven(house, phone)
    asked = to(browser, path)
    assert asked.startswith(f"{SECOND_STEP}?next=")
    shown = browser.page(asked)
    assert shown.heading == "Enter your code once more"
    form = shown.form("Use this code")
    assert page is None or form.fields["next"] == page
    answer = browser.post(form.action, data={**form.fields, "code": phone.code(house.now)})
    assert browser.get(answer.headers["location"]).status_code == 200
    assert browser.get(path).headers["content-disposition"].startswith("attachment")


def test_every_form_that_asks_again_does(
    house: House, phone: Phone, objects: dict[str, dict[str, str]]
) -> None:
    browser = proven(house, phone)
    asked = set()
    for method, address, action, path, cohort in cases(house.app, objects):
        is_hers = cohort in {None, "fall-2026"} and Role.COORDINATOR in POLICY[action]
        if method != "POST" or action not in ASKS_AGAIN or not is_hers:
            continue
        answer = browser.post(address)
        assert answer.status_code in {303, 404}, f"{path}: {answer.status_code}"
        if answer.status_code == 303:
            assert answer.headers["location"].startswith(SECOND_STEP), path
            asked.add(action)
    assert asked >= {Action.CERTIFICATES_ISSUE, Action.CERTIFICATE_CORRECT, Action.ROLES_MANAGE}


def test_who_only_looks_is_not_asked_again(house: House, phone: Phone) -> None:
    browser = proven(house, phone)
    for path in ("/manage", "/manage/people", ISSUE, "/admin/roles", "/my/security"):
        assert browser.get(path).status_code == 200, path


def waits(house: House) -> list[ParkedForm]:
    house.session.expire_all()
    return list(house.session.scalars(select(ParkedForm)))


def sends_again(browser: Browser) -> str:
    form = browser.page("/parked").form("Send it now")
    onward = browser.post(form.action, data=form.hidden)
    assert onward.status_code == 307
    sent = browser.post(onward.headers["location"], data=form.hidden)
    assert sent.status_code == 303, sent.text
    return str(sent.headers["location"])


def test_role_that_is_given_waits_for_the_code_and_nothing_typed_is_lost(
    house: House, phone: Phone, cast: Cast
) -> None:
    browser = proven(house, phone)
    over = over_value(Over(Scope.COHORT, cast.fall.id, cast.fall.title))
    fields = GIVING | {"over": over}
    referer = {"referer": f"http://localhost:8000{ROLES}?role=facilitator"}
    answer = browser.post(ROLES, data=fields, headers=referer)
    assert answer.headers["location"] == f"{SECOND_STEP}?next=%2Fparked"
    assert "role.granted" not in acts(house)[-3:]
    assert prove(browser, phone.code(house.now), "/parked").headers["location"] == "/parked"
    page = browser.page("/parked")
    assert page.heading == "Not done yet"
    assert "You were asked for your code" in page.text
    assert sends_again(browser) == "/admin/roles?given=true"
    assert "role.granted" in acts(house)


def test_whose_the_pseudonyms_of_a_study_are_is_shown_after_a_code_only(
    house: House, phone: Phone, cast: Cast
) -> None:
    make_project(house.session, cast)
    house.session.commit()
    browser, key = proven(house, phone), "/manage/outcomes/mentoring-outcomes/key"
    assert browser.get(key).status_code == 200, "nothing of it is on the page that asks why"
    answer = browser.post(key, data={"reason": "A record is corrected."})
    assert answer.headers["location"] == f"{SECOND_STEP}?next=%2Fparked"
    assert "pseudonyms.opened" not in acts(house)


def test_what_waits_is_shown_to_nobody_before_the_code(house: House, phone: Phone) -> None:
    browser = proven(house, phone)
    browser.post(ROLES, data=GIVING)
    again = house.signed_in(CORA)
    for name, value in browser.cookies.items():
        if name != "waypost":
            again.cookies.set(name, value)
    assert to(again, "/parked") == f"{SECOND_STEP}?next=%2Fparked"
    assert again.post("/parked").headers["location"] == f"{SECOND_STEP}?next=%2Fparked"
    assert again.post("/parked/removal").headers["location"] == f"{SECOND_STEP}?next=%2Fparked"
    assert len(waits(house)) == 1


def test_script_that_sends_a_form_is_led_to_the_code_too(house: House, phone: Phone) -> None:
    browser = proven(house, phone)
    answer = browser.post(ISSUE, data={"chosen": "x"}, headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert answer.headers["hx-redirect"] == f"{SECOND_STEP}?next=%2Fparked"
    assert len(waits(house)) == 1


def test_page_of_a_script_stays_with_what_was_typed_where_nothing_is_proven_yet(
    house: House, cast: Cast
) -> None:
    browser = house.signed_in()
    give_phone(house.session, cast.id("ada"), house.now)
    typed, script = {"text": "I took silence for agreement."}, {"HX-Request": "true"}
    answer = browser.post(f"{OPEN}/reflection/draft", data=typed, headers=script)
    assert answer.status_code == 401
    assert waits(house) == []
    answer = browser.get(OPEN, headers=script)
    assert answer.headers["hx-redirect"].startswith(SECOND_STEP)


def test_button_without_a_field_leads_back_to_its_page(house: House, phone: Phone) -> None:
    browser = proven(house, phone)
    referer = {"referer": "http://localhost:8000/my/security"}
    answer = browser.post("/my/security/recovery-codes", headers=referer)
    assert answer.headers["location"] == f"{SECOND_STEP}?next=%2Fmy%2Fsecurity"


def test_form_too_large_to_be_kept_is_shown_to_be_copied(house: House, phone: Phone) -> None:
    browser = proven(house, phone)
    typed = "word " * 40_000
    answer = browser.post(ROLES, data=GIVING | {"person": typed})
    assert answer.status_code == 401
    assert answer.page.heading == "Enter your code first"
    assert "word word" in answer.page.text
    assert answer.page.link("Enter your code").startswith(SECOND_STEP)


def test_form_that_is_sent_before_the_first_code_waits_too(house: House, cast: Cast) -> None:
    browser = house.signed_in()
    phone = give_phone(house.session, cast.id("ada"), house.now)
    referer = {"referer": f"http://localhost:8000{OPEN}"}
    typed = {"text": "I took silence for agreement.", "seen": "0.0"}
    answer = browser.post(f"{OPEN}/reflection", data=typed, headers=referer)
    assert answer.headers["location"] == f"{SECOND_STEP}?next=%2Fparked"
    prove(browser, phone.code(house.now), "/parked")
    assert sends_again(browser).startswith(f"{OPEN}?saved")


def test_permission_is_asked_before_the_code(house: House, phone: Phone, cast: Cast) -> None:
    browser = proven(house, phone)
    answer = browser.post(f"/manage/people/{cast.id('ada')}/security/reset", data={"reason": "x"})
    assert answer.status_code == 403


def test_what_waited_before_an_update_is_read_as_sent_signed_out() -> None:
    form = SentForm.read('["/home", "/home", [["a", "b"]]]')
    assert form == SentForm("/home", "/home", [("a", "b")])
    kept = SentForm("/x", "/y", [("a", "b")], unproven=True)
    assert SentForm.read(kept.written()) == kept
