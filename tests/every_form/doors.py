"""Forms of the way in: the second step, and the browsers in which one is signed in."""

from app.people.actions import start_session
from tests.cast import NOW
from tests.client import Browser
from tests.every_form.filling import Found, find
from tests.every_form.world import World, at, stands
from tests.phones import Phone, give_phone

SECURITY, SETUP = "/my/security", "/my/security/setup"

at(SETUP, "ada", SETUP)


def by_link(world: World, persona: str) -> Browser:
    """Somebody who came by a mailed link."""
    person_id = world.cast.id(persona)
    begun = start_session(world.session, person_id, how="link", user_agent="", now=NOW)
    world.session.commit()
    browser = world.browser()
    browser.cookies.set("waypost", begun.token)
    return browser


@stands("/sign-in/second-step")
def second_step(world: World) -> Found:
    phone = give_phone(world.session, world.cast.id("ada"), NOW)
    browser = by_link(world, "ada")
    path = "/sign-in/second-step"
    return find(browser, path, world.route, browser.page(path), code=phone.code(NOW))


@stands("/my/security/setup/code")
def set_up_code(world: World) -> Found:
    browser = by_link(world, "ada")
    browser.post(SETUP, data={"next": SECURITY})
    page = browser.page(SETUP)
    phone = Phone(page.one("#secret").text.replace(" ", ""))
    return find(browser, SETUP, world.route, page, code=phone.code(NOW))


@stands("/my/security/recovery-codes")
@stands("/my/security/removal")
def own_second_step(world: World) -> Found:
    give_phone(world.session, world.cast.id("ada"), NOW)
    return world.at("ada", SECURITY)


@stands("/my/security/sessions")
@stands("/my/security/sessions/others")
def own_sessions(world: World) -> Found:
    by_link(world, "ada")
    return world.at("ada", SECURITY)


@stands("/manage/people/{person}/security/sessions")
@stands("/manage/people/{person}/security/reset")
def sign_in_of_somebody(world: World) -> Found:
    give_phone(world.session, world.cast.id("nan"), NOW)
    by_link(world, "nan")
    path = f"/manage/people/{world.cast.id('nan')}/security"
    return world.at("abe", path, reason="Her phone fell into the lake.")
