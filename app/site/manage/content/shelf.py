"""The packs of one's programs: what each holds, what is current, who is behind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.cohorts.models import Program
from app.cohorts.moves.rules import VersionUse, cohorts_behind
from app.content.releases.records import CurrentPacks
from app.language import Text, _, dotted, ngettext
from app.site.manage.content.loaders import HOME
from app.site.manage.content.wording import release_text


@dataclass(frozen=True)
class PackLine:
    """One pack in the list."""

    title: str
    path: str
    holds: str
    """`8 modules · 8 cases · 8 guides`."""
    release: Text
    behind: str
    """Cohorts that have not closed and use a version that is no longer current."""
    cohorts: int


@dataclass(frozen=True)
class ShelfPage:
    """All packs that the reader may see."""

    lines: Sequence[PackLine]


def shelf_page(
    programs: Sequence[Program],
    packs: CurrentPacks,
    uses: Sequence[VersionUse],
    zone: str,
    now: datetime,
) -> ShelfPage:
    """The packs of some programs."""
    return ShelfPage([_line(program, packs, uses, zone, now) for program in programs])


def _line(
    program: Program, packs: CurrentPacks, uses: Sequence[VersionUse], zone: str, now: datetime
) -> PackLine:
    loaded, current = packs.releases.get(program.key), packs.documents(program.key)
    own = [use for use in uses if use.cohort.program_id == program.id]
    kinds = [version.kind for version in current]
    return PackLine(
        title=program.title,
        path=f"{HOME}/{program.key}",
        holds=_holds(kinds),
        release=release_text(loaded, zone) if loaded else _("Nothing is loaded"),
        behind=dotted(
            cohort.title for cohort in cohorts_behind(own, {version.id for version in current}, now)
        ),
        cohorts=len({use.cohort.id for use in own}),
    )


def _holds(kinds: Sequence[str]) -> str:
    modules, cases, guides = (kinds.count(kind) for kind in ("module", "case", "guide"))
    return dotted(
        (
            ngettext("{count} module", "{count} modules", count=modules),
            ngettext("{count} case", "{count} cases", count=cases),
            ngettext("{count} guide", "{count} guides", count=guides),
        )
    )
