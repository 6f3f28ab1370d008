"""Files of people, as every program saves them, and files that are none."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cohorts.intake import refusals
from app.cohorts.intake.columns import NO_ADDRESSES, NO_NAMES, meanings, why_not_read
from app.cohorts.intake.enums import Meaning
from app.cohorts.intake.names import Name, addresses, not_addresses, profession_of, whole_name
from app.cohorts.intake.refusals import UnreadableError
from app.cohorts.intake.rows import file_rows
from app.cohorts.intake.sheets import MAX_CELL, MAX_FILE, MAX_ROWS, read_sheet
from app.cohorts.intake.workbooks import Row
from app.language.reasons import Reason
from app.people.enums import Profession
from tests.cohorts.intake.workbook import bomb, packed, workbook

TABLE = [("Name", "Email"), ("Tomás Gallegos, MD", "tomas@fourcorners.example")]


def written(delimiter: str) -> str:
    lines = [delimiter.join(f'"{cell}"' if "," in cell else cell for cell in row) for row in TABLE]
    return "\r\n".join(lines) + "\r\n"


@pytest.mark.parametrize("delimiter", list(",;\t|"))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252"])
def test_any_usual_delimiter_and_encoding_is_read(delimiter: str, encoding: str) -> None:
    sheet = read_sheet(written(delimiter).encode(encoding))
    assert sheet.delimiter == delimiter
    assert sheet.headers == TABLE[0]
    assert sheet.rows == (Row(2, TABLE[1]),)


def test_first_line_of_excel_that_names_the_delimiter_is_no_header() -> None:
    sheet = read_sheet(b"sep=;\nName;Email\nA B;a@x.example\n")
    assert sheet.headers == ("Name", "Email")


def test_workbook_is_read_as_a_spreadsheet_program_numbers_its_rows() -> None:
    rows = [("Name", "Email", "Years"), (), ("Ana <Fuentes>", "", 12), ("", "b@x.example")]
    sheet = read_sheet(workbook(rows))
    assert sheet.headers == ("Name", "Email", "Years")
    assert sheet.rows == (Row(3, ("Ana <Fuentes>", "", "12")), Row(4, ("", "b@x.example")))


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", refusals.EMPTY),
        (b"  \r\n", refusals.EMPTY),
        (b"Name;Email\r\n;;\r\n", refusals.ONLY_HEADERS),
        (workbook([("Name", "Email")]), refusals.ONLY_HEADERS),
        (b"x" * (MAX_FILE + 1), refusals.TOO_BIG(megabytes=4)),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, refusals.BINARY),
        (b"\x7fELF\x01\x02\x00\x03\x04\x05 abc" * 3, refusals.BINARY),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(90), refusals.OLD_EXCEL),
        (bomb(), refusals.BOMB),
        (b"PK\x03\x04 no zip at all", refusals.BAD_WORKBOOK),
        (packed({"word/document.xml": "<a/>"}), refusals.BAD_WORKBOOK),
        (workbook(TABLE, prolog=ENTITIES), refusals.BAD_WORKBOOK),
        (workbook(TABLE)[:-200], refusals.BAD_WORKBOOK),
        (b'Name,Email\n"A B,a@x.example\n', refusals.BAD_QUOTES(line=2)),
        (b"Name,Email\nA\x01B,a@x.example\n", refusals.BAD_SIGN(line=2)),
        (
            b"Name,Email\n" + b"A" * (MAX_CELL + 1) + b",a@x.example",
            refusals.CELL_TOO_LONG(line=2, most=MAX_CELL),
        ),
        (
            b"Name,Email\n" + b"A,a@x.example\n" * (MAX_ROWS + 1),
            refusals.TOO_MANY_ROWS(most=MAX_ROWS),
        ),
        (b"a," * 300 + b"\n1,2", refusals.TOO_MANY_COLUMNS(line=1, most=200)),
    ],
)
def test_what_is_no_table_of_people_gets_one_sentence(content: bytes, why: Reason) -> None:
    with pytest.raises(UnreadableError) as refused:
        read_sheet(content)
    assert refused.value.reason == why


@given(st.binary(max_size=400), st.sampled_from([b"", b"PK\x03\x04", b"\xff\xfe", b"Name,Email\n"]))
def test_whatever_is_sent_is_read_or_refused(noise: bytes, begin: bytes) -> None:
    with suppress(UnreadableError):
        assert read_sheet(begin + noise).rows


@given(st.integers(0, 3_000), st.integers(0, 255))
def test_a_damaged_workbook_is_read_or_refused(place: int, sign: int) -> None:
    content = bytearray(workbook(TABLE))
    content[place % len(content)] = sign
    with suppress(UnreadableError):
        assert read_sheet(bytes(content)).headers


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("GALLEGOS, TOMAS", Name("Tomas", "Gallegos")),
        ("Kalei Nakamura, DO", Name("Kalei", "Nakamura", "DO")),
        ("Okafor, Dana, MD, MPH", Name("Dana", "Okafor", "MD, MPH")),
        ("Dr. Ana Fuentes PharmD", Name("Ana", "Fuentes", "PharmD")),
        ("o'brien, mary-ann", Name("Mary-Ann", "O'Brien")),
        ("Tran, Do", Name("Do", "Tran")),
        ("Anna Ma", Name("Anna", "Ma")),
        ("Maria de Souza", Name("Maria", "de Souza")),
        ("  ", Name("", "")),
    ],
)
def test_names_are_read_as_lists_write_them(text: str, name: Name) -> None:
    assert whole_name(text) == name


def test_addresses_are_found_in_a_cell_and_what_is_none_is_named() -> None:
    cells = ["Ryazzie@prairierose.example; rosa.y@mail.example", "Rosa <rosa.y@mail.example>"]
    assert addresses(cells) == ("ryazzie@prairierose.example", "rosa.y@mail.example")
    assert not_addresses(cells) == ()
    assert not_addresses(["rosa@prairierose, x@y.example"]) == ("rosa@prairierose",)
    assert not_addresses(["gus(at)mesa.edu"]) == ("gus(at)mesa.edu",)
    assert not_addresses([" "]) == ()


def test_a_profession_is_what_is_said_or_what_degrees_say() -> None:
    assert profession_of("", "MD, PhD") is Profession.PHYSICIAN
    assert profession_of("Nurse practitioner", "") is Profession.NURSE
    assert profession_of("", "MPH") is Profession.OTHER


def test_profession_that_only_degrees_say_is_known_as_such() -> None:
    headers = ["Name", "Email", "Profession"]
    rows = [
        Row(2, ("Dana Okafor, MD", "d@x.example", "")),
        Row(3, ("Dana Okafor, MD", "e@x.example", "Physician")),
        Row(4, ("Dana Okafor, MD", "f@x.example", "nurse")),
        Row(5, ("Dana Okafor", "g@x.example", "")),
    ]
    found = file_rows(rows, meanings(headers, {}), headers)
    assert [row.is_by_degrees for row in found] == [True, False, False, False]


def test_headers_are_known_in_any_order_and_case_and_what_was_said_before_counts() -> None:
    headers = ["E-MAIL", "Apellidos", "first_name", "Why do you apply?", "Site", "email 2"]
    found = meanings(headers, {"why do you apply": Meaning.NOTHING})
    assert found == (
        Meaning.EMAIL,
        Meaning.FAMILY,
        Meaning.GIVEN,
        Meaning.NOTHING,
        Meaning.INSTITUTION,
        Meaning.EMAIL,
    )
    assert why_not_read(found) is None
    assert why_not_read(meanings(["Name", "Phone"], {})) == NO_ADDRESSES
    assert why_not_read(meanings(["Email", "Phone"], {})) == NO_NAMES


def test_rows_become_people_with_their_further_columns_as_answers() -> None:
    headers = ("First name", "Last name", "Email", "Degrees", "Goal", "Dept")
    rows = [Row(2, ("ROSA", "YAZZIE", "r@x.example", "RN", "To learn", "Medicine"))]
    (row,) = file_rows(rows, meanings(headers, {}), headers)
    assert (row.name, row.written) == (Name("Rosa", "Yazzie", "RN"), "ROSA YAZZIE")
    assert (row.department, row.profession) == ("Medicine", Profession.NURSE)
    assert row.answers == (("Goal", "To learn"),)
