"""What a report to leaders tells, from what was read of a program. Pure.

Each number is defined here, and its definition is told with it:

- faculty enrolled: different people who ever had a seat in a cohort of the window, however often,
  as what they were when they were enrolled last;
- completed: of them, those who completed a cohort that is over. A cohort that runs is in no rate;
- an institution takes part once somebody of it was enrolled, and adopted the program once somebody
  of it completed;
- attendance: of the newest cohort with a recorded session, make-ups included;
- credit: what was designated for one person, and what was claimed; neither is made of the other.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import date
from enum import StrEnum

from app.certificates.reports.records import Part
from app.cohorts.institutions.rules import SMALLEST, is_told, percent
from app.language.reasons import Reason, ReasonKind, reason
from app.outcomes.leadership.costs import Costs, cost_of
from app.outcomes.leadership.faculty import PARTS, Faculty, folded
from app.outcomes.leadership.groups import groups_by
from app.outcomes.leadership.records import Gathered, RanCohort, Taking, Window
from app.outcomes.leadership.told import Attendance, CohortLine, Completers, Credit, Groups, Report

WRONG_ORDER = reason("leadership.wrong_order", "The last day is before the first one.")
NO_COHORT = ReasonKind(
    "leadership.no_cohort", "No cohort of {program} began in these days, so there is no report."
)
TOO_FEW = reason(
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
    return TOO_FEW if people is not None and people < SMALLEST else None


class Size(StrEnum):
    """How large an effect is, in Cohen's words."""

    NONE = "none"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


def size_of(effect: float) -> Size:
    """The word for a standardized effect, whatever its sign: 0.2 small, 0.5 medium, 0.8 large.

    Cohen meant them for where nothing better is known (1988, pages 25 and 532); they say nothing
    about whether an effect matters, so they never stand without its number.
    """
    value = abs(effect)
    if value < 0.2:
        return Size.NONE
    if value < 0.5:
        return Size.SMALL
    return Size.MEDIUM if value < 0.8 else Size.LARGE


def people_in(cohorts: Iterable[RanCohort]) -> int:
    """How many different people they have."""
    return len({taking.person for cohort in cohorts for taking in cohort.takings})


def report(
    gathered: Gathered, window: Window, faculty: Faculty, costs: Costs | None, *, code: str = ""
) -> Report:
    """What may be told. `code`: which version of the software tells it."""
    over = [cohort for cohort in gathered.cohorts if cohort.over and not cohort.asks_nothing]
    people, completed = _participants(gathered.cohorts), _completed(over)
    done = _told_of(len(completed), people_in(over))
    completers = None if done is None else Completers(done, people_in(over))
    institutions = {taking.was[Part.INSTITUTION] for taking in people.values()}
    return Report(
        program=gathered.program,
        summary=gathered.summary,
        weeks=gathered.weeks,
        release=gathered.release,
        policy_versions=sorted({cohort.policy_version for cohort in gathered.cohorts}),
        window=window,
        ran=len(gathered.cohorts),
        cohorts=_cohort_lines(gathered.cohorts),
        people=len(people),
        ended=bool(over),
        completers=completers,
        faculty=faculty.total,
        groups=_groups(people, faculty, gathered.aliases),
        institutions=len(institutions),
        with_completer=_adopted(people, completed) if completers else None,
        partners=len(institutions | set(gathered.partners)),
        states=len({gathered.regions.get(str(name), "") for name in institutions} - {""}),
        attendance=_attendance(gathered.cohorts),
        credit=_credit(gathered),
        cost=cost_of(costs, completers=done, people=len(people)) if costs else None,
        measured=gathered.measured,
        asks_nothing=all(cohort.asks_nothing for cohort in gathered.cohorts),
        cut_off=gathered.cut_off,
        zone=gathered.zone,
        code=code,
    )


def _told_of(part: int, whole: int) -> int | None:
    """Some of a sum that is told, where neither they nor the others are too few."""
    return part if whole and is_told(part) and is_told(whole - part) else None


def _participants(cohorts: Sequence[RanCohort]) -> Mapping[str, Taking]:
    """Everybody once, as they were in the last cohort that they came into."""
    return {taking.person: taking for cohort in cohorts for taking in cohort.takings}


def _completed(over: Sequence[RanCohort]) -> Set[str]:
    return {own.person for cohort in over for own in cohort.takings if own.completed}


def _groups(
    people: Mapping[str, Taking], faculty: Faculty, aliases: Mapping[str, str]
) -> Mapping[Part, Groups]:
    other = {Part.INSTITUTION: aliases}
    return {
        part: groups_by(
            part, [str(own.was[part]) for own in people.values()], faculty, other.get(part, {})
        )
        for part in PARTS
    }


def _adopted(people: Mapping[str, Taking], completed: Set[str]) -> int:
    return len({people[person].was[Part.INSTITUTION] for person in completed})


def _cohort_lines(cohorts: Sequence[RanCohort]) -> list[CohortLine]:
    """The newest ones, in the order in which they began."""
    asks = [cohort for cohort in cohorts if not cohort.asks_nothing]
    ended = [cohort for cohort in asks if cohort.over]
    newest = ended[-1] if ended else None
    return [_cohort_line(cohort, newest is cohort) for cohort in asks[-MOST_COHORTS:]]


def _cohort_line(cohort: RanCohort, newest: bool) -> CohortLine:
    enrolled = len(cohort.takings)
    completed = sum(taking.completed for taking in cohort.takings) if cohort.over else 0
    done = _told_of(completed, enrolled) if cohort.over else None
    return CohortLine(
        cohort.title,
        cohort.began_on,
        enrolled if is_told(enrolled) else None,
        done,
        None if done is None else percent(done, enrolled),
        cohort.over,
        newest,
    )


def _attendance(cohorts: Sequence[RanCohort]) -> Attendance | None:
    recorded = [cohort for cohort in cohorts if cohort.sessions]
    if not recorded:
        return None
    newest = recorded[-1]
    came = [session.came for session in newest.sessions]
    if min(len(newest.takings), *came) < SMALLEST:
        return None
    return Attendance(
        newest.title,
        newest.sessions,
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


def first_day(cohorts: Sequence[date], today: date) -> Window:
    """The window that is proposed: all cohorts that have begun. `cohorts`: their first days."""
    begun = [day for day in cohorts if day <= today]
    return Window(min(begun, default=today), today)


def names_of(institutions: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Under which other name a table may call an institution. Of pairs: whole name, short name."""
    return {folded(name): folded(short) for name, short in institutions}
