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
    Role.ADMINISTRATOR: (
        Desk(_("Administration"), "/admin"),
        Desk(_("Institutions"), "/admin/institutions"),
        PEOPLE,
        ROLES,
        CONTENT,
    ),
}


def navigation(viewer: Any, path: str) -> Sequence[NavLink]:
    """Staff see their desks; everybody else sees the learner's pages."""
    assert isinstance(viewer, Actor)
    held = [desk for role, desks in DESKS.items() if role in viewer.roles for desk in desks]
    desks = list(dict.fromkeys(held)) or list(LEARNER)
    here = "/home" if path.startswith("/cohorts/") else path
    best = max((d.path for d in desks if here.startswith(d.path)), key=len, default="")
    return [NavLink(desk.label, desk.path, desk.path == best) for desk in desks]
