"""A form as somebody finds it, and what they send of it."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.client import Answer, Browser
from tests.page import Page
from tests.page_forms import Form

Fields = dict[str, list[str]]
Filled = Mapping[str, str | bytes]
"""What stands in a field; bytes are of a file."""
OURS = "http://localhost:8000"
LONG = "and so on "
TYPED = frozenset({"text", "email", "search", "tel", "url", "number", "date", "time"})


@dataclass(frozen=True)
class Found:
    """A form on its page, in the browser of who can send it."""

    browser: Browser
    path: str
    """The address of the page."""
    page: Page
    form: Form
    filled: Filled = field(default_factory=dict)
    """What makes it right, where its fields stand empty."""

    @property
    def action(self) -> str:
        return self.form.action or self.path

    def as_it_stands(self) -> Fields:
        """What is sent when nothing is entered but a button pressed, if it has a name."""
        sent: Fields = defaultdict(list)
        for name, value in self.form.sent:
            sent[name].append(value)
        for given in self.form.buttons.values():
            if given.get("name"):
                sent[str(given["name"])] = [given.get("value") or ""]
                break
        return dict(sent)

    def right(self) -> Fields:
        """What is taken."""
        filled = {name: [value] for name, value in self.filled.items() if isinstance(value, str)}
        return self.as_it_stands() | filled

    def empty(self) -> Fields:
        """Nothing typed and nothing chosen."""
        hidden, typed = self.form.hidden, dict.fromkeys(self.typed, "")
        return {name: [value] for name, value in (hidden | typed).items()}

    def too_long(self) -> Fields:
        """All that can be typed, without end; the name of its field first."""
        return self.as_it_stands() | {name: [f"{name} {LONG * 2000}"] for name in self.typed}

    def otherwise(self) -> Fields:
        """What is taken, with other words where somebody writes some."""
        words = {name: [OTHER] for name in self.prose}
        return self.right() | words

    @property
    def typed(self) -> list[str]:
        """Fields that are filled in with the keyboard."""
        return [name for name, kind in self.form.kinds.items() if kind in {*TYPED, "textarea"}]

    @property
    def prose(self) -> list[str]:
        """Fields in which people write sentences: a reason, a reflection."""
        return [name for name in self.typed if " " in str(self.filled.get(name, ""))]

    @property
    def files(self) -> dict[str, tuple[str, bytes]]:
        """What is chosen to be sent along, by field."""
        return {n: ("sent.txt", v) for n, v in self.filled.items() if isinstance(v, bytes)}

    def send(self, fields: Fields, *, files: bool = True) -> Answer:
        """Send it as a browser does, which says from which page."""
        return self.browser.post(
            self.action,
            data=fields,
            files=self.files if files and self.files else None,
            headers={"referer": f"{OURS}{self.path}"},
        )


OTHER = "These are the other words, from the second window."


def find(browser: Browser, path: str, route: str, page: Page, **filled: str | bytes) -> Found:
    """The form on a page that is sent to a route; its button must be there to be pressed."""
    wanted = re.compile("^" + re.sub(r"\{\w+\}", "[^/]+", route) + r"(\?.*)?$")
    here = path.partition("?")[0].partition("#")[0]
    fitting = [form for form in page.forms if wanted.match(form.action or here)]
    posted = [form for form in fitting if form.method == "post"]
    assert posted, f"{path} has no form for {route}: {[form.action for form in page.forms]}"
    return Found(browser, path, page, posted[0], filled)
