"""Somebody with a long name breaks neither the header nor a list, at any width."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page
from sqlalchemy import select
from sqlmodel import col

from app.people.models import EmailAddress, Person
from tests.browser.conftest import Site
from tests.browser.pages import MANAGE, RUNNING, TEACH

pytestmark = [pytest.mark.browser, pytest.mark.layout]

GIVEN, FAMILY = "Maximiliana", "Konstantinopoulou-Featherstonehaugh"
DEGREES = "MD, PhD, MPH"
WIDTHS = (320, 390, 860, 1200)
PAGES = {
    "ada": ("/home", f"{RUNNING}/units/1", "/my/profile", "/my/record"),
    "fay": (TEACH, f"{TEACH}/sessions/5", f"{TEACH}/sessions/5/attendance"),
    "cora": ("/manage/people?q=konst", f"{MANAGE}/people", "/manage"),
    "lee": ("/institution/people",),
    "abe": ("/admin", "/admin/roles"),
}
HEADER = """
() => {
  const box = (name) => document.querySelector(`.top ${name}`)?.getBoundingClientRect();
  const parts = [".brand", ".nav", ".account"].map(box).filter(Boolean);
  const across = (a, b) => a.right > b.left + 1 && b.right > a.left + 1;
  const meet = (a, b) => across(a, b) && a.bottom > b.top + 1 && b.bottom > a.top + 1;
  const name = document.querySelector(".account-name");
  return {
    overlaps: parts.some((a, i) => parts.slice(i + 1).some((b) => meet(a, b))),
    outside: [...parts, box(".avatar")].some((part) => part.left < 0 || part.right > innerWidth),
    high: box(".account").height,
    cut: name.scrollWidth > name.clientWidth && getComputedStyle(name).textOverflow,
    wide: document.documentElement.scrollWidth,
    rows: new Set([...document.querySelectorAll(".nav li")].map((item) => item.offsetTop)).size,
  };
}
"""
OUTSIDE = """
(name) => [...document.querySelectorAll("main :is(a, b, td, th, h1, h2, p, dd, span)")]
  .filter((part) => part.textContent.includes(name) && part.checkVisibility())
  .filter((part) => !part.closest(".table-wrap, .vh"))
  .filter((part) => part.getBoundingClientRect().right > innerWidth)
  .map((part) => part.outerHTML.slice(0, 200))
"""


@pytest.fixture
def long_names(site: Site) -> Iterator[None]:
    """Everybody who signs in here has a long name, as long as the test takes."""
    had = {}
    with site.database.write() as session:
        for persona in PAGES:
            address = col(EmailAddress.address) == f"{persona}@example.org"
            own = select(Person).join(EmailAddress).where(address)
            person = session.scalars(own).one()
            had[person.id] = (person.given_name, person.family_name, person.degrees)
            person.given_name, person.family_name, person.degrees = GIVEN, FAMILY, DEGREES
    yield
    with site.database.write() as session:
        for person_id, names in had.items():
            person = session.get_one(Person, person_id)
            person.given_name, person.family_name, person.degrees = names


@pytest.mark.usefixtures("long_names")
@pytest.mark.parametrize("persona", PAGES)
def test_header_stays_whole_with_a_long_name(open_page: Callable[..., Page], persona: str) -> None:
    page = open_page(persona)
    for path in PAGES[persona]:
        page.goto(path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            seen = page.evaluate(HEADER)
            where = f"{persona} {path} at {width}: {seen}"
            assert not seen["overlaps"], where
            assert not seen["outside"], where
            assert seen["high"] <= 60, where
            assert seen["wide"] <= width, where
            assert seen["cut"] in {False, "ellipsis"}, where
            assert seen["rows"] == 1 or width < 860, where
            assert page.evaluate(OUTSIDE, FAMILY) == [], where
