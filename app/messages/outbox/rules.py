"""Which mail can be sent again or be left; pure."""

from app.language.reasons import Reason, reason
from app.messages.outbox.enums import MailState
from app.messages.rules import NOT_REACHED, TOO_LATE, TURNED_OFF

IS_WAITING = reason("outbox.waiting", "It is under way: it is tried again by itself.")
LEFT_UNSENT = reason("outbox.left_unsent", "It was left unsent for a reason, and stays so.")
HAD_SECRET = reason(
    "outbox.had_secret",
    "It held a link or a code that works once. They can ask for a new one.",
)
ADDRESS_MARKED = reason(
    "outbox.address_marked",
    "Mail to this address does not arrive. Mend the address; then it can be sent again.",
)
NOT_FAILED = reason("outbox.not_failed", "Only mail that failed waits for a decision.")


HELD_BACK = frozenset({NOT_REACHED.code, TURNED_OFF.code})
"""Why a mail was left unsent that goes after all, once that is so no longer."""


def why_not_send_again(
    state: MailState, *, left_for: str | None, had_secrets: bool, is_useless: bool
) -> Reason | None:
    """Why a mail cannot be sent once more. `left_for`: the code of why it was left unsent."""
    if state is MailState.WAITING:
        return IS_WAITING
    if state is MailState.UNSENT and left_for not in HELD_BACK:
        return LEFT_UNSENT
    if had_secrets and (state is not MailState.FAILED or is_useless):
        return HAD_SECRET
    return TOO_LATE if is_useless else None


def why_held_back(why: Reason | None) -> Reason | None:
    """The same reason for which it would be held back at once, with what would change it."""
    return ADDRESS_MARKED if why == NOT_REACHED else why


def why_not_leave(state: MailState) -> Reason | None:
    """Why it cannot be decided that a mail is not sent."""
    return None if state is MailState.FAILED else NOT_FAILED
