"""The main navigation: the desks of the roles a person holds."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from app.language import Text, _
from app.people.actors import Actor
from app.policy.table import Role
from app.web.shell import NavLink


class Desk(NamedTuple):
    """One entry of the navigation."""

    label: Text
    path: str


LEARNER = (
    Desk(_("My course"), "/home"),
    Desk(_("My record"), "/my/record"),
    Desk(_("Certificates"), "/my/certificates"),
)
PEOPLE = Desk(_("People"), "/manage/people")
CONTENT = Desk(_("Content"), "/manage/content")
PROVIDERS = Desk(_("Providers"), "/manage/providers")
ROLES = Desk(_("Roles"), "/admin/roles")
DESKS: Mapping[Role, Sequence[Desk]] = {
    Role.FACILITATOR: (Desk(_("Teach"), "/teach"),),
    Role.COORDINATOR: (
        Desk(_("Manage"), "/manage"),
        Desk(_("Cohorts"), "/manage/cohorts"),
        PEOPLE,
        CONTENT,
        ROLES,
    ),
    Role.LEAD: (Desk(_("Institution"), "/institution"),),
    Role.CME_OFFICER: (Desk(_("Activities"), "/manage/activities"), PROVIDERS),
    Role.ADMINISTRATOR: (
        Desk(_("Administration"), "/admin"),
        Desk(_("Institutions"), "/admin/institutions"),
        PEOPLE,
        ROLES,
        CONTENT,
        PROVIDERS,
    ),
}


ROOMS = {
    "/cohorts": ("/home",),
    "/teach": ("/teach", "/manage/cohorts"),
    "/manage/cohorts": ("/manage/cohorts", "/manage/activities"),
    "/admin/retention": ("/admin", "/manage"),
}
"""Pages that lie under no tab of some readers: to which they belong then, the first they have."""


def navigation(viewer: Any, path: str) -> Sequence[NavLink]:
    """Staff see their desks, everybody else the learner's pages; nothing before the second step."""
    assert isinstance(viewer, Actor)
    if viewer.missing is not None:
        return ()
    held = [desk for role, desks in DESKS.items() if role in viewer.roles for desk in desks]
    desks = list(dict.fromkeys(held)) or list(LEARNER)
    lit = _lit([desk.path for desk in desks], path)
    return [NavLink(desk.label, desk.path, desk.path == lit) for desk in desks]


def _lit(tabs: Sequence[str], path: str) -> str:
    """The tab that a page belongs to; none where it lies under none of them."""
    for rooms, belong in ROOMS.items():
        if _lies_under(path, rooms):
            return next((tab for tab in belong if tab in tabs), "")
    return max((tab for tab in tabs if _lies_under(path, tab)), key=len, default="")


def _lies_under(path: str, above: str) -> bool:
    return path == above or path.startswith(f"{above}/")
