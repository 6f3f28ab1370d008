"""Signatures and logos on certificates: one page, told to who does not see them, by their hash."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from app.certificates.printing.pool import CertificatePool, Illustrated, sheet_of
from app.certificates.printing.render import CertificateRenderer
from app.certificates.printing.templates import TemplatePack
from app.certificates.sample_pictures import Samples, samples
from app.certificates.snapshot import to_json
from app.certificates.specimens import CROWDED
from app.printing.errors import RenderError
from tests.certificates.printing.layout import assert_nothing_overprints
from tests.certificates.samples import run, snapshot

LOOKS = TemplatePack().keys


@pytest.fixture(scope="module")
def drawn() -> Samples:
    return samples()


def figures(pdf: bytes) -> list[str]:
    """What every picture says to a screen reader, in reading order."""
    root: Any = PdfReader(BytesIO(pdf)).trailer["/Root"]
    return [tag["/Alt"] for tag in _tags(root["/StructTreeRoot"]) if tag["/S"] == "/Figure"]


def _tags(node: Any) -> Iterator[Any]:
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        child = kid.get_object()
        if isinstance(child, dict) and "/S" in child:
            yield child
            yield from _tags(child)


@pytest.mark.parametrize("look", LOOKS)
def test_worst_certificate_with_all_pictures_stays_on_one_page(
    renderer: CertificateRenderer, tmp_path: Path, drawn: Samples, look: str
) -> None:
    path = tmp_path / "worst.pdf"
    facts = snapshot(look, **{**CROWDED, **drawn.facts})
    path.write_bytes(renderer.pdf(facts, pictures=drawn.pictures))
    assert_nothing_overprints(path)
    pictures = run("pdfimages", "-list", path).splitlines()[2:]
    assert len([line for line in pictures if line.split()[2] == "image"]) == 7
    assert re.search(r"Tagged: +yes", run("pdfinfo", path))


def test_every_picture_is_told_in_reading_order(
    renderer: CertificateRenderer, drawn: Samples
) -> None:
    rosa = drawn.facts["signatures"][0] | {"alt": "Signature of Rosa Lindqvist, MD"}
    facts = snapshot(signatures=(rosa, None), logos=drawn.facts["logos"][:2])
    told = figures(renderer.pdf(facts, pictures=drawn.pictures))
    assert told[:3] == ["Logo 1", "Logo 2", "Signature of Rosa Lindqvist, MD"]
    assert told[3].startswith("QR code that opens")


def test_picture_that_is_not_sent_along_is_refused(
    renderer: CertificateRenderer, drawn: Samples
) -> None:
    with pytest.raises(RenderError, match=r"may not load .*pictures/"):
        renderer.pdf(snapshot(**drawn.facts, signatories=CROWDED["signatories"]))


def test_picture_of_other_bytes_is_refused(renderer: CertificateRenderer, drawn: Samples) -> None:
    first, second, *_others = drawn.pictures
    with pytest.raises(RenderError, match=f"{first[:12]} is not the one that was approved"):
        renderer.pdf(snapshot(), pictures={first: drawn.pictures[second]})


def test_same_pictures_give_the_same_bytes(renderer: CertificateRenderer, drawn: Samples) -> None:
    facts = snapshot(logos=drawn.facts["logos"])
    once = renderer.pdf(facts, pictures=drawn.pictures)
    assert renderer.pdf(facts, pictures=drawn.pictures) == once
    without = renderer.pdf(snapshot())
    assert renderer.pdf(snapshot(), pictures=drawn.pictures) == without, "none is shown"


def test_only_pictures_that_are_shown_are_sent(drawn: Samples) -> None:
    assert sheet_of(snapshot(), drawn.pictures) == to_json(snapshot())
    facts = snapshot(logos=drawn.facts["logos"][:1])
    sheet = sheet_of(facts, drawn.pictures)
    assert isinstance(sheet, Illustrated)
    assert set(sheet.pictures) == {drawn.facts["logos"][0]["sha256"]}


def test_certificate_with_pictures_is_signed_like_any_other(
    pool: CertificatePool, drawn: Samples, tmp_path: Path
) -> None:
    facts = snapshot("cme_credit-formal", logos=drawn.facts["logos"])
    path = tmp_path / "signed.pdf"
    path.write_bytes(pool.produce(sheet_of(facts, drawn.pictures)))
    assert "No syntax or stream encoding errors" in run("qpdf", "--check", path)
    assert "Signature is Valid" in run("pdfsig", "-nocert", path)


def test_looks_of_a_pack_are_its_folders() -> None:
    pack = TemplatePack()
    assert pack.looks == ("formal",)
    assert pack.key_of("cme_credit", "") == "cme_credit"
    assert pack.key_of("cme_credit", "formal") == "cme_credit-formal"
    assert pack.key_of("cme_credit", "baroque") is None


def test_kind_that_lacks_a_look_has_the_usual_one(tmp_path: Path) -> None:
    for key in ("cme_credit", "completion", "cme_credit-blue"):
        (tmp_path / key).mkdir()
        (tmp_path / key / "certificate.html").write_text("<p>{{ c.number }}</p>")
    pack = TemplatePack(tmp_path)
    assert pack.key_of("completion", "blue") == "completion"
    assert pack.key_of("cme_credit", "blue") == "cme_credit-blue"
