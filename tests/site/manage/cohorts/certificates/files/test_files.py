"""The files of certificates together: stored bytes, by whose they are, all or of one place."""

import io
import subprocess
from pathlib import Path
from uuid import uuid4
from zipfile import ZipFile

import pytest
from sqlalchemy.orm import Session

from app.certificates.enums import EventKind
from app.certificates.files.queries import issued_files
from app.certificates.rules import NOT_AS_ISSUED
from app.certificates.snapshot import CertificateKind
from app.core.errors import ConflictError
from app.site.manage.cohorts.certificates.files.page import members
from tests.cast import Cast
from tests.certificates.office import claim, complete, happened, here, record, rename
from tests.client import Browser, SignIn, Statements

FILES = "/manage/cohorts/spring-2026/certificates/files"


@pytest.fixture
def cora(sign_in: SignIn) -> Browser:
    return sign_in("cora")


def unzipped(cora: Browser, asked: str = "") -> dict[str, bytes]:
    answer = cora.get(f"{FILES}?format=zip{asked}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/zip"
    assert int(answer.headers["content-length"]) == len(answer.content)
    with ZipFile(io.BytesIO(answer.content)) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name) for name in packed.namelist()}


def two_people(session: Session) -> tuple[str, str, str]:
    """Ben's two and Ada's one, with bytes of their own; their numbers."""
    claim(session)
    complete(session, "ada")
    session.flush()
    credit = record(session, kind=CertificateKind.CME_CREDIT, pdf=b"%PDF-1 credit")
    completion = record(session, pdf=b"%PDF-2 completion")
    hers = record(session, "ada", pdf=b"%PDF-3 hers")
    session.commit()
    return credit.number, completion.number, hers.number


def test_zip_has_the_stored_bytes_of_each_by_whose_they_are(
    cora: Browser, session: Session, tmp_path: Path
) -> None:
    credit, completion, hers = (number.lower() for number in two_people(session))
    found = unzipped(cora)
    about = "mentor-development-program-spring-2026"
    assert list(found) == [
        f"alvarez-ada-{about}-completion-{hers}.pdf",
        f"begay-ben-{about}-cme-{credit}.pdf",
        f"begay-ben-{about}-completion-{completion}.pdf",
        "SHA256SUMS",
    ]
    assert list(found.values())[:3] == [b"%PDF-3 hers", b"%PDF-1 credit", b"%PDF-2 completion"]
    for name, content in found.items():
        (tmp_path / name).write_bytes(content)
    check = ["sha256sum", "--check", "--strict", "SHA256SUMS"]
    subprocess.run(check, cwd=tmp_path, check=True, capture_output=True)


def test_two_of_one_name_and_names_in_other_letters_do_not_meet(
    cora: Browser, session: Session
) -> None:
    complete(session, "ada")
    for persona in ("ada", "ben"):
        rename(session, persona, "Ánh Nguyễn")
        record(session, persona)
    session.commit()
    names = [name for name in unzipped(cora) if name.startswith("nguyễn-ánh-")]
    assert len(set(names)) == 2


def test_what_no_longer_holds_is_left_out(cora: Browser, session: Session) -> None:
    happened(session, record(session), EventKind.REVOKED)
    session.commit()
    assert "No certificates yet" in cora.page(FILES).text
    assert cora.get(f"{FILES}?format=zip").status_code == 404


def test_each_institution_has_its_own_and_the_numbers_are_those_of_the_files(
    cora: Browser, session: Session
) -> None:
    two_people(session)
    page = cora.page(FILES)
    assert [cells[:2] for cells in page.main.tables[0].cells] == [
        ["High Desert School of Medicine", "1 certificate for 1 person"],
        ["Sonoran School of Medicine", "2 certificates for 1 person"],
        ["All institutions", "3 certificates for 2 people"],
    ]
    hrefs = [href for href in page.addresses if "institution=" in href]
    owners = []
    for href in hrefs:
        files = unzipped(cora, "&" + href.partition("&")[2])
        assert cora.get(href).headers["content-disposition"].count("-certificates-") == 1
        owners.append({name.split("-")[0] for name in files} - {"SHA256SUMS"})
        assert len(files["SHA256SUMS"].splitlines()) == len(files) - 1
    assert owners == [{"alvarez"}, {"begay"}]


@pytest.mark.parametrize("pdf", [b"%PDF- other", None])
def test_bytes_that_are_not_those_of_the_issue_do_not_go_out(
    session: Session, pdf: bytes | None
) -> None:
    made = record(session)
    (file,) = issued_files(session, here(session).cohort.id)
    assert next(members([file], "UTC")).content == b"%PDF-"
    with pytest.raises(ConflictError) as refused:
        next(members([file._replace(pdf=pdf)], "UTC"))
    assert refused.value.reason == NOT_AS_ISSUED(number=made.number)


def test_institution_without_any_is_not_there(cora: Browser, session: Session) -> None:
    record(session)
    session.commit()
    assert cora.get(f"{FILES}?format=zip&institution={uuid4()}").status_code == 404


@pytest.mark.parametrize("persona", ["ada", "fay", "lee", "abe"])
def test_nobody_but_coordinators_has_them(sign_in: SignIn, session: Session, persona: str) -> None:
    record(session)
    session.commit()
    assert sign_in(persona).get(f"{FILES}?format=zip").status_code in {403, 404}


def test_statements_do_not_grow(cora: Browser, session: Session, statements: Statements) -> None:
    record(session)
    session.commit()
    with statements() as few:
        cora.get(f"{FILES}?format=zip")
    complete(session, "ada")
    record(session, "ada")
    session.commit()
    with statements() as many:
        cora.get(f"{FILES}?format=zip")
    assert many.total == few.total <= 8


def test_archive_of_many_goes_to_the_disk(cora: Browser, session: Session, cast: Cast) -> None:
    record(session, pdf=b"%PDF-" + bytes(5_000_000))
    session.commit()
    assert len(next(iter(unzipped(cora).values()))) == 5_000_005
