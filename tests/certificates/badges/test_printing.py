"""What a badge says, how it looks, and what cannot be made."""

from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from PIL import Image

from app.certificates.badges.baking import badge_in, baked
from app.certificates.badges.credential import Addresses, narrative
from app.certificates.badges.jose import part
from app.certificates.badges.printing import BadgeMaker, BadgeOrder, SignedBadge
from app.certificates.badges.rules import WRONG_KEY
from app.certificates.badges.words import FILE, read_words
from app.certificates.snapshot import CertificateSnapshot, to_json
from app.certificates.specimens import CONTACT_HOURS, CROWDED
from app.credit.phrase import PHRASE, lint_credit_phrase
from app.language.reasons import Reason
from app.printing.errors import RenderError
from app.settings import PROJECT_ROOT
from tests.cast import NOW
from tests.certificates.badges.verifier import from_picture
from tests.certificates.samples import snapshot
from tests.certificates.signing_keys import certificate_for, pem

BASE = "https://waypost.example"
ID = UUID("5a0e8d5e-8f4b-4c5b-9d2b-2f6f6a1f0c11")


@pytest.fixture(scope="session")
def maker(key_file: Path) -> BadgeMaker:
    return BadgeMaker(key_file, None)


def made(maker: BadgeMaker, of: CertificateSnapshot, badge_id: UUID = ID) -> SignedBadge:
    return maker(BadgeOrder(badge_id, to_json(of), NOW, BASE))


def test_it_says_what_the_certificate_says_and_no_more(maker: BadgeMaker) -> None:
    own = snapshot()
    says = part(made(maker, own).jws, 1)
    subject = says["credentialSubject"]
    assert says["validFrom"] == "2026-11-18T17:00:00Z"
    assert says["issuer"]["name"] == own.provider
    assert says["evidence"][0]["id"] == own.verify_url
    assert subject["identifier"][0]["identityHash"] == "Dana Okafor, MD, MPH"
    assert subject["achievement"]["name"] == own.activity_title
    assert own.participation.sessions_counted == 7
    assert "7" not in subject["narrative"]
    assert "creditsEarned" not in subject


def test_credit_is_named_as_its_owner_asks(maker: BadgeMaker) -> None:
    own = snapshot()
    assert narrative(own).startswith(f"11.50 *{PHRASE}s*™. Completed on November 19, 2026.")
    said = part(made(maker, own).jws, 1)["credentialSubject"]
    texts = [said["narrative"], said["achievement"]["criteria"]["narrative"]]
    assert [lint_credit_phrase(text, italics=True) for text in texts] == [[], []]
    assert lint_credit_phrase(said["achievement"]["description"]) == []


def test_hours_and_other_credit_are_told_as_on_the_paper() -> None:
    assert narrative(snapshot("participation")).startswith("11.50 hours of participation.")
    assert narrative(snapshot(**CONTACT_HOURS)).startswith("11.50 ANCC contact hours.")
    assert narrative(snapshot("completion")) == "Completed on November 19, 2026."


def test_same_activity_is_one_achievement_and_another_kind_is_another(maker: BadgeMaker) -> None:
    first = made(maker, snapshot())
    second = made(maker, snapshot(person_name="Ben Begay", claimed_quarters=4), UUID(int=1))
    assert (first.achievement_key, first.picture) == (second.achievement_key, second.picture)
    assert made(maker, snapshot("completion")).achievement_key != first.achievement_key


@pytest.mark.parametrize("kind", ["cme_credit", "participation", "completion"])
def test_picture_carries_the_badge_as_another_program_reads_it(
    maker: BadgeMaker, kind: str
) -> None:
    badge = made(maker, snapshot(kind, **CROWDED) if kind == "cme_credit" else snapshot(kind))
    whole = baked(badge.picture, badge.jws)
    assert from_picture(whole) == badge.jws == badge_in(whole) == badge_in(badge.jws.encode())
    with Image.open(BytesIO(whole)) as image:
        assert image.size == (640, 640)
        assert "openbadgecredential" in image.info
        assert image.convert("RGBA").getpixel((0, 0)) == (0, 0, 0, 0), "its corners are clear"
    assert len(whole) < 100_000


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n\0\0", b"a.b.c", b"\xff.."]
)
def test_other_files_hold_no_badge(content: bytes) -> None:
    assert badge_in(content) is None


def test_key_that_signs_no_badge_is_said(tmp_path: Path) -> None:
    key = ec.generate_private_key(ec.SECP384R1())
    file = tmp_path / "key.pem"
    file.write_bytes(pem(key, certificate_for(key)))
    with pytest.raises(RenderError) as refused:
        BadgeMaker(file, None)
    assert isinstance(refused.value.problem, Reason)
    assert refused.value.problem.code == WRONG_KEY(key="").code


def test_rsa_key_signs_too(tmp_path: Path) -> None:
    key = rsa.generate_private_key(65537, 2048)
    file = tmp_path / "key.pem"
    file.write_bytes(pem(key, certificate_for(key)))
    signed = partial(made, BadgeMaker(file, None))(snapshot())
    assert part(signed.jws, 0)["alg"] == "RS256"


def test_title_that_no_face_can_write_is_refused(maker: BadgeMaker) -> None:
    with pytest.raises(RenderError, match="lack these letters"):
        made(maker, snapshot(activity_title="Mentoring \U00012000"))


@pytest.mark.parametrize(
    ("was", "becomes"),
    [("#fbf8f1", "red"), ("completion:", "completed:"), ("claimed the credit", "took CME credits")],
)
def test_words_that_are_wrong_are_refused(tmp_path: Path, was: str, becomes: str) -> None:
    words = (PROJECT_ROOT / "certificates" / FILE).read_text(encoding="utf-8")
    assert was in words
    (tmp_path / FILE).write_text(words.replace(was, becomes), encoding="utf-8")
    with pytest.raises(RenderError, match=r"badge\.yaml"):
        read_words(tmp_path)


def test_addresses_lie_under_the_installation() -> None:
    at = Addresses(BASE)
    assert at.badge(ID) == f"{BASE}/badges/{ID}"
    assert replace(at, base="https://other.example").key("1").startswith("https://other.example/")
