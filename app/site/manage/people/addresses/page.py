"""Somebody's addresses, as their coordinator changes them."""

from dataclasses import dataclass

from app.site.parts.addresses import Addresses


@dataclass(frozen=True)
class PersonAddressesPage:
    """Whose addresses they are, and which."""

    name: str
    path: str
    own: Addresses
