"""The people of a trial on its page: whose turn it is, who was drawn, and who is in the log."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from app.casework.contamination.enums import SeenIn
from app.casework.contamination.queries import Entry
from app.language import Text, _, ngettext
from app.language.moments import date_time
from app.site.manage.outcomes.trial.read import TrialRead
from app.studies.trials import rules
from app.studies.trials.candidates.queries import Candidate
from app.studies.trials.drawn.queries import Drawn
from app.studies.trials.enums import TrialEventKind
from app.studies.trials.rules import Arm, arms_of


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


def ready_people(read: TrialRead | None, reader: UUID) -> list[Candidate]:
    """Whose turn it is; nobody draws for themselves."""
    return [
        own
        for own in (read.candidates if read else ())
        if rules.why_not_draw(read.trial, own.ready) is None  # type: ignore[union-attr]
        and own.person_id != reader
    ]


def ready_cohorts(read: TrialRead | None, ready: Sequence[Candidate]) -> list[ReadyCohort]:
    """Where it is somebody's turn, and of how many."""
    counted = [
        ReadyCohort(own.id, own.title, sum(person.cohort_id == own.id for person in ready))
        for own in (read.cohorts if read else ())
    ]
    return [own for own in counted if own.people]


def others_waiting(read: TrialRead | None) -> Text:
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


def drawn_lines(read: TrialRead | None, zone: str, reader: UUID) -> list[DrawnLine]:
    """Everybody for whom an arm was drawn, by name."""
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


def log_line(own: Entry, zone: str) -> LogLine:
    """An entry of the log in words."""
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


def apart_people(read: TrialRead | None) -> list[tuple[str, str]]:
    """Who can be logged: those whose arm has no sessions."""
    if read is None:
        return []
    arms = arms_of(read.trial)
    return [
        (str(own.enrollment_id), own.name)
        for own in read.drawn
        if not arms[own.arm - 1].has_sessions
    ]


def sessions_of(read: TrialRead | None, zone: str) -> list[tuple[str, Text]]:
    """The sessions that have begun, to choose from."""
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
