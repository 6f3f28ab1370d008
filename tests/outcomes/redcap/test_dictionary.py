"""From instruments to a data dictionary, and back to what they ask."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from app.outcomes.redcap import dictionary_rules as rules
from app.outcomes.redcap.dictionary import dictionary_file, read_dictionary
from app.outcomes.redcap.fields import HEADERS, Choice, Field, FieldType
from app.outcomes.redcap.forms import fields_of
from app.outcomes.redcap.questions import questions_of
from app.outcomes.redcap.tables import (
    BROKEN,
    CELLS,
    EMPTY,
    MISSING,
    NOT_UTF8,
    TWICE,
    UNKNOWN,
    table,
)
from app.packs.instruments.names import THEN
from app.packs.instruments.schema import InstrumentData
from tests.outcomes.redcap import samples, strict


def is_asked_alike(own: InstrumentData, fields: tuple[Field, ...], form: str) -> None:
    """Whether a dictionary that came back asks what an instrument asks."""
    read = questions_of(read_dictionary(dictionary_file(fields)).items)[form]
    asked = {
        item.code + (THEN if perspective == "then" else ""): (item, perspective)
        for item in own.items
        for perspective in own.perspectives_of(item)
    }
    assert {question.key for question in read} == asked.keys()
    for question in read:
        item, perspective = asked[question.key]
        assert question.origin.instrument == own.key
        assert question.origin.perspective == perspective
        assert (question.origin.code, question.origin.kind) == (item.code, item.kind)
        assert question.text == item.text
        assert question.choices == samples.choices_of(own, item)
        assert question.origin.na == (own.na_of(item) is not None)
        if item.kind in {"likert", "choice", "several"}:
            assert question.na == own.na_of(item)
        assert (question.origin.reversed, question.origin.required) == (
            item.reversed,
            item.required,
        )
        assert (question.origin.scale or None, question.minimum, question.maximum) == (
            *(item.scale, item.min),
            item.max,
        )
        assert question.origin.most == (item.most if item.kind == "text" else None)


def test_shipped_instruments_pass_the_strict_reader_and_come_back() -> None:
    own = samples.shipped()
    assert len(own) == 9
    fields = fields_of(own, consented={instrument.key for instrument in own})
    content = dictionary_file(fields)
    assert [field.name for field in strict.dictionary(content)] == [field.name for field in fields]
    assert read_dictionary(content).items == fields
    assert dictionary_file(read_dictionary(content).items) == content
    for instrument in own:
        strict.dictionary(dictionary_file(fields_of([instrument])))
        if not instrument.without_wording:
            is_asked_alike(instrument, fields, instrument.key.replace("-", "_"))


@settings(max_examples=50)
@given(samples.instruments())
def test_whatever_an_instrument_says_comes_back(own: tuple[InstrumentData, ...]) -> None:
    fields = fields_of(own)
    content = dictionary_file(fields)
    strict.dictionary(content)
    read = read_dictionary(content)
    assert not read.misfits
    assert read.items == fields
    assert dictionary_file(read.items) == content
    for instrument in own:
        form = instrument.key.replace("-", "_") if instrument.key != "9-lives" else "form_9_lives"
        is_asked_alike(instrument, fields, form)


def test_a_question_on_a_scale_is_radio_buttons_in_a_matrix() -> None:
    fields = {field.name: field for field in fields_of([samples.instrument()])}
    assert list(fields) == [
        *("record_id", "calm", "rushed", "way", "calm_then", "rushed_then"),
        *("hours", "since", "more"),
    ]
    assert fields["record_id"] == Field("record_id", "first_survey", FieldType.TEXT, "Record ID")
    points = (Choice("1", "No"), *(Choice(at, at) for at in "234"), Choice("5", "Yes"))
    assert fields["calm"] == Field(
        name="calm",
        form="first_survey",
        type=FieldType.RADIO,
        label="I am calm.",
        section="You\nThink of today.\nNow",
        choices=(*points, Choice("na", "Not for me")),
        matrix="calm_matrix",
        annotation="waypost:first-survey/calm kind=likert perspective=now scale=agree na",
    )
    assert (fields["rushed"].matrix, fields["rushed"].required) == ("calm_matrix", True)
    assert fields["calm_then"].section == "You\nThink of today.\nBefore"
    assert fields["rushed_then"].matrix == "calm_then_matrix"
    assert fields["way"].matrix == ""


def test_numbers_days_and_texts_are_validated_text() -> None:
    fields = {field.name: field for field in fields_of([samples.instrument()])}
    hours, since, more = fields["hours"], fields["since"], fields["more"]
    assert (hours.type, hours.validation, hours.minimum, hours.maximum, hours.note) == (
        *("text", "integer", "0"),
        *("80", "hours"),
    )
    assert (since.type, since.validation) == ("text", "date_ymd")
    assert (more.type, more.validation) == ("notes", "")
    assert more.annotation.startswith("@CHARLIMIT=300 waypost:first-survey/more ")


def test_several_answers_are_a_checkbox_that_redcap_does_not_require() -> None:
    own = samples.instrument(
        items=[samples.several(required=True, na="None of it")],
        groups=[{"title": "All", "items": ["ways"]}],
        subscales=[],
        composite=None,
    )
    field = fields_of([own])[1]
    assert (field.type, field.required) == ("checkbox", False)
    assert field.columns == ("ways___one", "ways___two", "ways___na")
    assert questions_of([field, field])["first_survey"][0].origin.required


def test_the_same_codes_in_two_forms_are_numbered_and_known_again() -> None:
    twin = samples.instrument(key="twin")
    fields = fields_of([samples.instrument(), twin])
    assert [field.name for field in fields if field.form == "twin"][:2] == ["calm_2", "rushed_2"]
    assert [question.key for question in questions_of(fields)["twin"]][:2] == ["calm", "rushed"]


def test_a_form_is_there_once() -> None:
    with pytest.raises(ValueError, match="once"):
        fields_of([samples.instrument(), samples.instrument()])
    with pytest.raises(ValueError, match="once"):
        fields_of([])


def of_licensed(redistribution: str, consented: set[str]) -> str:
    own = samples.instrument(redistribution=redistribution)
    own.by_code  # noqa: B018  # what was computed of the wording must not come along
    return dictionary_file(fields_of([own], consented=consented)).decode()


WORDING = (
    "I am calm",
    "Not for me",
    "No",
    "Left",
    "hours",
    "You",
    "Think of",
    "Before",
    "What else",
)


@pytest.mark.parametrize(
    ("redistribution", "consented", "is_out"),
    [
        ("yes", set(), True),
        ("ask", set(), False),
        ("ask", {"first-survey"}, True),
        ("ask", {"another"}, False),
        ("no", set(), False),
        ("no", {"first-survey"}, False),
    ],
)
def test_wording_stays_here_unless_it_may_go(
    redistribution: str, consented: set[str], is_out: bool
) -> None:
    text = of_licensed(redistribution, consented)
    quoted = [
        f'"{words}' in text or f", {words}" in text or f"\n{words}" in text for words in WORDING
    ]
    if is_out:
        assert all(quoted)
    else:
        assert [words for words, is_there in zip(WORDING, quoted, strict=True) if is_there] == [
            "hours"
        ]
        assert '"hours","first_survey","","text","hours","","","integer"' in text
        assert '"1, 1 | 2, 2 | 3, 3 | 4, 4 | 5, 5 | na, na"' in text
        strict.dictionary(text.encode())


def header(*cells: str) -> bytes:
    return ",".join(f'"{cell}"' for cell in cells).encode()


def test_a_file_that_cannot_be_read_says_where() -> None:
    good = dictionary_file(fields_of([samples.instrument()]))
    first, _, rest = good.partition(b"\n")
    cases = [
        (b"", (1, "", EMPTY)),
        (first + b"\n\xff", (2, "", NOT_UTF8)),
        (good + b'"a"b"\n', (good.count(b"\n") + 1, "", BROKEN)),
        (good + b'"a"\n', (good.count(b"\n") + 1, "", CELLS(found=1, wanted=18))),
        (
            first.replace(b"Form Name", b"Form") + b"\n" + rest,
            (1, "Form Name", MISSING(column="Form Name")),
        ),
        (
            first + b',"More"\n',
            (1, "More", UNKNOWN(column="More")),
        ),
        (
            first.replace(b"Form Name", b"Field Type") + b"\n",
            (1, "Field Type", TWICE(column="Field Type")),
        ),
    ]
    for content, misfit in cases:
        found = read_dictionary(content)
        assert (found.misfits[0].line, found.misfits[0].column, found.misfits[0].why) == misfit
        assert found.items == ()


def test_a_byte_order_mark_is_no_part_of_a_name() -> None:
    good = dictionary_file(fields_of([samples.instrument()]))
    assert read_dictionary(b"\xef\xbb\xbf" + good) == read_dictionary(good)


RECORD = Field("record_id", "one", FieldType.TEXT, "Record")
RADIO = Field("pick", "one", FieldType.RADIO, "Pick", choices=(Choice("1", "A"), Choice("2", "B")))
PLANTED = [
    (replace(RADIO, name="Pick"), rules.NAME, rules.NO_NAME(name="Pick")),
    (replace(RADIO, name="p"), rules.NAME, rules.NO_NAME(name="p")),
    (replace(RADIO, form="1st"), rules.FORM, rules.NO_NAME(name="1st")),
    (replace(RADIO, name="record_id"), rules.NAME, rules.NAME_TWICE(name="record_id")),
    (replace(RADIO, label=" "), rules.LABEL, rules.NO_LABEL),
    (replace(RADIO, choices=()), rules.CHOICES, rules.NO_CHOICES),
    (replace(RADIO, choices=(Choice("1 2", "A"),)), rules.CHOICES, rules.NO_CODE(choice="1 2, A")),
    (
        replace(RADIO, choices=(Choice("1", "A"), Choice("1", "B"))),
        rules.CHOICES,
        rules.CODE_TWICE(code="1"),
    ),
    (replace(RADIO, validation="integer"), rules.VALIDATION, rules.NOT_VALIDATED),
    (replace(RADIO, minimum="1"), rules.LEAST, rules.NO_LIMIT),
    (replace(RECORD, name="text", matrix="all"), rules.MATRIX, rules.NO_MATRIX),
]


@pytest.mark.parametrize(("field", "column", "why"), PLANTED)
def test_what_does_not_fit_in_a_row_is_told(field: Field, column: str, why: object) -> None:
    found = read_dictionary(dictionary_file([RECORD, RADIO, field]))
    told = [(misfit.line, misfit.column, misfit.why) for misfit in found.misfits]
    assert told[0] == (4, column, why)


def test_what_does_not_fit_in_a_cell_of_few_words_is_told() -> None:
    good = dictionary_file([RECORD, RADIO]).decode()
    end = '"","","","","","","","","","","",""\n'
    cases = [
        ("radio", "button", rules.TYPE, rules.NO_TYPE(type="button")),
        (end, end.replace('""', '"yes"', 5).replace('"yes"', '""', 4), rules.IDENTIFIER, None),
    ]
    for old, new, column, why in cases:
        at = good.rindex(old)
        found = read_dictionary((good[:at] + new + good[at + len(old) :]).encode()).misfits
        assert (found[0].line, found[0].column) == (3, column)
        assert found[0].why == (why or rules.NOT_YES(cell="yes"))


def test_fields_of_a_form_and_of_a_matrix_follow_one_another() -> None:
    other = replace(RADIO, name="other", form="two")
    late = replace(RADIO, name="late")
    found = read_dictionary(dictionary_file([RECORD, RADIO, other, late])).misfits
    assert [(misfit.line, misfit.column, misfit.why) for misfit in found] == [
        (5, rules.FORM, rules.FORM_APART(form="one"))
    ]
    first, between, last = (
        replace(RADIO, matrix="m"),
        replace(RADIO, name="between"),
        replace(RADIO, name="last", matrix="m"),
    )
    apart = rules.MATRIX_APART(matrix="m")
    found = read_dictionary(dictionary_file([RECORD, first, between, last])).misfits
    assert [(misfit.line, misfit.column, misfit.why) for misfit in found] == [
        (5, rules.MATRIX, apart)
    ]
    unlike = replace(last, choices=RADIO.choices[:1])
    found = read_dictionary(dictionary_file([RECORD, first, unlike])).misfits
    assert [(misfit.line, misfit.why) for misfit in found] == [(4, apart)]


def test_the_first_field_names_the_record() -> None:
    found = read_dictionary(dictionary_file([RADIO])).misfits
    assert [(misfit.line, misfit.column, misfit.why) for misfit in found] == [
        (2, rules.TYPE, rules.NO_RECORD_ID)
    ]
    found = read_dictionary(dictionary_file([])).misfits
    assert [(misfit.line, misfit.why) for misfit in found] == [(1, rules.NO_FIELDS)]


def test_somebody_elses_dictionary_is_read_too() -> None:
    row = (
        *("study_id", "start", "", "text", "ID"),
        *("", "", "", "", "", "y", "", "", "", "", "", "", ""),
    )
    more = [
        ("sex", "radio", "0,Female|1, Male", "", ""),
        ("alive", "yesno", "", "", ""),
        ("weight", "text", "", "number", "30.5"),
        ("pain", "slider", "None | Worst", "number", ""),
        ("bmi", "calc", "[weight]/2", "", ""),
        ("note", "descriptive", "", "", ""),
        ("seen", "text", "", "date_ymd", "2020-01-01"),
        ("kind", "checkbox", "-1, Low | A, High", "", ""),
    ]
    lines: list[tuple[str, ...]] = [HEADERS, row]
    for name, kind, choices, validation, least in more:
        cells = (name, "start", "", kind, name, choices, "", validation, least)
        lines.append((*cells, *[""] * 9))
    found = read_dictionary(table(lines))
    assert not found.misfits
    fields = found.items
    assert fields[0].identifier
    assert fields[1].choices == (Choice("0", "Female"), Choice("1", "Male"))
    assert fields[5].formula == "[weight]/2"
    assert fields[8].columns == ("kind____1", "kind___a")
    asked = {question.key: question for question in questions_of(fields)["start"]}
    kinds = {key: question.origin.kind for key, question in asked.items()}
    assert kinds == {
        "sex": "choice",
        "alive": "choice",
        "weight": "text",
        "pain": "number",
        "bmi": "text",
        "seen": "date",
        "kind": "several",
    }
    assert (asked["pain"].minimum, asked["pain"].maximum) == (0, 100)
    assert asked["alive"].choices == (("1", "Yes"), ("0", "No"))
    assert read_dictionary(dictionary_file(fields)).items == fields
