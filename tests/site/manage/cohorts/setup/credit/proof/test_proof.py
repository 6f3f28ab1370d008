"""The live proof: by the real templates, of what stands in the form, marked, and kept nowhere."""

from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.certificates.sample_pictures import logo, signature_photo
from app.certificates.specimens import CROWDED
from app.credit.models import Activity
from app.credit.pictures.models import CertificateImage
from app.web.security import POLICY_HEADER, POLICY_IN_OUR_FRAMES, POLICY_WITH_FRAMES
from tests.certificates.samples import run
from tests.client import Answer, Browser, SignIn
from tests.site.manage.cohorts.setup.credit.sending import send
from tests.site.manage.cohorts.setup.drafting import SETUP


def printed(answer: Answer, folder: Path) -> str:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/pdf"
    path = folder / "proof.pdf"
    path.write_bytes(answer.content)
    assert "Pages:           1" in run("pdfinfo", path)
    return " ".join(run("pdftotext", path, "-").split())


@pytest.mark.parametrize(
    ("kind", "heading"),
    [
        ("ama_pra_1", "CERTIFICATE OF CREDIT"),
        ("participation", "CERTIFICATE OF PARTICIPATION"),
        ("completion", "ATTESTATION OF COMPLETION"),
    ],
)
def test_proof_says_what_stands_in_the_form(
    cora: Browser, tmp_path: Path, kind: str, heading: str
) -> None:
    answer = send(cora, to="credit/proof", proof_kind=kind, provider="Office of Proofs")
    words = printed(answer, tmp_path)
    assert heading in words
    assert "Office of Proofs" in words
    assert "Preview. Not signed, not numbered, not valid." in words
    assert "Rosa Lindqvist, MD" in words


@pytest.mark.parametrize("kind", ["ama_pra_1", "participation", "completion"])
def test_worst_case_is_one_tick_away(cora: Browser, tmp_path: Path, kind: str) -> None:
    answer = send(cora, to="credit/proof", proof_kind=kind, proof_worst="yes", template="formal")
    words = printed(answer, tmp_path)
    assert "Papadimitriou" in words
    assert "Diné College" in words
    if kind != "completion":
        assert CROWDED["activity_title"] in words


def test_proof_shows_pictures_that_were_only_chosen_and_keeps_nothing(
    cora: Browser, tmp_path: Path, session: Session
) -> None:
    activities = session.scalar(select(func.count()).select_from(Activity))
    files = {"signer_1_file": signature_photo(), "logo_1_file": logo()}
    answer = send(cora, files, to="credit/proof", logo_1_alt="Example University")
    printed(answer, tmp_path)
    listed = run("pdfimages", "-list", tmp_path / "proof.pdf").splitlines()[2:]
    assert len([line for line in listed if line.split()[2] == "image"]) == 2
    session.expire_all()
    assert session.scalar(select(func.count()).select_from(CertificateImage)) == 0
    assert session.scalar(select(func.count()).select_from(Activity)) == activities


def test_proof_shows_pictures_that_are_stored(cora: Browser, tmp_path: Path) -> None:
    send(cora, {"logo_1_file": logo()}, logo_1_alt="Example University")
    answer = send(cora, to="credit/proof")
    printed(answer, tmp_path)
    assert len(run("pdfimages", "-list", tmp_path / "proof.pdf").splitlines()) > 2


def test_proof_does_not_wait_for_what_is_not_printed(cora: Browser, tmp_path: Path) -> None:
    left = dict.fromkeys(("approved_by", "approved_on", "disclosure_reason", "session_most"), "")
    assert printed(send(cora, to="credit/proof", **left), tmp_path)


def test_proof_is_not_signed(cora: Browser) -> None:
    pdf = send(cora, to="credit/proof").content
    assert b"/ByteRange" not in pdf
    assert "WP-0000-0000-0" in str(PdfReader(BytesIO(pdf)).metadata)
    assert send(cora, to="credit/proof").content == pdf


def test_what_keeps_a_proof_back_is_said_in_its_frame(cora: Browser) -> None:
    answer = send(cora, to="credit/proof", title="", signer_1_name="Rosa 😀")
    assert answer.status_code == 422
    assert answer.page.heading == "No proof yet"
    assert "Enter the title of the activity." in answer.page.main.text
    assert "Certificates cannot print “😀”" in answer.page.main.text
    assert answer.headers[POLICY_HEADER] == POLICY_IN_OUR_FRAMES
    unknown = send(cora, to="credit/proof", designation_statement="12.00 {credit_phrase} {other}")
    assert "A statement of the activity holds {other}" in unknown.page.main.text


def test_proof_may_stand_in_our_own_frame_and_nowhere_else(cora: Browser) -> None:
    assert cora.get(f"{SETUP}/credit").headers[POLICY_HEADER] == POLICY_WITH_FRAMES
    assert send(cora, to="credit/proof").headers[POLICY_HEADER] == POLICY_IN_OUR_FRAMES


def test_buttons_of_the_proof_send_the_form_elsewhere(cora: Browser) -> None:
    form = cora.page(f"{SETUP}/credit").form("Enter this credit")
    beside, apart = form.buttons["Show the proof"], form.buttons["Open the proof in a new tab"]
    assert (beside["formtarget"], apart["formtarget"]) == ("proof", "_blank")
    for button in (beside, apart):
        assert str(button["formaction"]).partition("#")[0] == f"{SETUP}/credit/proof"
    first = next(iter(form.buttons))
    assert first == "Enter this credit", "what the enter key presses"


def test_proof_is_for_who_sets_up_the_cohort(cora: Browser, sign_in: SignIn) -> None:
    assert cora.post(f"{SETUP}/credit/proof").status_code == 422
    for other in ("ada", "lee"):
        assert sign_in(other).post(f"{SETUP}/credit/proof").status_code == 404
    assert cora.post("/manage/cohorts/fall-2026/setup/credit/proof").status_code == 409


def test_look_that_no_pack_has_is_said(cora: Browser) -> None:
    answer = send(cora, to="credit/proof", template="nobodys")
    assert answer.status_code == 422
    assert "Choose one of the options." in answer.page.text
