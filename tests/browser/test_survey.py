"""Answering on a phone: how long it takes, with fingers or keys, and with a lost connection."""

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select
from sqlmodel import col

from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.models import Enrollment
from app.content.models import ContentVersion
from app.settings import DEMO_SECRET
from app.surveys import actions
from app.surveys.enums import IdentityMode, Purpose
from app.surveys.invitations.queries import known_invitees
from app.surveys.tokens import token_for
from tests.browser.conftest import Site, problems
from tests.browser.touch import SMALL_TARGETS
from tests.cast import NOW, Cast
from tests.surveys.asking import CLOSES, OPENED

pytestmark = pytest.mark.browser
Opener = Callable[..., Page]
Asker = Callable[..., str]
THANKS = "You have answered; thank you"
UNSENT = "Not sent: there is no connection, or the server did not answer."
KEPT = "Not saved: there is no connection."


@pytest.fixture
def ask(site: Site) -> Asker:
    """`ask(mode)` is the address at which somebody of the demo answers the final evaluation."""

    def asked(mode: IdentityMode) -> str:
        with site.database.write() as session:
            cohort = Cast(session).fall
            newest = select(ContentVersion).where(
                col(ContentVersion.kind) == "instrument",
                col(ContentVersion.key) == "final-evaluation",
            )
            version = session.scalars(newest).first()
            assert version is not None
            survey = actions.put(
                session,
                cohort_id=cohort.id,
                key=f"tried-{mode}",
                purpose=Purpose.WAVE,
                mode=mode,
                version_id=version.id,
                opens_at=OPENED,
                closes_at=CLOSES,
                by=None,
                now=OPENED,
            )
            known = known_invitees(session, survey.id)
            places = session.scalars(
                select(col(Enrollment.id)).where(
                    col(Enrollment.cohort_id) == cohort.id, is_enrolled()
                )
            )
            place = next(own for own in sorted(places) if own not in known)
            (new,) = actions.invite(session, survey, enrollment_ids=[place], now=NOW)
        return f"/surveys/{token_for(DEMO_SECRET, new.id)}"

    return asked


def beside(page: Page) -> Page:
    """Another page of the same browser: what is not reached is in its console."""
    return page.context.new_page()


