"""Pictures of packs: what is let in, what is refused with which line, and what a load stores."""

import hashlib
import io
import struct
import zlib
from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image, ImageFile
from PIL.PngImagePlugin import PngInfo
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.content.actions import load_pack
from app.content.command import check
from app.content.enums import Origin
from app.content.models import Figure
from app.packs.figures import raster, svg
from app.packs.figures.files import MAX_RASTER_BYTES, MAX_SVG_BYTES, shown_at
from app.packs.files import MAX_FILES, find_packs
from app.packs.pack import Document, Pack, read_pack
from app.packs.problems import RefusedFileError
from tests.packs.samples import CASES, FIRST, GOOD, GUIDE, MODULES, SVG, write

FIRST_FILE = f"{MODULES}/01-first-step.md"
CASE_FILE = f"{CASES}/01-the-first-case.md"
GUIDE_FILE = f"{CASES}/01-the-first-case.guide.md"
MAP = f"{MODULES}/figures/a-map.svg"
SHOWN = "\n![Where it lies](figures/a-map.svg)\n"
SVG_OPEN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 400">\n'


def drawn(inside: str) -> str:
    return f"{SVG_OPEN}{inside}\n</svg>"


def refusals(content: bytes) -> list[tuple[int, str]]:
    measure = raster.size if raster.media_type(content) else svg.size
    with pytest.raises(RefusedFileError) as refused:
        measure(content)
    return [(line, str(sentence)) for line, sentence in refused.value.findings]


def with_picture(text: str = SHOWN, picture: str = SVG) -> dict[str, str]:
    return {**GOOD, FIRST_FILE: FIRST + text, MAP: picture}


def findings(root: Path, files: dict[str, str]) -> list[str]:
    return [str(problem) for problem in check(write(root, files)).problems]


def pack_of(root: Path, files: dict[str, str]) -> Pack:
    (folder,) = find_packs(write(root, files))
    reading = read_pack(folder)
    assert reading.pack is not None, [str(problem) for problem in reading.problems]
    return reading.pack


def document(pack: Pack, kind: str, key: str) -> Document:
    return next(document for document in pack.documents if document.name == (kind, key))


# SVG


def test_svg_has_the_size_of_its_view_box() -> None:
    assert svg.size(SVG.encode()) == (480, 400)
    assert svg.size(SVG.replace('"0 0 480 400"', '"-5,-5 10.4,20.6"').encode()) == (10, 21)


def test_svg_with_arrows_words_and_groups_is_let_in() -> None:
    picture = drawn(
        '<title>A</title><desc>B</desc><!-- drawn by hand -->\n<defs><marker id="tip" '
        'markerWidth="10" markerHeight="10" refX="8" refY="5" orient="auto">'
        '<path d="M0 0 L10 5 L0 10 Z" fill="rgb(1, 2, 3)"/></marker></defs>\n'
        '<g transform="translate(1 2) rotate(3)" aria-label="(x) url(y)" font-size="18">'
        '<line x1="1" y1="2" x2="3" y2="4" stroke="#000" marker-end="url(#tip)"/>'
        '<text x="1" y="2" text-anchor="end">Say <tspan font-weight="700">url(this)</tspan></text>'
        "</g>"
    )
    assert svg.size(picture.encode()) == (480, 400)


