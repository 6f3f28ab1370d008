"""Giving a role: which one, then over what, to whom, until when."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from app.cohorts.scopes.rules import INSTALLATION, Over
from app.language import Text, _, dotted
from app.language.moments import zone_name
from app.people.enums import Scope
from app.people.models import Institution
from app.people.queries import PersonFound
from app.policy.table import Role
from app.site.admin.roles.page import HOME
from app.site.admin.roles.wording import ROLES, WHAT_FOR, over_text
from app.web.forms import FormState
from app.web.parts import Option

MOST_FOUND = 10
"""How many people of a name can be chosen from."""


@dataclass(frozen=True)
class RoleChoice:
    """A role that the reader may give."""

    title: Text
    what_for: Text
    path: str


@dataclass(frozen=True)
class ChooseRolePage:
    """Which role."""

    choices: Sequence[RoleChoice]
    refused: bool


@dataclass(frozen=True)
class GivePage:
    """Over what, to whom, until when."""

    role: Role
    role_title: Text
    title: Text
    what_for: Text
    path: str
    overs: Sequence[Option]
    """Empty: only the installation, so nothing is asked."""
    found: Sequence[Option]
    """Who of several it is."""
    is_new: bool
    """Whether the address belongs to nobody yet."""
    institutions: Sequence[Option]
    until_hint: Text
    form: FormState


def choose_page(roles: Collection[Role], *, refused: bool = False) -> ChooseRolePage:
    """The roles that are the reader's to give."""
    return ChooseRolePage(
        [
            RoleChoice(title, WHAT_FOR[role], f"{HOME}/new?role={role.value}")
            for role, title in ROLES.items()
            if role in roles
        ],
        refused,
    )


def give_page(
    role: Role,
    overs: Iterable[Over],
    *,
    zone: str,
    state: FormState | None = None,
    found: Sequence[PersonFound] = (),
    institutions: Sequence[Institution] = (),
) -> GivePage:
    """The form. `institutions`: to choose from for somebody who is new."""
    offered = [Option(over_value(over), over_text(role, over)) for over in overs]
    only_installation = [option.value for option in offered] == [over_value(INSTALLATION)]
    return GivePage(
        role=role,
        role_title=ROLES[role],
        title=_("Give a role: {role}", role=ROLES[role]),
        what_for=WHAT_FOR[role],
        path=f"{HOME}/new",
        overs=() if only_installation else offered,
        found=[
            Option(str(f.person.id), dotted((f.person.sort_name, f.institution.name)))
            for f in found[:MOST_FOUND]
        ],
        is_new=bool(institutions),
        institutions=[Option(str(i.id), i.name) for i in institutions],
        until_hint=_(
            "The role ends at the end of that day, {zone}. Leave it empty for no end date.",
            zone=zone_name(zone),
        ),
        form=state or FormState(),
    )


def over_value(over: Over) -> str:
    """What the form sends for it."""
    return Scope.INSTALLATION.value if over.scope_id is None else str(over.scope_id)
