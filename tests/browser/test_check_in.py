"""Three minutes into a session: a phone that scans, a hand that types, and the page they see."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlmodel import col

from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.models import CaseSession, Cohort, Enrollment, Unit
from app.people.actions import start_session
from tests.browser.conftest import Site, free_port, problems, served
from tests.cast import NOW
from tests.whole_demo import MadeDemo

pytestmark = [pytest.mark.browser, pytest.mark.layout]
Opener = Callable[..., Page]
COHORT, POSITION = "fall-2026", 5
CHECK_IN = f"/cohorts/{COHORT}/sessions/{POSITION}/check-in"
SHOWN = f"/teach/{COHORT}/sessions/{POSITION}/check-in"
COOKIE = "waypost"


@pytest.fixture(scope="module")
def site(made_demo: MadeDemo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo with a session that is on."""
    folder = tmp_path_factory.mktemp("check-in")
    with made_demo.copied("check_in", folder, port=free_port()) as (settings, database):
        with database.read() as session:
            own = (
                select(col(CaseSession.starts_at))
                .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
                .join(Cohort, col(Cohort.id) == col(Unit.cohort_id))
                .where(col(Cohort.slug) == COHORT, col(Unit.position) == POSITION)
            )
            now = session.scalars(own).one() + timedelta(minutes=3)
        with served(settings, database, clock=lambda: now) as site:
            yield site


def another_learner(site: Site, page: Page) -> None:
    """Somebody of the cohort who is not one of the cast signs in."""
    with site.database.write() as session:
        cohort = select(col(Cohort.id)).where(col(Cohort.slug) == COHORT).scalar_subquery()
        people = select(col(Enrollment.person_id)).where(
            col(Enrollment.cohort_id) == cohort, is_enrolled()
        )
        last = session.scalars(people.order_by(col(Enrollment.person_id))).all()[-1]
        signed = start_session(session, last, how="link", user_agent="", now=NOW)
    page.context.add_cookies([{"name": COOKIE, "value": signed.token, "url": site.url}])


def code_on(page: Page) -> str:
    return page.locator(".code").inner_text().split("\n")[-1].removeprefix("Code:").strip()


def test_two_interactions_with_the_picture_and_three_with_the_code(
    open_page: Opener, site: Site, axe: str
) -> None:
    fay = open_page("fay")
    fay.goto(SHOWN)
    expect(fay.get_by_text("of 50").first).to_be_visible()
    assert problems(fay, axe) == []
    assert problems(fay, axe, phone=True) == []
    code = code_on(fay)
    phone = open_page("ada", phone=True)
    phone.goto(f"{CHECK_IN}?code={code.replace(' ', '')}")  # 1: what scanning does
    assert problems(phone, axe, phone=True) == []
    phone.get_by_role("button", name="Check in").click()  # 2
    expect(phone.get_by_text("You are checked in, ").first).to_be_visible()
    expect(fay.get_by_text("Alvarado, Ada")).to_be_visible()
    expect(fay.get_by_text("1 of 50").first).to_be_visible()
    hand = open_page(phone=True)
    another_learner(site, hand)
    hand.goto("/home")
    hand.get_by_role("link", name="Check in").click()  # 1
    hand.get_by_label("Code").fill(code.lower())  # 2
    hand.get_by_role("button", name="Check in").click()  # 3
    expect(hand.get_by_text("You are checked in, ").first).to_be_visible()
    expect(fay.get_by_text("2 of 50").first).to_be_visible()
    fay.get_by_role("link", name="Strike or add").click()
    assert problems(fay, axe) == []
    assert problems(fay, axe, phone=True) == []
    fay.get_by_role("button", name="Strike the check-in of Alvarado, Ada").click()
    expect(fay.get_by_text("The check-in of Alvarado, Ada was taken back.").first).to_be_visible()
    fay.get_by_role("button", name="Undo").click()
    expect(fay.get_by_text("Alvarado, Ada is checked in.").first).to_be_visible()


def test_the_room_holds_the_code_and_asks_for_the_next_one(open_page: Opener, axe: str) -> None:
    page = open_page("fay")
    page.goto(f"/teach/{COHORT}/sessions/{POSITION}")
    expect(page.get_by_role("heading", name="Check-in")).to_be_visible()
    shown = page.locator("[data-seconds]").inner_text()
    expect(page.locator("[data-seconds]")).not_to_have_text(shown)  # it counts
    with page.expect_response(lambda answer: "check-in/card" in answer.url) as asked:
        pass
    assert asked.value.status in {200, 204}
    page.get_by_role("link", name="Show full screen").click()
    expect(page.locator(".code")).to_be_visible()


def test_without_scripts_it_is_there_on_reload(open_page: Opener) -> None:
    page = open_page("fay", scripts=False)
    page.goto(SHOWN)
    assert len(code_on(page)) == len("K7M 4QP")
    page.get_by_role("link", name="Load the page again").click()
    assert len(code_on(page)) == len("K7M 4QP")