NOT_ALLOWED = "is not allowed in a picture"
BAD_SVGS: dict[str, tuple[str, int, str]] = {
    "script": (drawn("<script>alert(1)</script>"), 2, f"<script> {NOT_ALLOWED}"),
    "script of another namespace": (
        drawn('<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>'),
        2,
        f"<x:script> {NOT_ALLOWED}",
    ),
    "script by a default namespace": (
        drawn('<g xmlns="http://www.w3.org/1999/xhtml"><title/></g>'),
        2,
        "can be the xmlns of a picture",
    ),
    "event handler": (drawn('\n<rect onload="alert(1)"/>'), 3, f"onload {NOT_ALLOWED}"),
    "event handler of the root": (
        drawn("").replace("<svg", '<svg onload="alert(1)"'),
        1,
        f"onload {NOT_ALLOWED}",
    ),
    "style element": (drawn("<style>@import '//evil';</style>"), 2, f"<style> {NOT_ALLOWED}"),
    "style attribute": (drawn('<rect style="fill:red"/>'), 2, f"style {NOT_ALLOWED}. Write its"),
    "foreign object": (drawn("<foreignObject/>"), 2, f"<foreignObject> {NOT_ALLOWED}"),
    "link": (drawn('<a href="https://evil.example">x</a>'), 2, f"<a> {NOT_ALLOWED}"),
    "reference": (drawn('<rect href="#a"/>'), 2, f"href {NOT_ALLOWED}"),
    "old reference": (
        drawn('<use xlink:href="#a" xmlns:xlink="http://www.w3.org/1999/xlink"/>'),
        2,
        f"<use> {NOT_ALLOWED}",
    ),
    "picture in the picture": (
        drawn('<image href="https://evil.example/pixel.png"/>'),
        2,
        f"<image> {NOT_ALLOWED}",
    ),
    "animation": (
        drawn('<rect><animate attributeName="x"/></rect>'),
        2,
        f"<animate> {NOT_ALLOWED}",
    ),
    "filter": (drawn("<filter/>"), 2, f"<filter> {NOT_ALLOWED}"),
    "metadata": (drawn("<metadata>Jo</metadata>"), 2, f"<metadata> {NOT_ALLOWED}. Save it without"),
    "svg in svg": (drawn("<svg/>"), 2, f"<svg> {NOT_ALLOWED}"),
    "reference out of the file": (
        drawn('<rect fill="url(https://evil.example/#a)"/>'),
        2,
        "The value of fill is not allowed",
    ),
    "quoted reference": (drawn("<rect fill=\"url('#a')\"/>"), 2, "The value of fill"),
    "reference in capitals": (drawn('<rect fill="URL(//evil.example)"/>'), 2, "The value of fill"),
    "reference with an escape": (
        drawn(r'<rect fill="\75rl(//evil.example)"/>'),
        2,
        "The value of fill",
    ),
    "reference with a second color": (drawn('<g id="a" fill="url(#a) red"/>'), 2, "The value of"),
    "address of data": (
        drawn('<line marker-end="url(data:image/svg+xml,x)"/>'),
        2,
        "The value of marker-end",
    ),
    "variable": (drawn('<rect fill="var(--x)"/>'), 2, "The value of fill"),
    "reference to nothing": (
        drawn('<line x1="1" marker-end="url(#tip)"/>'),
        2,
        "Nothing in this picture has the id “tip”",
    ),
    "paint by reference": (drawn('<g id="a"/><rect fill="url(#a)"/>'), 2, "Only the marker-start"),
    "markers for a whole group": (
        drawn('<marker id="a"/>\n<g marker-end="url(#a)"><line/></g>'),
        3,
        "Only the marker-start",
    ),
    "markers in a marker": (
        drawn('<marker id="a"/>\n<marker id="b"><path marker-end="url(#a)"/></marker>'),
        3,
        "A marker cannot hold markers",
    ),
    "marker in a line that it marks": (
        drawn('<line marker-end="url(#a)"><marker id="a"><path/></marker></line>'),
        2,
        "Nothing can stand inside a <line>",
    ),
    "marker at every corner": (
        drawn('<marker id="a"/><path marker-mid="url(#a)"/>'),
        2,
        f"marker-mid {NOT_ALLOWED}",
    ),
    "doctype": (
        '<?xml version="1.0"?>\n<!DOCTYPE svg SYSTEM "file:///etc/passwd">\n' + SVG,
        2,
        "no DOCTYPE and no entities",
    ),
    "entity bomb": (
        '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>\n'
        + drawn("<text>&b;</text>"),
        1,
        "no DOCTYPE and no entities",
    ),
    "style sheet": (
        '<?xml-stylesheet href="//evil.example/x.css"?>\n' + SVG,
        1,
        "Instructions for other programs (<?xml-stylesheet … ?>) are not allowed",
    ),
    "other encoding": (
        '<?xml version="1.0" encoding="ISO-2022-JP"?>\n' + SVG,
        1,
        "The first line says ISO-2022-JP; save the file as UTF-8",
    ),
    "groups without end": (
        drawn("<g>" * 40 + "</g>" * 40),
        2,
        "nested too deeply",
    ),
    "no view box": (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
        1,
        "The <svg> needs a viewBox",
    ),
    "view box of words": (SVG.replace("0 0 480 400", "0 0 wide high"), 1, "four numbers"),
    "view box without end": (SVG.replace("0 0 480 400", "0 0 1e9 400"), 1, "four numbers"),
    "view box of nothing": (SVG.replace("0 0 480 400", "0 0 0 400"), 1, "four numbers"),
    "no namespace": (SVG.replace(' xmlns="http://www.w3.org/2000/svg"', ""), 1, "begins with <svg"),
    "web page": ("<html><script>alert(1)</script></html>", 1, "An SVG picture begins with <svg"),
    "half a file": (SVG[:-8], 3, "This is not valid SVG"),
    "two roots": (SVG + SVG, 5, "This is not valid SVG. Something follows the end of the picture."),
    "tag that is not closed": (SVG[:-2], 4, "This is not valid SVG. A tag is not closed."),
    "element that ends too late": (drawn("<g><title></g></title>"), 2, "not the last one begun"),
    "attribute that is here twice": (drawn('<g id="a" id="b"/>'), 2, "An attribute is here twice"),
    "value without quotes": (drawn("<rect x=1/>"), 2, "put every value in quotes"),
    "sign that begins an entity": (drawn("<text>A & B</text>"), 2, "write &amp; and &lt; for"),
    "entity of HTML": (drawn("<text>A&nbsp;B</text>"), 2, "type the sign itself"),
    "two declarations": (
        '<?xml version="1.0"?>\n<?xml version="1.0"?>\n' + SVG,
        2,
        "Something stands before its first line.",
    ),
    "script behind the end": (SVG + "<script>alert(1)</script>", 5, "This is not valid SVG"),
    "nothing": ("", 1, "This is not valid SVG. The file ends before the picture does."),
}


