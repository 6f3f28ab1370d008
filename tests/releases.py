"""New releases of a program's pack, as its editors would load them."""

from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.orm import Session

from app.cohorts.actions import sync_program
from app.content.actions import load_pack
from app.content.enums import Origin
from app.content.queries import figure
from app.content.releases.queries import current_versions, newest_release, release_items
from app.packs.files import find_packs
from app.packs.pack import Pack, read_pack
from tests.cast import NOW
from tests.packs.samples import write

PROGRAM = "mentor-development"
TITLED = ('"Module 2 title"', '"Module 2, made better"')
REWORDED = ("Text of module 2.", "Better text of module 2.")
MODULE_2, CASE_2, GUIDE_2 = "02-module-2.md", "02-case-2.md", "02-case-2.guide.md"

MORE_TO_READ = (
    (MODULE_2, '"required": false', '"required": true'),
    (MODULE_2, '"minutes": 40', '"minutes": 50'),
)


def release(
    session: Session,
    *changes: tuple[str, str, str],
    without: str = "nothing",
    now: datetime = NOW,
    program: str = PROGRAM,
) -> None:
    """Load the newest release again with changes: the end of a file's path, what stood, what is.

    `without`: leaves out the files whose names hold this.
    """
    newest = newest_release(session, program)
    assert newest is not None
    items = release_items(session, newest)
    files = {item.path: item.version.source for item in items}
    files = {path: source for path, source in files.items() if without not in path}
    for end, old, new in changes:
        (path,) = (path for path in files if path.endswith(end))
        assert old in files[path], files[path]
        files[path] = files[path].replace(old, new)
    for item in items:
        for name, hash_ in item.version.figures.items():
            shown = figure(session, hash_).content.decode()
            files[f"{item.path.rpartition('/')[0]}/figures/{name}"] = shown
    load_pack(session, _pack_of(tuple(files.items())), now=now, origin=Origin.FILES)
    sync_program(session, program, current_versions(session, program), now=now)


@cache
def _pack_of(files: tuple[tuple[str, str], ...]) -> Pack:
    """A pack of these files; many tests read the same ones."""
    with TemporaryDirectory() as root:
        (folder,) = find_packs(write(Path(root), dict(files)))
        reading = read_pack(folder)
    assert reading.pack is not None, [str(problem) for problem in reading.problems]
    return reading.pack


def better_module_2(session: Session) -> None:
    """A new text and a new title for the module of the unit that is open."""
    release(session, (MODULE_2, *REWORDED), (MODULE_2, *TITLED))
