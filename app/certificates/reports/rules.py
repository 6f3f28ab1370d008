"""What a report says of a cohort, from the places in it and what was done in them. Pure.

Each number is defined here and nowhere else, and its definition is told with it:

- applied: asked for a seat, was offered one, or was put in; what was taken back never happened;
- enrolled: had a seat of their own, also those who left since;
- started: signed a unit or attended a session;
- active: is in the cohort, has started, and can still complete or has;
- at risk: is in the cohort, and completes only by signing what is due or making a session up,
  whether they have started or not;
- on course: active, with nothing to catch up;
- completed: is in the cohort and meets its policy;
- certified: has a certificate that holds.

What is said of a past session is what was true when it was over: by the policy, the schedule and
the enrollments of then, and what was signed and made up by then. Attendance is as it is recorded by
now: a mark says what was so at its session, and a correction that it was otherwise.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from app.casework.enums import AttendanceStatus as Status
from app.casework.rules import COUNTED, is_expected
from app.certificates.reports.records import (
    AfterSession,
    CohortFacts,
    CohortNumbers,
    CohortReport,
    GroupCounts,
    Happened,
    Part,
    Place,
    SessionCount,
    StageCounts,
)
from app.cohorts.arms.rules import policy_of_arm, why_no_session
from app.cohorts.enums import EnrollmentEventKind as Kind
from app.cohorts.institutions.rules import Numbers
from app.credit.stages.rules import ACTIVE, AT_RISK, WELL, Judge, Stage
from app.credit.tallies.rules import PlannedUnit, Schedule
from app.people.enums import Profession


def report(
    facts: CohortFacts, earlier: Sequence[CohortFacts], part: Part, now: datetime
) -> CohortReport:
    """A cohort at this moment, in all and by what its people were, beside those before it."""
    waiting = _waiting(facts, now)
    numbers, stages = _numbers(facts, waiting, now)
    sessions = [
        _session(facts, unit, waiting[unit.position], now)
        for unit in facts.units
        if unit.starts_at is not None
    ]
    before = [_numbers(other, None, now)[0] for other in earlier]
    over = [after.position for after in numbers.after_sessions]
    groups = _groups(stages, part, over, now)
    return CohortReport(replace(numbers, sessions=sessions), before, groups)


def enrolled_first(events: Iterable[Happened]) -> datetime | None:
    """When somebody was enrolled first."""
    return next((event.at for event in events if event.kind is Kind.ENROLLED), None)


def outcome(group: GroupCounts, *, over: bool) -> Numbers:
    """Of a group, what is told beside how many were enrolled: on course; in the end, completed."""
    counts = group.counts
    return Numbers(counts.enrolled, counts.completed if over else counts.on_course)


def completers(facts: CohortFacts, now: datetime) -> list[tuple[Place, bool]]:
    """Who was ever enrolled by a moment, and whether they are in the cohort and completed it."""
    return [
        (place, stage is Stage.COMPLETE)
        for place, (stage,) in _stages(facts, [now])
        if place.stand and place.enrolled_by(now)
    ]


_Standing = tuple[Place, Stage | None]
"""A place, and how far its person is; None for who is not in the cohort."""


def _numbers(
    facts: CohortFacts, waiting: Counter[int] | None, now: datetime
) -> tuple[CohortNumbers, list[_Standing]]:
    """`waiting`: marks that are missing, where they have been counted already."""
    ends = sorted((unit.ends_at, unit.position) for unit in facts.units if unit.ends_at is not None)
    held = [(ended, position) for ended, position in ends if ended <= now]
    moments = [*(ended for ended, _position in held), now]
    stages = list(_stages(facts, moments))
    standing = [(place, at_each[-1]) for place, at_each in stages]
    if facts.here.cohort.closes_at <= now:
        waiting = Counter()  # nothing more is going to be recorded
    elif waiting is None:
        waiting = _waiting(facts, now)
    after_sessions = [
        _after(
            position,
            ended,
            [(place, at_each[number]) for place, at_each in stages],
            recorded=not waiting[position],
        )
        for number, (ended, position) in enumerate(held)
    ]
    numbers = CohortNumbers(
        facts.here,
        _counts(standing, [position for _ended, position in held], now),
        after_sessions,
        sessions=(),
        over=bool(ends) and len(held) == len(ends),
        modules=sum(unit.has_module for unit in facts.units),
        canceled={unit.position for unit in facts.units if unit.canceled},
        not_held={unit.position for unit in facts.units if unit.not_held},
    )
    return numbers, standing


def _waiting(facts: CohortFacts, now: datetime) -> Counter[int]:
    """How many marks are missing, by the position of a unit whose session was held."""
    held = [
        (unit.position, unit.starts_at)
        for unit in facts.units
        if unit.starts_at is not None and unit.ends_at is not None and unit.ends_at <= now
    ]
    missing: Counter[int] = Counter()
    is_series = facts.here.cohort.is_series
    for place in facts.places:
        marks = place.work.marks
        lacks = [
            (n, at) for n, at in held if n not in marks or marks[n].status == Status.NOT_RECORDED
        ]
        if lacks and place.is_in(now):
            since, bar = place.work.enrolled_at, place.work.bar
            missing.update(
                position
                for position, at in lacks
                if is_expected(since, at, is_series=is_series) and not why_no_session(bar, at)
            )
    return missing


def _stages(
    facts: CohortFacts, moments: Sequence[datetime]
) -> Iterator[tuple[Place, Sequence[Stage | None]]]:
    """How far everybody was at each moment; None while they were not in the cohort."""
    cohort = facts.here.cohort
    schedule = Schedule(facts.units, cohort.closes_at, moments, is_series=cohort.is_series)
    everybody = _judges(facts, moments)
    without = _judges(facts, moments, has_sessions=False)
    for place in facts.places:
        if place.enrolled_from is None:
            yield place, (None,) * len(moments)
            continue
        judges = without if place.work.bar else everybody
        tallies = {
            judge: schedule.tallies(place.work, judge.policy) for judge in dict.fromkeys(judges)
        }
        yield (
            place,
            [
                judge.stage(tallies[judge][number]) if place.is_in(at) else None
                for number, (judge, at) in enumerate(zip(judges, moments, strict=True))
            ],
        )


def _judges(
    facts: CohortFacts, moments: Sequence[datetime], *, has_sessions: bool = True
) -> list[Judge]:
    """Who judges at each moment: the policy that was in force then, as it is for an arm."""
    made: dict[int, Judge] = {}
    policies = [facts.policy_at(at) for at in moments]
    for policy in policies:
        if id(policy) not in made:
            made[id(policy)] = Judge(policy_of_arm(policy, has_sessions=has_sessions))
    return [made[id(policy)] for policy in policies]


def _after(
    position: int, ended: datetime, standing: Sequence[_Standing], *, recorded: bool
) -> AfterSession:
    of = Counter(stage for _place, stage in standing)
    return AfterSession(
        position,
        ended,
        sum(of[stage] for stage in ACTIVE),
        sum(of[stage] for stage in WELL),
        sum(place.enrolled_by(ended) for place, _stage in standing),
        recorded,
    )


def _counts(stages: Iterable[_Standing], over: Collection[int], at: datetime) -> StageCounts:
    """`over`: the positions of the units whose session was held."""
    rows = [(place, stage) for place, stage in stages if place.stand]
    enrolled = [(place, stage) for place, stage in rows if place.enrolled_by(at)]
    of = Counter(stage for _place, stage in enrolled)
    return StageCounts(
        applied=len(rows),
        enrolled=len(enrolled),
        left=of[None],
        started=sum(place.work.has_started(over) for place, _stage in enrolled),
        active=sum(of[stage] for stage in ACTIVE),
        at_risk=sum(of[stage] for stage in AT_RISK),
        on_course=sum(of[stage] for stage in WELL),
        out_of_reach=of[Stage.OUT_OF_REACH],
        completed=of[Stage.COMPLETE],
        certified=sum(place.certified for place, _stage in enrolled),
    )


def _session(facts: CohortFacts, unit: PlannedUnit, waiting: int, now: datetime) -> SessionCount:
    assert unit.starts_at is not None
    held = unit.ends_at is not None and unit.ends_at <= now
    marks: Counter[Status] = Counter()
    if held:
        is_series = facts.here.cohort.is_series
        marks.update(_marks(facts.places, unit.position, unit.starts_at, is_series=is_series))
    return SessionCount(
        unit.position,
        unit.starts_at,
        unit.canceled,
        held,
        counted=sum(marks[status] for status in COUNTED),
        excused=marks[Status.EXCUSED],
        missed=marks[Status.ABSENT] + marks[Status.PARTIAL],
        waiting=waiting,
        not_held=unit.not_held,
    )


def _marks(
    places: Iterable[Place], position: int, starts_at: datetime, *, is_series: bool
) -> Iterable[Status]:
    """In a series those who came are counted, whenever they registered or left."""
    for place in places:
        came_later = not is_series and not is_expected(place.work.enrolled_at, starts_at)
        if (is_series or place.is_in(starts_at)) and not came_later:
            mark = place.work.marks.get(position)
            if mark is not None:
                yield mark.status if mark.made_up_at is None else Status.MADE_UP


def _groups(
    stages: Iterable[_Standing], part: Part, over: Collection[int], now: datetime
) -> list[GroupCounts]:
    """The groups of a part, the largest first."""
    groups: dict[str | Profession, list[_Standing]] = {}
    for place, stage in stages:
        groups.setdefault(place.was[part], []).append((place, stage))
    found = [GroupCounts(name, _counts(rows, over, now)) for name, rows in groups.items()]
    some = [group for group in found if group.counts.enrolled]
    return sorted(some, key=lambda group: (-group.counts.enrolled, group.name.casefold()))