@pytest.mark.parametrize("bad", BAD_SVGS.values(), ids=BAD_SVGS.keys())
def test_bad_svg_is_refused_with_its_line(bad: tuple[str, int, str]) -> None:
    content, line, words = bad
    found = refusals(content.encode())
    assert any(at == line and words in sentence for at, sentence in found), found


def test_svg_in_another_encoding_is_refused() -> None:
    assert refusals(SVG.encode("utf-16"))[0][1].startswith("This is not UTF-8")
    assert refusals(SVG.replace("circle<", "ü<").encode("latin-1"))[0] == (
        2,
        "This is not UTF-8; save the file with that encoding.",
    )


def test_every_fault_of_an_svg_is_named_up_to_twenty() -> None:
    lines = [line for line, _ in refusals(drawn("<script/>\n" * 30).encode())]
    assert lines == list(range(2, 22))


# PNG and JPEG


def saved(kind: str, size: tuple[int, int] = (20, 10), **options: object) -> bytes:
    stream = io.BytesIO()
    picture = Image.linear_gradient("L").resize(size).convert("RGB")
    picture.save(stream, kind, **options)
    return stream.getvalue()


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def with_chunk(kind: bytes, body: bytes) -> bytes:
    """A PNG with one more part after its head."""
    plain = saved("PNG")
    return plain[:33] + chunk(kind, body) + plain[33:]


def with_segment(marker: int, body: bytes) -> bytes:
    """A JPEG with one more part after its first mark."""
    plain = saved("JPEG")
    return plain[:2] + struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body + plain[2:]


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("PNG", {}),
        ("PNG", {"optimize": True, "dpi": (144, 144), "icc_profile": b"x" * 200}),
        ("JPEG", {}),
        ("JPEG", {"progressive": True, "quality": 95, "icc_profile": b"x" * 200}),
        ("JPEG", {"restart_marker_blocks": 1}),
    ],
)
def test_plain_pictures_are_let_in(kind: str, options: dict[str, object]) -> None:
    assert raster.size(saved(kind, (300, 200), **options)) == (300, 200)


