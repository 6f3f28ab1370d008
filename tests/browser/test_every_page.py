"""Every page at two widths: accessible, no sideways scroll, light, nothing from elsewhere."""

import gzip
import re
from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Site

pytestmark = [pytest.mark.browser, pytest.mark.layout]
Opener = Callable[..., Page]

RUNNING, FINISHED = "/cohorts/fall-2026", "/cohorts/spring-2026"
COACHING = "/cohorts/coach-approach-2026-27"
TEACH, MANAGE = "/teach/fall-2026", "/manage/cohorts/spring-2026"
CONTENT = "/manage/content"
MODULE = f"{CONTENT}/mentor-development/module/defining-mentoring"
PAGES: dict[str | None, tuple[str, ...]] = {
    None: ("/", "/sign-in", "/verify", "/privacy", "/accessibility", "/help", "/demo/mail", "/x"),
    "ada": (
        "/home",
        RUNNING,
        f"{RUNNING}/units/1",
        f"{RUNNING}/units/1/check",
        f"{RUNNING}/units/2",
        f"{RUNNING}/units/5",
        f"{RUNNING}/units/6",
        f"{RUNNING}/units/1/attestation/withdrawal",
        f"{RUNNING}/sessions/5",
        f"{RUNNING}/sessions/6",
        f"{RUNNING}/claim",
        "/my/record",
        "/my/certificates",
        "/my/profile",
    ),
    "ben": (
        "/home",
        *(f"{FINISHED}/units/{n}" for n in range(1, 9)),
        *(f"{FINISHED}/sessions/{n}" for n in (2, 7)),
        f"{FINISHED}/claim",
        "/my/record",
        "/my/certificates",
    ),
    "mo": (
        "/home",
        COACHING,
        f"{COACHING}/units/2",
        f"{COACHING}/units/2/check",
        f"{COACHING}/units/7",
        f"{COACHING}/sessions/2",
        "/my/record",
    ),
    "fay": (
        "/teach",
        TEACH,
        f"{TEACH}/sessions/5",
        f"{TEACH}/sessions/3/attendance",
        f"{TEACH}/sessions/3/history",
        f"{TEACH}/sessions/6/attendance",
    ),
    "cora": (
        "/manage",
        "/manage/cohorts",
        MANAGE,
        f"{MANAGE}/people",
        f"{MANAGE}/certificates",
        f"{MANAGE}/certificates/issue",
        f"{MANAGE}/content",
        CONTENT,
        f"{CONTENT}/import",
        f"{CONTENT}/mentor-development",
        f"{CONTENT}/mentor-development/releases/1",
        MODULE,
        f"{MODULE}/preview",
        f"{MODULE}/preview?width=phone",
    ),
    "lee": ("/institution", "/institution/people"),
    "abe": ("/admin",),
}
BUDGET = 30 * 1024
AXE_RUN = 'axe.run(document, { resultTypes: ["violations"] })'
"""Every rule runs; only of those that are broken it lists all places, which saves time."""
AXE_RUN_AGAIN = AXE_RUN.replace(
    "{", '{ runOnly: ["color-contrast", "target-size", "scrollable-region-focusable"],', 1
)
"""The rules whose answer depends on the width; all others have read the same page already."""


@pytest.mark.parametrize("phone", [False, True], ids=["1200", "390"])
@pytest.mark.parametrize("persona", PAGES, ids=str)
def test_pages_are_accessible_and_fit(
    open_page: Opener, axe: str, persona: str | None, phone: bool
) -> None:
    page = open_page(persona, phone=phone)
    for path in PAGES[persona]:
        page.goto(path)
        run = AXE_RUN_AGAIN if phone else AXE_RUN
        found = page.evaluate(f"(() => {{ {axe}; return {run} }})()")
        broken = [
            (rule["id"], [node["target"] for node in rule["nodes"]][:3])
            for rule in found["violations"]
        ]
        assert broken == [], f"{persona} {path}"
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{path} is {wide} px too wide"


@pytest.mark.parametrize("path", ["/home", f"{RUNNING}/units/1", TEACH, f"{MANAGE}/people"])
def test_main_pages_reflow_at_320_px(open_page: Opener, path: str) -> None:
    persona = {"/t": "fay", "/m": "cora"}.get(path[:2], "ada")
    page = open_page(persona, phone=True)
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("persona", ["ada", "ben", "mo"])
def test_learner_pages_weigh_at_most_30_kb(site: Site, persona: str) -> None:
    with httpx.Client(base_url=site.url, headers={"sec-fetch-site": "same-origin"}) as client:
        client.post("/sign-in/demo", data={"persona": persona})
        for path in PAGES[persona]:
            weight = _weight(client, path)
            assert weight <= BUDGET, f"{path} weighs {weight} bytes"


def _weight(client: httpx.Client, path: str) -> int:
    """Bytes on the wire, gzipped, before a page can be used: itself, its styles and its scripts.

    Besides fonts, icons and pictures, and what browsers put off: the styles for paper.
    """
    html = client.get(path).text
    styles = re.findall(r'<link rel="stylesheet" href="([^"]+)">', html)
    scripts = re.findall(r'<script src="([^"]+)" defer>', html)
    assets = [client.get(part).content for part in (*styles, *scripts)]
    assert len(styles) in {1, 2}
    assert len(scripts) == 2
    return sum(len(gzip.compress(data, 6)) for data in (html.encode(), *assets))


def test_pages_work_without_scripts(open_page: Opener) -> None:
    page = open_page("ada", scripts=False)
    page.goto(f"{RUNNING}/units/1")
    assert "Signed by" in page.inner_text("main")
    page = open_page("fay", scripts=False)
    page.goto(f"{TEACH}/sessions/5/attendance")
    assert page.locator("tbody tr").count() == 50
