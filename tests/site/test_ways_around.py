"""Where one is: every page says what lies above it, and which tab it belongs to."""

import re

import pytest
from fastapi import FastAPI

from tests.addresses import PERSONAS
from tests.client import SignIn
from tests.site.walked import DESKS, pages

TABS = {
    "ada": ("/home", "/my/record", "/my/certificates"),
    "ben": ("/home", "/my/record", "/my/certificates"),
    "fay": ("/teach",),
    "cora": ("/manage", "/manage/cohorts", "/manage/people", "/manage/content", "/admin/roles"),
    "lee": ("/institution",),
    "opal": ("/manage/activities", "/manage/providers"),
    "abe": (
        *("/admin", "/admin/institutions", "/manage/people", "/admin/roles", "/manage/content"),
        "/manage/providers",
    ),
}
"""The tabs of everybody's navigation, by where they lead."""


BELOW_A_COHORT = re.compile(
    r"/manage/cohorts/(?!new$)[^/]+|/teach/(?!.*/check-in$)[^/]+|/manage/certificates/"
)


def tab_of(persona: str, path: str) -> str | None:
    """Which of somebody's tabs a page belongs to; None: it belongs to no tab of theirs."""
    tabs = TABS[persona]
    if path.startswith("/cohorts/"):
        return "/home" if "/home" in tabs else None
    if re.match(r"/teach/[^/]+", path) and "/teach" not in tabs:
        return "/manage/cohorts" if "/manage/cohorts" in tabs else None
    if path.startswith("/admin/retention") and "/admin" not in tabs:
        return "/manage" if "/manage" in tabs else None
    if path.startswith("/manage/cohorts/") and "/manage/activities" in tabs:
        return "/manage/activities"
    above = [tab for tab in tabs if path == tab or path.startswith(f"{tab}/")]
    return max(above, key=len, default=None)


@pytest.mark.parametrize("persona", PERSONAS)
def test_every_page_of_a_desk_says_what_lies_above_it(
    app: FastAPI, sign_in: SignIn, objects: dict[str, dict[str, str]], persona: str
) -> None:
    top = {*TABS[persona], "/teach"}
    lost = [
        path
        for path, page in pages(app, sign_in, objects, persona)
        if path.startswith(DESKS) and path not in top and not page.all(".crumbs a, .eyebrow a")
    ]
    assert lost == []


def test_every_page_below_a_cohort_begins_at_the_desk(
    app: FastAPI, sign_in: SignIn, objects: dict[str, dict[str, str]]
) -> None:
    """Whoever coordinates it comes to it by one way, wherever the page's address lies."""
    below = [
        (path, [step.text for step in page.all(".crumbs li")])
        for path, page in pages(app, sign_in, objects, "cora")
        if BELOW_A_COHORT.match(path)
    ]
    assert len(below) >= 50
    assert [(path, way) for path, way in below if way[:2] != ["Manage", "Cohorts"]] == []
    assert {way[2] for _, way in below} == {"Fall 2026", "Spring 2026", "Draft 2027"}


@pytest.mark.parametrize("persona", ["ada", "ben"])
def test_every_page_in_a_cohort_leads_up(
    app: FastAPI, sign_in: SignIn, objects: dict[str, dict[str, str]], persona: str
) -> None:
    inside = [
        (path, page)
        for path, page in pages(app, sign_in, objects, persona)
        if re.match(r"/cohorts/[^/]+/", path)
    ]
    assert len(inside) >= 4
    assert [path for path, page in inside if not page.all(".eyebrow a")] == []


@pytest.mark.parametrize("persona", PERSONAS)
def test_the_lit_tab_is_that_of_the_page(
    app: FastAPI, sign_in: SignIn, objects: dict[str, dict[str, str]], persona: str
) -> None:
    seen = list(pages(app, sign_in, objects, persona))
    assert len(seen) >= 7
    lit = {path: page.all('.nav a[aria-current="page"]') for path, page in seen}
    assert {path: [tab.attribute("href") for tab in tabs] for path, tabs in lit.items()} == {
        path: [tab] if (tab := tab_of(persona, path)) else [] for path in lit
    }
