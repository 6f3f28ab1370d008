import hashlib

import pytest
from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.client import SignIn
from tests.issued import made_report


@pytest.fixture
def path(session: Session, cast: Cast) -> str:
    report = made_report(session, "mentor-development", by=cast.id("cora"), pdf=b"%PDF-1.7 own")
    session.commit()
    return f"/manage/outcomes/reports/{report.id}"


def test_report_shows_what_it_was_made_of_and_its_paragraph(sign_in: SignIn, path: str) -> None:
    page = sign_in("cora").page(path)
    assert hashlib.sha256(b"%PDF-1.7 own").hexdigest() in page.text
    assert "Πολλοί ήρθαν." in page.text
    assert page.link("Open the PDF") == f"{path}/file"


def test_file_is_the_stored_bytes_each_time(sign_in: SignIn, path: str) -> None:
    cora = sign_in("cora")
    first, second = (cora.get(f"{path}/file") for _ in range(2))
    assert first.content == second.content == b"%PDF-1.7 own"
    assert "mentor-development-report-1-2026-11-18.pdf" in first.headers["content-disposition"]


@pytest.mark.parametrize(
    ("who", "status"), [("fay", 404), ("ada", 404), ("lee", 404), ("abe", 403)]
)
def test_report_is_for_who_coordinates_its_program(
    sign_in: SignIn, path: str, who: str, status: int
) -> None:
    browser = sign_in(who)
    assert browser.get(path).status_code == browser.get(f"{path}/file").status_code == status


def test_report_of_another_program_does_not_exist(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    report = made_report(session, "coach-approach", by=cast.id("abe"))
    session.commit()
    assert sign_in("cora").get(f"/manage/outcomes/reports/{report.id}/file").status_code == 404
