"""Names in every script of our people, printed: letters, faces, order, and size."""

import re
import unicodedata
from pathlib import Path

import pytest

from app.certificates.printing.pool import CertificatePool
from app.certificates.printing.render import CertificateRenderer
from app.certificates.snapshot import to_json
from app.certificates.verification.inspect import inspect_pdf
from app.printing.faces import cjk_face
from app.printing.scripts import has_right_to_left
from tests.certificates.samples import run, snapshot

with_east_asian = pytest.mark.skipif(
    cjk_face() is None, reason="This machine lacks the face for Chinese, Japanese and Korean."
)
OF_MARKS = str.maketrans("", "", "\u202a\u202b\u202c\u200e\u200f")
"""By which pdftotext tells the direction of what it found."""


def printed(renderer: CertificateRenderer, folder: Path, name: str, **changes: object) -> Path:
    path = folder / "name.pdf"
    path.write_bytes(renderer.pdf(snapshot("completion", person_name=name, **changes)))
    return path


def words(path: Path) -> str:
    found = run("pdftotext", path, "-").translate(OF_MARKS)
    return " ".join(unicodedata.normalize("NFKC", found).split())


def fonts(path: Path) -> dict[str, tuple[str, ...]]:
    """Every font by its name: whether it is embedded, a subset, and has a way back to letters."""
    lines = run("pdffonts", path).splitlines()[2:]
    found: dict[str, tuple[str, ...]] = {}
    for line in lines:
        name, *_rest, emb, sub, uni, _object, _id = line.split()
        found[name.partition("+")[2]] = (emb, sub, uni)
    return found


SCRIPTS = [
    ("محمد علي", "Noto-Naskh-Arabic"),
    ("علی\u200cرضا", "Noto-Naskh-Arabic"),
    ("דנה כהן", "Noto-Serif-Hebrew"),
    ("कमल", "Noto-Serif-Devanagari"),
    ("สมชาย", "Noto-Serif-Thai"),
    pytest.param("王小明", "Noto-Serif-CJK-SC", marks=with_east_asian),
    pytest.param("陳大文", "Noto-Serif-CJK-TC", marks=with_east_asian),
    pytest.param("渡辺 さくら", "Noto-Serif-CJK-JP", marks=with_east_asian),
    pytest.param("김민준", "Noto-Serif-CJK-KR", marks=with_east_asian),
]


@pytest.mark.parametrize(("name", "face"), SCRIPTS)
def test_name_is_set_in_the_face_of_its_script_and_can_be_copied(
    renderer: CertificateRenderer, tmp_path: Path, name: str, face: str
) -> None:
    path = printed(renderer, tmp_path, name)
    found = fonts(path)
    assert face in found
    assert set(found.values()) == {("yes", "yes", "yes")}
    assert name.replace("\u200c", "") in words(path).replace("\u200c", "")
    run("qpdf", "--check", path)
    assert path.stat().st_size < 200_000


def places(path: Path) -> dict[str, float]:
    """Where each word begins first, in points from the left.

    pdftotext gives the letters as they stand on the paper, so those from right to left are turned.
    """
    boxes = run("pdftotext", "-bbox", path, "-")
    found: dict[str, float] = {}
    for left, word in re.findall(r'<word xMin="([\d.]+)" [^>]*>(.*?)</word>', boxes):
        plain = unicodedata.normalize("NFKC", word.translate(OF_MARKS).strip(",()"))
        found.setdefault(plain[::-1] if has_right_to_left(plain) else plain, float(left))
    return found


@with_east_asian
@pytest.mark.parametrize(
    ("name", "order"),
    [
        ("Dr. محمد علي (Ali) 王小明", ("Dr.", "علي", "محمد", "Ali", "王小明", "MD")),
        ("محمد علي (Ali) 王小明", ("王小明", "Ali", "علي", "محمد", "MD")),
        ("דנה כהן", ("כהן", "דנה", "MD")),
        ("王小明 (Ali)", ("王小明", "Ali", "MD")),
    ],
)
def test_line_of_several_scripts_is_in_the_order_in_which_it_is_read(
    renderer: CertificateRenderer, tmp_path: Path, name: str, order: tuple[str, ...]
) -> None:
    """From left to right on the paper; degrees always come after the name."""
    found = places(printed(renderer, tmp_path, name, degrees="MD"))
    assert sorted(order, key=found.__getitem__) == [*order]


def test_two_signatories_in_two_directions_keep_their_places(
    renderer: CertificateRenderer, tmp_path: Path
) -> None:
    people = (
        {"name": "محمد علي", "role": "Course director"},
        {"name": "Teo Marchetti, PhD", "role": "Director"},
    )
    found = places(printed(renderer, tmp_path, "Dana Okafor", signatories=people))
    assert found["محمد"] < found["Teo"]


def test_longest_name_from_right_to_left_stays_on_one_page(
    renderer: CertificateRenderer, tmp_path: Path
) -> None:
    name = "محمد بن علي الحسيني الهاشمي القرشي " * 3
    path = printed(renderer, tmp_path, name.strip())
    assert "Pages:           1" in run("pdfinfo", path)


def test_ordinary_name_is_printed_as_if_there_were_no_other_scripts(
    renderer: CertificateRenderer, tmp_path: Path
) -> None:
    found = fonts(printed(renderer, tmp_path, "Dana Okafor"))
    assert not [name for name in found if name.startswith("Noto")]


@with_east_asian
def test_processes_print_and_sign_such_names_one_after_the_other(pool: CertificatePool) -> None:
    names = ["王小明", "Dana Okafor", "김민준", "محمد علي"] * 2
    made = [pool.produce(to_json(snapshot("completion", person_name=name))) for name in names]
    assert all(inspect_pdf(pdf).problem is None for pdf in made)
    assert [len(pdf) for pdf in made[:4]] == pytest.approx([len(pdf) for pdf in made[4:]], abs=64)
