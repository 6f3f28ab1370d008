"""Letters as mail programs show them: narrow and wide, light and dark."""

from typing import Literal

import pytest
from playwright.sync_api import Browser
from pydantic import JsonValue

from app.core.models import OutboxMessage
from app.language.languages import ENGLISH, MIRRORED, Language
from app.messages.composing import Addressee, Letter, compose
from app.messages.frame import Frame, Whom, framed
from app.messages.html import body
from app.messages.streams.enums import Stream
from tests.browser.conftest import AXE_RUN
from tests.cast import NOW
from tests.letters import FACTS, HERE

FRAME = Frame(
    HERE,
    cohort="Mentor Development Program, Fall 2026",
    whom=Whom("Cora Castellano, MD", "cora@example.org"),
    stream=Stream.ANNOUNCEMENTS,
    unsubscribe=f"{HERE}/mail/unsubscribe/{'a' * 60}",
)
WRITTEN = """\
Dear all,

the session of **week 5** is about *boundaries*. Bring:

- the case you wrote down
- one question

## Before you come

| When | What |
|---|---|
| Monday | read |
| Thursday | talk |

> What would you have wanted to hear?
"""


def posted(kind: str, language: Language = ENGLISH, **facts: JsonValue) -> Letter:
    message = OutboxMessage(key="k", kind=kind, facts=facts, created_at=NOW)
    return compose(message, Addressee("Ada", "America/Denver", "a@x.org", language), HERE)


def written() -> Letter:
    """What somebody wrote as Markdown."""
    html = body("Hello Ada,\n\nMARK\n\nGo on here:\n\n" + HERE + "/home", HERE, {"MARK": WRITTEN})
    return Letter("a@x.org", "About week 5", f"Hello Ada,\n\n{WRITTEN}", ENGLISH, html)


SHAPES = {
    "link": posted("sign_in", minutes=10, link_path=f"/sign-in/link/{'t' * 43}", code="1234 5678"),
    "list": posted("certificate", ENGLISH, **FACTS),
    "written": written(),
    "mirrored": posted("certificate", MIRRORED, **FACTS),
}


@pytest.mark.browser
@pytest.mark.layout
@pytest.mark.parametrize("shape", SHAPES)
def test_letter_reads_well_wide_and_narrow_light_and_dark(
    chromium: Browser, axe: str, shape: str
) -> None:
    html = str(framed(SHAPES[shape], FRAME).html)
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for scheme in schemes:
        context = chromium.new_context(color_scheme=scheme)
        page = context.new_page()
        page.route("**/*", lambda route: route.abort())  # nothing is asked of any host
        for width in (600, 360):
            page.set_viewport_size({"width": width, "height": 800})
            page.set_content(html)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = page.evaluate(f"(() => {{ {axe}; return {AXE_RUN} }})()")
        # A letter is no page of a site: its program gives it its frame.
        rules = [rule["id"] for rule in found["violations"]]
        assert {*rules} <= {"landmark-one-main", "region", "page-has-heading-one"}, rules
        context.close()
