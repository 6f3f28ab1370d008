"""How mail and its state are called."""

from collections.abc import Mapping
from itertools import chain
from types import MappingProxyType

from app.language import Text, _
from app.language.moments import local
from app.language.stored import from_json, worded
from app.messages.outbox.enums import MailState
from app.messages.outbox.queries import MailFound
from app.site.manage.people.mail import (
    CERTIFICATE_LETTERS,
    LETTERS,
    MESSAGE_LETTERS,
    ROLE_LETTERS,
    SEAT_LETTERS,
    SESSION_LETTERS,
)
from app.web.parts import Badge

OF_A_PERSON = (
    LETTERS,
    SEAT_LETTERS,
    SESSION_LETTERS,
    CERTIFICATE_LETTERS,
    ROLE_LETTERS,
    MESSAGE_LETTERS,
)
KINDS: Mapping[str, Text] = MappingProxyType(
    {
        **dict(chain.from_iterable(letters.items() for letters in OF_A_PERSON)),
        "newcomer": _("Mail: a link for somebody new"),
        "test": _("Mail: a test"),
        "history_anchor": _("Mail: what the history held"),
    }
)
"""What each kind of letter is, as on the page of a person."""
STATES = {
    MailState.WAITING: Badge(_("Waiting"), "accent"),
    MailState.SENT: Badge(_("Sent"), "good"),
    MailState.RETURNED: Badge(_("Came back"), "warm"),
    MailState.FAILED: Badge(_("Failed"), "bad"),
    MailState.UNSENT: Badge(_("Not sent"), "neutral"),
}


def kind_words(kind: str) -> Text:
    """What a kind of letter is."""
    return KINDS.get(kind, _("Mail"))


def what_became(found: MailFound, zone: str) -> Text:
    """Of a mail that left, when; of another one, why not."""
    message, task = found.message, found.task
    if message.sent_at is not None:
        return _("Sent {sent:moment}", sent=local(message.sent_at, zone))
    if message.dropped_reason is not None:
        return from_json(message.dropped_reason) or ""
    return worded(task.error, task.error_reason) if task is not None else ""
