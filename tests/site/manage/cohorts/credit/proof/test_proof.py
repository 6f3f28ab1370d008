"""The proof of an activity, printed as certificates are."""

import subprocess
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app.certificates.snapshot import CertificateKind
from app.credit.proposals.rules import NO_PROOF
from tests.cast import NOW, Cast
from tests.client import SignIn
from tests.credit.approving import ask_for_fall

PROOF = "/manage/cohorts/fall-2026/credit/proof"


def run(*words: str | Path) -> str:
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    return done.stdout


def text_of(folder: Path, pdf: bytes) -> str:
    """All that is printed, on one page."""
    file = folder / "proof.pdf"
    file.write_bytes(pdf)
    assert "Pages:           1" in run("pdfinfo", file)
    return " ".join(run("pdftotext", file, "-").split())


@pytest.mark.parametrize("kind", CertificateKind)
@pytest.mark.parametrize("case", ["usual", "crowded"])
def test_each_kind_is_one_page_with_the_texts_that_wait(
    sign_in: SignIn, session: Session, tmp_path: Path, kind: CertificateKind, case: str
) -> None:
    ask_for_fall(session, now=NOW, joint_providers=("Diné College",), place="Albuquerque")
    session.commit()
    answer = sign_in("opal").get(f"{PROOF}?kind={kind.value}&case={case}")
    assert answer.headers["content-type"] == "application/pdf"
    text = text_of(tmp_path, answer.content)
    assert "Not signed, not numbered, not valid." in text
    assert "Diné College" in text
    assert ("Papadimitriou" in text) == (case == "crowded")
    assert ("University of Wyoming" in text) == (case == "crowded")


def test_what_is_in_force_is_shown_where_nothing_waits(sign_in: SignIn, tmp_path: Path) -> None:
    answer = sign_in("cora").get(PROOF)
    assert "Example Office of Continuing Professional Learning" in text_of(tmp_path, answer.content)


def test_text_that_nobody_can_print_is_said(sign_in: SignIn, session: Session) -> None:
    ask_for_fall(session, now=NOW, claim_statement="For {nothing}.")
    session.commit()
    answer = sign_in("opal").get(f"{PROOF}?kind=cme_credit")
    assert answer.status_code == 409
    assert "{nothing}" in answer.page.text


def test_cohort_without_credit_has_no_proof(sign_in: SignIn, cast: Cast) -> None:
    cora = sign_in("cora")
    cora.post("/manage/cohorts/new", data={"start": "cohort:fall-2026"})
    answer = cora.get("/manage/cohorts/spring-2027/credit/proof")
    assert answer.status_code == 409
    assert str(NO_PROOF) in answer.page.text
