"""The trial of a study: what is set up, whose turn it is, who was drawn, and the flow so far.

By name it tells whoever runs the trial what they need for that: whose turn it is, who was drawn and
when, their arm, and whether they were discontinued or crossed over, without the reason. How many
were drawn in each stratum can be counted in that list and the roster. Nothing else is told of
anybody; what is told in numbers, `outcomes/trials/rules.py` decides.

While arms are drawn nothing here tells what comes next: of each stratum how many were drawn, and
no more; and whose turn it is not is a number, since why is between them and the study.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.language import Text, _
from app.language.moments import date_time
from app.language.reasons import Reason
from app.outcomes.charts.shapes import Chart
from app.outcomes.trials.rules import FlowTold, flow_told
from app.people.actors import Actor
from app.site.manage.outcomes.trial.boxes import flow_boxes
from app.site.manage.outcomes.trial.flow import FlowTable, flow_table
from app.site.manage.outcomes.trial.people import (
    DrawnLine,
    LogLine,
    ReadyCohort,
    ReadyLine,
    apart_people,
    drawn_lines,
    log_line,
    others_waiting,
    ready_cohorts,
    ready_people,
    sessions_of,
)
from app.site.manage.outcomes.trial.read import TrialRead
from app.site.manage.outcomes.trial.setup import FACTORS, ArmField, arm_fields, design_of, fields_of
from app.studies.models import Project
from app.studies.trials.models import TrialStratum
from app.studies.trials.strata.rules import OTHER_LEVELS
from app.web.forms import FormState


@dataclass(frozen=True)
class Sealed:
    """What was published of the list, and how far it was drawn."""

    hash: str
    at: Text
    strata: Sequence[tuple[Text, int]]
    """With how many were drawn in each."""
    ended: Text | None
    opened: Text | None


@dataclass(frozen=True)
class TrialPage:
    """All of it."""

    title: str
    path: str
    form: FormState
    refused: Reason | None
    is_synthetic: bool
    is_set_up: bool
    arms: Sequence[ArmField]
    design: Sequence[tuple[Text, Text | str]]
    """Once it cannot change any more: what was set up."""
    fields: Mapping[str, str]
    factors: Sequence[tuple[str, Text]]
    sealed: Sealed | None
    ready: Sequence[ReadyLine]
    ready_cohorts: Sequence[ReadyCohort]
    others: Text
    drawn: Sequence[DrawnLine]
    log: Sequence[LogLine]
    apart: Sequence[tuple[str, str]]
    """Who can be logged: those whose arm has no sessions."""
    sessions: Sequence[tuple[str, Text]]
    flow: FlowTable | None
    """None before the list is sealed."""
    boxes: Chart | None
    """The same numbers, drawn."""
    least: int
    """Fewer people than this are too few to show."""


def trial_page(
    project: Project,
    read: TrialRead | None,
    form: FormState,
    refused: Reason | None,
    actor: Actor,
) -> TrialPage:
    """The page, before the trial is set up, too."""
    zone = actor.zone
    trial = read.trial if read else None
    told = _told(read, project.least)
    ready = ready_people(read, actor.person_id)
    return TrialPage(
        title=project.title,
        path=f"/manage/outcomes/{project.key}/trial",
        form=form,
        refused=refused,
        is_synthetic=project.is_synthetic,
        is_set_up=trial is not None,
        arms=arm_fields(trial, form),
        design=design_of(trial) if trial and trial.sealed_at else (),
        fields=fields_of(trial, form),
        factors=[(factor.value, words) for factor, words in FACTORS.items()],
        sealed=_sealed(read, zone),
        ready=[ReadyLine(own.enrollment_id, own.name, own.cohort) for own in ready],
        ready_cohorts=ready_cohorts(read, ready),
        others=others_waiting(read),
        drawn=drawn_lines(read, zone, actor.person_id),
        log=[log_line(own, zone) for own in (read.log if read else ())],
        apart=apart_people(read),
        sessions=sessions_of(read, zone),
        flow=flow_table(told) if told else None,
        boxes=flow_boxes(told) if told else None,
        least=project.least,
    )


def _told(read: TrialRead | None, least: int) -> FlowTold | None:
    if read is None or read.trial.sealed_at is None:
        return None
    return flow_told(read.flow, least, is_over=read.trial.ended_at is not None)


def _sealed(read: TrialRead | None, zone: str) -> Sealed | None:
    trial = read.trial if read else None
    if read is None or trial is None or trial.sealed_at is None or trial.list_hash is None:
        return None
    return Sealed(
        trial.list_hash,
        date_time(trial.sealed_at, zone),
        [(_stratum(own), read.drawn_in.get(own.id, 0)) for own in read.strata],
        date_time(trial.ended_at, zone) if trial.ended_at else None,
        date_time(trial.opened_at, zone) if trial.opened_at else None,
    )


def _stratum(own: TrialStratum) -> Text:
    """The label in the list, which is in English, worded for the reader where it is ours."""
    place = own.label.removesuffix(f" / {own.level}") if own.level else own.label
    where = place if own.institution_id else _("Any other institution")
    if not own.level:
        return where
    level = _("all others") if own.level == OTHER_LEVELS else own.level
    return _("{institution} / {level}", institution=where, level=level)
