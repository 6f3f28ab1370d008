"""The strict reader refuses what the documentation does not describe: planted faults."""

from collections.abc import Callable

import pytest

from app.outcomes.redcap.cells import MISSING
from app.outcomes.redcap.package import Given, package_file, package_of
from app.outcomes.redcap.records import Record
from app.surveys.enums import IdentityMode
from tests.outcomes.redcap import samples, strict
from tests.outcomes.redcap.projects import BASE, FORM, LATER, with_several

DICTIONARY, ARMS, EVENTS = "1-data-dictionary.csv", "2-arms.csv", "3-events.csv"
MAPPINGS, RECORDS = "4-mappings.csv", "5-records.csv"
PEOPLE = [
    Record("1", BASE, FORM, {"calm": 3, "hours": 4, "ways": ("one",)}, group="north"),
    Record("1", LATER, FORM, {"way": "left"}, group="north"),
    Record("1", BASE, "twin", {"calm": 2}, instance=1, group="north"),
]


def good() -> dict[str, bytes]:
    plan = samples.plan([with_several(), samples.instrument(key="twin")])
    return samples.files_of(package_file(package_of(plan, Given(PEOPLE, IdentityMode.IDENTIFIED))))


def look(files: dict[str, bytes]) -> None:
    strict.records(files[RECORDS], strict.project(files, {MISSING}))


def test_the_good_files_pass() -> None:
    look(good())


def swapped(old: str, new: str) -> Callable[[str], str]:
    def change(text: str) -> str:
        assert old in text, old
        return text.replace(old, new, 1)

    return change


