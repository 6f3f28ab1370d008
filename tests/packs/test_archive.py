"""Packs as zips: what is exported reads back the same; what is sent is trusted in nothing."""

import contextlib
import io
import stat
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.packs import archive
from app.packs.archive import ArchiveRefusedError, export, unpack
from app.packs.files import MAX_FILES
from app.packs.pack import Pack, read_pack
from tests.packs.samples import CASES, GOOD, MODULES

PROGRAM_FILE = f"{MODULES}/program.yaml"


def packed(files: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip as somebody's computer makes it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return buffer.getvalue()


def with_entry(info: zipfile.ZipInfo, content: bytes = b"x") -> bytes:
    """The good pack with one entry more, made with care for its details."""
    buffer = io.BytesIO(packed(dict(GOOD)))
    with zipfile.ZipFile(buffer, "a") as made:
        made.writestr(info, content)
    return buffer.getvalue()


def exported(pack: Pack) -> bytes:
    """A pack as it is exported."""
    return export(
        ((document.path, document.source) for document in pack.documents),
        {figure.path: figure.content for figure in pack.figures},
        {"README.txt": "A note.", "modules/README.md": "For authors."},
    )


def read(sent: bytes, into: Path) -> Pack:
    """The pack in a zip."""
    reading = read_pack(unpack(sent, into))
    assert reading.pack is not None, reading.problems
    return reading.pack


def refusal(sent: bytes, into: Path) -> str:
    """Why a zip is refused; nothing of it may be on the disk then."""
    with pytest.raises(ArchiveRefusedError) as refused:
        unpack(sent, into)
    return str(refused.value)


def test_exported_pack_reads_back_the_same(tmp_path: Path) -> None:
    first = read(packed(dict(GOOD)), tmp_path / "a")
    again = read(exported(first), tmp_path / "b")
    assert again == first
    assert again.hash == first.hash


def test_exporting_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    pack = read(packed(dict(GOOD)), tmp_path / "a")
    assert exported(pack) == exported(pack)


def test_exported_files_are_as_their_author_wrote_them(tmp_path: Path) -> None:
    pack = read(packed(dict(GOOD)), tmp_path / "a")
    with zipfile.ZipFile(io.BytesIO(exported(pack))) as made:
        texts = {name: made.read(name).decode() for name in made.namelist()}
    assert texts == {**GOOD, "README.txt": "A note.", "modules/README.md": "For authors."}


def test_zip_of_a_folder_around_the_pack_is_taken(tmp_path: Path) -> None:
    files = {f"small-program-release-3/{path}": text for path, text in GOOD.items()}
    files["small-program-release-3/README.txt"] = "A note."
    assert read(packed(dict(files)), tmp_path).program == "small-program"


def test_what_a_mac_adds_is_left_out(tmp_path: Path) -> None:
    litter = {f"__MACOSX/{MODULES}/._program.yaml": b"\x00", f"{MODULES}/.DS_Store": b"\x00"}
    unpack(packed({**GOOD, **litter}), tmp_path)
    assert sorted(
        path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*")
    ) == sorted(GOOD)


def test_readme_of_the_folder_of_all_modules_is_left_out(tmp_path: Path) -> None:
    unpack(packed({**GOOD, "modules/README.md": "For authors"}), tmp_path)
    assert not (tmp_path / "modules" / "README.md").exists()


@pytest.mark.parametrize(
    "name",
    [
        "../modules/small-program/03-x.md",
        "modules/small-program/../../03-x.md",
        "/etc/passwd",
        "modules//small-program/03-x.md",
        "modules/./small-program/03-x.md",
        "modules\\small-program\\03-x.md",
        "C:/modules/small-program/03-x.md",
        "modules/small-program/ 03-x.md",
        "modules/small-program/03-x\u202e.md",
        "modules/small-program/03-x\n.md",
        f"modules/small-program/{'x' * 200}.md",
        f"modules/small-program/{'é' * 150}.md",
    ],
)
def test_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    said = refusal(with_entry(zipfile.ZipInfo(name)), tmp_path)
    assert "name that is not allowed" in said
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("notes.txt", "in no folder modules/<program>"),
        ("app/settings.py", "in no folder modules/<program>"),
        ("app/core/settings.py", "in no folder modules/<program>"),
        ("modules/inner.zip", "in no folder modules/<program>"),
        ("modules/other-program/program.yaml", "2 programs: other-program, small-program"),
        ("cases/other-program/01-x.md", "2 programs: other-program, small-program"),
    ],
)
def test_file_outside_the_one_program_is_refused(tmp_path: Path, name: str, reason: str) -> None:
    assert reason in refusal(packed({**GOOD, name: "x"}), tmp_path)


