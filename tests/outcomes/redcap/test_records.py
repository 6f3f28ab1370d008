"""Records, out and in: the same answers, the same bytes, and what the strict reader says."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.outcomes.redcap.cells import Answer
from app.outcomes.redcap.reading import read_records
from app.outcomes.redcap.records import Project, Record, records_file
from app.packs.instruments.scoring import NA
from tests.outcomes.redcap import samples, strict
from tests.outcomes.redcap.projects import BASE, FORM, LATER, project, strictly


def by_place(records: list[Record] | tuple[Record, ...]) -> list[Record]:
    return sorted(
        records,
        key=lambda record: (record.record_id, record.event, record.form, record.instance or 0),
    )


@st.composite
def filled(draw: st.DrawFn) -> tuple[Project, list[Record]]:
    own = project(*draw(samples.instruments()))
    return own, draw(samples.records(own))


@settings(max_examples=50)
@given(filled(), st.randoms(use_true_random=False))
def test_whatever_is_answered_comes_back(
    drawn: tuple[Project, list[Record]], chance: random.Random
) -> None:
    own, records = drawn
    content = records_file(own, records)
    strict.records(content, strictly(own))
    read = read_records(content, own)
    assert not read.misfits
    assert by_place(read.items) == by_place(records)
    assert records_file(own, read.items) == content
    chance.shuffle(records)
    assert records_file(own, records) == content


ALL = Record(
    "007",
    BASE,
    FORM,
    {
        "calm": 5,
        "rushed": NA,
        "calm_then": 1,
        "way": "left",
        "hours": 0,
        "since": date(2026, 11, 30),
        "more": '=1+1, "so"\n| é',
        "ways": ("one", "two"),
    },
    complete=1,
    group="north",
    identifier="Ada Lovelace",
    finished="2026-11-30 09:05:00",
)


def test_a_row_is_as_redcap_wants_it() -> None:
    header, row = strict.cells(records_file(project(), [ALL]))
    assert list(zip(header, row, strict=True)) == [
        ("record_id", "007"),
        ("redcap_event_name", BASE),
        ("redcap_data_access_group", "north"),
        ("redcap_survey_identifier", "Ada Lovelace"),
        ("first_survey_timestamp", "2026-11-30 09:05:00"),
        ("calm", "5"),
        ("rushed", "na"),
        ("way", "left"),
        ("calm_then", "1"),
        ("rushed_then", ""),
        ("hours", "0"),
        ("since", "2026-11-30"),
        ("more", '=1+1, "so"\n| é'),
        ("ways___one", "1"),
        ("ways___two", "1"),
        ("ways___na", "0"),
        ("first_survey_complete", "1"),
    ]
    assert read_records(records_file(project(), [ALL]), project()).items == (ALL,)


def test_that_it_does_not_apply_is_a_code_where_there_are_no_choices() -> None:
    since, ways = replace(ALL, answers={"since": NA}), replace(ALL, answers={"ways": NA})
    for record, column, cell in ((since, "since", "NAP"), (ways, "ways___na", "1")):
        content = records_file(project(), [record])
        header, row = strict.cells(content)
        assert row[header.index(column)] == cell
        assert read_records(content, project()).items == (record,)


def test_repeated_forms_have_rows_of_their_own() -> None:
    twin = samples.instrument(key="twin")
    own = project(samples.instrument(), twin)
    records = [
        Record("1", BASE, "twin", {"calm": 2}, instance=2),
        Record("1", BASE, "twin", {"calm": 1}, instance=1),
        Record("1", BASE, FORM, {"calm": 3}),
        Record("1", LATER, "twin", {"calm": 4}, instance=1),
    ]
    header, *rows = strict.cells(records_file(own, records))
    places = [header.index(name) for name in ("calm", "calm_2")]
    assert header[1:4] == [
        *("redcap_event_name", "redcap_repeat_instrument"),
        "redcap_repeat_instance",
    ]
    assert [(*row[1:4], *(row[at] for at in places)) for row in rows] == [
        (BASE, "", "", "3", ""),
        (BASE, "twin", "1", "", "1"),
        (BASE, "twin", "2", "", "2"),
        (LATER, "twin", "1", "", "4"),
    ]
    assert by_place(read_records(records_file(own, records), own).items) == by_place(records)


def test_columns_of_what_nobody_has_are_left_out() -> None:
    header = strict.cells(records_file(project(), [Record("1", BASE, FORM)]))[0]
    assert header[:3] == ["record_id", "redcap_event_name", "calm"]
    assert not [name for name in header if "timestamp" in name]


def test_an_empty_answer_is_none() -> None:
    nothing: dict[str, Answer] = {"more": "", "ways": ()}
    none = Record("1", BASE, FORM)
    assert records_file(project(), [replace(none, answers=nothing)]) == records_file(
        project(), [none]
    )


NOT_WRITTEN: list[tuple[str, Callable[[Record], Any]]] = [
    ("is not asked", lambda record: replace(record, event="never_arm_1")),
    ("is not asked", lambda record: replace(record, form="other")),
    ("asks nothing", lambda record: replace(record, answers={"calmness": 1})),
    ("no name", lambda record: replace(record, record_id="")),
    ("no name", lambda record: replace(record, record_id=" 1")),
    ("no name", lambda record: replace(record, record_id="1" * 101)),
    ("unique name", lambda record: replace(record, group="North Clinic")),
    ("how complete", lambda record: replace(record, complete=3)),
]


@pytest.mark.parametrize(("sentence", "change"), NOT_WRITTEN)
def test_records_that_do_not_fit_are_not_written(
    sentence: str, change: Callable[[Record], Record]
) -> None:
    with pytest.raises(ValueError, match=sentence):
        records_file(project(), [change(ALL)])


@pytest.mark.parametrize(
    ("key", "answer"),
    [
        ("calm", 6),
        ("calm", "na"),
        ("calm", "5"),
        ("way", "up"),
        ("way", NA),
        ("hours", 81),
        ("hours", -1),
        ("hours", NA),
        ("since", "soon"),
        ("more", "x" * 301),
        ("ways", ("one", "three")),
        ("ways", ("one", "na")),
    ],
)
def test_answers_that_cannot_be_given_are_not_written(key: str, answer: Answer) -> None:
    with pytest.raises(ValueError, match=f"{key} cannot be answered"):
        records_file(project(), [Record("1", BASE, FORM, {key: answer})])


def test_a_form_is_filled_once_at_an_event_and_a_record_is_in_one_group() -> None:
    with pytest.raises(ValueError, match="twice"):
        records_file(project(), [ALL, ALL])
    with pytest.raises(ValueError, match="two groups"):
        records_file(project(), [ALL, replace(ALL, event=LATER, group="south")])
