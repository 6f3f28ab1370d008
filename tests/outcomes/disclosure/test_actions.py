"""What was told is remembered, once, and never changed."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.errors import ConflictError
from app.core.models import AuditLine
from app.outcomes.disclosure import queries
from app.outcomes.disclosure.actions import TOLD_MEANWHILE, remember_shown
from app.outcomes.disclosure.cells import TOO_FEW, Cell, cell, from_json
from app.outcomes.disclosure.models import ShownTable
from tests.cast import NOW
from tests.refusals import refuses

WOMEN, MEN, ALL = cell(sex="f"), cell(sex="m"), cell()


def tell(
    session: Session, counts: dict[Cell, int], days: int = 0, name: str = "reach", *waves: str
) -> ShownTable:
    now = NOW + timedelta(days=days)
    return remember_shown(
        session, name, "spring", counts, cut_off=NOW, waves=waves, by=None, now=now
    )


def test_two_editions_do_not_differ_by_few(session: Session) -> None:
    assert from_json(tell(session, {WOMEN: 12, MEN: 20}).cells) == {WOMEN: 12, MEN: 20, ALL: 32}
    second = tell(session, {WOMEN: 14, MEN: 20}, days=1)
    assert from_json(second.cells) == {WOMEN: TOO_FEW, MEN: 20, ALL: TOO_FEW}
    third = tell(session, {WOMEN: 17, MEN: 20}, days=2)
    assert from_json(third.cells) == {WOMEN: 17, MEN: 20, ALL: 37}
    assert [row.edition for row in (second, third)] == [2, 3]


def test_no_count_of_too_few_is_stored(session: Session) -> None:
    row = tell(session, {WOMEN: 3, MEN: 20})
    assert row.cells == [[[], 23], [[["sex", "f"]], None], [[["sex", "m"]], None]]


def test_an_unchanged_table_is_not_written_again(session: Session) -> None:
    first = tell(session, {WOMEN: 12, MEN: 20})
    assert tell(session, {WOMEN: 12, MEN: 20}, days=3) is first
    lines = session.scalars(select(AuditLine).where(col(AuditLine.act) == "shown_table.told")).all()
    assert [line.facts for line in lines] == [{"name": "reach", "scope": "spring", "edition": 1}]


def test_an_earlier_wave_is_an_earlier_edition(session: Session) -> None:
    tell(session, {WOMEN: 12, MEN: 20}, name="wave-0")
    later = tell(session, {WOMEN: 11, MEN: 20}, 90, "wave-3", "wave-0")
    assert from_json(later.cells) == {WOMEN: TOO_FEW, MEN: 20, ALL: TOO_FEW}
    assert later.edition == 1


def test_other_scopes_are_other_people(session: Session) -> None:
    tell(session, {WOMEN: 12, MEN: 20})
    assert queries.tables_told(session, ["reach"], "fall") == []
    other = remember_shown(
        session, "reach", "fall", {WOMEN: 11, MEN: 20}, cut_off=NOW, by=None, now=NOW
    )
    assert from_json(other.cells)[WOMEN] == 11


def test_of_two_at_once_one_is_told_again(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(session, {WOMEN: 12, MEN: 20})
    session.commit()
    monkeypatch.setattr(queries, "tables_told", lambda *_of: [])
    with refuses(TOLD_MEANWHILE, ConflictError):
        tell(session, {WOMEN: 14, MEN: 20})
    session.rollback()


@pytest.mark.parametrize("act", ["update", "delete"])
def test_row_is_never_changed(session: Session, act: str) -> None:
    row = tell(session, {WOMEN: 12, MEN: 20})
    session.commit()
    if act == "update":
        row.cells = []
    else:
        session.delete(row)
    with pytest.raises(Exception, match="is a record"):
        session.flush()
    session.rollback()
