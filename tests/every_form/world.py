"""The world that a form is found in, and the book of where each of them stands."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.client import Browser, SignIn
from tests.every_form.filling import Found, find

Scene = Callable[["World"], Found]
WHERE: dict[str, Scene] = {}
"""By route: how somebody comes to see its form."""
WITHOUT_A_FORM = {
    "/cohorts/{cohort}/sessions/{position}/absence/make-up/draft": "the script keeps drafts by it",
    "/cohorts/{cohort}/units/{position}/place": "the script notes by it where somebody reads",
    "/cohorts/{cohort}/units/{position}/reflection/draft": "the script keeps drafts by it",
    "/manage/cohorts/{cohort}/credit/change/proof": "buttons of the credit’s form print by it",
    "/manage/cohorts/{cohort}/setup/credit/proof": "buttons of the credit’s form print by it",
    "/surveys/{token}/draft": "the script keeps answers by it",
    "/zoom/webhook": "Zoom sends to it, and no page of ours",
}
"""Routes that no form of a page is sent to."""


@dataclass(frozen=True)
class World:
    """What a scene can use."""

    app: FastAPI
    session: Session
    cast: Cast
    objects: dict[str, dict[str, str]]
    sign_in: SignIn
    route: str

    def browser(self) -> Browser:
        """Of somebody without an account."""
        return Browser(self.app)

    def of(self, owner: str, name: str) -> str:
        """What an address can name of a cohort, a program or the installation."""
        return self.objects[owner][name]

    def at(self, who: str | Browser | None, path: str, /, **filled: Any) -> Found:
        """The form on a page, as somebody finds it there."""
        self.session.commit()
        if isinstance(who, str):
            who = self.sign_in(who)
        browser = who or self.browser()
        return find(browser, path, self.route, browser.page(path), **filled)


def stands(route: str) -> Callable[[Scene], Scene]:
    """Declare where the form of a route stands."""

    def note(scene: Scene) -> Scene:
        assert route not in WHERE
        WHERE[route] = scene
        return scene

    return note


def at(route: str, who: str | None, path: str, /, **filled: Any) -> None:
    """The same of a form that stands on a page of the cast; `{fall-2026.person}` is an object."""

    def scene(world: World) -> Found:
        address = path
        for owner, names in world.objects.items():
            for name, value in names.items():
                address = address.replace(f"{{{owner}.{name}}}", value)
        return world.at(who, address, **filled)

    WHERE[route] = scene
