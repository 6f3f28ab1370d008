"""Instruments as files of a pack: what the check says of each mistake, and what is read."""

from pathlib import Path

import pytest

from app.content.command import check
from app.packs.instruments.rules import NO_WORDING, why_not_ask
from app.packs.instruments.schema import InstrumentData, four_in_five
from app.packs.pack import Document
from app.packs.schema import stored
from app.settings import PROJECT_ROOT
from tests.packs.samples import (
    GOOD,
    INSTRUMENT,
    INSTRUMENT_FILE,
    MODULES,
    WITH_INSTRUMENT,
    instrument_line,
    with_instrument,
    write,
)

CALM = "{code: calm, kind: likert, scale: agree, text: I am calm.}"
EASE = "{code: ease, title: Ease, items: [calm, rushed], min_answered: 1}"
SCALE = "low: 1\n    high: 5\n    anchors: {1: No, 5: Yes}"
TWO_SCALES = f"{SCALE}\n  other: {{low: 1, high: 7, anchors: {{1: No, 7: Yes}}}}\n  x:\n    {SCALE}"
ITEM = "A question of the kind"

ERRORS = [
    ("key: first-survey", "¶key: another", "`key` is “another”, but the file’s name says"),
    ("code: calm", "¶code: Calm", "`code`: It begins with a lowercase letter and may hold"),
    ("code: calm", "¶code: a" + "b" * 26, "`code`: This may have 26 characters at most."),
    ("I am calm.", "¶" + "long " * 81, "`text`: This may have 400 characters at most."),
    ("code: rushed", "¶code: calm", "The code “calm” is taken. Choose another."),
    ("code: ease", "¶code: calm", "The code “calm” is taken. Choose another."),
    ("code: since", "¶code: composite", "The code “composite” is taken. Choose another."),
    ("code: right", "¶code: left", "The code “left” is taken. Choose another."),
    ("code: right", "¶code: na", "The code “na” is taken. Choose another."),
    ("{code: right, text: Right}", "¶{text: Right}", "`code`: This field is missing."),
    ("kind: date", "¶kind: day", "`kind`: This must be one of these: likert, choice, several,"),
    ("kind: date", "¶kind: date, unit: days", f"{ITEM} “date” has no `unit`."),
    ("kind: date", "¶kind: date, reversed: true", f"{ITEM} “date” has no `reversed`."),
    ("kind: text", "¶kind: text, na: No", f"{ITEM} “text” has no `na`."),
    (
        "likert, scale: agree, reversed: true",
        "¶likert, reversed: true",
        f"{ITEM} “likert” needs `scale`.",
    ),
    (CALM, f"¶{CALM.replace('agree', 'agreed')}", "There is no scale “agreed” in this instrument."),
    ("max: 80", "¶max: 0", "`max` must be more than `min`."),
    ("high: 5", "¶high: 1", "A scale has from 2 to 11 points."),
    ("high: 5", "¶high: 12", "A scale has from 2 to 11 points."),
    ("{1: No, 5: Yes}", "¶{0: Never, 1: No, 5: Yes}", "The scale goes from 1 to 5."),
    ("{1: No, 5: Yes}", "¶{low: No, 5: Yes}", "`low`: An anchor stands at a point of the scale"),
    ("items: [calm, rushed, way]", "¶items: [calm, rushed, wy]", "There is no question “wy”."),
    ("[hours, since, more]", "¶[hours, since, more, calm]", "The question “calm” is in a group al"),
    ("min_answered: 1", "¶min_answered: 3", "`min_answered` is 3, but there are 2 questions."),
    ("All of it}", "¶All of it, min_answered: 3}", "`min_answered` is 3, but there are 2 questio"),
    ("items: [calm, rushed],", "¶items: [calm, calm],", "The question “calm” is here twice."),
    ("items: [calm, rushed],", "¶items: [calm, quiet],", "There is no question “quiet”."),
    ("[calm, rushed],", "¶[calm, hours],", "The question “hours” has no points; only `likert` has"),
    ("text: I am calm.", "¶text:", "The question has no `text`. Only an instrument whose"),
    ("redistribution: yes", "¶redistribution: true", "`redistribution`: This must be one of these"),
]


