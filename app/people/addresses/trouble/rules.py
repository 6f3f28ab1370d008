"""What is said of an address to which mail does not get; pure."""

from app.language.reasons import Reason, reason
from app.people.addresses.trouble.enums import Trouble

NO_TROUBLE = reason("address.no_trouble", "Nothing is known against this address.")
SAID = {
    Trouble.REFUSED: reason(
        "address.refused", "The mail server of this address takes no mail for it."
    ),
    Trouble.BOUNCED: reason("address.bounced", "Mail to this address came back."),
    Trouble.COMPLAINED: reason(
        "address.complained", "Mail to this address was reported as unwanted by its reader."
    ),
}


def why_not_mend(found: Trouble | None) -> Reason | None:
    """Why it makes no sense to say that an address works again."""
    return None if found in SAID else NO_TROUBLE
