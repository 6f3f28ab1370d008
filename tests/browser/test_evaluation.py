"""From the last session over the evaluation to the claim, on a telephone."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from app.core.db import Database
from app.packs.files import find_packs
from app.packs.pack import read_pack
from app.settings import PROJECT_ROOT, Settings
from app.surveys.models import SurveyInvitation
from tests.browser.conftest import Site, free_port, served, sign_in_on
from tests.cast import NOW, Cast
from tests.credit.evaluations.gated import ask_in_policy, load_instrument
from tests.databases import EmptyDatabase

pytestmark = pytest.mark.browser
EVALUATE = re.compile("^Evaluate the program")


def shipped_evaluation() -> dict[str, Any]:
    (folder,) = find_packs(PROJECT_ROOT / "modules" / "mentor-development")
    pack = read_pack(folder).pack
    assert pack is not None
    return next(own.data for own in pack.documents if own.key == "final-evaluation")


@pytest.fixture
def over(copied_database: EmptyDatabase, tmp_path: Path) -> Iterator[Site]:
    """A cohort that is over, whose policy asks for the evaluation as it is shipped.

    Nothing is put yet: the worker does that.
    """
    with copied_database("over", tmp_path) as url:
        database = Database(url)
        with database.write() as session:
            load_instrument(session, shipped_evaluation())
            ask_in_policy(session, Cast(session).spring)
        port = free_port()
        settings = Settings(
            demo=True,
            data_dir=tmp_path,
            database_url=url,
            port=port,
            base_url=f"http://localhost:{port}",
        )
        with served(settings, database, clock=lambda: NOW + timedelta(minutes=1)) as site:
            yield site


def answer(page: Page) -> None:
    """Screen by screen: whatever has to be answered, by its first choice."""
    page.get_by_role("button", name="Begin").click()
    send = page.get_by_role("button", name="Send", exact=True)
    for _screen in range(6):
        shown = page.locator("[data-screen]:visible")
        for question in shown.locator("[data-needed]").all():
            question.locator("label").first.click()
        if send.is_visible():
            send.click()
            return
        page.get_by_role("button", name="Next", exact=True).click()
    pytest.fail("There was no end to it.")


def test_from_the_last_session_over_the_evaluation_to_the_claim(
    over: Site, chromium: Browser
) -> None:
    page = chromium.new_page(viewport={"width": 390, "height": 844}, base_url=over.url)
    sign_in_on(page, "ben")
    heading = page.get_by_role("heading", level=1)
    for _look in range(60):
        page.goto("/home")
        if heading.inner_text() == "Evaluate the program":
            break
        page.wait_for_timeout(500)  # the worker looks each minute, and at its start
    expect(heading).to_have_text("Evaluate the program")
    page.goto("/cohorts/spring-2026/claim")
    expect(page.locator("main")).to_contain_text("The evaluation comes first")
    page.get_by_role("link", name=EVALUATE).click()
    answer(page)
    expect(heading).to_have_text("You have answered; thank you")
    with over.database.read() as session:
        assert [own.is_done for own in session.scalars(select(SurveyInvitation))] == [True]
    page.get_by_role("link", name="Home", exact=True).first.click()
    page.get_by_role("link", name="Claim your credit").click()
    page.get_by_label("Credit I claim").select_option("6.00")
    page.get_by_role("button", name="Claim this credit").click()
    expect(page.locator("#claim")).to_contain_text("Claimed on")
    page.context.close()
