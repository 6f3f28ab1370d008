import re
import shutil
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from app.certificates.printing.render import CertificateRenderer
from app.certificates.printing.templates import PACK as FOLDER
from app.certificates.printing.templates import TemplateError, TemplatePack
from app.certificates.snapshot import CertificateSnapshot
from app.certificates.specimens import (
    ACCREDITATION,
    ADDRESS,
    CODE,
    CROWDED,
    NUMBER,
    OF_KIND,
    OTHERS,
    PROVIDER,
)
from app.credit.phrase import PHRASE, lint_credit_phrase
from app.printing.errors import RenderError
from tests.certificates.printing.layout import assert_nothing_overprints
from tests.certificates.samples import run, snapshot

KINDS = sorted(OF_KIND)
LOOKS = TemplatePack().keys
"""Every kind in every look."""


@pytest.fixture(scope="module", params=KINDS)
def printed(
    request: pytest.FixtureRequest, renderer: CertificateRenderer, tmp_path_factory: Any
) -> Path:
    path: Path = tmp_path_factory.mktemp("printed") / f"{request.param}.pdf"
    path.write_bytes(renderer.pdf(snapshot(request.param)))
    return path


def words_of(pdf: bytes, folder: Path) -> str:
    path = folder / "words.pdf"
    path.write_bytes(pdf)
    return " ".join(run("pdftotext", path, "-").split())


def test_pdf_is_well_formed(printed: Path) -> None:
    assert "No syntax or stream encoding errors" in run("qpdf", "--check", printed)


def test_pdf_has_one_tagged_page_with_title_and_date(printed: Path) -> None:
    info = dict(re.findall(r"^([\w ]+): +(.*)$", run("pdfinfo", "-isodates", printed), re.M))
    assert info["Pages"] == "1"
    assert info["Tagged"] == "yes"
    assert info["Page size"] == "792 x 612 pts (letter)"
    assert info["Title"].endswith(f"{NUMBER}: Dana Okafor, MD, MPH")
    assert info["CreationDate"].startswith("2026-11-24")
    assert info["Keywords"] == NUMBER


def test_every_font_is_embedded(printed: Path) -> None:
    rows = [line.split() for line in run("pdffonts", printed).splitlines()[2:]]
    assert len(rows) >= 4
    assert [row[-5:-2] for row in rows] == [["yes", "yes", "yes"]] * len(rows)
    assert all(re.match(r"[A-Z]{6}\+(Source-Serif-4|Inter)", row[0]) for row in rows)


def test_structure_has_language_heading_paragraphs_and_described_code(printed: Path) -> None:
    root: Any = PdfReader(printed).trailer["/Root"]
    assert root["/Lang"] == "en-US"
    assert root["/MarkInfo"]["/Marked"]
    tags = list(_tags(root["/StructTreeRoot"]))
    names = [tag["/S"] for tag in tags]
    assert names.count("/H1") == 1
    assert names.count("/P") >= 8
    figures = [tag for tag in tags if tag["/S"] == "/Figure"]
    assert [figure["/Alt"] for figure in figures] == [f"QR code that opens {ADDRESS}"]


def _tags(node: Any) -> Iterator[Any]:
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        child = kid.get_object()
        if isinstance(child, dict) and "/S" in child:
            yield child
            yield from _tags(child)


def test_certificate_of_credit_says_all_that_is_required(
    renderer: CertificateRenderer, tmp_path: Path
) -> None:
    facts = snapshot(place="Albuquerque, New Mexico", joint_providers=("Diné College",))
    words = words_of(renderer.pdf(facts), tmp_path)
    for required in (
        "CERTIFICATE OF CREDIT",
        "Dana Okafor, MD, MPH",
        PROVIDER,
        "Mentor Development Program, Fall 2026",
        "October 1 – November 19, 2026",
        "is awarded 11.50 AMA PRA Category 1 Credits™",
        ACCREDITATION,
        "for a maximum of 12.00 AMA PRA Category 1 Credit(s)™.",
        "Physicians should claim only the credit commensurate",
        "The physician claimed this credit on November 24, 2026.",
        "Learning format: Other activity (blended).",
        "Place: Albuquerque, New Mexico.",
        "Completed November 19, 2026.",
        "Jointly provided by Diné College.",
        "Issued November 24, 2026",
        NUMBER,
        "waypost.example/verify",
        CODE,
        "Rosa Lindqvist, MD",
        "Course director",
        "Teo Marchetti, PhD",
    ):
        assert required in words
    assert lint_credit_phrase(words) == []


