"""Files of records that do not fit their project: each place is told, in words."""

from dataclasses import replace

import pytest

from app.outcomes.redcap import cells, columns, reading
from app.outcomes.redcap.misfits import Misfit
from app.outcomes.redcap.package import package_of
from app.outcomes.redcap.reading import read_records
from app.outcomes.redcap.records import Record
from app.outcomes.redcap.tables import MISSING, NOT_UTF8, UNKNOWN, table
from app.packs.instruments.scoring import NA
from tests.outcomes.redcap import samples
from tests.outcomes.redcap.projects import BASE, FORM, LATER, project, with_several

HEADER = (
    *("record_id", "redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance"),
    *("redcap_data_access_group", "calm", "way", "hours", "since", "more"),
    *("ways___one", "ways___two", "ways___na", "first_survey_complete"),
)
ROW = {
    "record_id": "7",
    "redcap_event_name": BASE,
    "calm": "5",
    "ways___one": "1",
    "first_survey_complete": "2",
}


def told(*rows: dict[str, str], header: tuple[str, ...] = HEADER) -> list[tuple[int, str, object]]:
    lines = [header, *([row.get(name, "") for name in header] for row in rows)]
    found = read_records(table(lines), project())
    return [(misfit.line, misfit.column, misfit.why) for misfit in found.misfits]


def test_columns_may_be_few_and_in_any_order() -> None:
    header = ("record_id", "calm", "redcap_event_name", "first_survey_complete")
    content = table([header, ("7", "5", BASE, "2"), ("8", "", BASE, "")])
    found = read_records(content, project())
    assert found.items == (Record("7", BASE, FORM, {"calm": 5}),)
    assert not found.misfits


def test_a_form_that_says_nothing_is_not_filled() -> None:
    empty = {"record_id": "7", "redcap_event_name": BASE, "ways___one": "0", "ways___two": "0"}
    found = read_records(table([HEADER, [empty.get(name, "") for name in HEADER]]), project())
    assert (found.items, found.misfits) == ((), ())
    opened = empty | {"first_survey_complete": "0"}
    found = read_records(table([HEADER, [opened.get(name, "") for name in HEADER]]), project())
    assert found.items == (Record("7", BASE, FORM, complete=0),)


def test_a_zero_is_an_answer() -> None:
    row = {"record_id": "7", "redcap_event_name": BASE, "hours": "0"}
    found = read_records(table([HEADER, [row.get(name, "") for name in HEADER]]), project())
    assert found.items == (Record("7", BASE, FORM, {"hours": 0}, complete=0),)


ANSWERS = [
    ({"calm": "6"}, "calm", cells.NO_CHOICE(cell="6", choices="1, 2, 3, 4, 5, na")),
    ({"calm": "Yes"}, "calm", cells.NO_CHOICE(cell="Yes", choices="1, 2, 3, 4, 5, na")),
    ({"way": "na"}, "way", cells.NO_CHOICE(cell="na", choices="left, right")),
    ({"hours": "many"}, "hours", cells.NO_INTEGER(cell="many")),
    ({"hours": "1.5"}, "hours", cells.NO_INTEGER(cell="1.5")),
    ({"hours": "NAP"}, "hours", cells.NO_INTEGER(cell="NAP")),
    ({"hours": "81"}, "hours", cells.TOO_HIGH(number=81, limit=80)),
    ({"hours": "-1"}, "hours", cells.TOO_LOW(number=-1, limit=0)),
    ({"since": "11/30/2026"}, "since", cells.NO_DAY(cell="11/30/2026")),
    ({"since": "2026-02-30"}, "since", cells.NO_DAY(cell="2026-02-30")),
    ({"more": "x" * 301}, "more", cells.TOO_LONG(found=301, most=300)),
    ({"ways___two": "yes"}, "ways___two", cells.NOT_CHECKED(cell="yes")),
    ({"ways___na": "1"}, "ways___na", cells.NA_AND_MORE),
    ({"first_survey_complete": "3"}, "first_survey_complete", reading.COMPLETE(cell="3")),
]


@pytest.mark.parametrize(("change", "column", "why"), ANSWERS)
def test_answers_that_do_not_fit_are_told(change: dict[str, str], column: str, why: object) -> None:
    assert told(ROW | change) == [(2, column, why)]


