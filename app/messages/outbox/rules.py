"""Which mail can be sent again or be left; pure."""

from app.language.reasons import Reason, reason
from app.messages.outbox.enums import MailState

IS_WAITING = reason("outbox.waiting", "It is under way: it is tried again by itself.")
LEFT_UNSENT = reason("outbox.left_unsent", "It was left unsent for a reason, and stays so.")
HAD_SECRET = reason(
    "outbox.had_secret",
    "It held a link or a code that works once. They can ask for a new one.",
)
NOT_FAILED = reason("outbox.not_failed", "Only mail that failed waits for a decision.")
BY_DECISION = reason("outbox.by_decision", "It was decided not to send it.")


def why_not_send_again(state: MailState, *, had_secrets: bool, is_useless: bool) -> Reason | None:
    """Why a mail cannot be sent once more."""
    if state is MailState.WAITING:
        return IS_WAITING
    if state is MailState.UNSENT:
        return LEFT_UNSENT
    if had_secrets and (state is not MailState.FAILED or is_useless):
        return HAD_SECRET
    return None


def why_not_leave(state: MailState) -> Reason | None:
    """Why it cannot be decided that a mail is not sent."""
    return None if state is MailState.FAILED else NOT_FAILED