def test_one_credit_is_named_in_the_singular(renderer: CertificateRenderer, tmp_path: Path) -> None:
    words = words_of(renderer.pdf(snapshot(claimed_quarters=4)), tmp_path)
    assert "is awarded 1.00 AMA PRA Category 1 Credit™" in words


def test_certificate_of_participation_awards_nothing(
    renderer: CertificateRenderer, tmp_path: Path
) -> None:
    words = words_of(renderer.pdf(snapshot("participation")), tmp_path)
    assert "CERTIFICATE OF PARTICIPATION" in words
    assert "11.50 hours of participation" in words
    assert "designated for up to 12.00 AMA PRA Category 1 Credits™." in words
    assert "award" not in words.lower()
    assert lint_credit_phrase(words) == []


def test_attestation_of_completion_does_not_mention_credit(
    renderer: CertificateRenderer, tmp_path: Path
) -> None:
    words = words_of(renderer.pdf(snapshot("completion")), tmp_path)
    assert "ATTESTATION OF COMPLETION" in words
    assert "has met all requirements of Mentor Development Program, Fall 2026" in words
    assert "completed eight modules and seven live sessions" in words
    assert "credit" not in words.lower()
    assert "award" not in words.lower()


def test_replacement_names_what_it_replaces(renderer: CertificateRenderer, tmp_path: Path) -> None:
    words = words_of(renderer.pdf(snapshot(replaces="WP-P159-JRGW-Z")), tmp_path)
    assert "Replaces WP-P159-JRGW-Z" in words


@pytest.mark.parametrize("look", LOOKS)
def test_worst_certificate_stays_on_one_page_without_overprinting(
    renderer: CertificateRenderer, tmp_path: Path, look: str
) -> None:
    path = tmp_path / "worst.pdf"
    path.write_bytes(renderer.pdf(snapshot(look, **CROWDED)))
    assert_nothing_overprints(path)
    assert "Diné College" in " ".join(run("pdftotext", path, "-").split())
    assert scan(path, 72) == ADDRESS


def test_ordinary_certificate_does_not_overprint(printed: Path) -> None:
    assert_nothing_overprints(printed)


def line(most: int) -> st.SearchStrategy[str]:
    """Words of any length, up to so many characters in all."""
    words = st.integers(3, 15).map(lambda n: "Extraordinarily"[:n])
    return st.lists(words, min_size=1, max_size=40).map(lambda some: " ".join(some)[:most])


@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],  # shrinking would print for minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    kind=st.sampled_from(LOOKS),
    facts=st.fixed_dictionaries(
        {
            "person_name": line(90),
            "activity_title": line(300),
            "provider": line(140),
            "joint_providers": st.lists(line(50), max_size=13),
            "signatories": st.lists(
                st.fixed_dictionaries({"name": line(40), "role": line(90)}), min_size=1, max_size=3
            ),
        }
    ),
)
def test_no_certificate_ever_overprints(
    renderer: CertificateRenderer, tmp_path: Path, kind: str, facts: dict[str, Any]
) -> None:
    path = tmp_path / "any.pdf"
    path.write_bytes(renderer.pdf(snapshot(kind, **facts)))
    assert_nothing_overprints(path)


def test_what_fits_on_no_page_is_refused(renderer: CertificateRenderer) -> None:
    endless = snapshot(accreditation_statement=f"{ACCREDITATION} " * 10, **CROWDED)
    with pytest.raises(RenderError, match=f"{NUMBER} does not fit on one page"):
        renderer.pdf(endless)


def scan(path: Path, dpi: int) -> str:
    picture = path.with_suffix("")
    run("pdftoppm", "-r", str(dpi), "-png", "-singlefile", path, picture)
    return run("zbarimg", "--quiet", "--raw", picture.with_suffix(".png")).strip()


