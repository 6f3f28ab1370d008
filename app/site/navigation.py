"""The main navigation: the desks of the roles a person holds."""

from collections.abc import Sequence
from typing import Any

from app.people.actors import Actor
from app.policy.table import Role
from app.web.pages import NavLink

LEARNER = (
    ("My course", "/home"),
    ("My record", "/my/record"),
    ("Certificates", "/my/certificates"),
)
CONTENT = ("Content", "/manage/content")
DESKS: dict[Role, tuple[tuple[str, str], ...]] = {
    Role.FACILITATOR: (("Teach", "/teach"),),
    Role.COORDINATOR: (("Manage", "/manage"), ("Cohorts", "/manage/cohorts"), CONTENT),
    Role.LEAD: (("Institution", "/institution"),),
    Role.ADMINISTRATOR: (("Administration", "/admin"), CONTENT),
}


def navigation(viewer: Any, path: str) -> Sequence[NavLink]:
    """Staff see their desks; everybody else sees the learner's pages."""
    assert isinstance(viewer, Actor)
    links = [link for role, desk in DESKS.items() if role in viewer.roles for link in desk]
    links = list(dict.fromkeys(links)) or list(LEARNER)
    here = "/home" if path.startswith("/cohorts/") else path
    best = max((href for _, href in links if here.startswith(href)), key=len, default="")
    return [NavLink(label, href, href == best) for label, href in links]
