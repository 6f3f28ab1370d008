"""What can be done with one person's place, and the check page that says what follows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from app.cohorts.admission.rules import Waiting
from app.cohorts.context import CohortContext
from app.cohorts.enrollments.rules import (
    WHY_NOT,
    Seats,
    TransferMade,
    why_no_seat,
    why_not_take_back_transfer,
)
from app.cohorts.enums import EnrollmentEventKind as Kind
from app.cohorts.enums import EnrollmentStatus as Status
from app.cohorts.joining.queries import FoundPerson
from app.cohorts.joining.rules import position_of
from app.cohorts.models import Cohort
from app.cohorts.openings.rules import CHOOSE_UNIT
from app.cohorts.queries import UnitRow
from app.cohorts.rules import WHY, why_nobody_gets_in, why_not_change
from app.credit.carried.rules import GoesAlong
from app.language import Text, _, ngettext
from app.language.reasons import Reason, reason
from app.people.rules import why_not_deal_with
from app.site.manage.cohorts.page import path_of
from app.site.manage.cohorts.people.opening import OPENED, closed_units, why_not_open
from app.site.manage.cohorts.people.transfer import return_lines, transfer_lines
from app.web.forms import FormState
from app.web.parts import Option


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
_KIND: Mapping[Act, Kind] = {
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
    return WHY_NOT[status][_KIND[act]] is None


@dataclass(frozen=True)
class ActPage:
    """A check page before an act about one person."""

    cohort: str
    path: str
    """Of the cohort."""
    person_path: str
    name: str
    title: Text
    act: str
    follows: Sequence[Text]
    button: Text
    why_not: Reason | None
    asks_reason: bool
    asks_days: bool
    cohorts: Sequence[Option]
    """Where to; empty for what is no transfer."""
    asks_cohort: bool
    units: Sequence[Option]
    """What can be opened; empty for what opens nothing."""
    asks_unit: bool
    form: FormState = field(default_factory=FormState)


def act_page(
    here: CohortContext,
    found: FoundPerson,
    act: Act,
    seats: Seats,
    line: Sequence[Waiting],
    others: Sequence[Cohort],
    units: Sequence[UnitRow],
    form: FormState,
    now: datetime,
    *,
    by: UUID,
    along: Sequence[GoesAlong] = (),
    made: TransferMade | None = None,
) -> ActPage:
    """What follows from an act, before it is done. `others`: cohorts to go to; `units`: their own.

    `units` are only asked for where one of them is to be opened. `along`: what of their work counts
    in the others. `made`: the transfer that is to be taken back.
    """
    person, path = found.person, path_of(here)
    return ActPage(
        cohort=here.cohort.title,
        path=path,
        person_path=f"{path}/people/{person.id}",
        name=person.display_name,
        title=WORDS[act].link,
        act=act.value,
        follows=_follows(here, found, act, seats, line, along, made),
        button=WORDS[act].button,
        why_not=_why_not(here, found, act, seats, now, by)
        or (why_not_open(here, _status(found), units, now) if act is Act.OPENING else None)
        or (why_not_take_back_transfer(made) if act is Act.TRANSFER_RETURN else None),
        asks_reason=act in NEEDS_REASON,
        asks_days=act is Act.INVITATION,
        cohorts=[Option(cohort.slug, cohort.title) for cohort in others],
        asks_cohort=act is Act.TRANSFER,
        units=closed_units(here, units, now),
        asks_unit=act is Act.OPENING,
        form=form,
    )


def _status(found: FoundPerson) -> Status:
    return found.enrollment.status if found.enrollment else Status.NONE


def _institution(found: FoundPerson) -> UUID:
    place = found.enrollment
    return place.institution_id if place else found.person.institution_id


def _why_not(
    here: CohortContext, found: FoundPerson, act: Act, seats: Seats, now: datetime, by: UUID
) -> Reason | None:
    status = _status(found)
    if why := why_not_change(here.cohort.archived_at):
        return why
    if why := why_not_deal_with([found.person.id], by=by):
        return why
    if act in _KIND and (why := WHY_NOT[status][_KIND[act]]):
        return why
    if act in {Act.ENROLLMENT, Act.INVITATION} and (
        why := why_nobody_gets_in(here.cohort.closes_at, here.cohort.archived_at, now)
    ):
        return why
    if act in NEEDS_SEAT and status not in {Status.INVITED, Status.OFFERED}:
        return why_no_seat(seats, _institution(found), here.cohort.title)
    return None


def _follows(
    here: CohortContext,
    found: FoundPerson,
    act: Act,
    seats: Seats,
    line: Sequence[Waiting],
    along: Sequence[GoesAlong],
    made: TransferMade | None,
) -> list[Text]:
    if act is Act.TRANSFER:
        return [*transfer_lines(here.cohort.title, along, _next(line)), _TOLD_WHY]
    if act is Act.TRANSFER_RETURN:
        return [*return_lines(made.cohort), _TOLD_WHY] if made else []
    return _of_one_cohort(found, act, seats, line)


def _of_one_cohort(
    found: FoundPerson, act: Act, seats: Seats, line: Sequence[Waiting]
) -> list[Text]:
    match act:
        case Act.ENROLLMENT | Act.INVITATION:
            return [*_of_seat(found, act, seats), *_passed_over(found, line), _TOLD]
        case Act.WAITLIST:
            position = len(line) + 1
            return [_("They are at position {position} in line.", position=position), _TOLD]
        case Act.REFUSAL:
            return [_("A seat that is held for them becomes free."), *_next(line), _TOLD_WHY]
        case Act.WITHDRAWAL:
            return [
                _("They no longer see the pages of the cohort."),
                _("What they did stays in the record, and certificates stay as they are."),
                _("Their seat becomes free."),
                *_next(line),
                _("It can be taken back while there is a seat."),
                _TOLD_WHY,
            ]
        case Act.RETURN:
            return [_("All is as if they had never left."), _TOLD]
        case _:
            return [*OPENED, _TOLD]


_TOLD = _("They are told by mail.")
_TOLD_WHY = _("They are told by mail, with your reason.")


def _of_seat(found: FoundPerson, act: Act, seats: Seats) -> list[Text]:
    if act is Act.ENROLLMENT and _status(found) in {Status.INVITED, Status.OFFERED}:
        return [_("They get the seat that is held for them.")]
    left = seats.free_for(_institution(found))
    return (
        [
            ngettext(
                "They take {count} seat, the only one that is free for their institution.",
                "They take one of {count} seats that are free for their institution.",
                count=left,
            )
        ]
        if left
        else []
    )


def _passed_over(found: FoundPerson, line: Sequence[Waiting]) -> list[Text]:
    place = found.enrollment
    position = position_of(line, place.id) if place else None
    ahead = len(line) if position is None else position - 1
    if not ahead:
        return []
    return [
        ngettext(
            "{count} person waits for a seat and is passed over.",
            "{count} people wait for a seat and are passed over.",
            count=ahead,
        )
    ]


def _next(line: Sequence[Waiting]) -> list[Text]:
    if not line:
        return []
    return [_("The free seat is offered to the next person in line who can have it.")]
