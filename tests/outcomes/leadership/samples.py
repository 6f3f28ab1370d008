"""A program as its records have it, made up for tests: plain people in plain cohorts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from app.certificates.reports.records import Part
from app.credit.enums import AMA_PRA_1, PARTICIPATION
from app.outcomes.leadership.answers import (
    AskedInstrument,
    CompetencyChange,
    Controlled,
    EvaluationSummary,
    Measured,
    MenteeView,
    Quote,
    Span,
)
from app.outcomes.leadership.costs import Costs, Staffing, StaffKind
from app.outcomes.leadership.faculty import NOBODY, Faculty
from app.outcomes.leadership.records import (
    Claimed,
    Designated,
    Gathered,
    RanCohort,
    SessionNumbers,
    Taking,
    Window,
)
from app.outcomes.leadership.rules import report
from app.outcomes.leadership.sheet.order import SheetOrder
from app.outcomes.leadership.sheet.sheet import Room, Sheet
from app.outcomes.leadership.shown import Earlier, shown_of
from app.outcomes.leadership.told import Report

CUT_OFF = datetime(2026, 11, 18, 17, 0, tzinfo=UTC)
WINDOW = Window(date(2026, 1, 1), date(2026, 11, 18))
COMPETENCY = "Mentoring competency"
"""What the scale over all questions is called."""
SCALES = (
    "Maintaining effective communication",
    "Promoting professional development",
    "Fostering independence",
    "Aligning expectations",
    "Assessing understanding",
    "Addressing diversity",
)

UNM = Costs(
    (
        Staffing(StaffKind.FACULTY, 2, Decimal(10), 220_000),
        Staffing(StaffKind.STAFF, 3, Decimal(10), 70_000),
    ),
    months=12,
    other=0,
)
"""A tenth of two faculty and of three staff, as the University of New Mexico pays it."""

NOTHING_MEASURED = Measured()


def taking(
    person: str,
    institution: str = "High Desert",
    rank: str = "Professor",
    department: str = "Medicine",
    *,
    completed: bool = False,
) -> Taking:
    was = {Part.INSTITUTION: institution, Part.RANK: rank, Part.DEPARTMENT: department}
    return Taking(person, was, completed)


def takings(
    count: int, completed: int = 0, institution: str = "High Desert", first: int = 0
) -> list[Taking]:
    return [
        taking(f"{institution}-{first + number}", institution, completed=number < completed)
        for number in range(count)
    ]


def cohort(
    key: str, people: Sequence[Taking], *, over: bool = True, asks_nothing: bool = False
) -> RanCohort:
    came = len(people) - 1
    sessions = [SessionNumbers(str(n), came, len(people)) for n in range(1, 9)]
    began = date(2026, 2, 1)
    return RanCohort(key, key.title(), began, over, asks_nothing, people, sessions, 12, 1)


def gathered(*cohorts: RanCohort, measured: Measured = NOTHING_MEASURED) -> Gathered:
    return Gathered(
        program="Mentor Development Program",
        summary="A course.",
        weeks=8,
        release=1,
        cohorts=cohorts,
        designated=[Designated("Spring 2026", 48)],
        claimed=[
            Claimed(AMA_PRA_1, 15, 629),
            Claimed(PARTICIPATION, 4, 100),
        ],
        partners=["High Desert", "Sonoran", "Wasatch"],
        aliases={"high desert school of medicine": "high desert"},
        regions={"High Desert": "New Mexico"},
        measured=measured,
        cut_off=CUT_OFF,
        zone="America/Denver",
    )


def told(
    *cohorts: RanCohort,
    faculty: Faculty = NOBODY,
    costs: Costs | None = None,
    measured: Measured = NOTHING_MEASURED,
    earlier: Earlier | None = None,
) -> Report:
    shown = shown_of(cohorts, earlier or Earlier())
    read = gathered(*cohorts, measured=measured)
    return report(read, WINDOW, faculty, costs, shown, code="c0de")


def change(
    scale: str = COMPETENCY, n: int = 86, before: float = 4.58, after: float = 5.35, g: float = 0.88
) -> CompetencyChange:
    diff = after - before
    ci = Span(diff - 0.17, diff + 0.17)
    known = (scale, 1, 7, n, before, after, diff, ci, g, 69)
    return CompetencyChange("mca", *known, from_wave=0, to_wave=3, is_overall=scale == COMPETENCY)


def compared(diff: float = 0.23, half: float = 0.53, wave: int = 3) -> Controlled:
    ci = Span(diff - half, diff + half)
    return Controlled("Combined", "Modules alone", COMPETENCY, 0, wave, 1, 7, 44, diff, ci)


def trial_measured(*told: Controlled) -> Measured:
    """What a trial of two arms measured: the first one had all of the program."""
    own = everything_measured()
    return replace(
        own,
        overall=replace(change(n=18), arm="Combined"),
        subscales=[replace(scale, n=18, arm="Combined") for scale in own.subscales],
        mentees=[replace(view, arm="Combined", wave=12) for view in own.mentees],
        controlled=told,
        reference="Modules alone",
    )


def everything_measured(quote: str = "It took four minutes.") -> Measured:
    return Measured(
        overall=change(),
        subscales=[change(name, before=4.2 + n / 10) for n, name in enumerate(SCALES)],
        mentees=[
            MenteeView("My mentor helps me set goals", 1, 7, 41, 5.9),
            MenteeView("My mentor listens", 1, 7, 3, 6.2),
        ],
        evaluation=[
            EvaluationSummary("I would recommend the program", 44, 38, ["Spring 2026"], 50)
        ],
        quotes=[Quote("1", quote, "Associate professor, Spring 2026")],
        study="What changes",
        analysis="2026-11",
        asked=[
            AskedInstrument("competency-self", "0123456789ab", "confidential"),
            AskedInstrument("competency-mentee", "2345678901ab", "confidential"),
            AskedInstrument("final-evaluation", "ba9876543210", "unlinked"),
        ],
    )


SPRING = cohort("spring 2026", takings(30, 16) + takings(20, 11, "Sonoran"))
"""One that has ended, of two institutions."""


def sheet(report: Report, *, language: str = "en", invented: bool = False) -> Sheet:
    """A report on paper that has much room."""
    return Sheet(SheetOrder(report, 3, language, invented), Room(groups=12, quotes=2, cohorts=8))
