"""Minutes and tasks of a unit are the same on home, on its page, in its lists and on paper."""

import re

import pytest
from sqlalchemy import select
from sqlmodel import col

from app.content.booklets.body import split
from app.content.booklets.booklet import BookletOrder, BookletPage, html_of
from app.content.models import ContentVersion
from app.core.db import Database
from app.language.languages import ENGLISH, writing_in
from app.packs.schema import ModuleData
from tests.numbers.shown import Demo, Shown, number, words
from tests.page import Page, Part

OPEN = {
    "ada": ("/cohorts/fall-2026/units/5", "Understanding Diversity Among Mentees"),
    "mo": ("/cohorts/coach-approach-2026-27/units/3", "Designing the Alliance"),
}
"""The unit that each learner of a running cohort is to do next."""
SIGNED = {
    "ada": [f"/cohorts/fall-2026/units/{n}" for n in (1, 2, 3, 4)],
    "ben": [f"/cohorts/spring-2026/units/{n}" for n in range(1, 9)],
    "mo": [f"/cohorts/coach-approach-2026-27/units/{n}" for n in (1, 2)],
}
LEFT = number(r"about (\d+) min left")
TASKS = words(r"(\d+) of (\d+) tasks? done")


def minutes(words: str) -> int:
    found = re.findall(r"(\d+) min\b", words)
    assert found, words
    return int(found[-1])


def is_open(task: Part) -> bool:
    """Whether a task counts and is still to do: further readings do not count."""
    is_done = task.all("[aria-pressed=true]") or " Done " in f"{task.text} "
    return not is_done and "· optional" not in task.text


def left_on_home(page: Page) -> int:
    """What the list of home adds up to."""
    return sum(minutes(task.text) for task in page.all("#work li.task") if is_open(task))


def left_in_unit(page: Page) -> int:
    """What the readings, the reflection and the check of the unit's page add up to."""
    readings = sum(minutes(task.text) for task in page.all("#readings li.task") if is_open(task))
    todo = {row.text.split(" ")[0]: row.text for row in page.all(".to-do li")}
    reflection = 0 if "Done" in todo["Reflect"] else minutes(todo["Reflect"])
    check = todo.get("Knowledge", "Done")
    return readings + reflection + (0 if "Done" in check else minutes(check))


def booklet(database: Database, title: str) -> str:
    """The first words of a module's booklet, which say how long it takes."""
    with database.read() as session:
        found = select(ContentVersion).where(
            col(ContentVersion.title) == title, col(ContentVersion.kind) == "module"
        )
        version = session.scalars(found).one()
        order = BookletOrder(
            program="Program",
            language="en",
            hash=version.hash,
            loaded_on=version.loaded_at.date(),
            data=ModuleData.model_validate(version.data),
            html=version.html,
            figures={},
        )
    with writing_in(ENGLISH):
        return Page(html_of(BookletPage(order, split(order.html)))).one(".times").text


@pytest.mark.parametrize("who", sorted(OPEN))
def test_minutes_left_are_those_of_the_tasks_and_of_the_booklet(demo: Demo, who: str) -> None:
    path, title = OPEN[who]
    everything = demo.one_number(
        Shown(who, "/home", LEFT),
        Shown(who, "/home", left_on_home),
        Shown(who, path, LEFT),
        Shown(who, path, left_in_unit),
        at_least=2,
    )
    whole, *parts = map(int, re.findall(r"\d+", booklet(demo.database, title)))
    assert whole == sum(parts) == everything


@pytest.mark.parametrize("who", sorted(OPEN))
def test_minutes_left_stay_one_number_while_tasks_are_ticked(demo: Demo, who: str) -> None:
    path, _title = OPEN[who]
    before = LEFT(demo.page(who, path))
    done = int(TASKS(demo.page(who, path)).split(" ")[0])
    tick = f"{path}/readings/the_text"
    assert demo.browser(who).post(tick, data={"done": "yes"}).status_code == 303
    demo.changed()
    left = demo.one_number(
        Shown(who, "/home", LEFT),
        Shown(who, "/home", left_on_home),
        Shown(who, path, LEFT),
        Shown(who, path, left_in_unit),
        at_least=2,
    )
    assert int(str(left)) < before
    assert int(TASKS(demo.page(who, path)).split(" ")[0]) == done + 1
    demo.browser(who).post(tick, data={"done": "no"})
    demo.changed()


@pytest.mark.parametrize("who", sorted(SIGNED))
def test_all_done_is_said_of_what_is_signed_and_of_nothing_else(demo: Demo, who: str) -> None:
    for path in SIGNED[who]:
        page = demo.page(who, path)
        assert "all done" in page.one("#contents").text
        assert "min left" not in page.main.text
        done, whole = TASKS(page).split(" of ")
        assert done == whole
    if who in OPEN:
        path, _title = OPEN[who]
        assert "all done" not in demo.page(who, path).main.text
        assert "all done" not in demo.page(who, "/home").main.text


@pytest.mark.parametrize("who", ["ada", "mo"])
def test_nothing_that_has_not_opened_is_missing_anywhere(demo: Demo, who: str) -> None:
    for path in ("/home", "/my/record", OPEN[who][0].rsplit("/units", 1)[0]):
        page = demo.page(who, path).main.text
        assert "not attested" not in page
        locked = re.findall(r"(?:Week|Session) (\d): [^:]*? Not signed", page)
        assert len(locked) <= 1, locked
