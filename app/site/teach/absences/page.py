"""The absences of a cohort or of one session: what waits for an answer, and what was answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from app.casework.excuses.enums import ExcuseState, ExcuseStep
from app.casework.excuses.queries import ExcuseRow
from app.casework.excuses.rules import why_not_follow
from app.casework.make_up_requests import rules
from app.casework.make_up_requests.enums import CreditType, RequestState, RequestStep, Way
from app.casework.make_up_requests.models import MakeUpEvent
from app.casework.make_up_requests.queries import RequestRow
from app.casework.make_up_requests.sisters.queries import SisterRow
from app.cohorts.context import CohortContext
from app.cohorts.queries import UnitRow
from app.cohorts.rules import why_not_change
from app.language import Text, _, dotted, ngettext
from app.language.moments import local, on_both_clocks
from app.language.reasons import Reason
from app.people.actors import Actor
from app.people.models import Person
from app.people.rules import why_not_deal_with
from app.site.parts.absences import CREDITS, EXCUSES, FALLEN, NO_NEED, REQUESTS, WAYS
from app.site.parts.people import may_see_people, person_path
from app.site.teach.amending import AmendingCheck
from app.site.teach.parts import crumbs, is_of_whole, session_path
from app.web.forms import FormState
from app.web.parts import Link

SHOWN = 50
"""Of those that wait, and of those that were answered."""


@dataclass(frozen=True)
class ExcuseView:
    """One excuse, and how it can be answered."""

    id: UUID
    name: str
    href: str | None
    unit: str
    starts: Text
    note: str
    asked: datetime
    state: Text
    tone: str
    answered: Text | None
    """By whom, and when."""
    word: str
    no_need: Text | None
    """Why nobody has to answer it."""
    why_not: Reason | None
    """Why the reader does not answer it."""
    why_not_undo: Reason | None
    form: FormState


@dataclass(frozen=True)
class WrittenView:
    """What was written in one step of a make-up."""

    title: Text
    at: datetime
    text: str


@dataclass(frozen=True)
class MakeUpView:
    """One make-up, and how it can be answered."""

    id: UUID
    name: str
    href: str | None
    unit: str
    way: Text
    sister: Text | None
    credit: Text
    """What it is for credit, or was when it was approved."""
    steps: Sequence[WrittenView]
    state: Text
    tone: str
    no_need: Text | None
    """Why nobody has to answer it."""
    fallen: Text | None
    """Why it counts for nothing, though it was approved."""
    attendance: str
    """Where its mark is changed."""
    why_not: Reason | None
    asks_minutes: int | None
    """How long the sister session took, where it has to be said how long they were there."""
    form: FormState


@dataclass(frozen=True)
class AbsencesPage:
    """What waits, and what was answered."""

    eyebrow: str
    crumbs: Sequence[Link]
    path: str
    """Below it they are answered."""
    of_session: bool
    archived: Reason | None
    excuses: Sequence[ExcuseView]
    make_ups: Sequence[MakeUpView]
    answered_excuses: Sequence[ExcuseView]
    answered_make_ups: Sequence[MakeUpView]
    more: bool
    """Whether more wait than are shown."""
    errors: FormState


@dataclass(frozen=True)
class AmendedAbsencePage:
    """A make-up under which something was claimed or certified, before it is approved."""

    eyebrow: str
    crumbs: Sequence[Link]
    check: AmendingCheck


@dataclass(frozen=True)
class Absences:
    """What is stored of a cohort's absences."""

    excuses: Sequence[ExcuseRow]
    make_ups: Sequence[RequestRow]
    answered_excuses: Sequence[ExcuseRow]
    answered_make_ups: Sequence[RequestRow]
    steps: Mapping[UUID, Sequence[MakeUpEvent]]
    sisters: Mapping[UUID, SisterRow]
    people: Mapping[UUID, Person]
    """Who answered."""
    refused: Mapping[UUID, FormState] = field(default_factory=dict)
    """What was typed and refused, by what it is about."""


def absences_page(
    here: CohortContext, unit: UnitRow | None, found: Absences, reader: Actor
) -> AbsencesPage:
    """Those that wait first. `unit`: where they are of its session only."""
    label = here.label(unit.position) if unit else ""
    return AbsencesPage(
        eyebrow=dotted((here.cohort.title, label)) if label else here.cohort.title,
        crumbs=crumbs(here, reader, unit, page=_("Absences")),
        path=absences_path(here),
        of_session=unit is not None,
        archived=why_not_change(here.cohort.archived_at),
        excuses=[_excuse(here, row, found, reader) for row in found.excuses[:SHOWN]],
        make_ups=[_make_up(here, row, found, reader) for row in found.make_ups[:SHOWN]],
        answered_excuses=[
            _excuse(here, row, found, reader) for row in found.answered_excuses[:SHOWN]
        ],
        answered_make_ups=[
            _make_up(here, row, found, reader) for row in found.answered_make_ups[:SHOWN]
        ],
        more=len(found.excuses) > SHOWN or len(found.make_ups) > SHOWN,
        errors=next(iter(found.refused.values()), FormState()),
    )


