"""The packs of one's programs: what each holds, what is current, who is behind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.cohorts.models import Cohort, Program
from app.cohorts.moves.rules import Uses, cohorts_behind
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
    """`8 modules · 8 cases · 8 guides · 6 instruments`."""
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
    uses: Uses,
    zone: str,
    now: datetime,
) -> ShelfPage:
    """The packs of some programs."""
    current = {version.id for own in programs for version in packs.documents(own.key)}
    behind = cohorts_behind(uses, current, now)
    return ShelfPage([_line(program, packs, uses, behind, zone) for program in programs])


def _line(
    program: Program, packs: CurrentPacks, uses: Uses, behind: Sequence[Cohort], zone: str
) -> PackLine:
    loaded, current = packs.releases.get(program.key), packs.documents(program.key)
    return PackLine(
        title=program.title,
        path=f"{HOME}/{program.key}",
        holds=_holds([version.kind for version in current]),
        release=release_text(loaded, zone) if loaded else _("Nothing is loaded"),
        behind=dotted(cohort.title for cohort in behind if cohort.program_id == program.id),
        cohorts=sum(cohort.program_id == program.id for cohort in uses.cohorts.values()),
    )


def _holds(kinds: Sequence[str]) -> str:
    instruments = kinds.count("instrument")
    return dotted(
        (
            ngettext("{count} module", "{count} modules", count=kinds.count("module")),
            ngettext("{count} case", "{count} cases", count=kinds.count("case")),
            ngettext("{count} guide", "{count} guides", count=kinds.count("guide")),
            ngettext("{count} instrument", "{count} instruments", count=instruments),
        )
    )
