"""One certificate as it would be, before it is: printed for real, marked, and kept nowhere."""

from datetime import timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.certificates.models import Certificate, CertificateFile
from app.site.manage.cohorts.certificates.issue import routes
from app.web.limits import RateLimit
from tests.cast import Cast
from tests.certificates.samples import run
from tests.client import Browser, SignIn
from tests.issued import issue_certificate
from tests.printing.crowd import no_room

ISSUE = "/manage/cohorts/spring-2026/certificates/issue"


@pytest.fixture
def cora(sign_in: SignIn) -> Browser:
    return sign_in("cora")


def words(pdf: bytes, folder: Path) -> str:
    path = folder / "preview.pdf"
    path.write_bytes(pdf)
    return " ".join(run("pdftotext", path, "-").split())


def test_preview_is_the_certificate_marked_unsigned_and_kept_nowhere(
    cora: Browser, session: Session, tmp_path: Path
) -> None:
    answer = cora.get(cora.page(ISSUE).link("Preview one"))
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == (
        'inline; filename="preview-begay-ben-mentor-development-program-spring-2026-'
        'completion-wp-0000-0000-0.pdf"'
    )
    assert answer.headers["cache-control"] == "no-store"
    said = words(answer.content, tmp_path)
    for needed in (
        "Preview. Not signed, not numbered, not valid.",
        "Ben Begay, MD",
        "Mentor Development Program",
        "WP-0000-0000-0",
    ):
        assert needed in said, needed
    assert b"/ByteRange" not in answer.content
    for table in (Certificate, CertificateFile):
        assert session.scalar(select(func.count()).select_from(table)) == 0


def test_preview_shows_a_name_that_nobody_has_confirmed(
    cora: Browser, session: Session, cast: Cast, tmp_path: Path
) -> None:
    cast.person("ben").certificate_name = "Albert Einstein"
    session.commit()
    page = cora.page(ISSUE)
    link = next(address for address in page.main.addresses if "/preview?" in address)
    assert "Albert Einstein, MD" in words(cora.get(link).content, tmp_path)


def test_what_is_not_due_is_refused_on_the_page(
    cora: Browser, session: Session, cast: Cast
) -> None:
    path = f"{ISSUE}/preview?place={cast.enrollment('ben').id}"
    answer = cora.get(f"{path}&kind=cme_credit")
    assert (answer.status_code, "Credit not claimed" in answer.text) == (409, True)
    number = issue_certificate(session, cast.enrollment("ben")).number
    session.commit()
    answer = cora.get(f"{path}&kind=completion")
    assert (answer.status_code, f"Already issued {number}" in answer.text) == (409, True)


def test_preview_of_somebody_elsewhere_does_not_exist(cora: Browser, cast: Cast) -> None:
    ada = cast.enrollment("ada", "fall-2026").id
    assert cora.get(f"{ISSUE}/preview?place={ada}&kind=completion").status_code == 404


def test_previews_are_limited_with_a_sentence(
    cora: Browser, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "PREVIEWED", RateLimit(0, timedelta(minutes=10)))
    answer = cora.get(f"{ISSUE}/preview?place={cast.enrollment('ben').id}&kind=completion")
    assert (answer.status_code, "That was too often" in answer.text) == (409, True)


def test_where_too_many_print_one_is_told_when_to_come_back(
    app: FastAPI, cora: Browser, cast: Cast
) -> None:
    with no_room(app.state.previews.pool):
        answer = cora.get(f"{ISSUE}/preview?place={cast.enrollment('ben').id}&kind=completion")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
    assert "Try again in half a minute." in answer.page.text


@pytest.mark.parametrize("persona", ["ben", "fay"])
def test_preview_is_for_coordinators(sign_in: SignIn, cast: Cast, persona: str) -> None:
    path = f"{ISSUE}/preview?place={cast.enrollment('ben').id}&kind=completion"
    assert sign_in(persona).get(path).status_code in {403, 404}


def test_who_is_ready_for_a_second_kind_is_said(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    sign_in("ben").post("/cohorts/spring-2026/claim", data={"quarters": "24"})
    issue_certificate(session, cast.enrollment("ben"))
    session.commit()
    assert "1 person ready, 1 of them for a second kind." in sign_in("cora").page(ISSUE).text