@pytest.mark.parametrize("dpi", [72, 150, 300])
def test_code_scans_as_the_verify_address(printed: Path, dpi: int) -> None:
    assert scan(printed, dpi) == ADDRESS


@pytest.mark.parametrize("kind", KINDS)
def test_same_snapshot_gives_the_same_bytes(renderer: CertificateRenderer, kind: str) -> None:
    assert renderer.pdf(snapshot(kind)) == renderer.pdf(snapshot(kind))


@pytest.mark.parametrize(
    "name",
    [
        "Hastįįh Bįįhózhǫ́ Tsʼosí",
        "Kaʻahumanu Kamakawiwoʻole-Kūkaʻōhiʻa",
        "Nguyễn Thị Ẩn Đặng",
        "Ḵaalḵáawu Cháatlʼ Ǧwíi",
        "Łukasz Żółć İpek Þórður Dvořák",
        "Александра Παπαδοπούλου",
    ],
)
def test_name_is_printed_letter_by_letter(
    renderer: CertificateRenderer, tmp_path: Path, name: str
) -> None:
    pdf = renderer.pdf(snapshot(person_name=name))
    assert name in words_of(pdf, tmp_path)


def test_name_beyond_the_main_face_is_set_in_one_face(
    renderer: CertificateRenderer, tmp_path: Path
) -> None:
    path = tmp_path / "name.pdf"
    path.write_bytes(renderer.pdf(snapshot(person_name="Bįįhózhǫ́ Yázhí")))
    fonts = run("pdffonts", path)
    assert "Noto-Serif" in fonts
    assert "Subhead" not in fonts
    assert "Source-Serif-4-Semi-Bold-Italic" in fonts, "the credit phrase stays in italics"


def test_letter_without_glyph_is_refused_by_name(renderer: CertificateRenderer) -> None:
    with pytest.raises(RenderError, match=rf"{NUMBER}” lack these letters: 𐌰 \(U\+10330\)"):
        renderer.pdf(snapshot(person_name="𐌰 Ming"))


def test_markup_in_a_name_is_only_text(renderer: CertificateRenderer, tmp_path: Path) -> None:
    name = 'Dana <img src="file:///etc/hostname"> & {{ 7 * 7 }}'
    assert name in words_of(renderer.pdf(snapshot(person_name=name)), tmp_path)


# ------------------------------------------------------------ templates of other people


class Spy(BaseHTTPRequestHandler):
    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_error(404)

    def log_message(self, *args: object) -> None:
        """Say nothing: a request is a failed test."""


@pytest.fixture(scope="module")
def spied() -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []
    server = HTTPServer(("127.0.0.1", 0), type("OneSpy", (Spy,), {"asked": asked}))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "pack"))


def adapted(
    folder: Path, name: str, old: str, new: str
) -> tuple[CertificateRenderer, CertificateSnapshot]:
    path = folder / name
    before = path.read_text()
    assert old in before
    path.write_text(before.replace(old, new, 1))
    pack = TemplatePack(folder)
    return CertificateRenderer(pack), snapshot("completion", pack)


ADDRESSES = ["file:///etc/hostname", "{http}/x", "ftp://127.0.0.1/x", "../../etc/hostname"]
REACHES = [
    ("base.html", "</main>", '</main><img alt="x" src="{address}">'),
    ("base.html", "</head>", '<link rel="stylesheet" href="{address}"></head>'),
    ("base.html", "</head>", '<link rel="attachment" href="{address}"></head>'),
    ("base.html", "</main>", '</main><object data="{address}"></object>'),
    ("base.html", "</head>", '<style>@import "{address}";</style></head>'),
    ("certificate.css", "@page {", '@import "{address}";\n@page {'),
    ("certificate.css", "html {", 'html { background: url("{address}");'),
    ("certificate.css", "html {", '@font-face { font-family: X; src: url("{address}"); } html {'),
    ("certificate.css", "html {", 'p::before { content: url("{address}"); } html {'),
    ("frame.svg", "</svg>", '<image width="9" height="9" href="{address}"/></svg>'),
    ("base.html", "{{ qr }}", '<svg><image width="9" height="9" href="{address}"/></svg>'),
]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(("name", "old", "new"), REACHES)
def test_template_reaches_neither_disk_nor_network(
    folder: Path, spied: tuple[str, list[str]], name: str, old: str, new: str, address: str
) -> None:
    server, asked = spied
    reach = new.replace("{address}", address.replace("{http}", server))
    renderer, certificate = adapted(folder, name, old, reach)
    with pytest.raises(RenderError, match="may not load"):
        renderer.pdf(certificate)
    assert asked == []


