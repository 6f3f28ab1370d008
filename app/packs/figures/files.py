"""The pictures of a pack: read, checked and bounded before anybody is shown one."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.language import Text, _
from app.packs.figures import raster, svg
from app.packs.files import FIGURES, NO_ORDINARY_FILE, PackFolder, Source, figure_paths
from app.packs.problems import Finding, Problem, RefusedFileError
from app.packs.text import lint
from app.packs.text.tokens import FIGURE_NAME

MAX_SVG_BYTES = 100_000
MAX_RASTER_BYTES = 500_000

_ENDINGS = {"image/svg+xml": "svg", "image/png": "png", "image/jpeg": "jpg"}


@dataclass(frozen=True)
class FigureFile:
    """One picture of a pack."""

    path: str
    """With slashes, from the folder that holds modules/ and cases/."""
    hash: str
    """SHA-256 of its bytes."""
    media_type: str
    content: bytes
    width: int
    height: int

    @property
    def name(self) -> str:
        """As texts refer to it."""
        return self.path.rsplit("/", 1)[-1]


def read_figures(folder: PackFolder) -> tuple[list[FigureFile], list[Problem]]:
    """Every picture of a pack that may be shown, and what is wrong with the others."""
    figures: list[FigureFile] = []
    problems: list[Problem] = []
    for path, file in figure_paths(folder):
        try:
            figures.append(_figure(path, _content(file)))
        except RefusedFileError as refused:
            problems += [Problem(path, line, sentence) for line, sentence in refused.findings]
    return figures, problems


def across_figures(
    sources: Sequence[Source], figures: Sequence[FigureFile], refused: Sequence[Problem]
) -> Iterator[Problem]:
    """Pictures that a text shows and that are not there, and the other way round."""
    here = {figure.path for figure in figures} | {problem.path for problem in refused}
    shown: set[str] = set()
    for source in sources:
        for picture in lint.pictures(source.body):
            if picture.name is None:
                continue
            shown.add(path := figure_path(source, picture.name))
            if path not in here:
                sentence = _("There is no picture {path}.", path=path)
                yield Problem(source.path, picture.line, sentence)
    for figure in figures:
        if figure.path not in shown:
            yield Problem(figure.path, 1, _("No text shows this picture."), is_warning=True)


def figures_of(source: Source, figures: Mapping[str, FigureFile]) -> dict[str, FigureFile]:
    """The pictures that a text shows, by name, of the pictures of its pack by path."""
    names = sorted({picture.name for picture in lint.pictures(source.body) if picture.name})
    return {name: figures[figure_path(source, name)] for name in names}


def figure_path(source: Source, name: str) -> str:
    """Where a text's picture lies: in the folder of pictures beside it."""
    return f"{source.path.rsplit('/', 1)[0]}/{FIGURES}/{name}"


def shown_at(html: str, base: str, figures: Mapping[str, str] | None = None) -> str:
    """A rendered text for the page that shows it: its pictures are asked for below `base`.

    `figures`: name and hash of each picture; with them, an address changes when its picture does,
    so that no browser shows an old one from its cache.
    """
    if _MARK not in html:
        return html
    known = figures or {}

    def address(found: re.Match[str]) -> str:
        edition = f"?v={known[found[1]][:8]}" if found[1] in known else ""
        return f'src="{base}/{FIGURES}/{found[1]}{edition}"'

    return _MARKED.sub(address, html)


_MARK = 'src="figure:'
_MARKED = re.compile(_MARK + '([^"]*)"')


def _content(file: Path) -> bytes:
    if file.is_symlink() or not file.is_file():
        raise RefusedFileError((1, NO_ORDINARY_FILE))
    if not FIGURE_NAME.fullmatch(file.name):
        raise RefusedFileError(_UNKNOWN_NAME)
    most = MAX_SVG_BYTES if file.suffix == ".svg" else MAX_RASTER_BYTES
    with file.open("rb") as stream:
        content = stream.read(most + 1)
    if len(content) > most:
        sentence = _("The picture is too big; {kilobytes} KB is the most.", kilobytes=most // 1000)
        raise RefusedFileError((1, sentence))
    return content


_UNKNOWN_NAME: Finding = (
    1,
    _(
        "The name of a picture holds lowercase letters, digits and hyphens and ends in .svg, .png "
        "or .jpg, such as two-teams.svg."
    ),
)


def _other_kind(ending: str) -> Text:
    if ending == "svg":
        return _("The name says PNG or JPEG, but the file is neither; save the picture again.")
    return _(
        "This is a .{ending} file, but its name says something else; rename it.", ending=ending
    )


def _figure(path: str, content: bytes) -> FigureFile:
    media_type = raster.media_type(content) or "image/svg+xml"
    ending = _ENDINGS[media_type]
    if not path.endswith(f".{ending}"):
        raise RefusedFileError((1, _other_kind(ending)))
    measure = svg.size if ending == "svg" else raster.size
    width, height = measure(content)
    hash_ = hashlib.sha256(content).hexdigest()
    return FigureFile(path, hash_, media_type, content, width, height)
