"""Pictures out of files: only pixels stay, within bounds that hold before anything is decoded."""

import io
import struct
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFile

from app.certificates.sample_pictures import logo, signature_photo
from app.core.errors import RefusedError
from app.credit.pictures import encoding, rules
from app.credit.pictures.encoding import LARGEST, encoded
from app.credit.pictures.rules import PictureUse
from app.language.reasons import Reason, ReasonKind
from app.packs.figures import raster

SIGNATURE, LOGO = PictureUse.SIGNATURE, PictureUse.LOGO


def saved(picture: Image.Image, kind: str = "PNG", **how: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **how)
    return file.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("RGBA")


def refusal(content: bytes, use: PictureUse = LOGO) -> Reason:
    with pytest.raises(RefusedError) as refused:
        encoded(content, use)
    return refused.value.reason


def with_a_past() -> bytes:
    """A JPEG that says where it was made, by whom, and holds more behind its end."""
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[2] = (35.0, 5.0, 2.0)
    picture = Image.new("RGB", (300, 200), "white")
    ImageDraw.Draw(picture).rectangle((60, 50, 200, 140), fill="navy")
    return saved(picture, "JPEG", exif=exif, comment=b"SecretComment") + b"SecretTail"


def test_nothing_but_pixels_stays() -> None:
    before = with_a_past()
    assert b"SecretCamera" in before
    made = encoded(before, LOGO)
    assert b"Secret" not in made.content
    assert raster.size(made.content) == (made.width, made.height), "it refuses all metadata"
    text = Image.open(io.BytesIO(logo()))
    text.info["Author"] = "SecretAuthor"
    assert b"Secret" not in encoded(saved(text, icc_profile=b"SecretProfile"), LOGO).content


def test_the_same_file_makes_the_same_picture_and_making_it_again_changes_nothing() -> None:
    once = encoded(logo(), LOGO)
    assert encoded(logo(), LOGO) == once
    again = encoded(once.content, LOGO)
    assert (again.width, again.height) == (once.width, once.height)


@pytest.mark.parametrize("use", list(PictureUse))
def test_pictures_are_as_large_as_certificates_show_them(use: PictureUse) -> None:
    made = encoded(signature_photo(size=(3000, 1400)), use)
    assert made.width <= LARGEST[use][0]
    assert made.height <= LARGEST[use][1]
    assert max(made.width / LARGEST[use][0], made.height / LARGEST[use][1]) > 0.95


def test_paper_behind_a_signature_goes_and_the_ink_stays() -> None:
    made = opened(encoded(signature_photo(), SIGNATURE).content)
    alpha = made.getchannel("A").histogram()
    total = made.width * made.height
    assert alpha[0] > 0.7 * total, "the paper, shadow included, is gone"
    assert alpha[255] > 0.01 * total, "the strokes are there"
    pixels: Any = made.getcolors(1_000_000)
    red, green, blue, _alpha = max((color for _count, color in pixels), key=lambda own: own[3])
    assert blue > red, "in the color of the ink"
    assert max(red, green) < 120


def test_signature_without_paper_is_left_as_it_is() -> None:
    cut_out = Image.new("RGBA", (400, 200), (0, 0, 0, 0))
    ImageDraw.Draw(cut_out).line((50, 150, 350, 40), fill=(10, 20, 120, 255), width=9)
    made = opened(encoded(saved(cut_out), SIGNATURE).content)
    assert (10, 20, 120, 255) in {color for _count, color in made.getcolors(100_000) or []}
    assert made.width < 330, "its margin is gone"


def test_picture_is_turned_as_the_camera_says() -> None:
    lying = Image.new("RGB", (400, 200), "white")
    ImageDraw.Draw(lying).rectangle((20, 20, 380, 180), fill="navy")
    exif = Image.Exif()
    exif[0x0112] = 6
    made = encoded(saved(lying, "JPEG", exif=exif), LOGO)
    assert made.height > made.width


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_is_read(mode: str) -> None:
    gray = Image.new("L", (120, 80), 255)
    ImageDraw.Draw(gray).rectangle((30, 20, 90, 60), fill=0)
    if mode == "I;16":
        made = Image.new("I;16", gray.size)
        made.putdata([value * 257 for value in gray.tobytes()])
    else:
        made = gray.convert(mode)
    assert encoded(saved(made), LOGO).width in range(61, 67)


