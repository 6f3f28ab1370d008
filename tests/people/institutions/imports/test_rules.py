from uuid import uuid4

import pytest

from app.language.languages import ACCENTED, writing_in
from app.language.reasons import Reason
from app.people.institutions.imports.rules import (
    EMPTY,
    KNOWN_AS,
    MOST_BYTES,
    MOST_LINES,
    NO_NAME,
    NO_NAME_COLUMN,
    NO_TEXT,
    NO_ZONE,
    OWN_HEADS,
    TOO_BIG,
    TOO_LONG,
    TOO_MANY,
    TWICE,
    UNKNOWN_ZONE,
    Outcome,
    Planned,
    plan,
    text_of,
    to_add,
    unread_columns,
)
from app.people.institutions.rules import (
    DOMAIN_TAKEN,
    DOMAIN_UNREADABLE,
    InstitutionFacts,
    Known,
)

MESA = uuid4()
KNOWN = Known({MESA: "Mesa School"}, {"mesa school": {MESA}}, {"mesa.edu": MESA})
HEAD = "Name,Short name,State or country,Time zone,Mail domains\n"


def planned(text: str, zone: str | None = None) -> list[Planned]:
    found = plan(text, KNOWN, zone=zone)
    assert isinstance(found, list)
    return found


def reasons(line: str, zone: str | None = None) -> list[Reason]:
    """Of the only line of a table."""
    (only,) = planned(HEAD + line, zone)
    assert only.outcome is Outcome.REFUSE
    return list(only.reasons)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_line_is_read_with_any_delimiter(delimiter: str) -> None:
    text = "NAME,acronym,State,time zone,Domain\n\n"
    text += "Sage College,SC,New Mexico,america/denver,sage.edu\n"
    (line,) = planned(text.replace(",", delimiter))
    assert line == Planned(
        3,
        InstitutionFacts("Sage College", "SC", "America/Denver", "New Mexico", ("sage.edu",)),
        Outcome.ADD,
    )
    assert to_add([line]) == [line.facts]


def test_columns_may_be_missing_and_stand_in_any_order() -> None:
    (line,) = planned("Zone,Institution\nArizona,x\nMountain Time,Sage\n", None)[1:]
    assert line.facts == InstitutionFacts("Sage", "Sage", "America/Denver")
    (line,) = planned("Name\nSage\n", "America/Phoenix")
    assert line.facts.zone == "America/Phoenix"


def test_columns_are_called_as_in_the_readers_own_language() -> None:
    with writing_in(ACCENTED):
        heads = ",".join(str(OWN_HEADS[column]) for column in ("zone", "name", "domains"))
        (line,) = planned(heads + "\nUTC,Sage,sage.edu\n")
    assert line.facts == InstitutionFacts("Sage", "Sage", "UTC", domains=("sage.edu",))


def test_several_domains_stand_in_one_cell() -> None:
    (line,) = planned(HEAD + 'Sage,S,NM,UTC,"sage.edu; @Mail.sage.edu sage.edu"\n')
    assert line.facts.domains == ("sage.edu", "mail.sage.edu")


def test_known_institution_is_left_as_it_is() -> None:
    (line,) = planned(HEAD + "THE MESA SCHOOL,M,,,\n")
    assert (line.outcome, line.reasons) == (
        Outcome.ALREADY,
        (KNOWN_AS(institution="Mesa School"),),
    )
    assert to_add([line]) == []


def test_every_reason_of_a_line_is_said() -> None:
    assert reasons(",x,,Mars/Base,nothing") == [
        DOMAIN_UNREADABLE(domain="nothing"),
        NO_NAME,
        UNKNOWN_ZONE(zone="Mars/Base"),
    ]
    assert reasons("Sage,S,,,mesa.edu") == [
        NO_ZONE,
        DOMAIN_TAKEN(domain="mesa.edu", institution="Mesa School"),
    ]
    assert reasons("Sage,S," + "x" * 201 + ",UTC,") == [TOO_LONG(count=200)]


@pytest.mark.parametrize("second", ["sage,X,,UTC,", "Other,S,,UTC,", "Other,O,,UTC,sage.edu"])
def test_same_institution_twice_is_taken_once(second: str) -> None:
    first, again = planned(HEAD + "Sage,S,,UTC,sage.edu\n" + second)
    assert first.outcome is Outcome.ADD
    assert (again.outcome, again.reasons) == (Outcome.REFUSE, (TWICE(line=2),))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", EMPTY),
        (" \n ,, \n", EMPTY),
        (HEAD, EMPTY),
        ("School board,Zone\nSage,UTC\n", NO_NAME_COLUMN),
        ('Name\n"' + "x" * 150_000, NO_TEXT),
        ("Name\n" + "x\n" * (MOST_LINES + 1), TOO_MANY(count=MOST_LINES)),
    ],
)
def test_table_that_is_none_gets_a_sentence(text: str, why: Reason) -> None:
    assert plan(text, KNOWN, zone="UTC") == why


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("Médecine".encode("utf-8-sig"), "Médecine"),
        ("Médecine".encode("cp1252"), "Médecine"),
        ("Médecine".encode("utf-16"), "Médecine"),
        (b"PK\x03\x04\x00", NO_TEXT),
        (b"\xff\xfe\x00", NO_TEXT),
        (b"x" * (MOST_BYTES + 1), TOO_BIG(kilobytes=200)),
    ],
)
def test_file_is_text_in_the_usual_encodings(content: bytes, text: str | Reason) -> None:
    assert text_of(content) == text


def test_columns_that_are_not_kept_are_named() -> None:
    text = "Institution;Abbrev;Dean;;Email domain\nMesa;M;Rosa;x;mesa.org\n"
    assert unread_columns(text) == ["Dean"]
    assert unread_columns("Name\nMesa\n") == []
