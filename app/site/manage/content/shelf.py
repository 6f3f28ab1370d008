"""The packs of one's programs: what each holds, what is current, who is behind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.models import Program
from app.cohorts.moves import queries as moves_queries
from app.cohorts.moves.queries import Use
from app.content.releases import queries
from app.content.releases.records import Brief, Loaded
from app.language.words import counted
from app.site.manage.content.loaders import HOME
from app.site.manage.content.wording import behind, release_text


@dataclass(frozen=True)
class PackLine:
    """One pack in the list."""

    title: str
    path: str
    holds: str
    """`8 modules, 8 cases, 8 guides`."""
    release: str
    behind: Sequence[str]
    """Cohorts that have not closed and use a version that is no longer current."""
    cohorts: int


@dataclass(frozen=True)
class ShelfPage:
    """All packs that the reader may see."""

    lines: Sequence[PackLine]


def shelf_page(
    session: Session, programs: Sequence[Program], zone: str, now: datetime
) -> ShelfPage:
    """The packs, in four statements however many there are."""
    keys = [program.key for program in programs]
    newest: dict[str, Loaded] = {}
    for loaded in queries.releases(session, keys):
        newest.setdefault(loaded.release.program, loaded)
    items = queries.items(session, [one.release.id for one in newest.values()])
    versions = queries.versions(session, keys)
    uses = moves_queries.uses(session, keys)
    return ShelfPage(
        [_line(one, newest.get(one.key), items, versions, uses, zone, now) for one in programs]
    )


def _line(
    program: Program,
    loaded: Loaded | None,
    items: Mapping[UUID, Sequence[UUID]],
    versions: Mapping[UUID, Brief],
    uses: Sequence[Use],
    zone: str,
    now: datetime,
) -> PackLine:
    current: Sequence[UUID] = items[loaded.release.id] if loaded else ()
    own = [use for use in uses if use.cohort.program_id == program.id]
    kinds = [versions[version_id].kind for version_id in current]
    return PackLine(
        title=program.title,
        path=f"{HOME}/{program.key}",
        holds=", ".join(counted(kinds.count(kind), kind) for kind in ("module", "case", "guide")),
        release=release_text(loaded, zone) if loaded else "Nothing is loaded",
        behind=[cohort.title for cohort in behind(own, current, now)],
        cohorts=len({use.cohort.id for use in own}),
    )
