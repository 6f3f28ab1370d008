"""A release as a zip: its files exactly as they were written, with the pictures they show."""

from pathlib import PurePosixPath

from sqlalchemy.orm import Session

from app.content.models import ContentRelease
from app.content.queries import figures
from app.content.releases.queries import release_items
from app.packs.archive import export
from app.settings import PROJECT_ROOT


def packed_release(session: Session, program_title: str, release: ContentRelease) -> bytes:
    """The zip of a release; the same release always gives the same bytes."""
    items = release_items(session, release)
    pictures = {
        f"{PurePosixPath(item.path).parent}/figures/{name}": hash_
        for item in items
        for name, hash_ in item.version.figures.items()
    }
    stored = figures(session, set(pictures.values()))
    note = NOTE.format(title=program_title, number=release.number, at=release.loaded_at)
    return export(
        ((item.path, item.version.source) for item in items),
        {path: stored[hash_].content for path, hash_ in pictures.items()},
        {
            "README.txt": note,
            **{path: (PROJECT_ROOT / path).read_text(encoding="utf-8") for path in GUIDES},
        },
    )


def zip_name(release: ContentRelease) -> str:
    """What the file is called: `mentor-development-release-3.zip`."""
    return f"{release.program}-release-{release.number}.zip"


GUIDES = ("modules/README.md", "cases/README.md")
"""What authors need to know; an import passes over them."""
NOTE = """\
{title}
Release {number}, loaded {at:%Y-%m-%d}.

modules/ holds the program file and the modules, cases/ the cases and the facilitator guides.
Change them with any text editor and keep their names; README.md in either folder explains every
field and every mark. To bring them back, zip the two folders
and import the zip on the page “Content”; you see what would change before anything does.
"""
