"""Institutions from a table: pasted or sent, looked at, added."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.people.models import Institution
from tests.client import Browser, SignIn, Statements
from tests.named import institution_named

IMPORT = "/admin/institutions/import"
HEAD = "Name;Short name;State;Time zone;Mail domains\n"
ELEVEN = HEAD + "".join(
    f"Partner School {n};P{n};Arizona;America/Phoenix;p{n}.example\n" for n in range(11)
)


@pytest.fixture
def abe(sign_in: SignIn) -> Browser:
    return sign_in("abe")


def count(session: Session) -> int:
    session.expire_all()
    return session.scalar(select(func.count()).select_from(Institution)) or 0


def test_eleven_are_pasted_checked_and_added(abe: Browser, session: Session) -> None:
    form = abe.page(IMPORT).form("Check this table")
    answer = abe.post(IMPORT, data=form.data(table=ELEVEN))
    page = answer.page
    assert "To add: 11. Already there: 0. Not possible: 0." in page.text
    assert page.row("Partner School 3 P3").cells[2:5] == [
        "Arizona",
        "Mountain Standard Time (Arizona, no daylight saving time)",
        "p3.example",
    ]
    assert count(session) == 2, "nothing is written before"
    agreed = page.form("Add 11 institutions")
    answer = abe.post(agreed.action, data=agreed.data("Add 11 institutions"))
    page = abe.page(answer.headers["location"])
    assert page.notices == ["11 institutions were added"]
    assert count(session) == 13
    again = abe.post(agreed.action, data=agreed.data("Add 11 institutions"))
    assert again.status_code == 409
    assert "0 institutions would be added now." in again.page.text
    assert count(session) == 13


def test_file_goes_before_what_is_pasted_and_a_zone_can_be_chosen(
    abe: Browser, session: Session
) -> None:
    sent = {"table": "", "zone": "America/Denver"}
    file = {"file": ("sites.csv", "Name\nMésa\n".encode("cp1252"))}
    page = abe.post(IMPORT, data=sent, files=file).page
    agreed = page.form("Add 1 institution")
    assert abe.post(agreed.action, data=agreed.data("Add 1 institution")).status_code == 303
    found = institution_named(session, "mesa")
    assert found is not None
    assert (found.name, found.zone) == ("Mésa", "America/Denver")


def test_a_table_is_corrected_where_it_was_checked(abe: Browser) -> None:
    table = "Name;Time zone;Dean\nMésa;Moutain;Rosa\n"
    page = abe.post(IMPORT, data={"table": table, "zone": "UTC"}).page
    assert page.notices == ["There is nothing to add", "One column is not read: Dean"]
    form = page.form("Check this table")
    assert form.action == IMPORT
    sent = form.data()
    assert (sent["table"], sent["zone"]) == (table, "UTC")


def test_lines_that_cannot_be_added_come_first_with_every_reason(abe: Browser) -> None:
    table = HEAD + "Mesa;M;NM;America/Denver;\nHIGH DESERT;;;;\nSage;S;;Mars/Base;gmail.com\n"
    page = abe.post(IMPORT, data={"table": table, "zone": ""}).page
    lines = page.table("What happens to each line").cells
    assert [line[1] for line in lines] == ["Sage S", "Mesa M", "HIGH DESERT"]
    assert "Mars/Base is not a time zone." in lines[0][-1]
    assert "Anybody can have an address at gmail.com." in lines[0][-1]
    assert "It is already there, as High Desert School of Medicine." in lines[2][-1]
    assert "Add 1 institution" in page.form(action=f"{IMPORT}/apply").buttons


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"table": ""}, "table", "The table is empty. Paste it, or choose a file."),
        ({"table": HEAD}, "table", "The table is empty. Paste it, or choose a file."),
        (
            {"table": "School board\nMesa"},
            "table",
            "The first line names the columns, and none of them is called Name.",
        ),
        ({"table": ELEVEN, "zone": "Mars"}, "zone", "Choose a time zone from the list."),
        ({"table": ELEVEN, "by": "x"}, "by", "This form has no such field."),
    ],
)
def test_table_that_is_none_is_answered_at_its_field(
    abe: Browser, sent: dict[str, str], field: str, sentence: str
) -> None:
    answer = abe.post(IMPORT, data=sent)
    assert answer.status_code == 422
    assert sentence in answer.page.text
    if field != "by":
        assert answer.page.field_errors == {field: sentence}
    assert answer.page.form("Check this table").fields["table"].strip() == sent["table"].strip()


def test_binary_file_gets_a_sentence(abe: Browser) -> None:
    file = {"file": ("sites.xlsx", b"PK\x03\x04\x00\x00")}
    answer = abe.post(IMPORT, data={"table": "", "zone": ""}, files=file)
    assert answer.page.field_errors == {
        "file": "This file is not a table of text. Save it as CSV and send it again."
    }


def test_looking_up_more_lines_takes_no_more_statements(
    abe: Browser, statements: Statements
) -> None:
    counted = []
    for lines in (2, 40):
        table = "Name,Zone\n" + "".join(f"School {n},UTC\n" for n in range(lines))
        with statements() as seen:
            assert abe.post(IMPORT, data={"table": table}).status_code == 200
        counted.append(seen.total)
    assert counted[0] == counted[1] <= 5