ROWS = [
    (
        {"redcap_data_access_group": "North Clinic"},
        "redcap_data_access_group",
        reading.NO_GROUP(group="North Clinic"),
    ),
    ({"record_id": " "}, "record_id", reading.NO_ID),
    ({"redcap_event_name": "x"}, "redcap_event_name", reading.NO_EVENT(name="x")),
    ({"redcap_repeat_instance": "1"}, "redcap_repeat_instrument", reading.NO_INSTANCE),
    ({"redcap_repeat_instrument": FORM}, "redcap_repeat_instance", reading.NO_INSTANCE),
    (
        {"redcap_repeat_instrument": FORM, "redcap_repeat_instance": "0"},
        "redcap_repeat_instance",
        reading.NO_INSTANCE,
    ),
    (
        {"redcap_repeat_instrument": "other", "redcap_repeat_instance": "1"},
        "redcap_repeat_instrument",
        reading.NO_INSTANCE,
    ),
]


@pytest.mark.parametrize(("change", "column", "why"), ROWS)
def test_rows_that_do_not_fit_are_told(change: dict[str, str], column: str, why: object) -> None:
    assert (2, column, why) in told(ROW | change)


def test_rows_that_do_not_fit_together_are_told() -> None:
    assert told(ROW, ROW | {"calm": "4"}) == [(3, "", reading.ROW_TWICE(line=2))]
    north, south = {"redcap_data_access_group": "a"}, {"redcap_data_access_group": "b"}
    later = {"redcap_event_name": LATER}
    assert told(ROW | north, ROW | later | south) == [
        (3, "redcap_data_access_group", reading.TWO_GROUPS(group="a", line=2))
    ]


def test_all_misfits_of_a_file_are_told_at_once() -> None:
    found = told(ROW | {"calm": "9", "hours": "x"}, ROW | {"record_id": "8", "since": "x"})
    assert [(line, column) for line, column, _ in found] == [
        (2, "calm"),
        (2, "hours"),
        (3, "since"),
    ]


def test_what_is_not_asked_or_not_repeated_stays_empty() -> None:
    twin = samples.instrument(key="twin")
    both = samples.plan((with_several(), twin))
    early, late = both.waves
    own = package_of(replace(both, waves=(early, replace(late, forms=(FORM,))))).project
    header = ("record_id", "redcap_event_name", *HEADER[2:4], "calm", "calm_2")
    rows = [("7", LATER, "", "", "1", "2"), ("7", BASE, "twin", "1", "1", "2")]
    found = read_records(table([header, *rows]), own)
    assert [(misfit.line, misfit.column, misfit.why) for misfit in found.misfits] == [
        (2, "calm_2", reading.NOT_ASKED(form="twin", event=LATER)),
        (3, "calm", reading.NOT_REPEATED(form="twin", other=FORM)),
    ]


COLUMNS = [
    (HEADER[1:], "redcap_event_name", columns.ID_FIRST(column="record_id")),
    (
        tuple(name for name in HEADER if name != "redcap_event_name"),
        "redcap_event_name",
        MISSING(column="redcap_event_name"),
    ),
    (
        tuple(name for name in HEADER if name != "redcap_repeat_instance"),
        "redcap_repeat_instance",
        columns.REPEAT_PAIR(column="redcap_repeat_instance"),
    ),
    ((*HEADER, "calmness"), "calmness", UNKNOWN(column="calmness")),
    (
        tuple(name for name in HEADER if name != "ways___two"),
        "ways___two",
        columns.HALF(name="ways", column="ways___two"),
    ),
]


@pytest.mark.parametrize(("header", "column", "why"), COLUMNS)
def test_columns_that_do_not_fit_are_told(
    header: tuple[str, ...], column: str, why: object
) -> None:
    assert told(ROW, header=header)[0] == (1, column, why)


def test_a_file_that_is_no_text_is_told() -> None:
    assert read_records(b"PK\x03\xff", project()).misfits[0].why == NOT_UTF8


def test_a_misfit_says_where_it_is() -> None:
    misfit = Misfit(3, "hours", cells.TOO_HIGH(number=81, limit=80))
    assert str(misfit) == "3:hours: 81 is more than 80, the most allowed."


def test_that_it_does_not_apply_is_known_again() -> None:
    row = ROW | {"calm": "na", "since": "NAP", "ways___one": "0", "ways___na": "1"}
    found = read_records(table([HEADER, [row.get(name, "") for name in HEADER]]), project())
    assert found.items == (Record("7", BASE, FORM, {"calm": NA, "since": NA, "ways": NA}),)
