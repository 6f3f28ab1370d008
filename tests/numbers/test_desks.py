"""What facilitators and leads are told is what the coordinator is told, number by number."""

from collections.abc import Callable
from urllib.parse import quote

import pytest

from tests.numbers.shown import Demo, Shown, count, figure, first, number
from tests.page import Page

TEACH = "/teach/fall-2026"


def done_in_roster(page: Page) -> int:
    """How many of the roster have signed the current week."""
    return page.table().column("Week 5 pre-work").count("done")


def begun_in_roster(page: Page) -> int:
    return page.table().column("Week 5 pre-work").count("begun")


def test_prepared_and_not(demo: Demo) -> None:
    room = f"{TEACH}/sessions/5"
    prepared = demo.one_number(
        Shown("fay", TEACH, done_in_roster),
        Shown("fay", room, first(figure("Pre-work signed"))),
        at_least=2,
    )
    begun = demo.one_number(
        Shown("fay", TEACH, begun_in_roster),
        Shown("fay", room, number(r"(\d+) begun, \d+ not begun")),
        at_least=2,
    )
    not_begun = number(r"\d+ begun, (\d+) not begun")(demo.page("fay", room))
    assert int(str(prepared)) + int(str(begun)) + not_begun == 50


def done_in_attendance(page: Page) -> int:
    return page.table().column("Pre-work").count("done")


@pytest.mark.parametrize("position", [1, 2, 3, 4])
def test_prepared_of_sessions_that_were_held(demo: Demo, position: int) -> None:
    room = f"{TEACH}/sessions/{position}"
    demo.one_number(
        Shown("fay", f"{room}/attendance", first(figure("Pre-work signed"))),
        Shown("fay", room, first(figure("Pre-work signed"))),
        Shown(
            "fay", f"{room}/attendance", lambda page: page.table().column("Pre-work").count("done")
        ),
        at_least=2,
    )


@pytest.mark.parametrize("position", [1, 2, 3])
def test_marks_of_a_session(demo: Demo, position: int) -> None:
    attendance = f"{TEACH}/sessions/{position}/attendance"
    counted, excused, missed = _of_report(demo, position)
    figures = {
        label: int(text.split()[0]) for label, text in demo.page("fay", attendance).figures.items()
    }
    assert counted == figures["present"] + figures["late"] + figures.get("made up", 0)
    assert excused == figures["excused"]
    assert missed == figures["absent"] + figures.get("partial", 0)


def _of_report(demo: Demo, position: int) -> tuple[int, int, int]:
    table = demo.page("cora", "/manage/cohorts/fall-2026/report").table("Attendance by session")
    (row,) = [row for row in table.cells if row[0].startswith(f"Week {position}")]
    return int(row[1]), int(row[2]), int(row[3])


@pytest.mark.parametrize("cohort", ["fall-2026", "spring-2026", "coach-approach-2026-27"])
def test_institution_reads_what_its_people_and_their_coordinator_read(
    demo: Demo, cohort: str
) -> None:
    desk, report = f"/institution?cohort={cohort}", f"/institution/report?cohort={cohort}"
    demo.one_number(
        Shown("lee", desk, first(figure("enrolled"))),
        Shown("lee", desk, count("Everybody")),
        Shown("lee", report, number(r"\d+ of (\d+) of your people")),
        Shown("lee", report, lambda page: len(page.table().rows)),
        Shown("cora", f"/manage/cohorts/{cohort}/seats", _taken_by("Pacific Crest")),
        at_least=3,
    )
    demo.one_number(
        Shown("lee", desk, first(figure("complete"))),
        Shown("lee", desk, count("Complete")),
        Shown("lee", report, number(r"(\d+) of \d+ of your people")),
        at_least=2,
    )
    known = _by_name(demo.page("lee", desk))
    assert known == _by_name(demo.page("lee", report))
    for name, (modules, sessions) in known.items():
        family = quote(name.partition(",")[0])
        found = demo.page("cora", f"/manage/people?q={family}")
        path = next(link.href for link in found.links if link.text.startswith(name))
        words = demo.page("cora", path).main.text
        assert f"{modules} modules attested." in words
        assert _sentence(sessions) in words


def _sentence(sessions: str) -> str:
    """`3 of 6` and `8, 6 needed`, as sentences say it."""
    done, more, needed = sessions.partition(", ")
    return f"{done} sessions counted{more}{needed}."


def _taken_by(institution: str) -> Callable[[Page], int]:
    def read(page: Page) -> int:
        rows = page.table().records
        return next(int(row["Taken"]) for row in rows if row["Institution"].startswith(institution))

    return read


def _by_name(page: Page) -> dict[str, tuple[str, str]]:
    """By name, without the department below it."""
    return {
        " ".join(row["Name"].split()[:2]): (row["Modules"], row["Sessions"])
        for row in page.table().records
    }


def test_applications_that_wait(demo: Demo) -> None:
    cohort = "/manage/cohorts/spring-2027"
    demo.one_number(
        Shown("cora", "/manage", number(r"Decide on (\d+) applications")),
        Shown("cora", f"{cohort}/applications", count("To decide")),
        Shown("cora", f"{cohort}/people/waitlist", count("Applied")),
        at_least=3,
    )
    demo.one_number(
        Shown("lee", "/institution", number(r"Decide on (\d+) applications?")),
        Shown("lee", "/institution/applications", count("To decide")),
        at_least=2,
    )


@pytest.mark.parametrize(
    ("cohort", "title"), [("fall-2026", "Fall 2026"), ("spring-2026", "Spring 2026")]
)
def test_people_who_complete_only_by_catching_up(demo: Demo, cohort: str, title: str) -> None:
    row = rf"(\d+) people complete only by catching up {title}"
    demo.one_number(
        Shown("cora", "/manage", number(row)),
        Shown("cora", f"/manage/cohorts/{cohort}/people", count("At risk")),
        at_least=2,
    )


def test_people_who_complete_only_by_catching_up_as_their_facilitator_sees_them(
    demo: Demo,
) -> None:
    row = number(r"(\d+) people complete only by catching up Fall 2026")
    demo.one_number(Shown("fay", "/teach", row), Shown("cora", "/manage", row), at_least=2)


def test_own_people_who_complete_only_by_catching_up(demo: Demo) -> None:
    demo.one_number(
        Shown("lee", "/institution", number(r"(\d+) (?:person|people) completes? only by")),
        Shown("lee", "/institution", count("At risk")),
        at_least=1,
    )
