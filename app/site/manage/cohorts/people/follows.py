"""What follows from an act about one person's place, in a sentence each."""

from collections.abc import Sequence
from uuid import UUID

from app.cohorts.admission.rules import Waiting
from app.cohorts.context import CohortContext
from app.cohorts.enrollments.rules import Seats, TransferMade
from app.cohorts.enums import EnrollmentStatus as Status
from app.cohorts.joining.queries import FoundPerson
from app.cohorts.joining.rules import position_of
from app.credit.carried.rules import GoesAlong
from app.language import Text, _, ngettext
from app.site.manage.cohorts.people.acts import Act
from app.site.manage.cohorts.people.opening import OPENED
from app.site.manage.cohorts.people.transfer import return_lines, transfer_lines


def follows(
    here: CohortContext,
    found: FoundPerson,
    act: Act,
    seats: Seats,
    line: Sequence[Waiting],
    along: Sequence[GoesAlong],
    made: TransferMade | None,
) -> list[Text]:
    """`made`: the transfer that is to be taken back; `along`: what goes to the other cohort."""
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
            return _of_withdrawal(line)
        case Act.RETURN:
            return [_("All is as if they had never left."), _TOLD]
        case _:
            return [*OPENED, _TOLD]


def _of_withdrawal(line: Sequence[Waiting]) -> list[Text]:
    return [
        _("They no longer see the pages of the cohort."),
        _("What they did stays in the record, and certificates stay as they are."),
        _("Their seat becomes free."),
        *_next(line),
        _("It can be taken back while there is a seat."),
        _TOLD_WHY,
    ]


_TOLD = _("They are told by mail.")
_TOLD_WHY = _("They are told by mail, with your reason.")


def _of_seat(found: FoundPerson, act: Act, seats: Seats) -> list[Text]:
    if act is Act.ENROLLMENT and status_of(found) in {Status.INVITED, Status.OFFERED}:
        return [_("They get the seat that is held for them.")]
    left = seats.free_for(institution_of(found))
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


def status_of(found: FoundPerson) -> Status:
    """What holds of their place; that nothing does, where they have none."""
    return found.enrollment.status if found.enrollment else Status.NONE


def institution_of(found: FoundPerson) -> UUID:
    """For whose seats they count."""
    place = found.enrollment
    return place.institution_id if place else found.person.institution_id
