"""What can be done with an address, and why not; pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from app.language.reasons import Reason, ReasonKind, reason
from app.people.rules import why_not_deal_with

if TYPE_CHECKING:
    from app.people.models import AddressLink, EmailAddress

LINK_WORKS_FOR = timedelta(days=3)
MOST = 10

LINK_NO_GOOD = ReasonKind(
    "address.link_no_good",
    "This link no longer works. Links work once, for {count} day. Ask for a new one.",
    "This link no longer works. Links work once, for {count} days. Ask for a new one.",
)(count=LINK_WORKS_FOR.days)
ELSEWHERE = reason(
    "address.elsewhere",
    "This address belongs to another record. If both records are yours, ask your coordinator to "
    "make them one.",
)
OF_SOMEBODY = ReasonKind("address.of_somebody", "This address belongs to {name}.")
THEIRS_ALREADY = reason("address.theirs_already", "This address is already on this list.")
NOT_VERIFIED = reason(
    "address.not_verified",
    "Mail can go to an address once it is verified. Open the link that was sent to it.",
)
PRIMARY_STAYS = reason(
    "address.primary_stays",
    "Mail goes to this address, so it stays. Let mail go to another address first.",
)
ROLE_HELD = reason(
    "address.role_held",
    "Only they themselves or your administrator can change the addresses of somebody with a role.",
)
ENOUGH = ReasonKind(
    "address.enough",
    "There can be {count} address. Remove one first.",
    "There can be {count} addresses. Remove one first.",
)(count=MOST)


def why_not_change_for(
    person_id: UUID, *, holds_role: bool, by: UUID, is_administrator: bool
) -> Reason | None:
    """Why somebody does not change the addresses of another person.

    An address signs in: who adds one of their own to a record with a role would hold that role.
    """
    if holds_role and not is_administrator:
        return ROLE_HELD
    return why_not_deal_with([person_id], by=by)


def why_not_verify(link: AddressLink, now: datetime) -> Reason | None:
    """Why a mailed link cannot be used."""
    used = link.consumed_at is not None or now >= link.expires_at
    return LINK_NO_GOOD if used else None


def why_not_make_primary(address: EmailAddress) -> Reason | None:
    """Why mail cannot go to an address."""
    return NOT_VERIFIED if address.verified_at is None else None


def why_not_remove(address: EmailAddress) -> Reason | None:
    """Why an address stays. The last one is the primary one."""
    return PRIMARY_STAYS if address.is_primary else None


def masked(address: str) -> str:
    """An address for the history, which is kept for ever: enough to tell it from others.

    `lena@example.org` is `l…@example.org`.
    """
    name, _, domain = address.rpartition("@")
    return f"{name[:1]}…@{domain}"