def test_jpeg_that_takes_for_ever_is_refused_before_it_is_decoded() -> None:
    """Each scan passes over all pixels, and an empty one is a few bytes."""
    plain = saved("JPEG", progressive=True)
    last = plain.rindex(b"\xff\xda")
    bomb = plain[:last] + plain[last:-2] * (raster.MAX_SCANS + 1) + plain[-2:]
    assert refusals(bomb) == [(1, "This JPEG has more than 100 scans; save it as an ordinary one.")]


def exif() -> bytes:
    data = Image.Exif()
    data[0x8825] = {1: "N", 2: (35.0, 5.0, 0.0)}  # where it was taken
    data[0x013B] = "Jo Doe"
    return data.tobytes()


def png_text(text: str) -> PngInfo:
    info = PngInfo()
    info.add_itxt("XML:com.adobe.xmp", text)
    return info


TOO_MUCH = {
    "JPEG with Exif": (saved("JPEG", exif=exif()), "Exif"),
    "PNG with Exif": (saved("PNG", exif=exif()), "Exif"),
    "JPEG with XMP": (
        with_segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>"),
        "XMP",
    ),
    "PNG with XMP": (saved("PNG", pnginfo=png_text("<x:xmpmeta/>")), "text"),
    "PNG with words": (with_chunk(b"tEXt", b"Author\0Jo Doe"), "text"),
    "PNG with words that blow up": (
        with_chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"a" * 5_000_000)),
        "text",
    ),
    "PNG with its time": (with_chunk(b"tIME", b"\x07\xea\x0b\x16\x06\x00\x00"), "its time"),
    "PNG that moves": (with_chunk(b"acTL", b"\0\0\0\1\0\0\0\0"), "a part called acTL"),
    "JPEG with IPTC": (with_segment(0xED, b"Photoshop 3.0\0x"), "IPTC"),
    "JPEG with a comment": (saved("JPEG", comment=b"by Jo Doe"), "a comment"),
    "JPEG with a second picture": (with_segment(0xE2, b"MPF\0x"), "a part called APP2"),
    "JPEG with a thumbnail": (
        with_segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\1\1" + b"\0\0\0"),
        "a thumbnail",
    ),
}


@pytest.mark.parametrize("case", TOO_MUCH.values(), ids=TOO_MUCH.keys())
def test_picture_that_could_give_somebody_away_is_refused(case: tuple[bytes, str]) -> None:
    content, what = case
    assert refusals(content) == [
        (
            1,
            f"The picture carries more than itself ({what}), which can tell who made it, where "
            "and when. Export it again without metadata: in GIMP with Exif, XMP and comment off, "
            "or with `exiftool -all= FILE`.",
        )
    ]


