"""The public page of a cohort: what it is, what it asks and gives, and the way in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from markupsafe import Markup

from app.casework.check_ins.rules import is_open_at
from app.cohorts.admission.rules import why_not_ask
from app.cohorts.enums import EnrollmentStatus
from app.cohorts.joining.rules import Door, door, position_of
from app.cohorts.schedule.rules import extent_of
from app.cohorts.topics.rules import Topic
from app.credit.completion.promise import what_completes
from app.credit.eligibility.rules import ApprovedActivity
from app.credit.formats.rules import what_credit_needs
from app.credit.phrase import mark_phrase, with_phrase
from app.language import Text
from app.language.moments import on_both_clocks, zone_name
from app.language.reasons import Reason
from app.site.join.facts import facts_of
from app.site.join.read import CohortToJoin, Reader
from app.site.join.way import Way, steps_so_far, way_in
from app.site.parts.application import ApplicationForm, answer_facts, application_form
from app.site.parts.sessions import SessionTile, tile
from app.web.forms import FormState
from app.web.parts import Fact, Option


class PlannedSession(NamedTuple):
    """One live session: what its unit is on, and when."""

    title: str
    tile: SessionTile
    topic: Topic | None = None
    """What it is about and who speaks, in a series."""


@dataclass(frozen=True)
class JoinPage:
    """A cohort for whoever may come into it."""

    title: str
    program: str
    language: str
    summary: str
    path: str
    address: str
    """For paper."""
    facts: Sequence[Fact]
    is_series: bool
    completes: Sequence[Reason]
    statements: Sequence[Markup]
    credit_needs: Sequence[Reason]
    """What its credit needs; nothing where it gives none."""
    """What its provider says of credit."""
    sessions: Sequence[PlannedSession]
    zone: str
    """The cohort's."""
    own_zone: str
    """What the reader's is called."""
    reader_zone: str
    zones: Sequence[Option]
    """What somebody who is not signed in can see the times in."""
    way: Way
    questions: ApplicationForm | None
    """What whoever applies is asked; None: nothing, or they cannot apply now."""
    answers: Sequence[Fact]
    """What the reader answered."""
    can_correct: bool
    steps: Sequence[Text]
    """What happened with the reader's place so far."""
    signed_in: bool
    drop_in: str | None = None
    """Where who is in a session comes in by its code, while one goes on."""
    note: Reason | None = field(default=None)
    form: FormState = field(default_factory=FormState)


def join_page(
    read: CohortToJoin,
    reader: Reader,
    *,
    base_url: str,
    now: datetime,
    note: Reason | None = None,
    form: FormState | None = None,
) -> JoinPage:
    """The page, for paper too. `form`: what was just typed."""
    here = read.here
    typed, place = form or FormState(), reader.place
    path = f"/join/{here.cohort.slug}"
    return JoinPage(
        title=here.cohort.title,
        program=here.program.title,
        language=here.program.language,
        summary=here.program.summary,
        path=path,
        address=f"{base_url}{path}",
        facts=facts_of(read, reader.zone, now),
        is_series=here.cohort.is_series,
        completes=_completes(read),
        statements=_statements(read.approved),
        credit_needs=what_credit_needs(read.approved.activity, here.cohort.zone)
        if read.approved
        else (),
        sessions=_sessions(read, reader.zone, now),
        zone=zone_name(here.cohort.zone),
        own_zone=zone_name(reader.zone),
        reader_zone=reader.zone,
        zones=_zones(read, reader.zone),
        way=_way(read, reader, now),
        questions=_questions(read, reader, typed, now),
        answers=answer_facts(reader.answers, reader.zone),
        can_correct=place is not None and place.status is EnrollmentStatus.APPLIED,
        steps=steps_so_far(reader.events, here.cohort.zone, reader.zone),
        signed_in=reader.actor is not None,
        drop_in=f"{path}/drop-in" if _is_on(read, now) else None,
        note=note,
        form=typed,
    )


def _stands(read: CohortToJoin, reader: Reader, now: datetime) -> Door:
    institution = reader.actor.institution_id if reader.actor else None
    return door(read.here.cohort, read.line, read.seats, reader.place, institution, now)


def _questions(
    read: CohortToJoin, reader: Reader, form: FormState, now: datetime
) -> ApplicationForm | None:
    """The form, for who can send it; who applies anew finds what they answered before."""
    can_apply = reader.actor is not None and _stands(read, reader, now) is Door.APPLICATION
    if not can_apply or not read.asked:
        return None
    return application_form(read.asked, form, reader.answers)


def _way(read: CohortToJoin, reader: Reader, now: datetime) -> Way:
    cohort, place = read.here.cohort, reader.place
    stands = _stands(read, reader, now)
    return way_in(
        stands,
        cohort,
        held_until=_held_until(read, reader),
        position=position_of(read.line, place.id) if place else None,
        why_not=why_not_ask(cohort, now, reader.zone),
        signed_in=reader.actor is not None,
    )


def _held_until(read: CohortToJoin, reader: Reader) -> Text | None:
    """Until when a seat is held."""
    until = reader.place.held_until if reader.place else None
    return on_both_clocks(until, read.here.cohort.zone, reader.zone) if until else None


def _completes(read: CohortToJoin) -> Sequence[Reason]:
    return what_completes(read.here.policy, *extent_of(read.units))


def _statements(approved: ApprovedActivity | None) -> list[Markup]:
    if approved is None:
        return []
    activity = approved.activity
    return [
        mark_phrase(with_phrase(activity.accreditation_statement)),
        mark_phrase(with_phrase(activity.designation_statement)),
    ]


def _sessions(read: CohortToJoin, reader_zone: str, now: datetime) -> list[PlannedSession]:
    """All that take place; of a series only those that somebody can still come to."""
    zone, is_series = read.here.cohort.zone, read.here.cohort.is_series
    found = [
        PlannedSession(
            unit.title,
            tile(unit.starts_at, unit.minutes, zone, reader_zone, now),
            read.topics.get(unit.position),
        )
        for unit in read.units
        if unit.starts_at is not None and not unit.canceled
    ]
    return [own for own in found if not (is_series and own.tile.ended)]


def _zones(read: CohortToJoin, reader_zone: str) -> list[Option]:
    """Those of the institutions, each name once; the reader's stands for all that share it."""
    zones = [institution.zone for institution in read.institutions]
    named = {zone_name(zone): zone for zone in [*zones, read.here.cohort.zone, reader_zone]}
    return [Option(zone, name) for name, zone in sorted(named.items())]


def _is_on(read: CohortToJoin, now: datetime) -> bool:
    """Whether somebody can come in by the code of a session now: in a series, who is not in it."""
    here = read.here
    return here.cohort.is_series and any(is_open_at(here, unit, now) for unit in read.units)
