"""What PostgreSQL is spared is shown there by another test."""

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import Select, column, create_engine, event, select, table, text

from tests.on_postgres import Noted, Notes, chosen, needed_for_the_rest, read_notes


@dataclass
class Item:
    """As much of a test as the choice looks at."""

    nodeid: str
    fixturenames: tuple[str, ...] = ("template", "app")
    mark: str = ""

    def get_closest_marker(self, name: str) -> object | None:
        return name if name == self.mark else None


def names(items: list[Item], notes: dict[str, Noted]) -> list[str]:
    return [item.nodeid for item in chosen(cast(list[pytest.Item], items), notes)]


def test_rule_without_a_database_and_layout_are_left_out() -> None:
    items = [Item("rule", ()), Item("layout", mark="layout"), Item("query", ("template",))]
    assert names(items, {}) == ["query"]


def test_page_that_sends_what_no_other_test_sends_is_kept() -> None:
    items = [Item("action", ("template",)), Item("same"), Item("own"), Item("both"), Item("new")]
    notes = {
        "action": Noted(1, {"a", "b"}),
        "same": Noted(1, {"a"}),
        "own": Noted(1, {"a", "c"}),
        "both": Noted(1, {"c", "d"}),
    }
    assert names(items, notes) == ["action", "both", "new"], "of the new one nothing is known"


def test_page_with_the_mark_is_kept_and_shows_what_others_send() -> None:
    items = [Item("marked", mark="both_databases"), Item("other")]
    notes = {"marked": Noted(1, {"a"}), "other": Noted(1, {"a"})}
    assert names(items, notes) == ["marked"]


def test_quick_tests_are_chosen_before_slow_ones() -> None:
    slow, quick = Noted(9, {"a", "b"}), Noted(0.1, {"a"})
    other = Noted(0.1, {"b"})
    tests = {"slow": slow, "quick": quick, "other": other}
    assert sorted(needed_for_the_rest(tests, set())) == ["other", "quick"]


@pytest.mark.parametrize(("fixture", "noted"), [("app", 1), ("session", 2)])
def test_of_a_page_counts_what_its_requests_send(tmp_path: Path, fixture: str, noted: int) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'x.db'}")
    notes = Notes()
    event.listen(engine, "before_cursor_execute", notes.note)

    def ask(what: str) -> None:
        with engine.connect() as connection:
            connection.execute(text(f"SELECT {what}"))

    with notes.of(cast(pytest.Item, Item("t", (fixture,)))):
        ask("1")
        request = threading.Thread(target=ask, args=("2",))
        request.start()
        request.join()
    ask("3")
    engine.dispose()
    notes.write(tmp_path / "gw0.json")
    assert len(read_notes(tmp_path)["t"].statements) == noted


def test_savepoints_are_the_harness_and_not_noted(tmp_path: Path) -> None:
    """Each has a number: every test with more requests than others would be one of its own."""
    engine = create_engine(f"sqlite:///{tmp_path / 'x.db'}")
    notes = Notes()
    event.listen(engine, "before_cursor_execute", notes.note)
    with notes.of(cast(pytest.Item, Item("t", ("session",)))), engine.connect() as connection:
        for end in ("commit", "rollback"):
            savepoint = connection.begin_nested()
            connection.execute(text("SELECT 1"))
            getattr(savepoint, end)()
    engine.dispose()
    assert len(notes.tests["t"].statements) == 1


def test_select_that_locks_is_another_one(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'x.db'}")
    notes = Notes()
    rows: Select[Any] = select(column("name")).select_from(table("sqlite_master"))
    event.listen(engine, "before_cursor_execute", notes.note)
    with notes.of(cast(pytest.Item, Item("t", ("session",)))), engine.connect() as connection:
        for statement in (rows, rows, rows.with_for_update()):
            connection.execute(statement)
    engine.dispose()
    assert len(notes.tests["t"].statements) == 2, "SQLite is sent the same text for both"
