"""One document of a pack: its versions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.cohorts.moves.rules import Uses
from app.content.models import ContentVersion
from app.content.releases.records import Brief
from app.language import Text, _, ngettext
from app.language.moments import long_date
from app.site.manage.content.loaders import SHORT, DocumentContext
from app.site.manage.content.wording import KINDS, short, title_of, use_of, version_text
from app.web.parts import Option


@dataclass(frozen=True)
class VersionLine:
    """One version in the list."""

    hash: str
    loaded: str
    path: str
    releases: Text
    """`Releases 1–3 and 5`."""
    current: bool
    used_by: Text
    compare: str | None
    """The difference to the version before it."""


@dataclass(frozen=True)
class VersionsPage:
    """All versions of a document, the newest first."""

    program: str
    pack_path: str
    kind: Text
    title: Text
    path: str
    lines: Sequence[VersionLine]
    removed: bool
    """Whether the newest release has it no longer."""
    options: Sequence[Option]
    """For choosing two versions to compare."""
    older: str
    newer: str


def versions_page(here: DocumentContext, uses: Uses, zone: str) -> VersionsPage:
    """The versions, with the cohorts that use each."""
    newest = here.current or here.versions[0]
    older, newer = default_pair(here)
    return VersionsPage(
        program=here.program.title,
        pack_path=here.path,
        kind=KINDS[here.kind],
        title=title_of(here.kind, newest.title),
        path=here.document_path,
        lines=[_line(here, place, uses, zone) for place in range(len(here.versions))],
        removed=here.current is None,
        options=options_of(here, zone),
        older=older.hash[:SHORT],
        newer=newer.hash[:SHORT],
    )


def default_pair(here: DocumentContext) -> tuple[Brief, Brief]:
    """What is compared when nobody chose: the current version, and the one before it."""
    newer = here.current or here.versions[0]
    place = here.versions.index(newer)
    others = [*here.versions[place + 1 :], *here.versions[:place]]
    return (others[0] if others else newer), newer


def _line(here: DocumentContext, place: int, uses: Uses, zone: str) -> VersionLine:
    version = here.versions[place]
    before = here.versions[place + 1] if place + 1 < len(here.versions) else None
    between = f"old={before.hash[:SHORT]}&new={version.hash[:SHORT]}" if before else ""
    return VersionLine(
        hash=short(version.hash),
        loaded=long_date(version.loaded_at, zone),
        path=here.path_of(version),
        releases=in_releases(here, version),
        current=here.current is not None and here.current.id == version.id,
        used_by=use_of(here.kind, uses, version.id),
        compare=f"{here.document_path}/compare?{between}" if before else None,  # not shown
    )


def in_releases(here: DocumentContext, version: Brief) -> Text:
    """`Release 2`; `Releases 1–3 and 5`."""
    numbers = sorted(
        release.release.number
        for release in here.releases
        if version.id in here.items[release.release.id]
    )
    if not numbers:
        return _("No release")
    return ngettext(
        "Release {numbers:and}",
        "Releases {numbers:and}",
        count=len(numbers),
        numbers=tuple(_runs(numbers)),
    )


def _runs(numbers: Sequence[int]) -> Iterator[str]:
    """Numbers in order, those that follow each other as `1–3`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    for run in runs:
        yield str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}"


def options_of(here: DocumentContext, zone: str) -> list[Option]:
    """The versions to choose from."""
    return [
        Option(version.hash[:SHORT], version_words(here, version, zone))
        for version in here.versions
    ]


def version_words(here: DocumentContext, version: Brief | ContentVersion, zone: str) -> Text:
    """`1a2b3c4d, November 18, 2026 (current)`."""
    current = here.current is not None and here.current.id == version.id
    return version_text(version.hash, version.loaded_at, zone, current=current)