def as_big_as(width: int, height: int) -> bytes:
    """A small PNG that says it is large."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(b"\0" * 1_000_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + pixels + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(60_000, 60_000), (4_001, 10), (10, 4_001), (3_000, 3_000)])
def test_picture_of_too_many_pixels_is_refused_before_it_is_decoded(
    size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Image, "open", lambda *_, **__: pytest.fail("it was decoded"))
    ((_, sentence),) = refusals(as_big_as(*size))
    assert sentence.startswith(
        f"The picture has {size[0]:,} by {size[1]:,} pixels; 4,000 on a side"
    )


DAMAGED = {
    "half a PNG": saved("PNG", (300, 200))[:-40],
    "half a JPEG": saved("JPEG", (300, 200))[:-40],
    "head of a PNG": saved("PNG")[:20],
    "first bytes of a JPEG": b"\xff\xd8\xff",
    "PNG whose pixels are missing": saved("PNG")[:33] + chunk(b"IEND", b""),
    "PNG with fewer pixels than it says": as_big_as(2_000, 2_000),
    "PNG with a wrong sum": saved("PNG").replace(b"IDAT", b"IDAT\x01", 1)[:-1],
    "PNG of no size": as_big_as(0, 10),
    "PNG with two heads": saved("PNG")[:33] + saved("PNG")[8:33] + saved("PNG")[33:],
    "part that is longer than the file": with_chunk(b"pHYs", b"123456789").replace(
        b"\0\0\0\x09pHYs", b"\x7f\xff\xff\xffpHYs"
    ),
    "JPEG of noise": b"\xff\xd8\xff\xe0\x00\x02" + b"\x00" * 50 + b"\xff\xd9",
}


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED.keys())
@pytest.mark.parametrize("lenient", [False, True])
def test_damaged_picture_is_refused_whatever_another_library_lets_pass(
    content: bytes, lenient: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", lenient)
    assert refusals(content) == [(1, "This picture is damaged; save it again.")]


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.parametrize("tail", [b"<script>alert(1)</script>", b"PK\x03\x04", b"\0"])
def test_something_behind_the_end_of_a_picture_is_refused(kind: str, tail: bytes) -> None:
    found = refusals(saved(kind) + tail)
    assert found == [(1, "Something follows the end of this picture; save it again.")]


# the folder


def test_folder_of_pictures_is_no_stray_folder_and_its_read_me_is_passed_over(
    tmp_path: Path,
) -> None:
    write(tmp_path, {f"{MODULES}/figures/README.md": "x", f"{MODULES}/figures/_draft.svg": "x"})
    assert findings(tmp_path, with_picture()) == []


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("A-Map.svg", "The name of a picture holds lowercase letters"),
        ("a map.svg", "The name of a picture holds lowercase letters"),
        ("a-map.gif", "The name of a picture holds lowercase letters"),
        ("a-map.svg.html", "The name of a picture holds lowercase letters"),
        ("a-map.jpeg", "The name of a picture holds lowercase letters"),
        (
            "photo.png",
            "The name says PNG or JPEG, but the file is neither; save the picture again.",
        ),
    ],
)
def test_picture_with_a_name_that_says_nothing_is_refused(
    tmp_path: Path, name: str, sentence: str
) -> None:
    (found,) = findings(tmp_path, {**GOOD, f"{MODULES}/figures/{name}": SVG})
    assert found.startswith(f"{MODULES}/figures/{name}:1: {sentence}")


@pytest.mark.parametrize(
    ("name", "kind", "ending"), [("photo.png", "JPEG", "jpg"), ("photo.svg", "PNG", "png")]
)
def test_type_of_a_picture_is_what_it_holds(
    tmp_path: Path, name: str, kind: str, ending: str
) -> None:
    write(tmp_path, GOOD)
    file = tmp_path / MODULES / "figures" / name
    file.parent.mkdir()
    file.write_bytes(saved(kind))
    expected = (
        f"{MODULES}/figures/{name}:1: This is a .{ending} file, but its name says something else; "
        f"rename it."
    )
    assert findings(tmp_path, {}) == [expected]


def test_links_and_folders_among_pictures_are_refused(tmp_path: Path) -> None:
    write(tmp_path, {**GOOD, "secret.svg": SVG, f"{MODULES}/figures/inner/x.svg": SVG})
    (tmp_path / MODULES / "figures" / "a-map.svg").symlink_to(tmp_path / "secret.svg")
    (tmp_path / CASES / "figures").symlink_to(tmp_path / MODULES / "figures")
    sentence = "Only ordinary files belong in a pack, no links and no folders."
    assert findings(tmp_path, {}) == [
        f"{CASES}/figures:1: {sentence}",
        f"{MODULES}/figures/a-map.svg:1: {sentence}",
        f"{MODULES}/figures/inner:1: {sentence}",
    ]


def test_picture_that_is_too_big_is_refused(tmp_path: Path) -> None:
    big = SVG + "\n" * MAX_SVG_BYTES
    assert findings(tmp_path, {**GOOD, MAP: big}) == [
        f"{MAP}:1: The picture is too big; 100 KB is the most."
    ]
    huge = f"{MODULES}/figures/huge.png"
    (tmp_path / huge).write_bytes(b"\x89PNG\r\n\x1a\n" + b"x" * MAX_RASTER_BYTES)
    assert f"{huge}:1: The picture is too big; 500 KB is the most." in findings(tmp_path, {})


def test_pack_of_too_many_pictures_and_nothing_else_is_refused(tmp_path: Path) -> None:
    pictures = {f"{MODULES}/figures/n-{n}.svg": SVG for n in range(MAX_FILES + 1)}
    (found,) = findings(tmp_path, pictures)
    assert found.endswith(f": The pack has {MAX_FILES + 1} files; {MAX_FILES} is the most.")


def test_pictures_count_among_the_files_of_a_pack(tmp_path: Path) -> None:
    pictures = {f"{MODULES}/figures/n-{n}.svg": SVG for n in range(MAX_FILES - 4)}
    (found,) = findings(tmp_path, {**GOOD, **pictures})
    assert found.endswith(f": The pack has {MAX_FILES + 1} files; {MAX_FILES} is the most.")


# texts and their pictures


TEXT_LINE = FIRST.count("\n") + 2
ALONE = "A picture must stand on a line of its own, between empty lines."
ADDRESS = (
    "A picture lies in the folder figures beside its text; write its address as "
    "figures/name.svg (or .png or .jpg; lowercase letters, digits and hyphens)."
)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("![ ](figures/a-map.svg)", "This picture has no alt text: ![what it shows]"),
        ("![a-map](figures/a-map.svg)", "warning: This alt text only names the file"),
        ("![A map](figures/a-map.svg)", "warning: This alt text only names the file"),
        ("![a-map.svg](figures/a-map.svg)", "warning: This alt text only names the file"),
        (f"![{'x' * 301}](figures/a-map.svg)", "warning: This alt text has 301 letters"),
        ("See ![Where it lies](figures/a-map.svg)", ALONE),
        ("![Where it lies](figures/a-map.svg) ![And again](figures/a-map.svg)", ALONE),
        ("[![Where it lies](figures/a-map.svg)](https://example.org)", ALONE),
        ("| ![Where it lies](figures/a-map.svg) |\n|---|", ALONE),
        ("![Where it lies](figures/b.svg)\n\n![Where](figures/a-map.svg)", "There is no picture"),
    ],
)
def test_picture_that_is_shown_badly_is_named_with_its_line(
    tmp_path: Path, text: str, sentence: str
) -> None:
    found = findings(tmp_path, with_picture(f"\n{text}\n"))
    assert any(problem.startswith(f"{FIRST_FILE}:{TEXT_LINE}: {sentence}") for problem in found), (
        found
    )


@pytest.mark.parametrize(
    "address",
    [
        *(
            "a-map.svg",
            "/figures/a-map.svg",
            "../figures/a-map.svg",
            "figures/../figures/a-map.svg",
        ),
        *("https://example.org/a-map.svg", "//example.org/figures/a-map.svg", "figures/A-Map.svg"),
        *("figures/a-map.svg?x=1", "figures/a-map.gif", "figures/", "figures\\a-map.svg"),
    ],
)
def test_picture_from_elsewhere_is_refused(tmp_path: Path, address: str) -> None:
    found = findings(tmp_path, with_picture(f"\n![Where it lies]({address})\n"))
    assert f"{FIRST_FILE}:{TEXT_LINE}: {ADDRESS}" in found


def test_picture_that_is_written_wrong_is_refused_instead_of_shown_as_signs(tmp_path: Path) -> None:
    found = findings(tmp_path, with_picture("\n![Where it lies](figures/a map.svg)\n"))
    assert found[0].startswith(f"{FIRST_FILE}:{TEXT_LINE}: This shows no picture; write ![")


def test_second_line_of_a_paragraph_is_the_line_of_its_picture(tmp_path: Path) -> None:
    found = findings(tmp_path, with_picture("\nLook:\n![Where it lies](figures/a-map.svg)\n"))
    assert found == [f"{FIRST_FILE}:{TEXT_LINE + 1}: {ALONE}"]


def test_picture_in_a_note_is_refused(tmp_path: Path) -> None:
    text = FIRST.replace("10.1234/one\n---", "---")
    text = text.rstrip("\n") + "\n\n    ![Where it lies](figures/a-map.svg)\n"
    found = findings(tmp_path, {**with_picture(), FIRST_FILE: text})
    assert found == [f"{FIRST_FILE}:{TEXT_LINE}: {ALONE}"]


def test_picture_that_no_text_shows_is_a_warning(tmp_path: Path) -> None:
    found = findings(tmp_path, {**GOOD, MAP: SVG})
    assert found == [f"{MAP}:1: warning: No text shows this picture."]


def test_bad_picture_is_not_called_missing_as_well(tmp_path: Path) -> None:
    found = findings(tmp_path, with_picture(picture=drawn("<script/>")))
    assert found == [f"{MAP}:2: The element <script> is not allowed in a picture."]


def test_module_does_not_show_a_picture_of_the_cases(tmp_path: Path) -> None:
    files = with_picture()
    files[f"{CASES}/figures/a-map.svg"] = files.pop(MAP)
    assert f"{FIRST_FILE}:{TEXT_LINE}: There is no picture {MAP}." in findings(tmp_path, files)


# what a pack and a load hold


def test_document_names_its_pictures_and_changes_with_them(tmp_path: Path) -> None:
    before = pack_of(tmp_path, with_picture())
    after = pack_of(tmp_path, with_picture(picture=SVG.replace('r="100"', 'r="90"')))
    first, changed = (document(pack, "module", "first-step") for pack in (before, after))
    assert first.figures == {"a-map.svg": hashlib.sha256(SVG.encode()).hexdigest()}
    assert first.hash != changed.hash
    assert before.hash != after.hash
    assert document(before, "module", "second-step") == document(after, "module", "second-step")


def test_guide_and_case_show_pictures_of_their_folder_each_its_own(tmp_path: Path) -> None:
    shown = "\n![Who sits where](figures/{}.svg)\n"
    files = {
        **GOOD,
        CASE_FILE: GOOD[CASE_FILE] + shown.format("room"),
        GUIDE_FILE: GUIDE + shown.format("room") + shown.format("answers"),
        f"{CASES}/figures/room.svg": SVG,
        f"{CASES}/figures/answers.svg": SVG,
    }
    pack = pack_of(tmp_path, files)
    assert set(document(pack, "case", "the-first-case").figures) == {"room.svg"}
    assert set(document(pack, "guide", "the-first-case").figures) == {"room.svg", "answers.svg"}
    assert [figure.path for figure in pack.figures] == [
        f"{CASES}/figures/answers.svg",
        f"{CASES}/figures/room.svg",
    ]


def test_load_stores_the_bytes_that_were_checked_and_only_of_shown_pictures(
    session: Session, tmp_path: Path, now: datetime
) -> None:
    known = {figure.hash for figure in session.scalars(select(Figure))}
    files = {**with_picture(), f"{MODULES}/figures/unused.svg": SVG.replace("100", "10")}
    files[MAP] = mine = SVG.replace("100", "77")
    load_pack(session, pack_of(tmp_path, files), now=now, origin=Origin.FILES)
    (figure,) = [figure for figure in session.scalars(select(Figure)) if figure.hash not in known]
    assert figure.content == mine.encode()
    assert (figure.media_type, figure.width, figure.height) == ("image/svg+xml", 480, 400)


def test_text_asks_for_its_pictures_below_the_page_that_shows_it(tmp_path: Path) -> None:
    html = document(pack_of(tmp_path, with_picture()), "module", "first-step").html
    assert '<img src="figure:a-map.svg" alt="Where it lies" width="480" height="400" ' in html
    assert 'src="/units/1/figures/a-map.svg"' in shown_at(html, "/units/1")
    versioned = shown_at(html, "/units/1", {"a-map.svg": "0123456789abcdef"})
    assert 'src="/units/1/figures/a-map.svg?v=01234567"' in versioned
    assert shown_at("<p>figure:x</p>", "/units/1") == "<p>figure:x</p>"
