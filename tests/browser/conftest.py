"""A real Chromium before a real server over the whole demo, at a fixed moment.

All tests of a worker have one copy of the demo; a journey changes only what belongs to it.
"""

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from app.core.db import Database
from app.language.languages import LANGUAGES
from app.main import create_app
from app.settings import Settings
from tests.cast import NOW
from tests.whole_demo import MadeDemo

SWITCHED_OFF = (
    # The address bar's two pages: a window that nobody types in takes half a second for them.
    "WebUIOmniboxPopup",
    "WebUIOmniboxAimPopup",
    # What Playwright switches off, whose list this one replaces.
    "AimEnabled",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)
"""Features of Chromium; a name that it does not know it passes over."""
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join(SWITCHED_OFF)}",
]
PATIENCE = 15_000
"""Milliseconds that a busy machine may take; a wait ends as soon as the page is there."""
DESKTOP = {"width": 1200, "height": 860}
PHONE = {"width": 390, "height": 844}


expect.set_options(timeout=PATIENCE)


@dataclass(frozen=True)
class Site:
    """A served demo."""

    url: str
    database: Database
    settings: Settings


@pytest.fixture(scope="session")
def site(made_demo: MadeDemo, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo, served with its worker."""
    with served_demo(made_demo, "site", tmp_path_factory.mktemp("site")) as site:
        yield site


@contextmanager
def served_demo(made: MadeDemo, name: str, folder: Path) -> Iterator[Site]:
    """A demo of its own, served with its worker, in every language that there is."""
    port, languages = free_port(), ",".join(LANGUAGES)
    with (
        made.copied(name, folder, port=port, languages=languages) as (settings, database),
        served(settings, database, clock=lambda: NOW) as site,
    ):
        yield site


@contextmanager
def served(
    settings: Settings, database: Database, *, clock: Callable[[], datetime]
) -> Iterator[Site]:
    """What the settings describe, served with its worker."""
    app = create_app(settings, database=database, clock=clock, with_worker=True)
    config = uvicorn.Config(app, port=settings.port, log_level="warning")
    with _served(uvicorn.Server(config)):
        yield Site(settings.base_url, database, settings)
    database.dispose()


class _served:  # noqa: N801 - reads as a sentence where it is used
    def __init__(self, server: uvicorn.Server) -> None:
        self.server = server
        self.thread = threading.Thread(target=server.run)

    def __enter__(self) -> None:
        self.thread.start()
        deadline = time.monotonic() + 30
        while not self.server.started:
            assert time.monotonic() < deadline, "The site did not start."
            time.sleep(0.05)

    def __exit__(self, *_: object) -> None:
        self.server.should_exit = True
        self.thread.join()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """The system's Chromium; without one these tests are skipped, or fail where it is required.

    Playwright keeps an event loop running in this thread; it ends with this folder, because
    elsewhere signatures are checked by code that starts a loop of its own.
    """
    program = os.environ.get("WAYPOST_BROWSER") or shutil.which("chromium")
    if program is None and not os.environ.get("WAYPOST_REQUIRE_BROWSER"):
        pytest.skip("There is no chromium on this machine.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(site: Site, chromium: Browser) -> Iterator[Callable[..., Page]]:
    """`open_page("ada")` is a fresh browser in which Ada has signed in; a bad console fails.

    `language`: what was chosen in it, by code. The page is empty until it is told where to go.
    """
    contexts = []
    complaints: list[str] = []

    def opened(
        persona: str | None = None,
        *,
        phone: bool = False,
        touch: bool = False,
        scripts: bool = True,
        language: str | None = None,
    ) -> Page:
        context = chromium.new_context(
            viewport=PHONE if phone else DESKTOP,  # type: ignore[arg-type]
            has_touch=touch,
            is_mobile=touch,
            base_url=site.url,
            java_script_enabled=scripts,
            accept_downloads=True,
        )
        contexts.append(context)
        if language:
            context.add_cookies([{"name": "language", "value": language, "url": site.url}])
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: _same_host(request.url, site.url, complaints))
        if persona:
            _sign_in(context, persona)
        return page

    yield opened
    for context in contexts:
        context.close()
    expected = "status of 4"  # a refused form is answered by a page with its status
    assert [line for line in complaints if expected not in line] == []


def _sign_in(context: BrowserContext, persona: str) -> None:
    """As the form does it, without the two pages before and after it: journeys see those."""
    answer = context.request.post(
        "/sign-in/demo",
        form={"persona": persona},
        headers={"sec-fetch-site": "same-origin"},
        max_redirects=0,
    )
    assert answer.status == 303, answer.text()


def sign_in_on(page: Page, persona: str) -> None:
    """Sign in on the screen."""
    page.goto("/sign-in")
    page.click(f"button[value={persona}]")


OWN = ("data:", "blob:", "chrome-extension:", "chrome:")
"""What no host is asked for: what a page holds itself, and the browser's own viewer of PDFs."""


def _same_host(asked: str, own: str, complaints: list[str]) -> None:
    if not asked.startswith((own, *OWN)):
        complaints.append(f"request to another host: {asked}")


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core."""
    return (Path(__file__).parent / "vendor" / "axe.min.js").read_text()


AXE_RUN = 'axe.run(document, { resultTypes: ["violations"] })'
"""Every rule runs; only of those that are broken it lists all places, which saves time."""
AXE_RUN_AGAIN = AXE_RUN.replace(
    "{", '{ runOnly: ["color-contrast", "target-size", "scrollable-region-focusable"],', 1
)
"""The rules whose answer depends on the width; all others have read the same page already."""


def problems(page: Page, axe: str, *, phone: bool = False) -> list[str]:
    """What is wrong with the page that is open: broken rules of axe, and scrolling sideways."""
    run = AXE_RUN_AGAIN if phone else AXE_RUN
    found = page.evaluate(f"(() => {{ {axe}; return {run} }})()")
    broken = [
        f"{rule['id']}: {[node['target'] for node in rule['nodes']][:3]}"
        for rule in found["violations"]
    ]
    assert page.viewport_size  # and not `innerWidth`, which on a phone grows with what is too wide
    width = page.viewport_size["width"]
    wide = page.evaluate("document.documentElement.scrollWidth") - width
    return [*broken, f"{wide} px too wide"] if wide > 0 else broken
