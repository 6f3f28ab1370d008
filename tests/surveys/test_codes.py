"""The code that people make themselves."""

from uuid import uuid4

import pytest

from app.language.reasons import Reason
from app.surveys.codes import COUNT, DAY, ELEMENTS, LETTER, hashed, read_code
from tests.surveys.asking import ENTERED


def test_the_same_code_however_it_is_written() -> None:
    plain = ENTERED | {"own-mother": "e", "own-father": "J", "own-day": "07", "own-town": "a"}
    assert read_code(ENTERED).code == read_code(plain).code == "E-J-07-A-S-02"


def test_letters_of_every_script_are_letters() -> None:
    greek = read_code(ENTERED | {"own-town": "Ώ"}).code
    assert greek == read_code(ENTERED | {"own-town": "ω"}).code != read_code(ENTERED).code


@pytest.mark.parametrize(
    ("name", "entered", "why"),
    [
        ("own-mother", "", LETTER),
        ("own-town", "12", LETTER),
        ("own-day", "0", DAY),
        ("own-day", "32", DAY),
        ("own-day", "٣", DAY),
        ("own-day", "1e1", DAY),
        ("own-older", "21", COUNT),
        ("own-older", "-1", COUNT),
        ("own-older", "9" * 5000, COUNT),
    ],
)
def test_what_is_no_part_of_a_code(name: str, entered: str, why: Reason) -> None:
    found = read_code(ENTERED | {name: entered})
    assert (found.code, found.errors) == (None, {name: why})


def test_all_that_is_missing_is_said_at_once() -> None:
    assert set(read_code({}).errors) == {element.name for element in ELEMENTS}


def test_what_is_kept_says_nothing_without_the_key_and_meets_in_one_study_only() -> None:
    study, other = uuid4(), uuid4()
    kept = hashed("secret", study, "E-J-07-A-S-02")
    assert kept == hashed("secret", study, "E-J-07-A-S-02")
    assert len({kept, hashed("secret", other, "E-J-07-A-S-02"), hashed("no", study, "E")}) == 3
    assert len(kept) == 64
