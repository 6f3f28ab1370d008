"""Somebody whom nobody here knows comes from the page of a cohort to its first unit."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlmodel import col

from app.cohorts.enrollments.actions import withdraw
from app.cohorts.enums import WayIn
from app.cohorts.models import Cohort, Enrollment
from app.people.models import EmailAddress
from tests.browser.conftest import Site
from tests.cast import NOW

pytestmark = [pytest.mark.browser, pytest.mark.layout]
Opener = Callable[..., Page]
SLUG, EVE = "coach-approach-2026-27", "eve.espinoza@example.org"


@pytest.fixture
def open_cohort(site: Site) -> Iterator[None]:
    """Whoever asks has a seat; afterwards all is as before, but for who came and left."""
    with site.database.write() as session:
        cohort = session.scalars(select(Cohort).where(col(Cohort.slug) == SLUG)).one()
        cohort.way_in = WayIn.OPEN
    yield
    with site.database.write() as session:
        cohort = session.scalars(select(Cohort).where(col(Cohort.slug) == SLUG)).one()
        cohort.way_in = WayIn.INVITATION
        came = select(Enrollment).join(
            EmailAddress, col(EmailAddress.person_id) == col(Enrollment.person_id)
        )
        for place in session.scalars(came.where(col(EmailAddress.address) == EVE)).all():
            withdraw(session, place, reason="The test is over.", by=None, now=NOW)


@pytest.mark.usefixtures("open_cohort")
def test_somebody_new_comes_from_the_announcement_to_the_first_unit(open_page: Opener) -> None:
    page = open_page(phone=True)
    page.goto(f"/join/{SLUG}")
    page.get_by_role("link", name="I am new here").click()
    page.get_by_label("Email address").fill(EVE)
    page.get_by_label("Given name").fill("Eve")
    page.get_by_label("Family name").fill("Espinoza")
    page.get_by_label("Institution").select_option(index=1)
    page.get_by_label("Profession").select_option("nurse")
    page.get_by_role("button", name="Email me a link").click()
    expect(page.locator("main")).to_contain_text(f"A link is on its way to {EVE}")
    page.goto("/demo/mail")
    page.locator("a[href*='/newcomer/']").first.click()
    page.get_by_role("button", name="Verify and go on").click()
    page.get_by_role("button", name="Take a seat").click()
    page.get_by_role("link", name="Go to the cohort").click()
    expect(page).to_have_url(re.compile(f"/cohorts/{SLUG}$"))
    page.goto(f"/cohorts/{SLUG}/units/1")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.goto("/home")
    expect(page.locator("header.page-head")).to_contain_text("2026")