def test_cmyk_of_a_print_shop_is_read() -> None:
    assert encoded(saved(opened(logo()).convert("RGB").convert("CMYK"), "JPEG"), LOGO).width > 100


def blank() -> bytes:
    return saved(Image.new("RGB", (300, 120), (240, 240, 236)))


def dark() -> bytes:
    noise = Image.effect_noise((300, 200), 160)
    return saved(noise)


def flood() -> bytes:
    """A PNG of 60,000 by 60,000 pixels in a few hundred bytes."""
    return _png(60_000, 60_000, zlib.compress(bytes(1000)))


def _png(width: int, height: int, data: bytes) -> bytes:
    def part(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", data) + part(b"IEND", b"")


def many_scans() -> bytes:
    """A JPEG whose decoder would pass over all pixels two hundred times."""
    content = saved(Image.new("RGB", (16, 16)), "JPEG", progressive=True)
    start = content.index(b"\xff\xda")
    end = content.rindex(b"\xff\xd9")
    return content[:end] + content[start:end] * 200 + content[end:]


@pytest.mark.parametrize(
    ("made", "use", "reason"),
    [
        (lambda: b"%PDF-1.7", LOGO, rules.NO_PICTURE),
        (lambda: b"", LOGO, rules.NO_PICTURE),
        (lambda: saved(Image.new("RGB", (9, 9)), "GIF"), LOGO, rules.NO_PICTURE),
        (lambda: b'<?xml version="1.0"?><svg xmlns="x"/>', LOGO, rules.NO_SVG),
        (lambda: b"<!--" + bytes(b"x" * 9000) + b"--><svg/>", LOGO, rules.NO_SVG),
        (lambda: "\ufeff<svg/>".encode("utf-16"), SIGNATURE, rules.NO_SVG),
        (lambda: b"%PDF-1.7 <svg", LOGO, rules.NO_PICTURE),
        (lambda: logo()[:-2000], LOGO, rules.DAMAGED),
        (lambda: signature_photo()[:9000], SIGNATURE, rules.DAMAGED),
        (lambda: _png(40, 40, b"no stream"), LOGO, rules.DAMAGED),
        (many_scans, LOGO, rules.DAMAGED),
        (flood, LOGO, rules.TOO_MANY_PIXELS),
        (lambda: b"\xff\xd8\xff" + bytes(rules.MOST_BYTES), LOGO, rules.TOO_LARGE),
        (lambda: saved(Image.new("RGB", (90, 90), "white")), LOGO, rules.EMPTY),
        (lambda: saved(Image.new("RGBA", (90, 90), (0, 0, 0, 0))), SIGNATURE, rules.EMPTY),
        (blank, SIGNATURE, rules.EMPTY),
        (dark, SIGNATURE, rules.NO_PAPER),
    ],
)
def test_what_is_no_such_picture_is_refused(
    made: Callable[[], bytes], use: PictureUse, reason: Reason | ReasonKind
) -> None:
    found = refusal(made(), use)
    assert found.code == reason.code


def test_a_flood_of_pixels_is_refused_before_anything_is_decoded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def decoded(_content: bytes) -> Image.Image:
        raise AssertionError

    monkeypatch.setattr(encoding, "_decoded", decoded)
    for content in (flood(), many_scans()):
        refusal(content)


def test_what_is_cut_off_is_refused_also_where_weasyprint_lets_it_pass(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    assert refusal(signature_photo()[:9000], SIGNATURE) == rules.DAMAGED
    assert ImageFile.LOAD_TRUNCATED_IMAGES is True
