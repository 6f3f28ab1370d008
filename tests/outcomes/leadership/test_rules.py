from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.certificates.reports.records import Part
from app.credit.enums import AMA_PRA_1
from app.outcomes.disclosure.cells import TOO_FEW, cell
from app.outcomes.leadership.faculty import Faculty, read_faculty
from app.outcomes.leadership.groups import shortened
from app.outcomes.leadership.records import Window
from app.outcomes.leadership.rules import (
    FEW_PEOPLE,
    NO_COHORT,
    WRONG_ORDER,
    people_in,
    usual_window,
    why_not_report,
)
from app.outcomes.leadership.shown import Earlier, people_table, shown_of, table_name
from app.outcomes.leadership.sizes import Size, size_of
from app.outcomes.leadership.told import Completers, GroupLine, Together
from tests.outcomes.leadership.samples import (
    UNM,
    WINDOW,
    cohort,
    taking,
    takings,
    told,
)

SPRING = cohort("spring-2026", takings(30, 16) + takings(20, 11, "Sonoran"))
FALL = cohort("fall-2026", takings(12, 3, "Wasatch"), over=False)


def faculty(text: str) -> Faculty:
    found = read_faculty(text)
    assert isinstance(found, Faculty)
    return found


def test_somebody_who_comes_twice_is_counted_once_as_what_they_were_last() -> None:
    again = [replace(taking("High Desert-0"), was=taking("", "Sonoran").was)]
    report = told(SPRING, cohort("fall-2026", [*again, *takings(11, 0, "Wasatch")], over=False))
    assert report.people == 61
    lines = {line.name: line.people for line in report.groups[Part.INSTITUTION].lines}
    assert lines == {"High Desert": 29, "Sonoran": 21, "Wasatch": 11}


def test_cohort_that_runs_is_in_no_rate() -> None:
    report = told(SPRING, FALL)
    assert report.completers == Completers(27, 50)
    assert report.completers.percent == 54
    running = report.cohorts[-1]
    assert (running.over, running.completed, running.enrolled) == (False, None, 12)
    assert [own.newest for own in report.cohorts] == [True, False]


def test_completers_are_held_back_where_they_or_the_others_are_few() -> None:
    assert told(cohort("one", takings(50, 47))).completers is None
    assert told(cohort("one", takings(50, 3))).completers is None
    assert told(cohort("one", takings(50, 45))).completers == Completers(45, 50)


def test_small_groups_stand_together_and_none_can_be_worked_out() -> None:
    people = [*takings(20), *takings(8, 0, "Sonoran"), *takings(3, 0, "Wasatch")]
    groups = told(cohort("one", people)).groups[Part.INSTITUTION]
    assert [line.name for line in groups.lines] == ["High Desert"]
    assert groups.together == Together(2, 11)
    assert groups.known == 3


def test_who_said_nothing_is_no_group() -> None:
    people = [*takings(9), *(taking(f"x{n}", "") for n in range(6))]
    groups = told(cohort("one", people)).groups[Part.INSTITUTION]
    assert (groups.known, groups.together) == (1, Together(1, 6))


def test_ratio_is_of_everybody_where_that_is_said() -> None:
    table = faculty("institution; High Desert School of Medicine; 500\nall; ; 1000")
    (line, other) = told(SPRING, faculty=table).groups[Part.INSTITUTION].lines
    assert line == GroupLine("High Desert", 30, False, 500, Decimal("1.20"))
    assert (other.faculty, other.ratio) == (None, None)


def test_else_of_those_that_both_have_shown() -> None:
    table = faculty("institution; High Desert; 600\ninstitution; Sonoran; 200\n")
    lines = told(SPRING, faculty=table).groups[Part.INSTITUTION].lines
    assert [line.ratio for line in lines] == [Decimal("0.80"), Decimal("1.60")]


def test_held_back_group_is_in_no_ratio() -> None:
    people = [*takings(20), *takings(10, 0, "Sonoran"), *takings(6, 0, "Kenai"), taking("w", "W")]
    table = faculty("institution; High Desert; 100\ninstitution; Sonoran; 50\ninstitution; W; 50")
    before = told(cohort("one", people), faculty=table).groups[Part.INSTITUTION]
    more = [*people, taking("w2", "W")]
    after = told(cohort("one", more), faculty=table).groups[Part.INSTITUTION]
    assert [own.ratio for own in before.lines] == [own.ratio for own in after.lines]


def test_number_that_may_not_be_told_anew_stands_as_it_was_told() -> None:
    before = shown_of([SPRING], Earlier()).people
    grown = cohort("spring-2026", [*SPRING.takings, *takings(2, 0, "Sonoran", first=50)])
    earlier = Earlier([before], [], [before], [])
    report = told(grown, earlier=earlier)
    assert report.people == 52
    lines = report.groups[Part.INSTITUTION].lines
    assert [(own.name, own.people, own.earlier) for own in lines] == [
        ("High Desert", 30, True),
        ("Sonoran", 20, True),
    ]


