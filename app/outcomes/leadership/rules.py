"""What a report to leaders tells, from what was read of a program. Pure.

Each number is defined here, and its definition is told with it:

- faculty enrolled: different people who ever had a seat in a cohort of the window, however often,
  as what they were when they were enrolled last;
- completed: of them, those who completed a cohort that is over. A cohort that runs is in no rate;
- an institution takes part once somebody of it was enrolled, and adopted the program once somebody
  of it completed;
- attendance: of the newest cohort that has ended, make-ups included; before one has, of the newest
  that runs, so far;
- cost for each completer: only where every cohort that was paid for has ended, so that both are
  of the same cohorts; for each person enrolled it is of the same cohorts anyway;
- credit: what was designated for one person, and what was claimed; neither is made of the other.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from app.certificates.reports.records import Part
from app.cohorts.institutions.rules import SMALLEST, percent
from app.language.reasons import Reason, ReasonKind, reason
from app.outcomes.leadership.costs import Costs, cost_of
from app.outcomes.leadership.faculty import PARTS, Faculty, folded
from app.outcomes.leadership.groups import groups_by
from app.outcomes.leadership.records import Gathered, RanCohort, Taking, Window
from app.outcomes.leadership.shown import COMPLETED, Shown
from app.outcomes.leadership.told import (
    Attendance,
    CohortLine,
    Completers,
    Cost,
    Credit,
    Groups,
    Report,
)

WRONG_ORDER = reason("leadership.wrong_order", "The last day is before the first one.")
NO_COHORT = ReasonKind(
    "leadership.no_cohort", "No cohort of {program} began in these days, so there is no report."
)
FEW_PEOPLE = reason(
    "leadership.too_few",
    "Fewer than five people were enrolled in these days. A report about so few would tell who "
    "they are.",
)
MOST_COHORTS = 8
"""The newest ones have a line; those before are in all sums."""


def why_not_report(
    window: Window, *, program: str, cohorts: int, people: int | None
) -> Reason | None:
    """Why there is no report of a window.

    `cohorts`, `people`: how many it has; None: that is not known yet.
    """
    if window.last < window.first:
        return WRONG_ORDER
    if not cohorts:
        return NO_COHORT(program=program)
    return FEW_PEOPLE if people is not None and people < SMALLEST else None


def people_in(cohorts: Iterable[RanCohort]) -> int:
    """How many different people they have."""
    return len({taking.person for cohort in cohorts for taking in cohort.takings})


def report(
    gathered: Gathered,
    window: Window,
    faculty: Faculty,
    costs: Costs | None,
    shown: Shown,
    *,
    code: str = "",
) -> Report:
    """What a report tells. `shown`: what may be told of groups.

    `code`: which version of the software tells it.
    """
    everybody = people_in(gathered.cohorts)
    cohorts = gathered.cohorts
    completers = _completers(shown)
    done = completers.completed if completers else None
    institutions = {str(own.was[Part.INSTITUTION]) for own in _takings(cohorts)}
    return Report(
        program=gathered.program,
        summary=gathered.summary,
        weeks=gathered.weeks,
        release=gathered.release,
        policy_versions=sorted({cohort.policy_version for cohort in cohorts}),
        window=window,
        ran=len(cohorts),
        cohorts=_cohort_lines(cohorts, shown),
        people=everybody,
        ended=any(cohort.over and not cohort.asks_nothing for cohort in cohorts),
        completers=completers,
        faculty=faculty.total,
        groups=_groups(shown, everybody, faculty, gathered.aliases),
        institutions=len(institutions),
        with_completer=_adopted(cohorts) if completers else None,
        partners=len(institutions | set(gathered.partners)),
        states=len({gathered.regions.get(name, "") for name in institutions} - {""}),
        attendance=_attendance(cohorts),
        credit=_credit(gathered),
        cost=_cost(costs, cohorts, done, everybody) if costs else None,
        measured=gathered.measured,
        asks_nothing=all(cohort.asks_nothing for cohort in cohorts),
        cut_off=gathered.cut_off,
        zone=gathered.zone,
        code=code,
    )


def _cost(costs: Costs, cohorts: Sequence[RanCohort], completers: int | None, people: int) -> Cost:
    endless = sum(cohort.asks_nothing for cohort in cohorts)
    running = sum(not cohort.over and not cohort.asks_nothing for cohort in cohorts)
    return cost_of(costs, completers=completers, people=people, running=running, endless=endless)


def _takings(cohorts: Iterable[RanCohort]) -> Iterable[Taking]:
    return (taking for cohort in cohorts for taking in cohort.takings)


def _completers(shown: Shown) -> Completers | None:
    """Of whom is over how many completed, where both tables tell it."""
    outcomes = shown.outcomes()
    if outcomes is None or not sum(outcomes):
        return None
    if not shown.tells_completers:
        return None
    done, not_done = outcomes
    return Completers(done, done + not_done)


def _groups(
    shown: Shown, people: int, faculty: Faculty, aliases: Mapping[str, str]
) -> Mapping[Part, Groups]:
    other = {Part.INSTITUTION: aliases}
    return {part: groups_by(part, shown, people, faculty, other.get(part, {})) for part in PARTS}


def _adopted(cohorts: Sequence[RanCohort]) -> int:
    """How many institutions have somebody who completed."""
    done = [own for own in _takings(own for own in cohorts if own.over) if own.completed]
    return len({own.was[Part.INSTITUTION] for own in done})


def _cohort_lines(cohorts: Sequence[RanCohort], shown: Shown) -> list[CohortLine]:
    """The newest ones, in the order in which they began."""
    asks = [cohort for cohort in cohorts if not cohort.asks_nothing]
    ended = [cohort for cohort in asks if cohort.over]
    newest = ended[-1] if ended else None
    return [_cohort_line(cohort, newest is cohort, shown) for cohort in asks[-MOST_COHORTS:]]


def _cohort_line(cohort: RanCohort, newest: bool, shown: Shown) -> CohortLine:
    enrolled = shown.of_cohort(cohort.key)
    done = shown.of_cohort(cohort.key, outcome=COMPLETED) if cohort.over else None
    told = enrolled is not None and done is not None and enrolled.earlier == done.earlier
    return CohortLine(
        cohort.title,
        cohort.began_on,
        enrolled.number if enrolled else None,
        done.number if told and done else None,
        percent(done.number, enrolled.number) if told and done and enrolled else None,
        cohort.over,
        newest,
    )


def _attendance(cohorts: Sequence[RanCohort]) -> Attendance | None:
    recorded = [cohort for cohort in cohorts if cohort.sessions]
    if not recorded:
        return None
    newest = next((own for own in reversed(recorded) if own.over), recorded[-1])
    came = [session.came for session in newest.sessions]
    if min(len(newest.takings), *came) < SMALLEST:
        return None
    return Attendance(
        newest.title,
        newest.over,
        newest.sessions,
        newest.planned,
        max(session.expected for session in newest.sessions),
        (2 * sum(came) + len(came)) // (2 * len(came)),
        min(came),
        max(came),
    )


def _credit(gathered: Gathered) -> Credit | None:
    if not gathered.designated:
        return None
    most = [own.most_quarters for own in gathered.designated]
    claimed = [own for own in gathered.claimed if own.people >= SMALLEST]
    return Credit(min(most), max(most), claimed, len(claimed) < len(gathered.claimed))


def usual_window(cohorts: Sequence[date], today: date) -> Window:
    """The window that is proposed: all cohorts that have begun. `cohorts`: their first days."""
    begun = [day for day in cohorts if day <= today]
    return Window(min(begun, default=today), today)


def names_of(institutions: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Under which other name a table may call an institution. Of pairs: whole name, short name."""
    return {folded(name): folded(short) for name, short in institutions}
