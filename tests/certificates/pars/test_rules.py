"""What is reported of whom, and what the next file asks for."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.certificates.alterations.rules import ALTERED
from app.certificates.pars.enums import FileMark, RecordAction, RowState
from app.certificates.pars.models import ReportingPermission
from app.certificates.pars.rules import (
    BAD_ACTIVITY_ID,
    BAD_DAY,
    BAD_LICENSE,
    BAD_STATE,
    MARKED,
    MARKED_ALREADY,
    NO_ACTIVITY_ID,
    NO_MARK,
    NO_PERMISSION,
    NO_WHY,
    NOT_NEWEST,
    NOTHING_TO_REPORT,
    NOTHING_YET,
    TAKEN_BACK_SINCE,
    WAITS,
    WITHDRAWN,
    Candidate,
    Details,
    WrittenRow,
    headers,
    lines,
    reported,
    why_not_activity_id,
    why_not_details,
    why_not_hand_over,
    why_not_make,
    why_not_mark,
)
from tests.cast import NOW

OWN = UUID(int=7)
ALLOWED = ReportingPermission(
    enrollment_id=OWN, birth_month=2, birth_day=9, state="New Mexico", license_id="0012",
    given_at=NOW, changed_at=NOW,
)  # fmt: skip
BEN = Candidate(OWN, UUID(int=8), "Begay, Ben", "Ben", "Begay", date(2026, 5, 7), 22, ALLOWED)
ID = "201234567"


def state(own: Candidate, told: list[WrittenRow], accme_id: str | None = ID) -> RowState:
    (line,) = lines([own], told, accme_id)
    return line.state


def rows(own: Candidate, told: list[WrittenRow], accme_id: str | None = ID) -> list[WrittenRow]:
    (line,) = lines([own], told, accme_id)
    return list(line.rows)


def test_headers_are_those_of_the_template_in_its_order() -> None:
    assert " | ".join(headers()) == (
        "Record Action | ACCME Activity ID | Completion Date | First Name | Last Name | "
        "Date of Birth | Licensing State | Licensing ID or NPI | Number of CME Credits | "
        "Certifying Board | Certifying Board ID | Total Board Credits | Credit Type | "
        "Credits Awarded for Credit Type | Additional Credit Type"
    )


def test_first_row_is_an_add_with_everything_as_text() -> None:
    (row,) = rows(BEN, [])
    assert row.action is RecordAction.ADD
    assert {header: cell for header, cell in row.cells.items() if cell} == {
        "ACCME Activity ID": ID,
        "Completion Date": "05/07/2026",
        "First Name": "Ben",
        "Last Name": "Begay",
        "Date of Birth": "02/09",
        "Licensing State": "New Mexico",
        "Licensing ID or NPI": "0012",
        "Number of CME Credits": "5.50",
    }
    assert state(BEN, [row]) is RowState.REPORTED


@pytest.mark.parametrize(
    ("changed", "lacks"),
    [
        ({"permission": None}, NO_PERMISSION),
        ({"permission": ReportingPermission(**ALLOWED.model_dump() | {"withdrawn_at": NOW})},
         WITHDRAWN),
    ],
)  # fmt: skip
def test_nobody_is_reported_who_does_not_allow_it(
    changed: dict[str, object], lacks: object
) -> None:
    own = replace(BEN, **changed)  # type: ignore[arg-type]
    (line,) = lines([own], [], ID)
    assert (line.state, list(line.lacks), line.rows) == (RowState.LACKING, [lacks], ())
    told = rows(BEN, [])
    assert [row.action for row in rows(own, told)] == [RecordAction.DELETE]


def test_revocation_is_a_delete_of_what_was_told() -> None:
    told = rows(BEN, [])
    gone = replace(BEN, completed_on=None)
    (delete,) = rows(gone, told)
    assert (delete.action, delete.cells) == (RecordAction.DELETE, told[0].cells)
    assert state(gone, [*told, delete]) is RowState.LACKING
    assert rows(gone, []) == []


@pytest.mark.parametrize(
    "changed", [{"quarters": 20}, {"family_name": "Begaye"}, {"completed_on": date(2026, 5, 8)}]
)
def test_correction_is_a_delete_and_an_add(changed: dict[str, object]) -> None:
    told = rows(BEN, [])
    other = replace(BEN, **changed)  # type: ignore[arg-type]
    assert state(other, told) is RowState.TO_CORRECT
    delete, add = rows(other, told)
    assert (delete.action, add.action) == (RecordAction.DELETE, RecordAction.ADD)
    assert delete.cells == told[0].cells
    assert state(other, [*told, delete, add]) is RowState.REPORTED


def test_without_the_number_of_the_activity_nothing_is_written_nor_deleted() -> None:
    (line,) = lines([BEN], [], None)
    assert (line.state, list(line.lacks), line.rows) == (RowState.LACKING, [NO_ACTIVITY_ID], ())
    assert state(BEN, rows(BEN, []), None) is RowState.REPORTED


STEPS = st.lists(st.tuples(st.booleans(), st.booleans(), st.sampled_from([20, 21, 22])), max_size=8)


@given(STEPS)
def test_whatever_happens_files_say_in_the_end_what_is_so(
    steps: list[tuple[bool, bool, int]],
) -> None:
    """And no Delete is of what was not added, nor an Add of what stands."""
    told: list[WrittenRow] = []
    for allows, holds, quarters in steps:
        now = replace(
            BEN,
            permission=ALLOWED if allows else None,
            completed_on=date(2026, 5, 7) if holds else None,
            quarters=quarters,
        )
        for row in rows(now, told):
            before = reported(told).get(OWN)
            if row.action is RecordAction.DELETE:
                assert before is not None
                assert row.cells == before.cells
            else:
                assert before is None
            told.append(row)
        after = reported(told).get(OWN)
        assert (after is not None) is (allows and holds)
        if after is not None:
            assert after.cells["Number of CME Credits"] == f"{quarters / 4:.2f}"
        assert rows(now, told) == []


@pytest.mark.parametrize(
    ("details", "wrong"),
    [
        (Details(2, 29, "Guam", "1"), {"license_id": BAD_LICENSE}),
        (Details(2, 30, "NM", "12"), {"birth_day": BAD_DAY, "state": BAD_STATE}),
        (Details(0, 1, "Texas", "=1+1"), {"birth_day": BAD_DAY, "license_id": BAD_LICENSE}),
        (Details(12, 31, "District of Columbia", " 1234567890 "), {}),
    ],
)
def test_what_is_given_has_to_be_possible(details: Details, wrong: dict[str, object]) -> None:
    assert why_not_details(details) == wrong


@pytest.mark.parametrize("accme_id", ["", "12345678", "1234567890", "12345678a", "\uff11" * 9])
def test_activity_has_nine_digits(accme_id: str) -> None:
    assert why_not_activity_id(accme_id) == BAD_ACTIVITY_ID
    assert why_not_activity_id(ID) is None


def test_one_file_waits_for_the_other() -> None:
    row = rows(BEN, [])
    assert why_not_make(FileMark.WAITING, 3, row) == WAITS(number=3)
    assert why_not_make(None, 0, []) == NOTHING_YET
    assert why_not_make(FileMark.UPLOADED, 3, []) == NOTHING_TO_REPORT
    assert why_not_make(FileMark.REFUSED, 3, row) is None
    assert why_not_mark(1, 2, FileMark.UPLOADED, "") == NOT_NEWEST
    assert why_not_mark(2, 2, FileMark.REFUSED, " ") == NO_WHY
    assert why_not_mark(2, 2, FileMark.WAITING, "") == NO_MARK
    assert why_not_mark(2, 2, FileMark.REFUSED, "No.", before=FileMark.UPLOADED) == MARKED_ALREADY
    assert why_not_hand_over(FileMark.UPLOADED, taken_back=True) == MARKED
    assert why_not_hand_over(FileMark.WAITING, taken_back=True) == TAKEN_BACK_SINCE
    assert why_not_hand_over(FileMark.WAITING, taken_back=False) is None


def test_template_stands_in_one_file_only() -> None:
    found = [
        path.name
        for path in Path("app").rglob("*")
        if path.suffix in {".py", ".txt"} and re.search("Additional Credit Type", path.read_text())
    ]
    assert found == ["headers.txt"]


def test_doubtful_credit_is_not_reported_and_not_withdrawn() -> None:
    doubtful = replace(BEN, completed_on=None, doubt=ALTERED)
    told = rows(BEN, [])
    (line,) = lines([doubtful], [], ID)
    assert (line.state, line.lacks, line.rows) == (RowState.LACKING, [ALTERED], ())
    (line,) = lines([doubtful], told, ID)
    assert (line.state, line.lacks, line.rows) == (RowState.REPORTED, [ALTERED], ())
    assert state(replace(doubtful, permission=None), told) is RowState.TO_DELETE
