"""What a learner is told of their own work is one number wherever they read it."""

import re
from collections.abc import Callable

import pytest

from tests.numbers.shown import Demo, Shown, cell, figure, words
from tests.page import Page

COHORTS = {"ada": "fall-2026", "ben": "spring-2026", "mo": "coach-approach-2026-27"}
EVERYBODY = sorted(COHORTS)
NAMES = {"ada": "Alvarado, Ada", "ben": "Begay, Ben", "mo": "Martinez, Mo"}
RECORDED = "What is recorded, unit by unit"
UNITS = "All units with their sessions"
EARNED = "What you have earned"


def own(who: str) -> dict[str, str]:
    """The pages of a learner that tell how far they are."""
    base = f"/cohorts/{COHORTS[who]}"
    return {
        "home": "/home",
        "cohort": base,
        "record": "/my/record",
        "claim": f"{base}/claim",
    }


def of_person(demo: Demo, who: str) -> str:
    """The page that a coordinator has of them."""
    found = demo.page("cora", f"/manage/people?q={NAMES[who].partition(',')[0]}")
    return next(link.href for link in found.links if link.text.startswith(NAMES[who]))


def rows(page: Page, caption: str) -> list[dict[str, str]]:
    """The rows of a table that are about a unit."""
    table = page.table(caption)
    return [
        dict(zip(table.headers, cells, strict=False)) for cells in table.cells if ":" in cells[0]
    ]


def total_of_rows(page: Page) -> int:
    """What the units of the record add up to."""
    return sum(int(row["Minutes"].replace("–", "0")) for row in rows(page, RECORDED))


def total(caption: str) -> Callable[[Page], int]:
    """The number at the end of a table."""

    def read(page: Page) -> int:
        (last,) = [row.text for row in page.table(caption).body if row.text.startswith("Total")]
        return int(last.rsplit(" ", 1)[1])

    return read


@pytest.mark.parametrize("who", EVERYBODY)
def test_modules_signed(demo: Demo, who: str) -> None:
    at = own(who)
    said = words(r"(\d+) of (\d+) modules attested\.")
    told = demo.one_number(
        Shown(who, at["home"], figure("Modules attested")),
        *(Shown(who, path, said) for path in at.values()),
        Shown("cora", of_person(demo, who), said),
        Shown("cora", f"/manage/cohorts/{COHORTS[who]}/people", _progress(who, "modules")),
        at_least=6,
    )
    done = int(str(told).split(" ")[0])
    assert (
        demo.one_number(
            Shown(
                who, at["record"], lambda page: _count(page, RECORDED, "Module signed", "What you")
            ),
            Shown(who, at["cohort"], lambda page: _count(page, UNITS, "Status", "Signed")),
            Shown(who, at["home"], lambda page: len(page.all(".step.done, li.done"))),
            Shown(
                who,
                at["claim"],
                lambda page: int(cell(EARNED, "Modules", "What earned minutes")(page).split()[0]),
            ),
            at_least=4,
        )
        == done
    )


def _count(page: Page, caption: str, column: str, words: str) -> int:
    return sum(words in row[column] for row in rows(page, caption))


def _progress(who: str, what: str) -> Callable[[Page], str]:
    def read(page: Page) -> str:
        (row,) = [row for row in page.table().records if row["Name"].startswith(NAMES[who])]
        found = re.search(rf"(\d+) of (\d+) {what}", row["Progress"])
        assert found is not None
        return f"{found[1]} of {found[2]}"

    return read


@pytest.mark.parametrize("who", EVERYBODY)
def test_sessions_counted_and_how_many_can_be_missed(demo: Demo, who: str) -> None:
    at = own(who)
    said = words(r"(\d+) of (\d+) sessions counted\.")
    told = demo.one_number(
        Shown(who, at["home"], figure("Sessions counted")),
        *(Shown(who, path, said) for path in at.values()),
        Shown("cora", of_person(demo, who), said),
        Shown("cora", f"/manage/cohorts/{COHORTS[who]}/people", _progress(who, "sessions")),
        at_least=6,
    )
    attended = {"Present", "Late, counted", "Made up"}
    assert sum(
        row["Live session"] in attended for row in rows(demo.page(who, at["record"]), RECORDED)
    ) == int(str(told).split(" ")[0])
    if who != "ben":  # who has completed is told nothing of it
        miss = words(r"(?:You|They) (can(?:not)? miss [^.]*)\.")
        places = [*(Shown(who, path, miss) for path in at.values())]
        demo.one_number(*places, Shown("cora", of_person(demo, who), miss), at_least=5)


@pytest.mark.parametrize("who", EVERYBODY)
def test_credit_earned_and_its_minutes(demo: Demo, who: str) -> None:
    at = own(who)
    earned = demo.one_number(
        Shown(who, at["home"], words(r"Credit earned (\d+\.\d\d) of \d")),
        Shown(who, at["record"], words(r"Credit earned: (\d+\.\d\d) of \d")),
        Shown(who, at["claim"], words(r"Total (\d+\.\d\d) AMA")),
        at_least=3,
    )
    most = demo.one_number(
        Shown(who, at["home"], words(r"Credit earned \S+ of (\d+\.\d\d)")),
        Shown(who, at["record"], words(r"Credit earned: \S+ of (\d+\.\d\d)")),
        Shown(who, at["claim"], words(r"At most (\d+\.\d\d) for this activity")),
        at_least=3,
    )
    assert float(str(earned)) <= float(str(most))
    minutes = demo.one_number(
        Shown(who, at["record"], total_of_rows),
        Shown(who, at["record"], total(RECORDED)),
        Shown(who, at["claim"], total(EARNED)),
        at_least=2,
    )
    assert abs(float(str(earned)) * 60 - float(str(minutes))) <= 7.5
    if who == "ben":
        demo.one_number(
            Shown(who, "/my/certificates", words(r"You earned up to (\d+\.\d\d) credits")),
            Shown(who, at["home"], words(r"You earned up to (\d+\.\d\d) credits")),
            Shown(who, at["claim"], words(r"In steps of 0.25, up to (\d+\.\d\d)\.")),
            Shown(who, at["record"], words(r"Credit earned: (\d+\.\d\d) of \d")),
            at_least=4,
        )
