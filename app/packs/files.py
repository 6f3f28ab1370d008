"""The files of a pack, found and read: nothing is judged yet but whether they can be read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.language import Text, _
from app.packs.fields import KEY
from app.packs.located import Located, Place, parse
from app.packs.problems import Problem
from app.packs.schema import WITHOUT_TEXT, Kind
from app.packs.text.lint import MarkdownBody

MAX_BYTES = 100_000
MAX_TEXTS = 3_000_000
"""Bytes of all texts of a pack: checking takes a second for a few of the largest."""
MAX_FILES = 300

_FENCE = re.compile(r"---[ \t]*")
_NAME = re.compile(rf"\d+-(?P<key>{KEY.pattern})(?P<guide>\.guide)?\.md", re.ASCII)
_INSTRUMENT = re.compile(rf"(?P<key>{KEY.pattern})\.yaml", re.ASCII)
_READ_ME = "readme.md"
_PARTS = ("modules", "cases")
FIGURES = "figures"
"""The folder of pictures in each part of a pack."""
INSTRUMENTS = "instruments"
"""The folder of survey instruments in a program's folder of modules."""


@dataclass(frozen=True)
class PackFolder:
    """Where a program's files lie: `modules/<program>` and `cases/<program>` under one root."""

    root: Path
    program: str


@dataclass(frozen=True)
class Source:
    """One file: its front matter with lines, and its text."""

    kind: Kind
    key: str
    """As the file's name says it; a guide has the key of its case."""
    path: str
    front: Located
    body: MarkdownBody
    text: str
    """The whole file, with plain line ends."""

    def error(self, sentence: Text, *place: str | int) -> Problem:
        """Something that keeps the pack out, at a place of the front matter."""
        return Problem(self.path, self.front.line(*place), sentence)

    def warning(self, sentence: Text, *place: str | int) -> Problem:
        """Advice, at a place of the front matter."""
        return Problem(self.path, self.front.line(*place), sentence, is_warning=True)

    def entries(self, *place: str | int) -> list[Place]:
        """The places of the entries of a list."""
        return self.front.items(*place)


def find_packs(path: Path) -> list[PackFolder]:
    """The packs under a root, by name; or the one whose folder in modules/ or cases/ this is."""
    path = path.resolve()
    if path.parent.name in _PARTS and not (path / "modules").is_dir():
        return [PackFolder(path.parent.parent, path.name)] if path.is_dir() else []
    names = {
        folder.name
        for part in _PARTS
        for folder in _entries(path / part)
        if folder.is_dir() and not folder.is_symlink()
    }
    return [PackFolder(path, name) for name in sorted(names)]


def read_sources(folder: PackFolder) -> tuple[list[Source], list[Problem]]:
    """Every file of a pack that could be read, and what was wrong with the others."""
    sources: list[Source] = []
    problems: list[Problem] = []
    files = list(_files(folder))
    if sentence := _why_too_much(files, figures=len(figure_paths(folder))):
        return [], [Problem(f"modules/{folder.program}/program.yaml", 1, sentence)]
    for file in files:
        path = _relative(file, folder)
        if (named := _kind_and_key(file, folder)) is None:
            problems.append(Problem(path, 1, _UNKNOWN_NAME))
        else:
            sources.append(source := _source(*named, path, _text(file)))
            problems += [Problem(path, line, sentence) for line, sentence in source.front.faults]
    return sources, problems


def _why_too_much(files: list[Path], *, figures: int) -> Text | None:
    if (count := len(files) + figures) > MAX_FILES:
        return _("The pack has {files} files; {most} is the most.", files=count, most=MAX_FILES)
    if sum(min(file.lstat().st_size, MAX_BYTES) for file in files) > MAX_TEXTS:
        return _(
            "All texts together are too big; {megabytes} MB is the most.",
            megabytes=MAX_TEXTS // 1_000_000,
        )
    return None


def figure_paths(folder: PackFolder) -> list[tuple[str, Path]]:
    """Everything in the folders of pictures, or such a folder itself if it is a link."""
    found: list[Path] = []
    for part in _PARTS:
        place = folder.root / part / folder.program / FIGURES
        found += [place] if place.is_symlink() else _entries(place)
    return [(_relative(file, folder), file) for file in found if file.name.lower() != _READ_ME]


@dataclass(frozen=True)
class _Refusal:
    sentence: Text
    line: int = 1


_UNKNOWN_NAME = _(
    "The name of this file does not say what it is: a module or case is called 01-its-key.md, "
    "a guide 01-its-key.guide.md, the program program.yaml, an instrument "
    "instruments/its-key.yaml."
)
NOT_UTF8 = _("This is not UTF-8; save the file with that encoding.")
NO_ORDINARY_FILE = _("Only ordinary files belong in a pack, no links and no folders.")
_NO_FRONT = _Refusal(
    _("The file must begin with front matter between two lines of three hyphens (---).")
)


def _entries(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if not path.name.startswith((".", "_")))


def _files(folder: PackFolder) -> Iterator[Path]:
    instruments = folder.root / "modules" / folder.program / INSTRUMENTS
    for part in _PARTS:
        for path in _entries(folder.root / part / folder.program):
            pictures = path.name == FIGURES and (path.is_dir() or path.is_symlink())
            if path == instruments and path.is_dir() and not path.is_symlink():
                yield from (own for own in _entries(path) if own.name.lower() != _READ_ME)
            elif path.name.lower() != _READ_ME and not pictures:
                yield path


def _relative(file: Path, folder: PackFolder) -> str:
    return file.relative_to(folder.root).as_posix()


def _kind_and_key(file: Path, folder: PackFolder) -> tuple[Kind, str] | None:
    if file.parent.name == INSTRUMENTS and file.parent.parent.name == folder.program:
        instrument = _INSTRUMENT.fullmatch(file.name)
        return ("instrument", instrument["key"]) if instrument else None
    in_modules = file.parent.parent.name == "modules"
    if in_modules and file.name == "program.yaml":
        return "program", folder.program
    if not (name := _NAME.fullmatch(file.name)) or (in_modules and name["guide"]):
        return None
    return ("module" if in_modules else "guide" if name["guide"] else "case"), name["key"]


def _text(file: Path) -> str | _Refusal:
    """The file as text with plain line ends, or why it cannot be read."""
    if file.is_symlink() or not file.is_file():
        return _Refusal(NO_ORDINARY_FILE)
    with file.open("rb") as stream:
        raw = stream.read(MAX_BYTES + 1)
    if len(raw) > MAX_BYTES:
        sentence = _(
            "The file is too big; {kilobytes} KB is the most.", kilobytes=MAX_BYTES // 1000
        )
        return _Refusal(sentence)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return _Refusal(NOT_UTF8, line)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _source(kind: Kind, key: str, path: str, text: str | _Refusal) -> Source:
    if isinstance(text, _Refusal):
        nothing = Located(None, {}, ((text.line, text.sentence),))
        return Source(kind, key, path, nothing, MarkdownBody("", 1), "")
    if kind in WITHOUT_TEXT:
        return Source(kind, key, path, parse(text), MarkdownBody("", 1), text)
    lines = text.split("\n")
    fences = [number for number, line in enumerate(lines) if _FENCE.fullmatch(line)]
    if len(fences) < 2 or fences[0] != 0:
        return _source(kind, key, path, _NO_FRONT)
    front = parse("\n".join(lines[1 : fences[1]]), first_line=2)
    body = MarkdownBody("\n".join(lines[fences[1] + 1 :]), fences[1] + 2)
    return Source(kind, key, path, front, body, text)
