"""One pack: its syllabus with every document's version and use, and its releases."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from app.cohorts.moves.rules import Uses, cohorts_behind
from app.content.enums import Name
from app.content.releases.records import Brief, CurrentFiles, Loaded, ReleaseHistory
from app.content.releases.rules import changes_of, summary
from app.language import Text, _, dotted
from app.language.moments import long_date
from app.site.manage.content.loaders import SHORT, PackContext
from app.site.manage.content.wording import (
    ITS_USE,
    KINDS,
    NO_SURVEY,
    NO_WORDING,
    origin_of,
    short,
    title_of,
    used_by,
)
from app.web.listing import cut
from app.web.parts import Link

SHOWN_RELEASES = 10


@dataclass(frozen=True)
class DocumentLine:
    """One document of the current release."""

    where: str
    """`Week 1 · Module`."""
    title: Text
    path: str
    preview: str | None
    compare: str | None
    """The difference to another version, if there is one."""
    hash: str
    loaded: str
    versions: int
    used_by: Sequence[Text]


@dataclass(frozen=True)
class ReleaseLine:
    """One release in the list."""

    number: int
    path: str
    when: str
    origin: Text
    changes: Text
    current: bool


@dataclass(frozen=True)
class PackPage:
    """One program's pack."""

    title: str
    summary: str
    language: str
    """In which the program is written."""
    path: str
    lines: Sequence[DocumentLine]
    behind: Sequence[Link]
    """Cohorts that have not closed and use earlier versions; where they can be moved."""
    releases: Sequence[ReleaseLine]
    more: int
    """How many older releases are not shown."""
    loaded: ReleaseLine | None
    """What was just loaded."""

    @property
    def current(self) -> ReleaseLine | None:
        """The newest release."""
        return self.releases[0] if self.releases else None


def pack_page(
    here: PackContext,
    history: ReleaseHistory,
    files: CurrentFiles,
    uses: Uses,
    *,
    may_move: bool,
    every: bool,
    loaded: int | None,
    zone: str,
    now: datetime,
) -> PackPage:
    """The pack. `may_move`: whether the reader moves cohorts; `every`: show all releases."""
    releases, versions, current = history.releases, history.versions, history.current
    shown = cut(releases, None if every else SHOWN_RELEASES)
    lines = [_release(here, row, history, zone) for row in shown.rows]
    return PackPage(
        title=here.program.title,
        summary=here.program.summary,
        language=here.program.language,
        path=here.path,
        lines=[
            _document(here, where, version, versions, uses, files.shells, zone)
            for where, version in _in_order(files.program, current)
        ],
        behind=[
            Link(cohort.title, f"/manage/cohorts/{cohort.slug}/content" if may_move else None)
            for cohort in cohorts_behind(uses, {version.id for version in current}, now)
        ],
        releases=lines,
        more=shown.more,
        loaded=next((line for line in lines if line.number == loaded), None),
    )


def _in_order(data: Mapping[str, Any], current: Sequence[Brief]) -> list[tuple[Text, Brief]]:
    """The documents as the syllabus names them, each with its place; then what it does not name."""
    left: dict[Name, Brief] = {version.name: version for version in current}
    found: list[tuple[Text, Brief]] = []
    for number, step in enumerate(data.get("syllabus", ()), start=1):
        names = (("module", "module"), ("case", "case"), ("guide", "case"))
        for kind, field in names:
            if version := left.pop((kind, step.get(field) or ""), None):
                found.append((f"{data['unit_label']} {number}", version))
    rest = sorted(left.values(), key=lambda document: _PLACES.get(document.kind, _IN_NO_UNIT))
    return found + [
        (_PLACES.get(left_over.kind, _IN_NO_UNIT).words, left_over) for left_over in rest
    ]


class _Place(NamedTuple):
    order: int
    words: Text


_IN_NO_UNIT = _Place(1, _("In no unit"))
_PLACES = {
    "program": _Place(0, _("Rules and syllabus")),
    "instrument": _Place(2, _("For surveys")),
}
"""Where a document is that no unit has."""


def _document(
    here: PackContext,
    where: Text,
    version: Brief,
    versions: Mapping[UUID, Brief],
    uses: Uses,
    shells: Collection[UUID],
    zone: str,
) -> DocumentLine:
    all_of_it = [other for other in versions.values() if other.name == version.name]
    path = f"{here.path}/{version.kind}/{version.key}"
    return DocumentLine(
        where=dotted((where, KINDS[version.kind])),
        title=title_of(version.kind, version.title),
        path=path,
        preview=None if version.kind == "program" else f"{path}/{version.hash[:SHORT]}",
        compare=f"{path}/compare" if len(all_of_it) > 1 else None,
        hash=short(version.hash),
        loaded=long_date(version.loaded_at, zone),
        versions=len(all_of_it),
        used_by=_used_by(version, uses, shells, [version_of_it.id for version_of_it in all_of_it]),
    )


def _used_by(
    version: Brief, uses: Uses, shells: Collection[UUID], versions: Collection[UUID]
) -> Sequence[Text]:
    if version.kind == "program":
        return [ITS_USE]
    if version.kind == "instrument":
        return [NO_WORDING if version.id in shells else NO_SURVEY]
    return used_by(uses, version.id, versions)


def _release(here: PackContext, loaded: Loaded, history: ReleaseHistory, zone: str) -> ReleaseLine:
    release = loaded.release
    changes = changes_of(release.number, history)
    return ReleaseLine(
        number=release.number,
        path=f"{here.path}/releases/{release.number}",
        when=long_date(release.loaded_at, zone),
        origin=origin_of(loaded),
        changes=summary(release.number, changes),
        current=loaded is history.releases[0],
    )
