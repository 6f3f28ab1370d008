"""An arrival as it travels in a link or a form: read again only by whom it was given to.

That is who reads the mail of an address, or the browser in which the code came. Nothing of it is
stored: who goes no further leaves nothing behind.
"""

import base64
import binascii
from collections.abc import Iterable

from app.casework.drop_ins.rules import Arrival
from app.core.ids import derived_token
from app.core.sealing import NONCE, seal, unseal

PURPOSE = "drop-in"


def sealed(secret: str, keeper: str, arrival: Arrival) -> str:
    """A path segment that holds an arrival.

    `secret`: `SECRET_KEY`; `keeper`: an address, or what tells a browser from others.
    """
    closed = seal(derived_token(secret, PURPOSE, keeper.lower()), arrival.written())
    return base64.urlsafe_b64encode(closed).rstrip(b"=").decode()


def opened(secret: str, keepers: Iterable[str], segment: str) -> Arrival | None:
    """The arrival again; None where it was given to none of these, or changed."""
    try:
        closed = base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4))
    except (binascii.Error, ValueError):
        return None
    if len(closed) <= NONCE:
        return None
    for keeper in keepers:
        text = unseal(derived_token(secret, PURPOSE, keeper.lower()), closed)
        if text is not None:
            return Arrival.read(text)
    return None
