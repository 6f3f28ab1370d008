"""Somebody's addresses, as they and their coordinator see and change them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated
from uuid import UUID

from pydantic import Field, field_validator

from app.language import Text, _
from app.language.moments import local
from app.language.reasons import Reason
from app.people.addresses.rules import why_not_make_primary, why_not_remove
from app.people.addresses.trouble.models import AddressTrouble
from app.people.addresses.trouble.rules import SAID
from app.people.models import EmailAddress
from app.web.forms import Form, FormState, InvalidError


class AddressForm(Form):
    """An address to add."""

    address: Annotated[str, Field(max_length=254)]

    @field_validator("address")
    @classmethod
    def _looks_like_an_address(cls, value: str) -> str:
        name, at, domain = value.partition("@")
        if not (name and at and "." in domain) or not value.isprintable() or " " in value:
            raise InvalidError(_("Enter an email address, such as name@university.edu."))
        return value.lower()


@dataclass(frozen=True)
class AddressLine:
    """One address, what it is good for, and what can be done with it."""

    address: str
    state: Text
    path: str
    is_primary: bool
    why_not_primary: Reason | None
    why_not_remove: Reason | None
    trouble: Text = ""
    """What became of mail to it, and when; empty: nothing is known against it."""


@dataclass(frozen=True)
class Addresses:
    """Somebody's addresses as a page shows them."""

    lines: Sequence[AddressLine]
    path: str
    form: FormState
    done: Text
    """What was just done."""
    why_not: Reason | None
    """Why the reader changes none of them."""


DONE = {
    "asked": _("A link was sent. The address counts as soon as you open it."),
    "primary": _("Mail goes to that address from now on."),
    "removed": _("The address was removed."),
    "mended": _("Mail is sent there again."),
}


def addresses_shown(
    addresses: Sequence[EmailAddress],
    path: str,
    zone: str,
    state: FormState,
    done: str,
    why_not: Reason | None = None,
    *,
    troubles: Mapping[UUID, AddressTrouble] = MappingProxyType({}),
) -> Addresses:
    """The addresses, with what can be done. `path`: where that is sent; `done`: what was done."""
    lines = [
        AddressLine(
            address=known.address,
            state=address_state(known, zone),
            path=f"{path}/{known.id}",
            is_primary=known.is_primary,
            why_not_primary=why_not_make_primary(known),
            why_not_remove=why_not_remove(known),
            trouble=trouble_words(troubles.get(known.id), zone),
        )
        for known in addresses
    ]
    return Addresses(lines, path, state, DONE.get(done, ""), why_not)


def trouble_words(found: AddressTrouble | None, zone: str) -> Text:
    """What is the matter with an address, since when."""
    if found is None:
        return ""
    since = local(found.at, zone)
    if found.code:
        return _(
            "{trouble} Noted {since:moment}, code {code}.",
            trouble=SAID[found.kind],
            code=found.code,
            since=since,
        )
    return _("{trouble} Noted {since:moment}.", trouble=SAID[found.kind], since=since)


def address_state(address: EmailAddress, zone: str) -> Text:
    """What an address is good for."""
    if address.verified_at is None:
        if address.is_primary:
            return _("Mail goes here · not verified yet")
        return _("Not verified: it does not sign in")
    verified = local(address.verified_at, zone)
    if address.is_primary:
        return _("Mail goes here · verified {day:date}", day=verified)
    return _("Signs in too · verified {day:date}", day=verified)
