"""The trial of a study: what is set up, whose turn it is, who was drawn, and the flow so far.

While arms are drawn nothing here tells what comes next: of each stratum how many were drawn, and
no more; and whose turn it is not is a number, since why is between them and the study.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.casework.contamination.enums import SeenIn
from app.casework.contamination.queries import Entry
from app.cohorts.models import Cohort
from app.language import Text, _, ngettext
from app.language.moments import date_time
from app.language.reasons import Reason
from app.people.actors import Actor
from app.site.manage.outcomes.trial.flow import FlowRow, flow_rows
from app.site.manage.outcomes.trial.forms import ARMS, WITH, WITHOUT
from app.studies.models import Project
from app.studies.trials import rules
from app.studies.trials.consort.rules import Flow
from app.studies.trials.drawn.queries import Drawn
from app.studies.trials.enums import Factor, TrialEventKind
from app.studies.trials.models import Trial, TrialEvent, TrialStratum
from app.studies.trials.queries import BegunSession, Candidate
from app.studies.trials.rules import Arm, arms_of
from app.web.forms import FormState


@dataclass(frozen=True)
class TrialRead:
    """What was read of a trial."""

    trial: Trial
    cohorts: Sequence[Cohort]
    strata: Sequence[TrialStratum]
    drawn_in: Mapping[UUID, int]
    candidates: Sequence[Candidate]
    drawn: Sequence[Drawn]
    events: Sequence[TrialEvent]
    log: Sequence[Entry]
    sessions: Sequence[BegunSession]
    flow: Flow


@dataclass(frozen=True)
class ArmField:
    """The fields of one arm."""

    number: int
    title: str
    sessions: str
    later: str


@dataclass(frozen=True)
class ReadyLine:
    """Somebody whose turn it is."""

    place: UUID
    name: str
    cohort: str


@dataclass(frozen=True)
class ReadyCohort:
    """A cohort in which it is somebody's turn."""

    id: UUID
    title: str
    people: int


@dataclass(frozen=True)
class DrawnLine:
    """Somebody for whom an arm was drawn."""

    place: UUID
    name: str
    cohort: str
    arm: str
    at: Text
    state: Text
    can_end: bool
    can_cross: bool


@dataclass(frozen=True)
class LogLine:
    """Somebody who was where no session was theirs."""

    name: str
    unit: str
    when: Text
    how: Text
    note: str


@dataclass(frozen=True)
class Sealed:
    """What was published of the list, and how far it was drawn."""

    hash: str
    at: Text
    strata: Sequence[tuple[str, int]]
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
    flow: Sequence[FlowRow]


FACTORS: Mapping[Factor, Text] = {
    Factor.NONE: _("By nothing else"),
    Factor.RANK: _("By rank"),
    Factor.PROFESSION: _("By profession"),
    Factor.DEPARTMENT: _("By department"),
}


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
    ready = _ready(read, actor.person_id)
    return TrialPage(
        title=project.title,
        path=f"/manage/outcomes/{project.key}/trial",
        form=form,
        refused=refused,
        is_synthetic=project.is_synthetic,
        is_set_up=trial is not None,
        arms=_arm_fields(trial, form),
        design=_design(trial) if trial and trial.sealed_at else (),
        fields=_fields(trial, form),
        factors=[(factor.value, words) for factor, words in FACTORS.items()],
        sealed=_sealed(read, zone),
        ready=[ReadyLine(own.enrollment_id, own.name, own.cohort) for own in ready],
        ready_cohorts=_cohorts(read, ready),
        others=_others(read),
        drawn=_drawn(read, zone, actor.person_id),
        log=[_log_line(own, zone) for own in (read.log if read else ())],
        apart=_apart(read),
        sessions=_sessions(read, zone),
        flow=flow_rows(read.flow, project.least, is_over=trial.ended_at is not None)
        if read and trial and trial.sealed_at
        else (),
    )


def _arm_fields(trial: Trial | None, form: FormState) -> list[ArmField]:
    arms = arms_of(trial) if trial else [*rules.USUAL]
    found = []
    for number in ARMS:
        arm = arms[number - 1] if number <= len(arms) else Arm("", has_sessions=False)
        later = "" if arm.later_months is None else str(arm.later_months)
        sessions = WITH if arm.has_sessions else WITHOUT
        found.append(
            ArmField(
                number,
                form.value(f"title_{number}", arm.title),
                form.value(f"sessions_{number}", sessions),
                form.value(f"later_{number}", later),
            )
        )
    return found


def _fields(trial: Trial | None, form: FormState) -> dict[str, str]:
    usual = rules.Design()
    own = trial or usual
    known = {
        "block_sizes": ", ".join(map(str, own.block_sizes)),
        "places": str(own.places),
        "factor": own.factor.value,
        "levels": "\n".join(own.levels),
        "modules_needed": str(own.modules_needed),
        "sessions_needed": str(own.sessions_needed),
    }
    return {name: form.value(name, value) for name, value in known.items()}