def test_specimens_of_every_kind_are_printed(tmp_path: Path) -> None:
    out = run(sys.executable, "-m", "app.certificates.specimens", tmp_path / "out")
    made = [Path(line) for line in out.splitlines()]
    assert len(made) == 3 * (len(TemplatePack().keys) + len(OTHERS))
    assert all(path.read_bytes().startswith(b"%PDF") for path in made)


def test_template_may_use_its_own_pictures(folder: Path) -> None:
    seal = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'
    )
    (folder / "completion" / "seal.svg").write_text(seal)
    with_seal = '</main><img alt="Seal" src="completion/seal.svg">'
    renderer, certificate = adapted(folder, "base.html", "</main>", with_seal)
    assert renderer.pdf(certificate).startswith(b"%PDF")


@pytest.mark.parametrize(
    "code",
    ["{{ c.person_nme }}", "{{ c.__class__.__mro__ }}", "{{ c.kind.heading", "{% nonsense %}"],
)
def test_broken_or_curious_template_is_refused(folder: Path, code: str) -> None:
    renderer, certificate = adapted(folder, "base.html", "</main>", f"{code}</main>")
    with pytest.raises(TemplateError, match="completion"):
        renderer.pdf(certificate)


def test_bad_style_is_refused(folder: Path) -> None:
    renderer, certificate = adapted(folder, "certificate.css", "color:", "colour:")
    with pytest.raises(RenderError, match="colour"):
        renderer.pdf(certificate)


def test_changed_template_no_longer_prints_older_snapshots(folder: Path) -> None:
    renderer, certificate = adapted(folder, "certificate.css", "#1c2430", "#1c2431")
    older = snapshot("completion")
    assert older.template_hash != certificate.template_hash
    with pytest.raises(TemplateError, match=f"has changed since certificate {NUMBER}"):
        renderer.pdf(older)


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("base.html", {*LOOKS}),
        ("fonts/Inter-Regular.ttf", {*LOOKS}),
        ("completion/certificate.html", {"completion", "completion-formal"}),
        ("completion-formal/certificate.html", {"completion-formal"}),
        ("README.md", set()),
    ],
)
def test_version_follows_what_can_change_the_picture(
    folder: Path, name: str, changes: set[str]
) -> None:
    before = TemplatePack(folder)
    with (folder / name).open("ab") as file:
        file.write(b"\n")
    after = TemplatePack(folder)
    assert {key for key in after.keys if after.version(key) != before.version(key)} == changes


def test_unknown_template_is_refused() -> None:
    with pytest.raises(TemplateError, match="no certificate template “diploma”"):
        TemplatePack().version("diploma")


def test_templates_leave_the_credit_phrase_to_its_macro() -> None:
    pages = sorted(FOLDER.rglob("*.html"))
    assert len(pages) >= 8
    for page in pages:
        assert PHRASE not in page.read_text()
        assert lint_credit_phrase(page.read_text(), italics=True) == []


def test_credit_phrase_is_set_in_italics(renderer: CertificateRenderer) -> None:
    page = PdfReader(BytesIO(renderer.pdf(snapshot()))).pages[0]
    faces: dict[str, set[str]] = {}

    def visit(text: str, _cm: Any, _tm: Any, font: Any, _size: Any) -> None:
        if font is not None and text.strip():
            faces.setdefault(font["/BaseFont"], set()).add(text)

    page.extract_text(visitor_text=visit)
    italic = " ".join(
        text for face, texts in faces.items() if "Italic" in face for text in sorted(texts)
    )
    assert "AMA PRA Category 1 Credits" in " ".join(italic.split())
