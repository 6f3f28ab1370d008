"""Physicians of spring-2026 who may be reported, and the files for PARS."""

import io
import zipfile
from uuid import UUID
from xml.etree import ElementTree

from sqlalchemy.orm import Session

from app.certificates.models import Certificate
from app.certificates.pars import actions, queries
from app.certificates.pars.models import ReportingFile
from app.certificates.pars.rules import Details, Line, WrittenRow, lines
from app.certificates.snapshot import CertificateKind
from tests.cast import NOW, Cast
from tests.certificates.office import SPRING, claim, record

DETAILS = Details(2, 9, "New Mexico", "MD-0012345")
ACTIVITY = "201234567"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def certified(session: Session, persona: str = "ben") -> Certificate:
    """Somebody claims and gets a certificate of credit."""
    claim(session, persona)
    session.flush()
    return record(session, persona, kind=CertificateKind.CME_CREDIT)


def place(session: Session, persona: str = "ben") -> UUID:
    return Cast(session).enrollment(persona, SPRING).id


def permit(session: Session, persona: str = "ben", details: Details = DETAILS) -> None:
    own = Cast(session).enrollment(persona, SPRING)
    actions.permit(session, own.id, details, by=own.person_id, now=NOW)


def number(session: Session, accme_id: str = ACTIVITY) -> None:
    cast = Cast(session)
    actions.number_activity(session, cast.spring, accme_id, by=cast.id("cora"), now=NOW)


def standing(session: Session) -> list[Line]:
    """How everybody stands."""
    cohort_id = Cast(session).spring.id
    session.flush()
    session.expire_all()
    people, told = queries.candidates(session, cohort_id), queries.written(session, cohort_id)
    return lines(people, told, queries.activity_id(session, cohort_id))


def made(session: Session) -> tuple[ReportingFile, list[WrittenRow]]:
    """The next file and its rows."""
    cast = Cast(session)
    file = actions.make_file(session, cast.spring, by=cast.id("cora"), now=NOW)
    return file, queries.rows_of(session, file.id)


def cells_of(content: bytes) -> list[list[tuple[str, str]]]:
    """Every cell of a workbook's only sheet, by the letters of ECMA-376: type and value.

    Strict: a place that is not where it stands, a formula or another part of a sheet fails.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        assert sheets == ["xl/worksheets/sheet1.xml"]
        shared = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        texts = ["".join(text.itertext()) for text in shared.iter(f"{_MAIN}si")]
        sheet = ElementTree.fromstring(book.read(sheets[0]))
    assert not list(sheet.iter(f"{_MAIN}f")), "no cell is a formula"
    rows = []
    for line, row in enumerate(sheet.iter(f"{_MAIN}row"), 1):
        assert row.get("r") == str(line)
        cells = {cell.get("r", "")[0]: _read(cell, texts) for cell in row.iter(f"{_MAIN}c")}
        rows.append([cells.get(letter, ("", "")) for letter in "ABCDEFGHIJKLMNO"])
    return rows


def _read(cell: ElementTree.Element, texts: list[str]) -> tuple[str, str]:
    value = cell.findtext(f"{_MAIN}v") or ""
    kind = cell.get("t", "n")
    return (kind, texts[int(value)]) if kind == "s" else (kind, value)