class Fingers:
    """Somebody who taps, counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.count = 0

    def tap(self, name: str, role: str = "radio") -> None:
        self.page.get_by_role(role, name=name, exact=True).locator("visible=true").tap()  # type: ignore[arg-type]
        self.count += 1

    def choose(self, code: str, value: str) -> None:
        control = self.page.locator(f'[name="{code}"][value="{value}"]')
        control.locator("xpath=ancestor-or-self::*[self::label or @class='choice'][1]").tap()
        expect(control).to_be_checked()
        self.count += 1

    def write(self, code: str, text: str) -> None:
        self.page.locator(f'[name="{code}"]').fill(text)
        self.count += 1


def answer_all(page: Page, looked: Callable[[], None]) -> int:
    """The twelve questions, from the first screen on; how many interactions that took."""
    hand = Fingers(page)
    looked()
    begin = page.get_by_role("link", name="Begin").or_(page.get_by_role("button", name="Begin"))
    begin.tap()
    hand.count += 1
    expect(page.locator('[name="objectives"]').first).to_be_visible()
    looked()
    for code in ("objectives", "useful", "sessions", "modules", "recommend"):
        hand.choose(code, "4")
    hand.tap("Next", "button")
    expect(page.locator('[name="change"]').first).to_be_visible()
    looked()
    hand.choose("change", "yes_planned")
    hand.choose("barriers", "time")
    hand.tap("Next", "button")
    expect(page.locator('[name="balance"]').first).to_be_visible()
    looked()
    hand.choose("balance", "yes_balanced")
    hand.choose("commercial", "no_influence")
    for code in ("influence", "helped", "improve"):
        hand.write(code, "The cases, above all.")
    return hand.count


@pytest.mark.parametrize("mode", [IdentityMode.UNLINKED, IdentityMode.IDENTIFIED])
def test_the_final_evaluation_takes_three_minutes_and_twenty_taps_at_most(
    open_page: Opener, ask: Asker, axe: str, mode: IdentityMode
) -> None:
    page = open_page(phone=True, touch=True)
    began = time.monotonic()
    page.goto(ask(mode))

    def looked() -> None:
        assert problems(page, axe) == []
        assert page.evaluate(SMALL_TARGETS) == []
        bar = page.locator(".survey-bar .button:not([hidden])").first
        if bar.count():
            expect(bar).to_be_in_viewport()

    taps = answer_all(page, looked)
    page.get_by_role("button", name="Send").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text(THANKS)
    assert taps + 1 <= 20
    assert time.monotonic() - began < 180
    assert problems(page, axe) == []


@pytest.mark.parametrize("mode", [IdentityMode.UNLINKED, IdentityMode.CONFIDENTIAL])
def test_without_a_script_it_is_answered_as_well(
    open_page: Opener, ask: Asker, axe: str, mode: IdentityMode
) -> None:
    page = open_page(phone=True, touch=True, scripts=False)
    page.goto(ask(mode))
    for number, codes in enumerate(
        (
            {"objectives": "4", "useful": "4", "sessions": "4", "modules": "4", "recommend": "4"},
            {"change": "confirmed"},
            {"balance": "partly", "commercial": "na"},
        )
    ):
        if mode is IdentityMode.CONFIDENTIAL:
            name = "Begin" if number == 0 else "Next"
            page.get_by_role("link" if number == 0 else "button", name=name).tap()
        for code, value in codes.items():
            page.locator(f'[name="{code}"][value="{value}"]').check()
    page.get_by_role("button", name="Send").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text(THANKS)


def test_keys_alone_are_enough(open_page: Opener, ask: Asker) -> None:
    page = open_page()
    page.goto(ask(IdentityMode.UNLINKED))
    press = page.keyboard.press

    def to(name: str, role: str = "button") -> None:
        for _step in range(40):
            press("Tab")
            if page.evaluate("document.activeElement.textContent.trim()") == name:
                return
        raise AssertionError(f"no key leads to {name}")

    to("Begin")
    press("Enter")
    for _question in range(5):
        press("Tab")
        press("Space")
    to("Next")
    press("Enter")
    press("Tab")
    press("Space")
    to("Next")
    press("Enter")
    for _question in range(2):
        press("Tab")
        press("Space")
    to("Send")
    press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(THANKS)


def test_what_needs_an_answer_is_asked_for_before_it_goes_on(
    open_page: Opener, ask: Asker, axe: str
) -> None:
    page = open_page(phone=True, touch=True)
    page.goto(ask(IdentityMode.UNLINKED))
    page.get_by_role("button", name="Begin").tap()
    page.get_by_role("button", name="Next").tap()
    expect(page.get_by_text("This question needs an answer.")).to_have_count(5)
    expect(page.locator("#objectives")).to_be_focused()
    assert problems(page, axe) == []
    page.locator("#objectives").check()
    expect(page.get_by_text("This question needs an answer.")).to_have_count(4)


def test_anonymous_answers_stay_in_the_tab_while_nothing_can_be_sent(
    open_page: Opener, ask: Asker
) -> None:
    page = beside(open_page(phone=True, touch=True))
    path = ask(IdentityMode.UNLINKED)
    page.goto(path)
    answer_all(page, lambda: None)
    page.reload()
    expect(page.locator('[name="helped"]')).to_have_value("The cases, above all.")
    failing = True

    def unavailable(route: Route) -> None:
        if route.request.method == "POST" and failing:
            route.abort()
        else:
            route.continue_()

    page.route(f"**{path}", unavailable)
    page.get_by_role("button", name="Send").tap()
    expect(page.get_by_text(UNSENT)).to_be_visible()
    expect(page.locator('[name="improve"]')).to_have_value("The cases, above all.")
    assert page.evaluate("Object.keys(sessionStorage).length") == 1
    assert page.evaluate("Object.keys(localStorage).length") == 0
    failing = False
    page.get_by_role("button", name="Try again").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text(THANKS)
    assert page.evaluate("Object.keys(sessionStorage).length") == 0


def test_what_is_saved_as_one_goes_waits_for_the_connection(open_page: Opener, ask: Asker) -> None:
    page = beside(open_page(phone=True, touch=True))
    path = ask(IdentityMode.IDENTIFIED)
    page.goto(f"{path}?group=1")
    page.locator("#objectives").check()
    expect(page.locator("[data-survey-state]")).to_have_text("Saved")
    failing = True

    def unavailable(route: Route) -> None:
        if failing:
            route.abort()
        else:
            route.continue_()

    page.route("**/draft", unavailable)
    page.locator("#useful").check()
    expect(page.get_by_text(KEPT)).to_be_visible()
    failing = False
    page.reload()
    expect(page.locator("#useful")).to_be_checked()
    expect(page.locator("[data-survey-state]")).to_have_text("Saved")
    other = open_page(phone=True)
    other.goto(path)
    other.get_by_role("link", name="Go on").click()
    expect(other.locator("#objectives")).to_be_checked()
    expect(other.locator("#useful")).to_be_checked()
