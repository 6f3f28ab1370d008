from pathlib import Path

import pytest

from app.content.command import check
from app.packs import files
from app.packs.files import MAX_BYTES, MAX_FILES, find_packs
from tests.packs.samples import CASE, CASES, FIRST, GOOD, MODULES, write

CASE_FILE = f"{CASES}/01-the-first-case.md"
UNKNOWN = "The name of this file does not say what it is: a module or case is called 01-its-key.md,"


def only_error(root: Path) -> str:
    (problem,) = [problem for problem in check(root).problems if not problem.is_warning]
    return str(problem)


def test_packs_are_found_by_name(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    write(tmp_path, {"modules/another/program.yaml": "", "cases/third/01-a.md": ""})
    assert [pack.program for pack in find_packs(tmp_path)] == ["another", "small-program", "third"]


@pytest.mark.parametrize("part", [MODULES, CASES])
def test_folder_of_one_program_is_that_pack(tmp_path: Path, part: str) -> None:
    write(tmp_path, GOOD)
    write(tmp_path, {"modules/another/program.yaml": ""})
    (pack,) = find_packs(tmp_path / part)
    assert pack.program == "small-program"
    assert check(tmp_path / part).lines() == ["5 files in 1 pack: 0 errors, 0 warnings."]


def test_folder_without_packs_is_not_ok(tmp_path: Path) -> None:
    report = check(tmp_path)
    assert not report.ok
    assert report.exit_code == 1
    assert report.lines() == [f"No packs found: {tmp_path} has no folders modules/<program>."]
    assert not check(tmp_path / "no" / "such" / "folder").ok


def test_read_me_and_hidden_and_put_aside_files_are_passed_over(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    write(tmp_path, {"modules/README.md": "x", f"{MODULES}/README.md": "x", f"{CASES}/.x.md": "x"})
    write(tmp_path, {f"{MODULES}/_draft.md": "x", "modules/_template/01-x.md": "x"})
    assert check(tmp_path).lines() == ["5 files in 1 pack: 0 errors, 0 warnings."]


@pytest.mark.parametrize(
    "name",
    ["first.md", "01-First.md", "01_first.md", "01-first.txt", "01-a.guide.md", "program.yml"],
)
def test_file_with_a_name_that_says_nothing_is_refused(tmp_path: Path, name: str) -> None:
    write(tmp_path, GOOD)
    write(tmp_path, {f"{MODULES}/{name}": FIRST})
    assert only_error(tmp_path).startswith(f"{MODULES}/{name}:1: {UNKNOWN}")


def test_folder_in_a_pack_is_refused(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    (tmp_path / CASES / "02-more.md").mkdir()
    assert "Only ordinary files belong in a pack" in only_error(tmp_path)


def test_link_out_of_the_pack_is_refused(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    secret = tmp_path / "secret.md"
    secret.write_text(CASE.replace("the-first-case", "secret"))
    (tmp_path / CASES / "02-secret.md").symlink_to(secret)
    assert only_error(tmp_path) == (
        f"{CASES}/02-secret.md:1: Only ordinary files belong in a pack, no links and no folders."
    )


def test_file_that_is_too_big_is_refused(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    big = CASE.replace("the-first-case", "big") + "x" * MAX_BYTES
    write(tmp_path, {f"{CASES}/02-big.md": big})
    assert only_error(tmp_path) == f"{CASES}/02-big.md:1: The file is too big; 100 KB is the most."


def test_texts_that_are_too_big_together_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MAX_TEXTS", 1000)
    said = only_error(write(tmp_path, GOOD))
    assert said.endswith(":1: All texts together are too big; 0 MB is the most.")


def test_pack_of_too_many_files_is_refused(tmp_path: Path) -> None:
    write(tmp_path, {f"{CASES}/{n:03}-a-{n}.md": "" for n in range(MAX_FILES + 1)})
    assert only_error(tmp_path).endswith(":1: The pack has 301 files; 300 is the most.")


def test_file_in_another_encoding_is_refused_with_its_line(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    (tmp_path / CASE_FILE).write_bytes(CASE.replace("They meet", "Sí").encode("latin-1"))
    expected = f"{CASE_FILE}:10: This is not UTF-8; save the file with that encoding."
    assert only_error(tmp_path) == expected


@pytest.mark.parametrize("text", ["", "They meet.", "---\nkey: x\n", "\n---\nkey: x\n---\nx"])
def test_file_without_front_matter_is_refused(tmp_path: Path, text: str) -> None:
    write(tmp_path, GOOD | {CASE_FILE: text})
    assert only_error(tmp_path) == (
        f"{CASE_FILE}:1: The file must begin with front matter between two lines of three "
        "hyphens (---)."
    )


def test_front_matter_that_is_no_mapping_is_refused(tmp_path: Path) -> None:
    write(tmp_path, GOOD | {CASE_FILE: "---\n- a\n- b\n---\nText.\n"})
    assert only_error(tmp_path) == (
        f"{CASE_FILE}:2: Write fields here, such as `key: …` and `title: …`, one on a line."
    )


def test_line_of_hyphens_in_the_text_is_part_of_the_text(tmp_path: Path) -> None:
    write(tmp_path, GOOD | {CASE_FILE: CASE + "\n---\n\nMore.\n"})
    (reading,) = check(tmp_path).readings
    assert reading.pack is not None
    (case,) = (document for document in reading.pack.documents if document.kind == "case")
    assert case.html == "<p>They meet.</p>\n<hr>\n<p>More.</p>\n"
