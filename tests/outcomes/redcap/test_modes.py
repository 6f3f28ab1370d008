"""What of records may go out, by how a survey knows those who answer."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.outcomes.redcap.modes import going_out
from app.outcomes.redcap.reading import read_records
from app.outcomes.redcap.records import Record, records_file
from app.surveys.enums import IdentityMode
from tests.outcomes.redcap.projects import BASE, FORM, LATER, project

NAMES = ("ada@example.org", "ben@example.org", "cora@example.org")
ANSWERED = [
    Record(
        record_id=name,
        event=event,
        form=FORM,
        answers={"calm": calm},
        instance=instance,
        group="north",
        identifier=f"Identified {name}",
        finished="2026-11-30 09:05:00",
    )
    for name in NAMES
    for event, instance, calm in ((BASE, None, 1), (LATER, 1, 2), (LATER, 2, 3))
]
ANONYMOUS = [IdentityMode.LINKED, IdentityMode.UNLINKED]


def test_identified_records_go_out_as_they_are() -> None:
    assert going_out(ANSWERED, IdentityMode.IDENTIFIED) == ANSWERED


def test_confidential_records_go_by_their_pseudonyms() -> None:
    pseudonyms = dict(zip(NAMES, ("S-3", "S-1", "S-2"), strict=True))
    made = going_out(ANSWERED, IdentityMode.CONFIDENTIAL, pseudonyms=pseudonyms)
    assert [record.record_id for record in made] == ["S-1"] * 3 + ["S-2"] * 3 + ["S-3"] * 3
    assert {(record.identifier, record.group) for record in made} == {("", "north")}
    text = records_file(project(), made).decode()
    assert "example.org" not in text
    assert "redcap_survey_identifier" not in text
    assert "first_survey_timestamp" in text


def test_a_confidential_record_without_a_pseudonym_stays() -> None:
    with pytest.raises(ValueError, match="without a pseudonym: 1"):
        going_out(ANSWERED, IdentityMode.CONFIDENTIAL, pseudonyms=dict.fromkeys(NAMES[:2], "S-1"))
    with pytest.raises(ValueError, match="one pseudonym"):
        going_out(ANSWERED, IdentityMode.CONFIDENTIAL, pseudonyms=dict.fromkeys(NAMES, "S-1"))


@pytest.mark.parametrize("mode", ANONYMOUS)
def test_anonymous_records_carry_nobody_and_no_time(mode: IdentityMode) -> None:
    made = going_out(ANSWERED, mode, chance=random.Random(1))
    text = records_file(project(), made).decode()
    for word in ("example.org", "Identified", "timestamp", "2026", "north", "access_group"):
        assert word not in text
    assert not set(NAMES) & {record.record_id for record in made}
    assert sorted(record.answers["calm"] for record in made) == sorted([1, 2, 3] * 3)  # type: ignore[type-var]


@pytest.mark.parametrize("mode", ANONYMOUS)
def test_anonymous_records_need_chance(mode: IdentityMode) -> None:
    with pytest.raises(ValueError, match="chance"):
        going_out(ANSWERED, mode)


def test_linked_answers_of_one_person_share_a_name() -> None:
    made = going_out(ANSWERED, IdentityMode.LINKED, chance=random.Random(1))
    counted: dict[str, int] = {}
    for record in made:
        counted[record.record_id] = counted.get(record.record_id, 0) + 1
    assert sorted(counted.values()) == [3, 3, 3]


def test_unlinked_answers_share_nothing() -> None:
    made = going_out(ANSWERED, IdentityMode.UNLINKED, chance=random.Random(1))
    assert len({record.record_id for record in made}) == len(ANSWERED)
    assert {record.instance for record in made} == {None, 1}


@pytest.mark.parametrize("mode", ANONYMOUS)
@given(order=st.permutations(range(len(ANSWERED))))
@settings(max_examples=20)
def test_the_order_in_which_records_came_is_not_told(mode: IdentityMode, order: list[int]) -> None:
    """The names that go out are sorted, and which name somebody gets depends on chance alone."""
    made = going_out([ANSWERED[at] for at in order], mode, chance=random.Random(1))
    names = [record.record_id for record in made]
    assert names == sorted(names)
    rows = records_file(project(), made)
    assert [record.record_id for record in read_records(rows, project()).items] == names


@pytest.mark.parametrize("mode", ANONYMOUS)
def test_every_place_is_as_likely(mode: IdentityMode) -> None:
    """Of four people, and of the four fillings of one, whoever was first lands anywhere."""
    people = [Record(str(at), BASE, FORM, {"calm": at + 1}) for at in range(4)]
    chance = random.Random(5)
    first = [0] * 4
    for _ in range(400):
        made = going_out(people, mode, chance=chance)
        first[[record.answers["calm"] for record in made].index(1)] += 1
    assert all(60 < count < 140 for count in first)  # 100 are expected; 4.6 deviations
    fillings = [replace(people[at], record_id="1", instance=at + 1) for at in range(4)]
    instances = [0] * 4
    for _ in range(400):
        made = going_out(fillings, IdentityMode.LINKED, chance=chance)
        instances[
            next(record.instance or 0 for record in made if record.answers["calm"] == 1) - 1
        ] += 1
    assert all(60 < count < 140 for count in instances)


def test_two_exports_of_the_same_records_have_no_name_in_common() -> None:
    chance = random.Random(1)
    first, second = (going_out(ANSWERED, IdentityMode.LINKED, chance=chance) for _ in range(2))
    assert not {record.record_id for record in first} & {record.record_id for record in second}