def _design(trial: Trial) -> list[tuple[Text, Text | str]]:
    found: list[tuple[Text, Text | str]] = [
        (_("Arm {number}", number=number), _arm_words(arm))
        for number, arm in enumerate(arms_of(trial), 1)
    ]
    return [
        *found,
        (_("Block sizes"), ", ".join(map(str, trial.block_sizes))),
        (_("Strata"), FACTORS[trial.factor]),
        (
            _("Per protocol"),
            _(
                "{modules} modules and {sessions} live sessions or more",
                modules=trial.modules_needed,
                sessions=trial.sessions_needed,
            ),
        ),
    ]


def _arm_words(arm: Arm) -> Text:
    if arm.has_sessions:
        return _("{arm}: modules and live sessions", arm=arm.title)
    if arm.later_months is None:
        return _("{arm}: modules alone", arm=arm.title)
    return ngettext(
        "{arm}: modules alone, live sessions {count} month after the draw",
        "{arm}: modules alone, live sessions {count} months after the draw",
        arm=arm.title,
        count=arm.later_months,
    )


def _sealed(read: TrialRead | None, zone: str) -> Sealed | None:
    trial = read.trial if read else None
    if read is None or trial is None or trial.sealed_at is None or trial.list_hash is None:
        return None
    return Sealed(
        trial.list_hash,
        date_time(trial.sealed_at, zone),
        [(own.label, read.drawn_in.get(own.id, 0)) for own in read.strata],
        date_time(trial.ended_at, zone) if trial.ended_at else None,
        date_time(trial.opened_at, zone) if trial.opened_at else None,
    )


def _ready(read: TrialRead | None, reader: UUID) -> list[Candidate]:
    """Whose turn it is; nobody draws for themselves."""
    return [
        own
        for own in (read.candidates if read else ())
        if rules.why_not_draw(read.trial, own.ready) is None  # type: ignore[union-attr]
        and own.person_id != reader
    ]


def _cohorts(read: TrialRead | None, ready: Sequence[Candidate]) -> list[ReadyCohort]:
    counted = [
        ReadyCohort(own.id, own.title, sum(one.cohort_id == own.id for one in ready))
        for own in (read.cohorts if read else ())
    ]
    return [own for own in counted if own.people]


def _others(read: TrialRead | None) -> Text:
    """How many wait for something; never for what."""
    count = sum(
        rules.why_not_ready(own.ready) is not None and not own.ready.drawn
        for own in (read.candidates if read else ())
    )
    return ngettext(
        "It is not the turn of {count} other: they have not agreed, or the baseline is open.",
        "It is not the turn of {count} others: they have not agreed, or the baseline is open.",
        count=count,
    )


def _drawn(read: TrialRead | None, zone: str, reader: UUID) -> list[DrawnLine]:
    if read is None:
        return []
    arms = arms_of(read.trial)
    happened: dict[UUID, set[TrialEventKind]] = {}
    for event in read.events:
        happened.setdefault(event.allocation_id, set()).add(event.kind)
    return [
        _drawn_line(own, arms[own.arm - 1], happened.get(own.id, set()), zone, reader)
        for own in read.drawn
    ]


def _drawn_line(
    own: Drawn, arm: Arm, happened: set[TrialEventKind], zone: str, reader: UUID
) -> DrawnLine:
    ended = TrialEventKind.DISCONTINUED in happened
    crossed = TrialEventKind.CROSSED_OVER in happened
    state = _("Takes part")
    if crossed:
        state = _("Crossed over")
    if ended:
        state = _("Discontinued")
    return DrawnLine(
        own.enrollment_id,
        own.name,
        own.cohort,
        arm.title,
        date_time(own.at, zone),
        state,
        can_end=not ended and own.person_id != reader,
        can_cross=not (ended or crossed or arm.has_sessions) and own.person_id != reader,
    )


def _log_line(own: Entry, zone: str) -> LogLine:
    how = _("Somebody saw them")
    if own.seen_in is SeenIn.FILE:
        how = _("A file of the meeting names them")
        if own.minutes is not None:
            how = ngettext(
                "A file of the meeting names them, for {count} minute",
                "A file of the meeting names them, for {count} minutes",
                count=own.minutes,
            )
    return LogLine(own.name, own.unit, date_time(own.starts_at, zone), how, own.note)


def _apart(read: TrialRead | None) -> list[tuple[str, str]]:
    if read is None:
        return []
    arms = arms_of(read.trial)
    return [
        (str(own.enrollment_id), own.name)
        for own in read.drawn
        if not arms[own.arm - 1].has_sessions
    ]


def _sessions(read: TrialRead | None, zone: str) -> list[tuple[str, Text]]:
    return [
        (
            str(own.id),
            _(
                "{cohort}, {unit} {position}: {when}",
                cohort=own.cohort,
                unit=own.unit_label,
                position=own.position,
                when=date_time(own.starts_at, zone),
            ),
        )
        for own in (read.sessions if read else ())
    ]
