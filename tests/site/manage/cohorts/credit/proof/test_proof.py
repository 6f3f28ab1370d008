"""The proof of an activity, printed as certificates are."""

import subprocess
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app.certificates.issuing.proofs import NOT_GIVEN
from app.credit.approvals import ApprovedSystem
from app.credit.proposals.rules import NO_PROOF
from tests.cast import NOW, Cast
from tests.client import SignIn
from tests.credit.approving import ask_for_fall

CREDIT = "/manage/cohorts/fall-2026/credit"
PROOF = f"{CREDIT}/proof"


def run(*words: str | Path) -> str:
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    return done.stdout


def text_of(folder: Path, pdf: bytes) -> str:
    """All that is printed, on one page."""
    file = folder / "proof.pdf"
    file.write_bytes(pdf)
    assert "Pages:           1" in run("pdfinfo", file)
    return " ".join(run("pdftotext", file, "-").split())


DESIGNATED = (
    ApprovedSystem("ama_pra_1", 8),
    ApprovedSystem("ancc", 6, "Designated for 1.50 contact hours."),
    ApprovedSystem("abim_moc", 8, "Enables a diplomate to earn up to 2.00 ABIM MOC points."),
    ApprovedSystem("aapa", None, "The AAPA accepts {credit_phrase}."),
)
PROOFS = {
    "ama_pra_1": ("2.00 AMA PRA Category 1 Credits™", "2.00 ABIM MOC points can be reported"),
    "ancc": ("CERTIFICATE OF CONTACT HOURS", "1.50 ANCC contact hours"),
    "participation": ("2.00 hours", "The AAPA accepts AMA PRA Category 1 Credit(s)™."),
    "completion": ("ATTESTATION OF COMPLETION",),
}


@pytest.mark.parametrize("of", PROOFS)
@pytest.mark.parametrize("case", ["usual", "crowded"])
def test_each_certificate_is_one_page_with_the_texts_that_wait(
    sign_in: SignIn, session: Session, tmp_path: Path, of: str, case: str
) -> None:
    partners = ("Diné College",)
    ask_for_fall(
        session, now=NOW, joint_providers=partners, place="Albuquerque", designations=DESIGNATED
    )
    session.commit()
    opal = sign_in("opal")
    links = [link.href for link in opal.page(CREDIT).links if "/proof?" in link.href]
    assert len(links) == 2 * len(PROOFS)
    assert f"{PROOF}?of={of}&case={case}" in links
    answer = opal.get(f"{PROOF}?of={of}&case={case}")
    assert answer.headers["content-type"] == "application/pdf"
    text = text_of(tmp_path, answer.content)
    for words in (*PROOFS[of], "Not signed, not numbered, not valid.", "Diné College"):
        assert words in text
    assert ("Papadimitriou" in text) == (case == "crowded")
    assert ("University of Wyoming" in text) == (case == "crowded")


def test_credit_that_nobody_can_claim_has_no_proof(sign_in: SignIn, session: Session) -> None:
    for of in ("ancc", "abim_moc", "nonsense"):
        answer = sign_in("cora").get(f"{PROOF}?of={of}")
        assert answer.status_code == 409
        assert str(NOT_GIVEN) in answer.page.text


def test_what_is_in_force_is_shown_where_nothing_waits(sign_in: SignIn, tmp_path: Path) -> None:
    answer = sign_in("cora").get(PROOF)
    assert "Example Office of Continuing Professional Learning" in text_of(tmp_path, answer.content)


def test_text_that_nobody_can_print_is_said(sign_in: SignIn, session: Session) -> None:
    ask_for_fall(session, now=NOW, claim_statement="For {nothing}.")
    session.commit()
    answer = sign_in("opal").get(f"{PROOF}?of=ama_pra_1")
    assert answer.status_code == 409
    assert "{nothing}" in answer.page.text


def test_cohort_without_credit_has_no_proof(sign_in: SignIn, cast: Cast) -> None:
    cora = sign_in("cora")
    cora.post("/manage/cohorts/new", data={"start": "cohort:fall-2026"})
    answer = cora.get("/manage/cohorts/spring-2027/credit/proof")
    assert answer.status_code == 409
    assert str(NO_PROOF) in answer.page.text
