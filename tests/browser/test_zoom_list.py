"""A session on Zoom ends, and nobody sends a file: the worker reads the list, somebody applies it.

Before a Zoom of our own, which says of fifty people when they were there.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pydantic import SecretStr
from sqlalchemy import select
from sqlmodel import col

from app.cohorts.enrollments.queries import roster
from app.cohorts.models import CaseSession, Cohort, Unit
from app.core.db import Database
from tests.browser.conftest import Site, free_port, problems, served
from tests.casework.zoom.fake import (
    ACCOUNT,
    CLIENT,
    LINK,
    SECRET,
    UUID_1,
    FakeZoom,
    Meeting,
    fake_zoom,
    person,
)
from tests.cast import NOW
from tests.whole_demo import MadeDemo

pytestmark = [pytest.mark.browser, pytest.mark.layout]
Opener = Callable[..., Page]


@pytest.fixture(scope="module")
def site(made_demo: MadeDemo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A demo whose fourth session of the fall was on Zoom."""
    keys: dict[str, Any] = {
        "zoom_account_id": ACCOUNT,
        "zoom_client_id": CLIENT,
        "zoom_client_secret": SecretStr(SECRET),
    }
    with fake_zoom() as zoom:
        keys |= {"zoom_api_url": zoom.keys.api_url, "zoom_oauth_url": zoom.keys.oauth_url}
        folder = tmp_path_factory.mktemp("zoom")
        with made_demo.copied("zoom", folder, port=free_port(), **keys) as (settings, database):
            take_place(database, zoom)
            with served(settings, database, clock=lambda: NOW) as site:
                yield site


def take_place(database: Database, zoom: FakeZoom) -> None:
    """All but two people of the roster were in the meeting, and a program that takes notes."""
    with database.write() as session:
        own = select(Cohort).where(col(Cohort.slug) == "fall-2026")
        cohort = session.scalars(own).one()
        found = (
            select(CaseSession)
            .join(Unit, col(Unit.id) == col(CaseSession.unit_id))
            .where(col(Unit.cohort_id) == cohort.id, col(Unit.position) == 4)
        )
        held = session.scalars(found).one()
        held.link = LINK
        people = [row.person for row in roster(session, cohort.id)]
    ends_at = held.starts_at + timedelta(minutes=held.minutes)
    begins, ends = (f"{moment:%Y-%m-%dT%H:%M:%SZ}" for moment in (held.starts_at, ends_at))
    names = [f"{own.given_name} {own.family_name}" for own in people[:-2]]
    rows = [person(name, "", begins, ends) for name in [*names, "Otter notetaker"]]
    zoom.meetings, zoom.page_size = [Meeting(UUID_1, rows, begins, ends)], 20


def test_list_comes_by_itself_and_is_applied(open_page: Opener, axe: str) -> None:
    page, waits = open_page("fay"), "Look at Zoom’s list and apply it"
    for _half_second in range(60):  # the worker looks once a minute, and as soon as it starts
        page.goto("/teach")
        if page.get_by_text(waits).count():
            break
        page.wait_for_timeout(500)
    page.get_by_role("link", name=waits).click()
    expect(page.get_by_text("Zoom’s final list")).to_be_visible()
    expect(page.get_by_text("48 of 50 people are matched.")).to_be_visible()
    assert problems(page, axe) == []
    phone = open_page("fay", phone=True)
    phone.goto("/teach/fall-2026/sessions/4/attendance/import")
    assert problems(phone, axe, phone=True) == []
    page.get_by_role("button", name="Apply to session 4").click()
    expect(page.get_by_text("Saved 50 marks.")).to_be_visible()
    page.goto("/teach")
    expect(page.get_by_text(waits)).to_have_count(0)
