"""Arms, events and mappings: their names and days, out and in."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import RefusedError
from app.outcomes.redcap import design as rules
from app.outcomes.redcap import design_files as files
from app.outcomes.redcap.design import Arm, Design, Event, Mapped, Wave, design_of, event_names
from app.outcomes.redcap.design_files import (
    DesignFiles,
    design_files,
    read_arms,
    read_events,
    read_mappings,
)
from app.outcomes.redcap.fields import Field, FieldType
from app.outcomes.redcap.tables import UNKNOWN
from tests.outcomes.redcap import strict

FORMS = ("self", "goals")
WAVES = (
    Wave("12 Month", 12, 45, 45, ("self",)),
    Wave("Baseline", 0, 28, 0, ("goals", "self")),
    Wave("3 Month", 3, 21, 21, ("self",)),
    Wave("24 Month", 24, 60, 60, ("self",)),
)


def test_a_trial_has_its_waves_in_both_arms() -> None:
    made = design_of(WAVES, ("Combined", "Asynchronous only"), FORMS)
    assert made.arms == (Arm(1, "Combined"), Arm(2, "Asynchronous only"))
    first = [event for event in made.events if event.arm == 1]
    assert [(event.name, event.day, event.before, event.after) for event in first] == [
        ("baseline_arm_1", 0, 28, 0),
        ("3_month_arm_1", 90, 21, 21),
        ("12_month_arm_1", 365, 45, 45),
        ("24_month_arm_1", 730, 60, 60),
    ]
    assert made.mapped[:3] == (
        Mapped(1, "baseline_arm_1", "self"),
        Mapped(1, "baseline_arm_1", "goals"),
        Mapped(1, "3_month_arm_1", "self"),
    )
    assert made.events[-1].name == "24_month_arm_2"


def test_the_files_are_as_redcap_names_their_columns() -> None:
    written = design_files(design_of(WAVES[1:3], ("All",), FORMS))
    assert written.arms == b'"arm_num","name"\n"1","All"\n'
    assert written.events.splitlines()[:2] == [
        b'"event_name","arm_num","day_offset","offset_min","offset_max","unique_event_name",'
        b'"custom_event_label"',
        b'"Baseline","1","0","28","0","baseline_arm_1",""',
    ]
    assert written.mappings.splitlines()[1] == b'"1","baseline_arm_1","self"'


def test_without_a_schedule_there_are_four_columns_of_events() -> None:
    made = design_of(WAVES[1:3], ("All",), FORMS)
    events = tuple(replace(event, day=None, before=None, after=None) for event in made.events)
    written = design_files(replace(made, events=events))
    assert written.events.splitlines() == [
        b'"event_name","arm_num","unique_event_name","custom_event_label"',
        b'"Baseline","1","baseline_arm_1",""',
        b'"3 Month","1","3_month_arm_1",""',
    ]
    assert read_events(written.events, made.arms).items == events


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Baseline", "baseline_arm_1"),
        ("3 Month", "3_month_arm_1"),
        ("3 Month Follow-up", "3_month_followup_arm_1"),
        ("Baseline Assessment", "baseline_assessmen_arm_1"),
        ("18 month assessment", "18_month_assessmen_arm_1"),
        ("Wave (early) & more", "wave_early_more_arm_1"),
        ("Año 1", "a_o_1_arm_1"),
        ("Seventeen letters a", "seventeen_letters_arm_1"),
    ],
)
def test_redcap_makes_unique_names_of_titles(title: str, name: str) -> None:
    assert event_names([title], 1) == [name]
    assert strict.unique_name(title, "1", []) == name


def test_names_that_are_alike_get_letters() -> None:
    titles = [f"After 1 month from dose {at}" for at in range(3)]
    names = ["after_1_month_from_arm_1", "after_1_month_from_arm_1b", "after_1_month_from_arm_1c"]
    assert event_names(titles, 1) == names
    with pytest.raises(RefusedError) as refused:
        event_names([f"After 1 month from dose {at}" for at in range(27)], 1)
    assert refused.value.reason == rules.TOO_ALIKE(name=names[0])


REFUSED = [
    ((), rules.NO_WAVE),
    ((WAVES[1], replace(WAVES[1], title="Start")), rules.SAME_DAY(count=0)),
    ((WAVES[1], replace(WAVES[2], title="Baseline")), rules.SAME_TITLE(title="Baseline")),
    ((replace(WAVES[1], title="---"),), rules.NO_EVENT_NAME(title="---")),
    ((replace(WAVES[1], forms=("other",)),), rules.NO_FORM(title="Baseline", form="other")),
    ((replace(WAVES[1], forms=("goals",)),), rules.FIRST_FORM(form="self", title="Baseline")),
]


@pytest.mark.parametrize(("waves", "why"), REFUSED)
def test_what_redcap_would_take_otherwise_is_refused(waves: tuple[Wave, ...], why: object) -> None:
    with pytest.raises(RefusedError) as refused:
        design_of(waves, ("All",), FORMS)
    assert refused.value.reason == why


@pytest.mark.parametrize(
    "wave",
    [replace(WAVES[1], months=-1), replace(WAVES[1], before=-1), replace(WAVES[1], after=-1)],
)
def test_days_are_counted_from_the_start(wave: Wave) -> None:
    with pytest.raises(ValueError, match="from the start"):
        design_of((wave,), ("All",), FORMS)


def read(written: DesignFiles) -> Design:
    arms, events = (
        read_arms(written.arms),
        read_events(written.events, read_arms(written.arms).items),
    )
    mapped = read_mappings(written.mappings, events.items, FORMS)
    assert [*arms.misfits, *events.misfits, *mapped.misfits] == []
    return Design(arms.items, events.items, mapped.items)


FIELDS = [
    Field("record_id", "self", FieldType.TEXT, "ID"),
    Field("aa", "goals", FieldType.TEXT, "A"),
]
TITLES = st.text('aB1 -é&\n",|=', min_size=1, max_size=30).filter(lambda text: "a" in text)


@given(
    st.lists(st.tuples(TITLES, st.integers(0, 60)), min_size=1, max_size=5),
    st.lists(st.text(min_size=1).filter(str.strip), min_size=1, max_size=3),
    st.sampled_from([("self",), ("self", "goals")]),
)
def test_a_design_comes_back_as_the_same_bytes(
    drawn: list[tuple[str, int]], arms: list[str], forms: tuple[str, ...]
) -> None:
    by_month = {months: title for title, months in drawn}
    by_title = {title: months for months, title in by_month.items()}
    waves = [Wave(title, months, 3, 4, forms) for title, months in by_title.items()]
    made = design_of(waves, arms, FORMS)
    written = design_files(made)
    strict_fields = [
        strict.Field(field.name, field.form, field.type, [], "", "", "") for field in FIELDS
    ]
    named = strict.events(written.events, strict.arms(written.arms))
    strict.mappings(written.mappings, named, strict_fields)
    assert read(written) == made
    assert design_files(read(written)) == written


ARMS = (Arm(1, "All"),)
GOOD = design_files(design_of(WAVES[1:3], ("All",), FORMS))


def told(misfits: tuple[object, ...]) -> list[tuple[int, str, object]]:
    return [(misfit.line, misfit.column, misfit.why) for misfit in misfits]  # type: ignore[attr-defined]


def test_arms_that_do_not_fit_are_told() -> None:
    cases = [
        (b'"one","A"', 2, "arm_num", files.NO_NUMBER(cell="one", least=1)),
        (b'"0","A"', 2, "arm_num", files.NO_NUMBER(cell="0", least=1)),
        (b'"1"," "', 2, "name", files.ARM_UNNAMED),
        (b'"1","A"\n"1","B"', 3, "arm_num", files.ARM_TWICE(number=1)),
    ]
    for rows, line, column, why in cases:
        found = read_arms(b'"arm_num","name"\n' + rows + b"\n")
        assert told(found.misfits) == [(line, column, why)]
    assert told(read_arms(b'"arm_num","name","more"\n').misfits) == [
        (1, "more", UNKNOWN(column="more"))
    ]


@pytest.mark.parametrize(
    ("old", "new", "line", "column", "why"),
    [
        (b'"1","0"', b'"2","0"', 2, "arm_num", files.NO_ARM(number=2)),
        (b'"90"', b'"-90"', 3, "day_offset", files.NO_NUMBER(cell="-90", least=0)),
        (b'"90"', b'"0"', 3, "day_offset", files.DAY_TAKEN(day=0)),
        (
            *(b"3_month_arm_1", b"3_months_arm_1", 3, "unique_event_name"),
            files.OTHER_NAME(wanted="3_month_arm_1", name="3_months_arm_1"),
        ),
    ],
)
def test_events_that_do_not_fit_are_told(
    old: bytes, new: bytes, line: int, column: str, why: object
) -> None:
    assert GOOD.events.count(old) == 1
    found = read_events(GOOD.events.replace(old, new), ARMS)
    assert told(found.misfits) == [(line, column, why)]


def test_an_event_whose_title_makes_no_name_is_told() -> None:
    found = read_events(GOOD.events.replace(b'"3 Month"', b'"--"'), ARMS)
    assert told(found.misfits) == [(3, "event_name", rules.NO_EVENT_NAME(title="--"))]


@pytest.mark.parametrize(
    ("old", "new", "misfit"),
    [
        (
            b'"3_month_arm_1"',
            b'"4_month_arm_1"',
            (4, "unique_event_name", files.NO_EVENT(name="4_month_arm_1")),
        ),
        (b'"goals"', b'"aims"', (3, "form", files.NO_SUCH_FORM(form="aims"))),
        (b'"goals"', b'"self"', (3, "form", files.MAPPED_TWICE)),
        (
            b'"1","baseline_arm_1","self"\n',
            b"",
            (1, "form", files.FIRST_FORM_LATER(event="baseline_arm_1", form="self")),
        ),
    ],
)
def test_mappings_that_do_not_fit_are_told(
    old: bytes, new: bytes, misfit: tuple[int, str, object]
) -> None:
    events: tuple[Event, ...] = read_events(GOOD.events, ARMS).items
    assert GOOD.mappings.count(old) == 1
    found = read_mappings(GOOD.mappings.replace(old, new), events, FORMS)
    assert told(found.misfits) == [misfit]
