"""Whom a role is for: somebody who is known, one of several of a name, or somebody new."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.language import Text, _
from app.people.models import Institution, Person
from app.people.queries import PersonFound
from app.site.admin.roles.new.forms import GiveForm
from app.site.admin.roles.new.page import MOST_FOUND

_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


@dataclass(frozen=True)
class Recipient:
    """Who it is, or what has to be asked."""

    person: Person | None = None
    institution: Institution | None = None
    """Of somebody who is new: where they belong."""
    may_be_new: bool = False
    errors: Mapping[str, Text] = field(default_factory=dict)


def whom(
    form: GiveForm, found: Sequence[PersonFound], institutions: Sequence[Institution]
) -> Recipient:
    """`found`: whom the form's words may mean; `institutions`: where somebody new may belong."""
    if len(found) == 1:
        return Recipient(found[0].person)
    if len(found) > MOST_FOUND:
        return _ask("person", _("Many people have this name. Write more of it, or the address."))
    if found:
        chosen = next((f.person for f in found if f.person.id == form.person_id), None)
        if chosen is not None:
            return Recipient(chosen)
        return _ask("person_id", _("Several people have this name. Choose who it is."))
    if not _ADDRESS.fullmatch(form.person):
        return _ask("person", _("Nobody has this name. Write the address that they sign in with."))
    return _newcomer(form, institutions)


def _newcomer(form: GiveForm, institutions: Sequence[Institution]) -> Recipient:
    institution = next((i for i in institutions if i.id == form.institution), None)
    missing: dict[str, Text] = {}
    if not (form.given_name or form.family_name):
        missing["given_name"] = _("Nobody has this address yet. To add them, write their name.")
    if institution is None:
        missing["institution"] = _("Choose where they belong.")
    return Recipient(institution=institution, may_be_new=True, errors=missing)


def _ask(name: str, text: Text) -> Recipient:
    return Recipient(errors={name: text})
