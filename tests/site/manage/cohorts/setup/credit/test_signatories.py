"""Who signs and whose logos stand on certificates: one by one, in the order that is chosen."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.certificates.sample_pictures import logo, signature_photo
from app.credit.pictures.models import CertificateImage
from app.site.manage.cohorts.setup.credit.places import Placed, in_order
from tests.cast import Cast
from tests.client import Browser, SignIn
from tests.site.manage.cohorts.setup.credit.sending import APPROVED, approved, send, send_as_it_is
from tests.site.manage.cohorts.setup.drafting import SETUP

PHOTO, MARK = signature_photo(), logo()


def test_signatories_are_filled_in_and_entered_one_by_one(cora: Browser, cast: Cast) -> None:
    fields = cora.page(f"{SETUP}/credit").form("Enter this credit").fields
    assert fields["signer-1-name"] == "Rosa Lindqvist, MD"
    assert fields["signer-1-role"] == "Course director"
    assert (fields["signer-2-name"], fields["signer-3-name"]) == ("", "")
    assert (
        send(cora, signer_3_name="Leilani Kahananui, MD", signer_3_role="Chair").status_code == 303
    )
    assert approved(cast).signatories == [
        {"name": "Rosa Lindqvist, MD", "role": "Course director"},
        {"name": "Leilani Kahananui, MD", "role": "Chair"},
    ]


def test_signatory_changes_place_and_is_taken_out(cora: Browser, cast: Cast) -> None:
    send(cora, signer_2_name="Teo Marchetti, PhD", signer_2_role="Director")
    send(cora, signer_2_place="1")
    names = [own["name"] for own in approved(cast).signatories]
    assert names == ["Teo Marchetti, PhD", "Rosa Lindqvist, MD"]
    send(cora, signer_1_name="", signer_1_role="")
    assert [own["name"] for own in approved(cast).signatories] == ["Rosa Lindqvist, MD"]
    page = send(cora, signer_1_name="", signer_1_role="").page
    assert page.field_errors == {"signer-1-name": "Enter who signs certificates."}


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        ("123", "123"),
        ("121", "312"),
        ("323", "231"),
        ("113", "213"),
        ("133", "132"),
        ("321", "321"),
    ],
)
def test_who_is_moved_comes_before_or_after_who_stood_there(places: str, expected: str) -> None:
    placed = [Placed(was, int(wanted), {}) for was, wanted in enumerate(places, 1)]
    assert "".join(str(own.was) for own in in_order(placed)) == expected


@given(st.lists(st.integers(1, 3), min_size=1, max_size=3))
def test_nobody_is_lost_in_ordering(places: list[int]) -> None:
    placed = [Placed(was, wanted, {}) for was, wanted in enumerate(places, 1)]
    assert sorted(in_order(placed)) == sorted(placed)


def test_half_a_signatory_is_refused_at_what_is_missing(cora: Browser) -> None:
    answer = send(
        cora, signer_2_name="Teo Marchetti, PhD", signer_3_role="Chair", signer_1_place="9"
    )
    assert answer.status_code == 422
    assert answer.page.field_errors == {
        "signer-1-place": "Choose one of the options.",
        "signer-2-role": "Enter in which role they sign.",
        "signer-3-name": "Enter the name, with degrees.",
    }


def test_signature_is_stored_and_told_with_the_name(
    cora: Browser, cast: Cast, session: Session
) -> None:
    assert send(cora, {"signer_1_file": PHOTO}).status_code == 303
    (rosa,) = approved(cast).signatories
    assert rosa["alt"] == "Signature of Rosa Lindqvist, MD"
    page = cora.page(f"{SETUP}/credit")
    (shown,) = [image for image in page.images if image.alt == rosa["alt"]]
    picture = cora.get(shown.src)
    assert picture.headers["content-type"] == "image/png"
    assert Image.open(io.BytesIO(picture.content)).mode == "RGBA"
    assert send(cora, signer_1_name="Rosa Lindqvist-Vega, MD").status_code == 303
    (renamed,) = approved(cast).signatories
    assert renamed["signature"] == rosa["signature"]
    assert renamed["alt"] == "Signature of Rosa Lindqvist-Vega, MD"
    assert session.scalar(select(func.count()).select_from(CertificateImage)) == 1


def test_signature_can_be_left_out_again(cora: Browser, cast: Cast) -> None:
    send(cora, {"signer_1_file": PHOTO})
    assert send(cora, signer_1_without="yes").status_code == 303
    assert approved(cast).signatories == [{"name": "Rosa Lindqvist, MD", "role": "Course director"}]


def test_logos_keep_their_order_and_say_whose_they_are(cora: Browser, cast: Cast) -> None:
    both = {"logo_1_file": MARK, "logo_3_file": logo(2)}
    assert (
        send(cora, both, logo_1_alt="Example University", logo_3_alt="Diné College").status_code
        == 303
    )
    assert [own["alt"] for own in approved(cast).logos] == ["Example University", "Diné College"]
    assert send(cora, logo_1_without="yes").status_code == 303
    assert [own["alt"] for own in approved(cast).logos] == ["Diné College"]


def test_new_picture_counts_even_where_the_one_before_is_taken_away(
    cora: Browser, cast: Cast
) -> None:
    assert (
        send(cora, {"signer_1_file": PHOTO, "logo_1_file": MARK}, logo_1_alt="A").status_code == 303
    )
    before = approved(cast)
    other = logo(size=(300, 80))
    files = {"signer_1_file": other, "logo_1_file": other}
    assert send(cora, files, signer_1_without="yes", logo_1_without="yes").status_code == 303
    after = approved(cast)
    assert after.signatories[0]["signature"] != before.signatories[0]["signature"]
    assert after.logos[0]["sha256"] != before.logos[0]["sha256"]


def test_logo_needs_its_file_and_its_name(cora: Browser) -> None:
    page = send(cora, {"logo_2_file": MARK}, logo_1_alt="Example University").page
    assert page.field_errors == {
        "logo-1-file": "Choose the file of this logo.",
        "logo-2-alt": "Enter whose logo this is.",
    }


def test_what_is_no_picture_is_said_at_its_file(cora: Browser) -> None:
    files = {"signer_1_file": b"%PDF-1.7", "logo_1_file": b"<svg xmlns='x'/>"}
    page = send(cora, files, logo_1_alt="Example University").page
    assert page.field_errors == {
        "signer-1-file": "This is neither PNG nor JPEG. Save the picture as PNG.",
        "logo-1-file": "This is an SVG drawing, and only PNG and JPEG can be printed. Save it "
        "as PNG, about 1200 pixels wide: that prints sharply.",
    }


def test_picture_is_not_lost_when_something_else_is_wrong(cora: Browser, cast: Cast) -> None:
    refused = send(cora, {"signer_1_file": PHOTO, "logo_1_file": MARK}, logo_1_alt="X", title="")
    assert refused.status_code == 422
    form = refused.page.form("Enter this credit")
    assert "The picture that you chose is kept with this form." in form.text
    again = send_as_it_is(cora, form.fields | APPROVED | {"title": "Mentoring"})
    assert again.status_code == 303
    assert "signature" in approved(cast).signatories[0]
    assert [own["alt"] for own in approved(cast).logos] == ["X"]


def test_picture_that_is_not_of_this_program_is_not_taken(cora: Browser) -> None:
    page = send(cora, signer_1_is="ab" * 32).page
    assert page.field_errors == {
        "signer-1-file": "This picture is not here anymore. Choose its file again."
    }
    for sent in ("not base64!", "bm8gcGljdHVyZQ=="):
        assert set(send(cora, signer_1_held=sent).page.field_errors) == {"signer-1-file"}
    assert cora.get(f"{SETUP}/credit/picture?named={'ab' * 32}").status_code == 409


def test_picture_is_for_who_sets_up_this_program(
    cora: Browser, cast: Cast, sign_in: SignIn
) -> None:
    send(cora, {"signer_1_file": PHOTO})
    sha256 = approved(cast).signatories[0]["signature"]
    address = f"{SETUP}/credit/picture?named={sha256}"
    assert cora.get(address).status_code == 200
    etag = cora.get(address).headers["etag"]
    assert cora.get(address, headers={"if-none-match": etag}).status_code == 304
    for other in ("ada", "fay", "lee"):
        assert sign_in(other).get(address).status_code == 404, other


def test_pictures_of_a_telephone_are_not_too_much(cora: Browser) -> None:
    noise = Image.effect_noise((2600, 1900), 90).convert("RGB")
    file = io.BytesIO()
    noise.save(file, "JPEG", quality=95)
    photo = file.getvalue()
    assert 4 * 1024 * 1024 < 2 * len(photo) < 12_000_000, "more than other forms can have"
    both = {"logo_1_file": photo, "logo_2_file": photo}
    assert send(cora, both, logo_1_alt="X", logo_2_alt="Y").status_code == 303


def test_more_than_all_pictures_can_have_is_refused(cora: Browser) -> None:
    answer = send(cora, {"signer_1_file": b"\xff\xd8\xff" + bytes(25_000_000)})
    assert answer.status_code == 413
    assert "The pictures together have more than 24 MB" in answer.page.text


def test_draft_that_is_thrown_away_takes_its_pictures_along(
    cora: Browser, session: Session
) -> None:
    send(cora, {"signer_1_file": PHOTO})
    form = cora.page(f"{SETUP}/discard").form("Throw this draft away")
    assert cora.post(form.action or f"{SETUP}/discard", data=form.fields).status_code == 303
    assert session.scalar(select(func.count()).select_from(CertificateImage)) == 0


def test_next_cohort_starts_with_the_pictures_of_the_one_before(
    cora: Browser, cast: Cast, session: Session
) -> None:
    send(cora, {"signer_1_file": PHOTO})
    sha256 = approved(cast).signatories[0]["signature"]
    fields = cora.page(f"{SETUP}/credit").form("Enter this credit").fields
    assert fields["signer-1-is"] == sha256
