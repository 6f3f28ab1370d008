"""A release as a zip: its files exactly as they were written, with the pictures they show."""

from pathlib import PurePosixPath

from sqlalchemy.orm import Session

from app.content.models import ContentRelease
from app.content.queries import figures
from app.content.releases.queries import release_items
from app.language import LazyText, _
from app.language.languages import ENGLISH, LANGUAGES, writing_in
from app.packs.archive import export
from app.settings import PROJECT_ROOT


def packed_release(
    session: Session, release: ContentRelease, *, title: str, language: str
) -> bytes:
    """The zip of a release; the same release always gives the same bytes.

    `title`, `language`: of its program, in whose language the note is, whoever exports it.
    """
    items = release_items(session, release)
    pictures = {
        f"{PurePosixPath(item.path).parent}/figures/{name}": hash_
        for item in items
        for name, hash_ in item.version.figures.items()
    }
    stored = figures(session, set(pictures.values()))
    documents = ((item.path, item.version.source) for item in items)
    contents = {path: stored[hash_].content for path, hash_ in pictures.items()}
    return export(documents, contents, _notes(release, title, language))


def _notes(release: ContentRelease, title: str, language: str) -> dict[str, str]:
    """What the zip says of itself, and how to write such texts, by path."""
    with writing_in(LANGUAGES.get(language, ENGLISH)):
        note = str(_note(release, title))
    guides = {path: (PROJECT_ROOT / path).read_text(encoding="utf-8") for path in GUIDES}
    return {"README.txt": note, **guides}


def zip_name(release: ContentRelease) -> str:
    """What the file is called: `mentor-development-release-3.zip`."""
    return f"{release.program}-release-{release.number}.zip"


GUIDES = ("modules/README.md", "cases/README.md")
"""What authors need to know; an import passes over them."""


def _note(release: ContentRelease, title: str) -> LazyText:
    """What `README.txt` says."""
    return _(
        "{title}\n"
        "Release {number}, loaded {loaded:date}.\n"
        "\n"
        "modules/ holds the program file, the modules and the survey instruments, cases/ the "
        "cases and the\n"
        "facilitator guides.\n"
        "Change them with any text editor and keep their names; README.md in either folder "
        "explains every\n"
        "field and every mark. To bring them back, zip the two folders\n"
        "and import the zip on the page “Content”; you see what would change before anything "
        "does.\n",
        title=title,
        number=release.number,
        loaded=release.loaded_at,
    )