PLANTED = [
    (DICTIONARY, swapped('"Form Name"', '"Form"')),
    (DICTIONARY, swapped('"Form Name","Section Header"', '"Section Header","Form Name"')),
    (DICTIONARY, swapped('"calm"', "calm")),
    (DICTIONARY, swapped('"calm"', '"Calm"')),
    (DICTIONARY, swapped('"calm"', '"1calm"')),
    (DICTIONARY, swapped('"calm"', '"c"')),
    (DICTIONARY, swapped('"calm"', '"a_name_that_has_27_characters"')),
    (DICTIONARY, swapped('"calm"', '"rushed"')),
    (DICTIONARY, swapped('"calm"', '"calm__x"')),
    (DICTIONARY, swapped('"calm"', '"first_survey_complete"')),
    (DICTIONARY, swapped('"calm"', '"redcap_event_name"')),
    (DICTIONARY, swapped('"radio"', '"likert"')),
    (DICTIONARY, swapped('"1, No | 2, 2', '"1 No | 2, 2')),
    (DICTIONARY, swapped('"1, No | 2, 2', '"1, No|2, 2')),
    (DICTIONARY, swapped('"1, No | 2, 2', '"1, No | 1, 2')),
    (DICTIONARY, swapped('"1, No | 2, 2', '"1, No | 2,2')),
    (DICTIONARY, swapped('"1, No | 2, 2', '"1, N\no | 2, 2')),
    (DICTIONARY, swapped('"1, No | 2, 2', '"a b, No | 2, 2')),
    (DICTIONARY, swapped('"1, No | 2, 2', '"1, [calm] | 2, 2')),
    (DICTIONARY, swapped('"I am calm."', '""')),
    (DICTIONARY, swapped('"I am calm."', '"I am <b>calm</b>."')),
    (DICTIONARY, swapped('"I am calm."', '"I am {calm}."')),
    (DICTIONARY, swapped('"integer"', '"number_1dp_what"')),
    (DICTIONARY, swapped('"integer","0"', '"","0"')),
    (DICTIONARY, swapped('"integer","0"', '"integer","none"')),
    (DICTIONARY, swapped('"integer","0"', '"integer","81"')),
    (DICTIONARY, swapped('"date_ymd"', '"date"')),
    (DICTIONARY, swapped("@CHARLIMIT=300", "@charlimit=300")),
    (DICTIONARY, swapped('"","y","","","calm_matrix"', '"","yes","","","calm_matrix"')),
    (DICTIONARY, swapped('"calm_matrix"', '"Calm matrix"')),
    (DICTIONARY, swapped('"way","first_survey"', '"way","twin"')),
    (
        DICTIONARY,
        swapped('"record_id","first_survey","","text"', '"record_id","first_survey","","notes"'),
    ),
    (ARMS, swapped('"arm_num"', '"arm"')),
    (ARMS, swapped('"1"', '"0"')),
    (ARMS, swapped('"All"', '""')),
    (EVENTS, swapped('"day_offset"', '"days"')),
    (EVENTS, swapped('"90"', '"0"')),
    (EVENTS, swapped('"90"', '"-90"')),
    (EVENTS, swapped('"90"', '"90.5"')),
    (EVENTS, swapped('"Baseline","1"', '"Baseline","2"')),
    (EVENTS, swapped('"3_month_arm_1"', '"3_month_arm_2"')),
    (EVENTS, swapped('"3_month_arm_1"', '"3month_arm_1"')),
    (EVENTS, swapped('"3 Month"', '"3-Month"')),
    (MAPPINGS, swapped('"form"', '"instrument"')),
    (MAPPINGS, swapped('"1","baseline_arm_1","first_survey"\n', "")),
    (MAPPINGS, swapped('"twin"', '"first_survey"')),
    (MAPPINGS, swapped('"twin"', '"goals"')),
    (MAPPINGS, swapped('"3_month_arm_1"', '"6_month_arm_1"')),
    (RECORDS, swapped('"record_id","redcap_event_name"', '"redcap_event_name","record_id"')),
    (RECORDS, swapped('"redcap_repeat_instrument",', "")),
    (RECORDS, swapped('"ways___two",', "")),
    (RECORDS, swapped('"ways___two"', '"ways__two"')),
    (RECORDS, swapped('"first_survey_complete"', '"first_survey_status"')),
    (RECORDS, swapped('"twin_complete"\n', '"twin_complete","more"\n')),
    (
        RECORDS,
        swapped('"1","baseline_arm_1","","","north","3"', '"1","baseline_arm_1","","","north","8"'),
    ),
    (
        RECORDS,
        swapped('"1","baseline_arm_1","","","north"', '"1","baseline_arm_1","","","North 1"'),
    ),
    (RECORDS, swapped('"1","baseline_arm_1","","","north"', '"","baseline_arm_1","","","north"')),
    (RECORDS, swapped('"1","baseline_arm_1","","","north"', '"1","start_arm_1","","","north"')),
    (RECORDS, swapped('"twin","1"', '"twin","0"')),
    (RECORDS, swapped('"twin","1"', '"goals","1"')),
    (RECORDS, swapped('"4","","","1","0","0","2"', '"four","","","1","0","0","2"')),
    (RECORDS, swapped('"4","","","1","0","0","2"', '"81","","","1","0","0","2"')),
    (RECORDS, swapped('"4","","","1","0","0","2"', '"4","","","","0","0","2"')),
    (RECORDS, swapped('"4","","","1","0","0","2"', '"4","","","yes","0","0","2"')),
    (RECORDS, swapped('"4","","","1","0","0","2"', '"4","","","1","0","0","3"')),
    (RECORDS, swapped('"4","","","1","0","0","2"', '"4","","","1","0","0",""')),
]


@pytest.mark.parametrize(("name", "plant"), PLANTED, ids=map(str, range(len(PLANTED))))
def test_a_planted_fault_is_refused(name: str, plant: Callable[[str], str]) -> None:
    files = good()
    files[name] = plant(files[name].decode()).encode()
    with pytest.raises(strict.UndocumentedError):
        look(files)


def test_a_row_that_is_there_twice_is_refused() -> None:
    files = good()
    last = files[RECORDS].splitlines(keepends=True)[-1]
    with pytest.raises(strict.UndocumentedError, match="twice"):
        look(files | {RECORDS: files[RECORDS] + last})