def findings(root: Path, files: dict[str, str]) -> list[str]:
    return [str(problem) for problem in check(write(root, files)).problems]


def read(root: Path, text: str = INSTRUMENT) -> InstrumentData:
    """An instrument as it is loaded."""
    (pack,) = check(write(root, {**GOOD, INSTRUMENT_FILE: text})).packs
    return InstrumentData.model_validate(document(list(pack.documents)).data)


def document(documents: list[Document]) -> Document:
    (found,) = (own for own in documents if own.kind == "instrument")
    return found


def test_good_instrument_has_no_problem(tmp_path: Path) -> None:
    assert findings(tmp_path, WITH_INSTRUMENT) == []
    (pack,) = check(tmp_path).packs
    found = document(list(pack.documents))
    assert (found.key, found.path, found.title, found.html) == (
        *("first-survey", INSTRUMENT_FILE, "First survey", ""),
    )


@pytest.mark.parametrize(("old", "new", "sentence"), ERRORS)
def test_mistake_is_an_error_with_its_line(
    tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    errors = [
        problem
        for problem in check(write(tmp_path, with_instrument(old, new))).problems
        if not problem.is_warning
    ]
    begin = f"{INSTRUMENT_FILE}:{instrument_line(old, new)}: {sentence}"
    assert any(str(problem).startswith(begin) for problem in errors), list(map(str, errors))


@pytest.mark.parametrize(
    ("old", "new", "sentences"),
    [
        (
            "key: first-survey",
            "key: first-survey\nlevel: 1",
            [":2: `level`: There is no such field here."],
        ),
        (
            "code: since",
            "code: calm_then",
            [
                ":17: In exports, answers about the past are called “calm_then”. Choose a code of "
                "at most 21 characters that makes no name twice.",
                ":26: The question “calm_then” is in no group.",
                ":30: There is no question “since”.",
            ],
        ),
        (
            "      - {code: left, text: Left}\n",
            "",
            [":22: One answer is no choice; give two at least."],
        ),
    ],
)
def test_mistake_with_others_that_follow_from_it(
    tmp_path: Path, old: str, new: str, sentences: list[str]
) -> None:
    found = findings(tmp_path, with_instrument(old, new))
    assert [line.removeprefix(INSTRUMENT_FILE) for line in found] == sentences


def test_question_in_no_group_is_an_error_where_it_stands(tmp_path: Path) -> None:
    files = with_instrument("[hours, since, more]", "[hours, since]")
    line = INSTRUMENT.split("\n").index(
        '  - {code: more, kind: text, long: true, most: 300, text: "What else?"}'
    )
    assert findings(tmp_path, files) == [
        f"{INSTRUMENT_FILE}:{line + 1}: The question “more” is in no group."
    ]


def test_questions_of_other_points_have_no_mean_together(tmp_path: Path) -> None:
    text = INSTRUMENT.replace(SCALE, TWO_SCALES).replace(
        CALM, CALM.replace("scale: agree", "scale: other")
    )
    sentence = "These questions have scales with other points, so they have no mean together."
    found = findings(tmp_path, {**GOOD, INSTRUMENT_FILE: text})
    assert sum(line.endswith(sentence) for line in found) == 2  # of the subscale, of the composite
    assert f"{INSTRUMENT_FILE}:16: warning: No question is answered on this scale." in found


def test_composite_needs_subscales(tmp_path: Path) -> None:
    text = INSTRUMENT.replace(f"subscales:\n  - {EASE}\n", "")
    assert findings(tmp_path, {**GOOD, INSTRUMENT_FILE: text}) == [
        f"{INSTRUMENT_FILE}:31: A composite is a mean over subscales, and there are none."
    ]


def test_code_of_the_past_has_room_for_its_ending(tmp_path: Path) -> None:
    long = "a" * 22
    text = INSTRUMENT.replace("calm", long)
    (found,) = findings(tmp_path / "a", {**GOOD, INSTRUMENT_FILE: text})
    assert f"“{long}_then”" in found
    only_now = text.replace("perspectives: {now: Now, then: Before}\n", "")
    assert findings(tmp_path / "b", {**GOOD, INSTRUMENT_FILE: only_now}) == []


def test_ends_of_a_scale_without_words_are_a_warning(tmp_path: Path) -> None:
    found = findings(tmp_path, with_instrument("{1: No, 5: Yes}", "{1: No}"))
    assert found == [
        f"{INSTRUMENT_FILE}:14: warning: Say what the lowest and the highest point mean."
    ]


# license and wording


def test_shell_is_loaded_and_cannot_be_asked(tmp_path: Path) -> None:
    text = INSTRUMENT.replace("redistribution: yes", "redistribution: ask")
    text = text.replace(", text: I am calm.", "").replace(', text: "Since when?"', "")
    assert findings(tmp_path, {**GOOD, INSTRUMENT_FILE: text}) == [
        f"{INSTRUMENT_FILE}:8: warning: 2 questions wait for their wording, to be pasted by a site "
        "that has the license. No survey can use the instrument before that."
    ]
    shell = read(tmp_path, text)
    assert shell.without_wording == ["calm", "since"]
    assert why_not_ask(shell) == NO_WORDING(count=2)
    assert why_not_ask(read(tmp_path)) is None


def test_wording_that_may_not_be_passed_on_is_a_warning(tmp_path: Path) -> None:
    found = findings(tmp_path, with_instrument("redistribution: yes", "redistribution: no"))
    assert found == [
        f"{INSTRUMENT_FILE}:8: warning: Nobody may pass this wording on, and the file has it. Keep "
        "it at a site that has the license, and out of every pack that you give away."
    ]


# where the files lie


@pytest.mark.parametrize(
    "path",
    [
        f"{MODULES}/instruments/First Survey.yaml",
        f"{MODULES}/instruments/first-survey.yml",
        f"{MODULES}/instruments/deeper/first-survey.yaml",
        f"{MODULES}/first-survey.yaml",
        "cases/small-program/instruments/first-survey.yaml",
    ],
)
def test_other_names_and_places_are_refused(tmp_path: Path, path: str) -> None:
    (found,) = findings(tmp_path, {**GOOD, path: INSTRUMENT})
    assert "The name of this file does not say what it is" in found
    assert "instruments/its-key.yaml" in found


def test_folder_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    write(tmp_path / "elsewhere", {"first-survey.yaml": INSTRUMENT})
    (tmp_path / MODULES / "instruments").symlink_to(tmp_path / "elsewhere")
    (found,) = findings(tmp_path, {})
    assert found.startswith(f"{MODULES}/instruments:1: The name of this file")


def test_read_me_beside_instruments_is_passed_over(tmp_path: Path) -> None:
    assert findings(tmp_path, {**GOOD, f"{MODULES}/instruments/README.md": "For authors."}) == []


# what is read


def test_only_questions_on_a_scale_are_asked_about_both_times(tmp_path: Path) -> None:
    own = read(tmp_path)
    asked = {item.code: own.perspectives_of(item) for item in own.items}
    assert asked["calm"] == ("now", "then")
    assert asked["hours"] == asked["way"] == ("now",)
    past = read(tmp_path, INSTRUMENT.replace("{now: Now, then: Before}", "{then: Before}"))
    assert past.perspectives_of(past.by_code["calm"]) == ("then",)


def test_choice_that_it_does_not_apply_is_the_scales_or_the_questions_own(tmp_path: Path) -> None:
    text = INSTRUMENT.replace("unit: hours", "unit: hours, na: Cannot say")
    own = read(tmp_path, text)
    words = {item.code: own.na_of(item) for item in own.items}
    assert words == dict.fromkeys(own.by_code) | {
        "calm": "Not for me",
        "rushed": "Not for me",
        "hours": "Cannot say",
    }


def test_what_is_stored_of_a_question_are_the_fields_of_its_kind(tmp_path: Path) -> None:
    (pack,) = check(write(tmp_path, WITH_INSTRUMENT)).packs
    items = {item["code"]: item for item in document(list(pack.documents)).data["items"]}
    own = {"code", "kind", "text", "required"}
    assert items["calm"].keys() == own | {"scale", "reversed", "na"}
    assert items["more"].keys() == own | {"long", "most"}
    assert items["since"].keys() == own | {"na"}
    data = document(list(pack.documents)).data
    assert stored(InstrumentData.model_validate(data)) == data


def test_four_in_five_is_rounded_up() -> None:
    assert [four_in_five(count) for count in (1, 3, 4, 5, 20, 21)] == [1, 3, 4, 4, 16, 17]


def test_order_of_scales_and_anchors_makes_no_new_version(tmp_path: Path) -> None:
    other = INSTRUMENT.replace("{1: No, 5: Yes}", "{5: 'Yes', 1: \"No\"}  # ends only")
    packs = [
        check(write(tmp_path / name, {**GOOD, INSTRUMENT_FILE: text})).packs[0]
        for name, text in (("a", INSTRUMENT), ("b", other))
    ]
    assert packs[0].hash == packs[1].hash


# what comes with the house


def shipped() -> dict[str, InstrumentData]:
    documents = [own for pack in check(PROJECT_ROOT).packs for own in pack.documents]
    return {
        own.key: InstrumentData.model_validate(own.data)
        for own in documents
        if own.kind == "instrument"
    }


def test_shipped_instruments_are_whole_or_say_that_they_are_shells() -> None:
    found = shipped()
    assert {key: why_not_ask(own) is None for key, own in found.items()} == {
        "career-success": False,
        "climate": False,
        "competency-mentee": True,
        "competency-self": True,
        "faculty-domains": True,
        "final-evaluation": True,
        "series-feedback": True,
        "session-feedback": True,
    }
    assert {own.redistribution for own in found.values() if why_not_ask(own)} == {"ask"}


def test_both_views_of_a_mentor_have_the_same_codes_and_scores() -> None:
    found = shipped()
    mine, theirs = found["competency-self"], found["competency-mentee"]
    assert [item.code for item in mine.items] == [item.code for item in theirs.items]
    assert mine.subscales == theirs.subscales
    assert mine.scales["skill"].points == theirs.scales["skill"].points == range(1, 8)
    assert [len(own.items) for own in mine.subscales] == [4, 4, 4, 3, 3, 3]
    assert [own.needed for own in mine.subscales] == [3, 3, 3, 2, 2, 2]
    assert (len(mine.scored), mine.composite_needed) == (21, 17)


def test_final_evaluation_is_answered_with_few_touches() -> None:
    own = shipped()["final-evaluation"]
    touches = sum(len(item.options) if item.kind == "several" else 1 for item in own.items)
    assert touches + len(own.groups) <= 20
    assert own.minutes <= 3


# what a policy asks for


PROGRAM = f"{MODULES}/program.yaml"


def asking(instrument: str = INSTRUMENT, surveys: str = "[first-survey]") -> dict[str, str]:
    """The good pack, whose policy asks for these."""
    program = GOOD[PROGRAM].replace("surveys: []", f"surveys: {surveys}")
    return {**GOOD, PROGRAM: program, INSTRUMENT_FILE: instrument}


def test_policy_may_ask_for_an_instrument_that_has_its_wording(tmp_path: Path) -> None:
    assert findings(tmp_path, asking()) == []


def test_policy_that_asks_for_what_is_not_there_is_refused(tmp_path: Path) -> None:
    line = GOOD[PROGRAM].count("\n", 0, GOOD[PROGRAM].index("surveys: []")) + 1
    assert findings(tmp_path, asking(surveys="[first-survey, second]")) == [
        f"{PROGRAM}:{line}: There is no instrument “second” in this pack."
    ]


def test_policy_that_asks_for_a_shell_is_refused(tmp_path: Path) -> None:
    shell = INSTRUMENT.replace("redistribution: yes", "redistribution: ask")
    (error,) = (
        found
        for found in findings(tmp_path, asking(shell.replace(", text: I am calm.", "")))
        if "warning" not in found
    )
    assert "Nobody can be asked for it, since questions of it have no wording yet" in error
    assert error.startswith(PROGRAM)