def test_program_whose_name_is_no_key_is_refused(tmp_path: Path) -> None:
    said = refusal(packed({"modules/My Program/program.yaml": "key: x"}), tmp_path)
    assert said == (
        "“My Program” cannot be the key of a program; use lowercase letters, digits and hyphens."
    )


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_link_or_device_is_refused(tmp_path: Path, kind: int) -> None:
    info = zipfile.ZipInfo(f"{MODULES}/03-link.md")
    info.create_system = 3
    info.external_attr = (kind | 0o777) << 16
    assert "is a link" in refusal(with_entry(info, b"/etc/passwd"), tmp_path)


@pytest.mark.parametrize("flag", [0x1, 0x40, 0x2000])
def test_encrypted_entry_is_refused(tmp_path: Path, flag: int) -> None:
    sent = bytearray(packed(dict(GOOD)))
    place = sent.index(b"PK\x01\x02")
    struct.pack_into("<H", sent, place + 8, flag)
    assert "has a password" in refusal(bytes(sent), tmp_path)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_unusual_compression_is_refused(tmp_path: Path, method: int) -> None:
    assert "in an unusual way" in refusal(packed(dict(GOOD), method), tmp_path)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_same_name_twice_is_refused(tmp_path: Path) -> None:
    assert "twice" in refusal(with_entry(zipfile.ZipInfo(PROGRAM_FILE)), tmp_path)


@pytest.mark.parametrize(
    "name", [f"{MODULES}/PROGRAM.yaml", f"{CASES}/01-The-First-Case.md", "Modules/Small-Program/x"]
)
def test_names_that_differ_in_case_only_are_refused(tmp_path: Path, name: str) -> None:
    said = refusal(packed({**GOOD, name: "x"}), tmp_path)
    assert "twice" in said or "in no folder" in said


def test_accents_written_in_two_ways_are_one_name(tmp_path: Path) -> None:
    names = [f"{MODULES}/03-caf\u00e9.md", f"{MODULES}/03-cafe\u0301.md"]
    assert "twice" in refusal(packed({**GOOD, **dict.fromkeys(names, "x")}), tmp_path)


def test_file_that_is_also_a_folder_is_refused(tmp_path: Path) -> None:
    said = refusal(packed({**GOOD, f"{PROGRAM_FILE}/inner": "x"}), tmp_path)
    assert said == f"The zip holds {PROGRAM_FILE} as a file and as a folder."


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    many = {f"{MODULES}/{n:03}-x.md": "x" for n in range(MAX_FILES + 1)}
    assert f"{MAX_FILES} is the most" in refusal(packed(dict(many)), tmp_path)
    very_many = {f"{n}/": "" for n in range(2 * MAX_FILES + 1)}
    assert f"{MAX_FILES} is the most" in refusal(packed(dict(very_many)), tmp_path)


def test_zip_that_is_too_big_is_refused(tmp_path: Path) -> None:
    assert "4 MB is the most" in refusal(b"PK" + bytes(archive.MAX_ZIP), tmp_path)


def test_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    bomb = packed({**GOOD, f"{MODULES}/03-bomb.md": bytes(50_000_000)})
    assert len(bomb) < 100_000
    assert "is far larger unpacked than packed" in refusal(bomb, tmp_path)


def test_file_that_is_too_big_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_FILE", 100)
    assert "is too big" in refusal(packed(dict(GOOD)), tmp_path)


def test_files_that_are_too_big_together_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MAX_TOTAL", 3000)
    assert "Unpacked, the zip is too big" in refusal(packed(dict(GOOD)), tmp_path)


def test_size_that_a_zip_only_claims_is_not_believed(tmp_path: Path) -> None:
    """A bomb whose directory says that it is small is cut there, and its checksum is wrong."""
    claimed = bytearray(packed({PROGRAM_FILE: bytes(5_000_000)}))
    for signature, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<L", claimed, claimed.index(signature) + place, 10)
    assert "not a zip file that can be read" in refusal(bytes(claimed), tmp_path)


def test_empty_zip_and_no_zip_are_refused(tmp_path: Path) -> None:
    assert "holds no folder" in refusal(packed({}), tmp_path)
    assert "not a zip file" in refusal(b"", tmp_path)
    assert "not a zip file" in refusal(b"key: small-program\n", tmp_path)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 20_000), st.integers(0, 255)), min_size=1, max_size=4),
    st.integers(0, 20_000),
)
def test_damaged_zip_is_refused_or_read_but_never_breaks(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, int]], length: int
) -> None:
    sent = bytearray(packed(dict(GOOD), zipfile.ZIP_STORED))
    for place, value in changes:
        sent[-1 - place % len(sent)] = value
    sent = sent[: len(sent) - length % 40]
    with contextlib.suppress(ArchiveRefusedError):
        unpack(bytes(sent), tmp_path_factory.mktemp("damaged"))