def test_two_windows_do_not_tell_who_the_few_between_them_are() -> None:
    few = cohort("summer-2026", takings(3, 0, first=60), over=False)
    before = shown_of([SPRING], Earlier())
    shown = shown_of([SPRING, few], Earlier([before.people], [before.cohorts], [], []))
    assert before.people[cell(institution="High Desert")] == 30
    assert shown.people[cell(institution="High Desert")] is TOO_FEW
    report = told(SPRING, few, earlier=Earlier([before.people], [before.cohorts], [], []))
    assert report.people == 53
    assert [own.name for own in report.groups[Part.INSTITUTION].lines] == []


def test_small_groups_of_every_kind_leave_the_sum_of_all_told() -> None:
    people = [*takings(40, 22), taking("x", "Sonoran", "Instructor", "Surgery")]
    shown = shown_of([cohort("one", people)], Earlier())
    assert shown.people[cell()] == 41
    assert shown.people[cell(rank="Instructor")] is TOO_FEW


def test_same_cohorts_have_the_same_table_whatever_their_order() -> None:
    assert table_name("people", [SPRING, FALL]) == table_name("people", [FALL, SPRING])
    assert table_name("people", [SPRING]) != table_name("people", [FALL])
    assert table_name("people", [SPRING]) != table_name("cohorts", [SPRING])


def test_margins_of_the_table_are_everybody() -> None:
    table = people_table([SPRING, FALL])
    assert table[cell()] == people_in([SPRING, FALL]) == 62
    assert table[cell(outcome="completed")] == 27


def test_more_lines_than_fit_stand_together_but_never_one_alone() -> None:
    names = [f"Institution {n}" for n in range(6)]
    people = [own for n, name in enumerate(names) for own in takings(10 + n, 0, name)]
    groups = told(cohort("one", people)).groups[Part.INSTITUTION]
    short = shortened(groups, 3)
    assert [line.people for line in short.lines] == [15, 14, 13]
    assert short.together == Together(3, 33)
    assert shortened(groups, 5) == groups


def test_credit_of_few_is_left_out() -> None:
    credit = told(SPRING).credit
    assert credit is not None
    assert [own.system for own in credit.claimed] == [AMA_PRA_1]
    assert credit.too_few


def test_attendance_is_of_the_newest_cohort_that_has_ended() -> None:
    came = told(SPRING, FALL).attendance
    assert came is not None
    assert (came.cohort, came.over, came.mean, came.expected) == ("Spring-2026", True, 49, 50)


def test_before_one_has_ended_it_is_of_the_newest_that_runs() -> None:
    came = told(FALL).attendance
    assert came is not None
    assert (came.cohort, came.over, len(came.sessions), came.planned) == ("Fall-2026", False, 8, 12)


def test_cost_for_each_completer_is_of_cohorts_that_have_all_ended() -> None:
    series = cohort("series", takings(30, 0, "Kenai"), asks_nothing=True)
    ended, running, endless = (
        told(*cohorts, costs=UNM).cost for cohorts in ([SPRING], [SPRING, FALL], [SPRING, series])
    )
    assert ended is not None
    assert running is not None
    assert endless is not None
    assert (ended.per_completer, ended.per_person) == (2407, 1300)
    assert (running.per_completer, running.per_person, running.running) == (None, 1048, 1)
    assert (endless.per_completer, endless.per_person, endless.endless) == (None, 813, 1)


def test_institutions_that_took_it_up_are_those_with_somebody_who_completed() -> None:
    report = told(SPRING, FALL)
    assert (report.with_completer, report.institutions, report.partners) == (2, 3, 3)


def test_series_has_no_completion() -> None:
    report = told(cohort("series", takings(30), asks_nothing=True))
    assert (report.asks_nothing, report.ended, report.completers) == (True, False, None)
    assert report.cohorts == []


@pytest.mark.parametrize(
    ("effect", "size"),
    [
        (0.0, Size.NONE),
        (-0.19, Size.NONE),
        (0.2, Size.SMALL),
        (0.5, Size.MEDIUM),
        (-0.8, Size.LARGE),
    ],
)
def test_words_for_effects_are_cohens(effect: float, size: Size) -> None:
    assert size_of(effect) is size


def test_why_there_is_no_report() -> None:
    backward = Window(date(2026, 2, 1), date(2026, 1, 1))
    assert why_not_report(backward, program="MDP", cohorts=1, people=50) == WRONG_ORDER
    assert why_not_report(WINDOW, program="MDP", cohorts=0, people=0) == NO_COHORT(program="MDP")
    assert why_not_report(WINDOW, program="MDP", cohorts=1, people=4) == FEW_PEOPLE
    assert why_not_report(WINDOW, program="MDP", cohorts=1, people=5) is None


def test_usual_window_is_all_cohorts_that_have_begun() -> None:
    today = date(2026, 11, 18)
    days = [date(2027, 1, 1), date(2026, 4, 9), date(2025, 9, 1)]
    assert usual_window(days, today) == Window(date(2025, 9, 1), today)
    assert usual_window([], today) == Window(today, today)