def absences_path(here: CohortContext) -> str:
    """The facilitators' address of a cohort's absences."""
    return f"/teach/{here.cohort.slug}/absences"


def shown_to(here: CohortContext, unit: UnitRow, reader: Actor) -> UnitRow | None:
    """What somebody is shown after an answer: a guest the session, everybody else the cohort."""
    return None if is_of_whole(reader, here) else unit


def place_of(here: CohortContext, unit: UnitRow | None) -> str:
    """The address of a cohort's absences, or of those of one session."""
    return absences_path(here) if unit is None else f"{session_path(here, unit)}/absences"


def _excuse(here: CohortContext, row: ExcuseRow, found: Absences, reader: Actor) -> ExcuseView:
    state, tone = EXCUSES[row.state]
    return ExcuseView(
        id=row.id,
        name=row.name,
        href=_href(here, row.person_id, reader),
        unit=here.label(row.position),
        starts=on_both_clocks(row.starts_at, here.cohort.zone, reader.zone),
        note=row.note,
        asked=local(row.asked_at, reader.zone),
        state=state,
        tone=tone,
        answered=_answered(row, found, reader),
        word=row.word,
        no_need=_no_need(row),
        why_not=why_not_deal_with([row.person_id], by=reader.person_id),
        why_not_undo=why_not_follow(
            row.state, ExcuseStep.TAKEN_BACK, row.status, asked_anew=row.asked_anew
        ),
        form=found.refused.get(row.id, FormState()),
    )


def _href(here: CohortContext, person_id: UUID, reader: Actor) -> str | None:
    return person_path(person_id) if may_see_people(reader, here) else None


def _answered(row: ExcuseRow, found: Absences, reader: Actor) -> Text | None:
    person = found.people.get(row.by) if row.by else None
    if person is None or row.at is None:
        return None
    return _("{name}, {at:moment}", name=person.display_name, at=local(row.at, reader.zone))


def _make_up(here: CohortContext, row: RequestRow, found: Absences, reader: Actor) -> MakeUpView:
    state, tone = REQUESTS[row.state]
    sister = found.sisters.get(row.sister_session_id) if row.sister_session_id else None
    is_approved = row.state is RequestState.APPROVED
    return MakeUpView(
        id=row.id,
        name=row.name,
        href=_href(here, row.person_id, reader),
        unit=here.label(row.position),
        way=WAYS[row.way],
        sister=_sister(sister, reader) if sister else None,
        credit=_credit(here, row),
        steps=[_step(event, found, reader) for event in found.steps.get(row.id, ())],
        state=state,
        tone=tone,
        no_need=_no_need(row),
        fallen=FALLEN if sister and sister.canceled and is_approved else None,
        attendance=f"/teach/{here.cohort.slug}/sessions/{row.position}/attendance",
        why_not=why_not_deal_with([row.person_id], by=reader.person_id),
        asks_minutes=sister.minutes if sister and row.way is Way.SISTER_SESSION else None,
        form=found.refused.get(row.id, FormState()),
    )


def _no_need(row: ExcuseRow | RequestRow) -> Text | None:
    unneeded = row.state in {ExcuseState.UNNEEDED, RequestState.UNNEEDED}
    return NO_NEED[row.no_need] if unneeded and row.no_need else None


def _sister(row: SisterRow, reader: Actor) -> Text:
    when = on_both_clocks(row.starts_at, row.zone, reader.zone)
    if row.canceled:
        return _("{cohort}: {when}, canceled", cohort=row.cohort, when=when)
    return _("{cohort}: {when}", cohort=row.cohort, when=when)


def _credit(here: CohortContext, row: RequestRow) -> Text:
    if row.state is not RequestState.APPROVED or row.credit is None:
        return CREDITS[rules.credit_of(here.policy, row.way)]
    if row.credit is CreditType.LIVE and row.minutes is not None:
        return ngettext("live, {count} minute", "live, {count} minutes", count=row.minutes)
    return CREDITS[row.credit]


def _step(event: MakeUpEvent, found: Absences, reader: Actor) -> WrittenView:
    person = found.people.get(event.by)
    name = person.display_name if person else ""
    titles = {
        RequestStep.SUBMITTED: _("Submitted: {way}", way=WAYS[event.way]),
        RequestStep.RETURNED: _("Returned by {name}", name=name),
        RequestStep.APPROVED: _("Approved by {name}", name=name),
        RequestStep.WITHDRAWN: _("Withdrawn by {name}", name=name),
    }
    return WrittenView(titles[event.step], local(event.at, reader.zone), event.text)
