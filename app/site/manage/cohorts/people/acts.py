"""What can be done with one person's place, and what each act is called."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from app.cohorts.enrollments.rules import WHY_NOT
from app.cohorts.enums import EnrollmentEventKind as Kind
from app.cohorts.enums import EnrollmentStatus as Status
from app.cohorts.openings.rules import CHOOSE_UNIT
from app.cohorts.rules import WHY
from app.language import Text, _
from app.language.reasons import reason


class Act(StrEnum):
    """An act about one person, as addresses name it."""

    ENROLLMENT = "enrollment"
    INVITATION = "invitation"
    WAITLIST = "waitlist"
    REFUSAL = "refusal"
    WITHDRAWAL = "withdrawal"
    RETURN = "return"
    TRANSFER = "transfer"
    TRANSFER_RETURN = "transfer-return"
    OPENING = "opening"


class Words(NamedTuple):
    """What an act is called before it, on its button, and after it."""

    link: Text
    button: Text
    done: Text


WORDS: Mapping[Act, Words] = {
    Act.ENROLLMENT: Words(_("Give them a seat"), _("Give the seat"), _("They have a seat")),
    Act.INVITATION: Words(
        _("Invite them, and hold a seat"), _("Send the invitation"), _("They are invited")
    ),
    Act.WAITLIST: Words(
        _("Put them on the waitlist"), _("Put on the waitlist"), _("They are on the waitlist")
    ),
    Act.REFUSAL: Words(
        _("Decline, or take back what they were offered"),
        _("Decline"),
        _("They were told that they have no seat"),
    ),
    Act.WITHDRAWAL: Words(_("Withdraw them"), _("Withdraw"), _("They are withdrawn")),
    Act.RETURN: Words(
        _("Take the withdrawal back"), _("Take it back"), _("The withdrawal is taken back")
    ),
    Act.TRANSFER: Words(
        _("Transfer them to another cohort"), _("Transfer"), _("They are transferred")
    ),
    Act.TRANSFER_RETURN: Words(
        _("Take the transfer back"), _("Take it back"), _("The transfer is taken back")
    ),
    Act.OPENING: Words(
        _("Open a unit early for them"), _("Open it for them"), _("The unit is open for them")
    ),
}
KIND: Mapping[Act, Kind] = {
    Act.ENROLLMENT: Kind.ENROLLED,
    Act.INVITATION: Kind.INVITED,
    Act.WAITLIST: Kind.WAITLISTED,
    Act.REFUSAL: Kind.DECLINED,
    Act.WITHDRAWAL: Kind.WITHDRAWN,
    Act.TRANSFER: Kind.TRANSFERRED,
}
NEEDS_SEAT = {Act.ENROLLMENT, Act.INVITATION, Act.RETURN, Act.TRANSFER_RETURN}
NEEDS_REASON = {
    Act.REFUSAL,
    Act.WITHDRAWAL,
    Act.RETURN,
    Act.TRANSFER,
    Act.TRANSFER_RETURN,
    Act.OPENING,
}
_ONLY_OF = {
    Act.RETURN: Status.WITHDRAWN,
    Act.TRANSFER_RETURN: Status.TRANSFERRED,
    Act.OPENING: Status.ENROLLED,
}


CHOOSE_COHORT = reason("transfer.choose_cohort", "Choose the cohort to go to.")


def missing(act: Act, sent: Mapping[str, object]) -> dict[str, Text]:
    """What an act needs and was not sent, by field, in the order in which the form asks for it."""
    needed: dict[str, Text] = {}
    if act is Act.TRANSFER:
        needed["to"] = CHOOSE_COHORT
    if act is Act.OPENING:
        needed["unit"] = CHOOSE_UNIT
    if act in NEEDS_REASON:
        needed["reason"] = WHY
    return {name: words for name, words in needed.items() if not str(sent.get(name, "")).strip()}


def possible(status: Status) -> list[Act]:
    """What can follow what holds of a place."""
    return [act for act in Act if _can_follow(act, status)]


def _can_follow(act: Act, status: Status) -> bool:
    if act in _ONLY_OF:
        return status is _ONLY_OF[act]
    return WHY_NOT[status][KIND[act]] is None
