"""A program says in which language its texts are; who says nothing means English, as before."""

from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app.cohorts.actions import sync_program
from app.content.actions import load_pack
from app.content.command import check
from app.content.differences.documents import difference
from app.content.enums import Origin
from app.content.models import ContentVersion
from app.content.releases.queries import current_versions
from app.language.languages import ENGLISH, LANGUAGES, current, writing_in
from app.packs import pack as packs
from app.packs.archive import export, unpack
from app.packs.files import find_packs
from app.packs.pack import Pack, read_pack
from app.packs.schema import ProgramData, meaning, stored
from tests.packs.samples import GOOD, MODULES, changed, write

PROGRAM_FILE = f"{MODULES}/program.yaml"
BEFORE_THERE_WAS_A_LANGUAGE = "c0ddb491ba16b12623e71fc5d859c22d2b1eecfff0a8e075044faf6edf791e40"
"""The hash of the good pack as the version before computed it."""


def in_language(code: str) -> dict[str, str]:
    """The good pack, saying in which language it is."""
    return changed(PROGRAM_FILE, "format: cohort", f"language: {code}\nformat: cohort")


def pack_of(root: Path, files: dict[str, str]) -> Pack:
    (folder,) = find_packs(write(root, files))
    reading = read_pack(folder)
    assert reading.pack is not None, [str(problem) for problem in reading.problems]
    return reading.pack


def program_of(pack: Pack) -> ProgramData:
    (document,) = [document for document in pack.documents if document.kind == "program"]
    return ProgramData.model_validate(document.data)


def load(session: Session, pack: Pack, now: datetime) -> dict[tuple[str, str], ContentVersion]:
    load_pack(session, pack, now=now, origin=Origin.FILES)
    return dict(current_versions(session, pack.program))


def test_packs_of_before_keep_their_hash(tmp_path: Path) -> None:
    assert pack_of(tmp_path, GOOD).hash == BEFORE_THERE_WAS_A_LANGUAGE


def test_english_written_out_is_the_same_as_nothing_said(tmp_path: Path) -> None:
    left_out, written = pack_of(tmp_path / "a", GOOD), pack_of(tmp_path / "b", in_language("en"))
    assert written.hash == left_out.hash
    assert program_of(left_out) == program_of(written)
    assert "language" not in meaning(program_of(written))
    assert stored(program_of(left_out))["language"] == "en"


@pytest.mark.parametrize("code", ["es", "pt-BR", "zh-Hant", "zh-Hant-TW", "es-419", "haw"])
def test_program_names_its_language_by_code(tmp_path: Path, code: str) -> None:
    assert program_of(pack_of(tmp_path, in_language(code))).language == code


@pytest.mark.parametrize(
    "code", ["Spanish", "ES", "es_MX", "es-mx", "e", "'es '", "en-US-x-private", '"es\\n"', "'٤٢'"]
)
def test_what_is_no_code_is_refused_with_its_line(tmp_path: Path, code: str) -> None:
    (problem,) = check(write(tmp_path, in_language(code))).problems
    assert (problem.path, problem.line, problem.is_warning) == (PROGRAM_FILE, 4, False)
    assert str(problem.sentence) == (
        "`language`: Write the language as its code, such as en, es or pt-BR."
    )


@pytest.mark.parametrize("code", ["no", "12", "true"])
def test_norwegian_is_a_code_and_what_yaml_takes_for_no_text_is_none(
    tmp_path: Path, code: str
) -> None:
    problems = [
        str(problem.sentence) for problem in check(write(tmp_path, in_language(code))).problems
    ]
    assert bool(problems) is (code != "no")
    assert all("`language`" in problem and "put it in quotes" in problem for problem in problems)


def test_language_comes_back_from_a_zip(tmp_path: Path) -> None:
    first = pack_of(tmp_path / "a", in_language("pt-BR"))
    packed = export(((document.path, document.source) for document in first.documents), {}, {})
    reading = read_pack(unpack(packed, tmp_path / "b"))
    assert reading.pack == first
    assert program_of(first).language == "pt-BR"


def test_loaded_program_has_the_language_and_a_comparison_shows_its_change(
    session: Session, tmp_path: Path, now: datetime
) -> None:
    key = ("program", "small-program")
    before = load(session, pack_of(tmp_path / "a", GOOD), now)
    assert sync_program(session, key[1], before, now=now).language == "en"
    after = load(session, pack_of(tmp_path / "b", in_language("es")), now)
    assert sync_program(session, key[1], after, now=now).language == "es"

    (field,) = difference(before[key], after[key]).fields
    assert (field.old, field.new) == ("en", "es")


def test_texts_whose_own_words_are_in_another_language_are_other_versions(tmp_path: Path) -> None:
    """Those are kept with the rendered text. We speak no Portuguese, so there they stay English."""

    def hashes(code: str) -> dict[str, str]:
        pack = pack_of(tmp_path / code, in_language(code))
        return {document.path: document.hash for document in pack.documents}

    english, spanish, portuguese = hashes("en"), hashes("es"), hashes("pt-BR")
    assert all(english[path] != spanish[path] for path in english)
    assert {path for path in english if english[path] != portuguese[path]} == {PROGRAM_FILE}


@pytest.mark.parametrize(("code", "written"), [("es", "es"), ("en", "en"), ("pt-BR", "en")])
def test_texts_are_rendered_in_their_language_whoever_imports_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, written: str
) -> None:
    monkeypatch.setattr(packs, "render", lambda *_args, **_more: current().code)
    for reader in (ENGLISH, LANGUAGES["es"], LANGUAGES["ar-XB"]):
        with writing_in(reader):
            pack = pack_of(tmp_path, in_language(code))
        assert {document.html for document in pack.documents if document.kind != "program"} == {
            written
        }
