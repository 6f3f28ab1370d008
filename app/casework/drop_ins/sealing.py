"""An arrival as it travels in a link: read again only for the address it was given with.

Nothing of it is stored: who never opens their link leaves nothing behind.
"""

import base64
import binascii
from collections.abc import Iterable

from app.casework.drop_ins.rules import Arrival
from app.core.ids import derived_token
from app.core.sealing import NONCE, seal, unseal

PURPOSE = "drop-in"


def sealed(secret: str, address: str, arrival: Arrival) -> str:
    """A path segment that holds an arrival. `secret`: `SECRET_KEY`; `address`: whose it is."""
    closed = seal(derived_token(secret, PURPOSE, address.lower()), arrival.written())
    return base64.urlsafe_b64encode(closed).rstrip(b"=").decode()


def opened(secret: str, addresses: Iterable[str], segment: str) -> Arrival | None:
    """The arrival again; None where it was given with none of these addresses, or changed."""
    try:
        closed = base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4))
    except (binascii.Error, ValueError):
        return None
    if len(closed) <= NONCE:
        return None
    for address in addresses:
        text = unseal(derived_token(secret, PURPOSE, address.lower()), closed)
        if text is not None:
            return Arrival.read(text)
    return None
