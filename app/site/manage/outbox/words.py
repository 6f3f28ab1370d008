"""How mail and its state are called."""

from collections.abc import Mapping
from types import MappingProxyType

from app.language import Text, _
from app.language.moments import local
from app.language.stored import from_json, worded
from app.messages.outbox.enums import MailState
from app.messages.outbox.queries import MailFound
from app.web.parts import Badge

KINDS: Mapping[str, Text] = MappingProxyType(
    {
        "sign_in": _("Sign-in link"),
        "verify_address": _("Link to verify an address"),
        "address_added": _("Address added"),
        "records_merged": _("Records merged"),
        "second_step": _("Second step of sign-in"),
        "applied": _("Application received"),
        "waitlisted": _("Position in the line"),
        "seat_offered": _("Seat offered"),
        "invited": _("Invitation to a cohort"),
        "enrolled": _("Enrolled"),
        "declined": _("No seat"),
        "transferred": _("Transfer to another cohort"),
        "transfer_taken_back": _("Transfer taken back"),
        "withdrawn": _("No longer enrolled"),
        "unit_opened_early": _("Unit open early"),
        "claim_extended": _("Time to claim credit"),
        "credit_changed": _("The credit of a cohort has changed"),
        "thread_digest": _("Questions and answers of a day"),
        "policy_changed": _("What completes a cohort has changed"),
        "evaluation_open": _("Evaluation is open"),
        "disclosure_asked": _("Disclosure asked for"),
        "reminder": _("Reminder"),
        "excuse_answered": _("Answer to an excuse"),
        "make_up_answered": _("Answer to a make-up"),
        "session_moved": _("Session at another time"),
        "session_canceled": _("Session canceled"),
        "session_restored": _("Session takes place after all"),
        "session_not_held": _("Session not held"),
        "session_held": _("Session counts again"),
        "session_added": _("Session added"),
        "session_leader": _("They lead a session"),
        "invitation": _("Session for their calendar"),
        "session_left": _("Session taken out of their calendar"),
        "survey_open": _("Survey open"),
        "survey_reminder": _("Reminder of a survey"),
        "certificate": _("Certificate ready"),
        "certificate_reissued": _("Certificate issued anew"),
        "certificate_revoked": _("Certificate revoked"),
        "announcement": _("Message to several"),
        "personal_message": _("Message to one person"),
        "approval_asked": _("Credit to approve"),
        "approval_decided": _("What became of credit to approve"),
        "deletion_announced": _("Records to be deleted"),
        "role": _("Role given"),
        "newcomer": _("Link for somebody new"),
        "test": _("Test mail"),
        "history_anchor": _("What the history held"),
    }
)
"""What each kind of letter is, in a list of nothing but mail."""
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
    """Of a mail that left, when; of another one, why not. It stands beside the state."""
    message, task = found.message, found.task
    if message.sent_at is not None:
        return _("{sent:moment}", sent=local(message.sent_at, zone))
    if message.dropped_reason is not None:
        return from_json(message.dropped_reason) or ""
    return worded(task.error, task.error_reason) if task is not None else ""
