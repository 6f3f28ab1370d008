"""Why a row of a file becomes what it becomes."""

from collections.abc import Mapping
from datetime import time

from app.cohorts.intake.facts import About
from app.language.reasons import Reason, ReasonKind, reason

FIVE = time(17)
"""Deadlines are at five."""

HAS_ACCOUNT = reason("intake.has_account", "They have an account.")
NEW_HERE = reason("intake.new_here", "They are new to Waypost.")
WAITS_AS = ReasonKind("intake.waits_as", "They are number {number} in line.")
WAITS_ALREADY = reason("intake.waits_already", "They are already on the waitlist.")
TWICE = ReasonKind("intake.twice", "Row {line} is the same person.")
OTHER_NAME = ReasonKind(
    "intake.other_name",
    "Row {line} has an address of the same person, and another name: “{name}”. If they are two "
    "people, correct the address in the file.",
)
LEFT_OUT = reason("intake.left_out", "You leave this row out.")
STAYS_AT = ReasonKind(
    "intake.stays_at", "The file names another institution; they stay at {institution}."
)
NOT_ADDED = ReasonKind(
    "intake.not_added", "{addresses:and} will not be added to their account: only they can do that."
)
NO_ADDRESS = reason("intake.no_address", "The row has no email address. Add one to the file.")
BAD_ADDRESS = ReasonKind(
    "intake.bad_address", "“{address}” is not an email address. Correct it in the file."
)
BAD_NAME = ReasonKind("intake.bad_name", "“{name}”: {problem} Correct it in the file.")
NO_NAME = reason("intake.no_name", "The row has no name. Add it to the file.")
OF_SEVERAL = ReasonKind(
    "intake.of_several", "The addresses belong to two people: {people:and}. Keep one in the file."
)
OF_TWO = reason(
    "intake.of_two",
    "The addresses belong to two people who have accounts. Keep one in the file.",
)
"""The same as it is kept: whose they are is nobody’s business once the file is applied."""
DISABLED = reason("intake.disabled", "This address belongs to an account that was closed.")

ASKED: Mapping[About, Reason] = {
    About.INSTITUTION: reason(
        "intake.which_institution", "Say which institution this is, or that it is a new one."
    ),
    About.PERSON: reason(
        "intake.which_person", "Say whether this is somebody of the same name and institution."
    ),
    About.ADDRESS: reason("intake.which_address", "Say to which address the invitation goes."),
}

WAITS_FOR_CHOICES = ReasonKind(
    "intake.waits_for_choices",
    "{count} choice is not made yet. Nothing was written.",
    "{count} choices are not made yet. Nothing was written.",
)
CHANGED_MEANWHILE = reason(
    "intake.changed_meanwhile",
    "People, seats or institutions changed while your page was open. Nothing was written: look at "
    "what would happen now, and apply it if it is right.",
)
NOTHING = reason("intake.nothing", "No row of this file changes anything.")
APPLIED = reason("intake.applied", "This file was already applied.")
NOT_APPLIED = reason(
    "intake.not_applied", "This file was not applied, so there is nothing to undo."
)
NO_REFUSED = reason("intake.no_refused", "These rows were deleted already.")
UNDONE = reason("intake.undone", "This import was already undone.")
WORKED = ReasonKind(
    "intake.worked",
    "{count} person of this import has begun, answered or moved on. It can no longer be undone "
    "as a whole: withdraw people one by one.",
    "{count} people of this import have begun, answered or moved on. It can no longer be undone "
    "as a whole: withdraw people one by one.",
)
