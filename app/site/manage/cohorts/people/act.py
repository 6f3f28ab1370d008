"""The check page before an act about one person's place."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
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
from app.cohorts.enums import EnrollmentStatus as Status
from app.cohorts.joining.queries import FoundPerson
from app.cohorts.models import Cohort
from app.cohorts.queries import UnitRow
from app.cohorts.rules import why_nobody_gets_in, why_not_change
from app.credit.carried.rules import GoesAlong
from app.language import Text
from app.language.reasons import Reason
from app.people.rules import why_not_deal_with
from app.site.manage.cohorts.page import path_of
from app.site.manage.cohorts.people.acts import KIND, NEEDS_REASON, NEEDS_SEAT, WORDS, Act
from app.site.manage.cohorts.people.follows import follows, institution_of, status_of
from app.site.manage.cohorts.people.opening import closed_units, why_not_open
from app.web.forms import FormState
from app.web.parts import Option


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
        follows=follows(here, found, act, seats, line, along, made),
        button=WORDS[act].button,
        why_not=_why_not(here, found, act, seats, now, by)
        or (why_not_open(here, status_of(found), units, now) if act is Act.OPENING else None)
        or (why_not_take_back_transfer(made) if act is Act.TRANSFER_RETURN else None),
        asks_reason=act in NEEDS_REASON,
        asks_days=act is Act.INVITATION,
        cohorts=[Option(cohort.slug, cohort.title) for cohort in others],
        asks_cohort=act is Act.TRANSFER,
        units=closed_units(here, units, now),
        asks_unit=act is Act.OPENING,
        form=form,
    )


def _why_not(
    here: CohortContext, found: FoundPerson, act: Act, seats: Seats, now: datetime, by: UUID
) -> Reason | None:
    status = status_of(found)
    if why := why_not_change(here.cohort.archived_at):
        return why
    if why := why_not_deal_with([found.person.id], by=by):
        return why
    if act in KIND and (why := WHY_NOT[status][KIND[act]]):
        return why
    if act in {Act.ENROLLMENT, Act.INVITATION} and (
        why := why_nobody_gets_in(here.cohort.closes_at, here.cohort.archived_at, now)
    ):
        return why
    if act in NEEDS_SEAT and status not in {Status.INVITED, Status.OFFERED}:
        return why_no_seat(seats, institution_of(found), here.cohort.title)
    return None
